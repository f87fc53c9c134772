"""The small case with and without `[[alleged]]`, once for all tests of this folder."""

import pytest

from analytics.questions.question import Asked, ask
from tests.questions.scene import made


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(made(tmp_path_factory.mktemp("questions")))


@pytest.fixture(scope="session")
def unstated(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(made(tmp_path_factory.mktemp("unstated"), is_stated=False))
