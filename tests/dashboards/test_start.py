"""What the start of the dashboard loads: a reader waits for it, so what only some questions need comes with them."""

import subprocess
import sys

import pytest

from analytics.store.case_folder import Case

LATER = ("networkx", "numba", "pandas", "python_calamine", "scipy", "sklearn", "typst")
STARTED = "from dashboards import app; from dashboards.case_session import CaseSession; from dashboards.page import View"


@pytest.mark.parametrize(
    "steps",
    [
        "import analytics.cli.app",
        f"{STARTED}; app.create_app(); app.pages()[0].layout(CaseSession(Path({{case!r}})), View())",
    ],
    ids=["command line", "first page"],
)
def test_heavy_libraries_wait_until_they_are_needed(steps: str, case: Case) -> None:
    script = f"import sys; from pathlib import Path; {steps.format(case=str(case.folder))}; print(*set({LATER!r}) & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert said.stdout.split() == []
