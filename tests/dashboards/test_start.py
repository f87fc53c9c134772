"""What the start of the dashboard loads: a reader waits for it, so what only some questions need comes with them."""

import subprocess
import sys

import pytest

LATER = ("matplotlib", "networkx", "numba", "pandas", "scipy", "typst")


@pytest.mark.parametrize("module", ["dashboards.app", "analytics.cli"])
def test_the_start_leaves_heavy_libraries_for_later(module: str) -> None:
    said = subprocess.run([sys.executable, "-c", f"import sys, {module}; print(*sorted(set({LATER!r}) & set(sys.modules)))"],
                          check=True, capture_output=True, text=True)
    assert said.stdout.split() == []
