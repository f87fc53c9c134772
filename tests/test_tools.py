"""The tools beside the program: what installs system packages waits for another apt instead of failing."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def stubs(folder: Path, failures: int) -> Path:
    """A PATH on which apt-get cannot update for so many times, time does not pass, and nothing else is installed."""
    scripts = {
        "apt-get": f"""echo "$@" >> {folder}/said
case "$*" in *update*) echo x >> {folder}/tries; n=0; while read -r line; do n=$((n + 1)); done < {folder}/tries; [ "$n" -gt {failures} ] ;; esac""",
        "sleep": "exit 0",
        "id": "echo 0",
        "dirname": 'echo "${1%/*}"',
    }
    for name, body in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("failures, code", [(0, 0), (3, 0), (99, 1)])
def test_a_held_lock_is_waited_for(tmp_path: Path, failures: int, code: int) -> None:
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "system_packages.sh"), "poppler-utils"],
        env={"PATH": str(stubs(tmp_path, failures))},
        capture_output=True,
        text=True,
        check=False,
    )
    said = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert done.returncode == code, done.stderr
    assert all("DPkg::Lock::Timeout=300" in line for line in said)
    assert [line.split()[-1] for line in said if "install" in line] == ["poppler-utils"] * (code == 0)
    assert sum("update" in line for line in said) == min(failures, 9) + 1
