"""How large an installation is: `python -m tools.install_size` makes one and weighs it.

It installs requirements.txt into a new virtual environment, as `make install` does, and prints the megabytes
(10**6 bytes) in all and the ten largest libraries. With --compile bytecode is written for every module, as
pip does unless told otherwise; else Python writes it for those that are used.
"""

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
LARGEST_N = 10
_ASK = """
from importlib.metadata import distributions
for found in distributions():
    for file in found.files or ():
        print(found.name, found.locate_file(file), sep="\\t")
"""


def main() -> None:
    """Install, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--requirements", type=Path, default=ROOT / "requirements.txt")
    asked.add_argument("--compile", action="store_true")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="wakeline-size-") as folder:
        venv.create(folder, with_pip=True)
        python = next(Path(folder).glob("[bS]*/python*"))
        how = [] if words.compile else ["--no-compile"]
        pip = [str(python), "-m", "pip", "install", "--quiet", *how, "--require-hashes"]
        subprocess.run([*pip, "-r", str(words.requirements)], check=True)
        total = _size(Path(folder).rglob("*"))
        print(f"{total / 1e6:.0f} MB in all")
        for name, size in _libraries(python)[:LARGEST_N]:
            print(f"{size / 1e6:6.0f} MB  {name}")


def _libraries(python: Path) -> list[tuple[str, int]]:
    """Name and bytes of each library, the largest first."""
    said = subprocess.run([str(python), "-c", _ASK], check=True, capture_output=True, text=True).stdout
    files: dict[str, list[Path]] = {}
    for line in said.splitlines():
        name, file = line.split("\t")
        files.setdefault(name, []).append(Path(file))
    return sorted(((name, _size(held)) for name, held in files.items()), key=lambda pair: -pair[1])


def _size(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
