"""The small case, analysed once."""

import pytest

from analytics.store.case_folder import Case
from tests.challenge.small import analysed, captures, rows


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return analysed(tmp_path_factory.mktemp("small"), captures(rows()))
