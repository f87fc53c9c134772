"""Malformed requests: whatever is sent to whatever callback or route, it is answered in a line, and nothing is written."""

from pathlib import Path

import pytest

from analytics.model.errors import CaseError
from dashboards.access.bodies import parsed
from tests.dashboards.invented import write_case
from tests.faults.requests import BODIES, tried

pytestmark = pytest.mark.slow


def test_no_malformed_request_breaks_the_dashboard_or_writes(tmp_path: Path) -> None:
    found = tried(write_case(tmp_path / "case", 12, 3).folder)
    assert found["tried"] > 3_000 and not found["broken"] and not found["written"], (
        found["broken"][:10],
        found["written"][:10],
    )


@pytest.mark.parametrize("body", BODIES[:1] + BODIES[6:12])
def test_a_body_that_is_no_whole_json_is_refused(body: bytes) -> None:
    with pytest.raises(CaseError):
        parsed(body)
