"""An installation for a machine without a network: `python -m tools.wheelhouse FOLDER` fills a folder.

FOLDER gets the wheel of wakeline, that of every library of requirements.txt (hashes compared by pip), the
list itself, the bill of materials, and SHA256SUMS over all of it. On the other machine:

    sha256sum -c SHA256SUMS
    python3 -m venv v
    v/bin/pip install --no-index --find-links . --require-hashes -r requirements.txt
    v/bin/pip install --no-index --find-links . --no-deps wakeline

The other machine must have the same system, processor and minor version of Python as this one.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.sbom import bill

ROOT = Path(__file__).parent.parent
EPOCH = "1741827600"  # 2025-03-13: the moment in every wheel, so that the same sources give the same bytes.


def wheel(out: Path, root: Path = ROOT) -> Path:
    """Build the wheel of a checkout into a folder; the same sources give the same bytes."""
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(root)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", EPOCH)}
    subprocess.run(words, check=True, capture_output=True, env=env)
    return next(out.glob("wakeline-*.whl"))


def fill(out: Path, requirements: Path, links: Path | None = None) -> None:
    """Fill a folder; links: a folder of wheels to take instead of the registry."""
    out.mkdir(parents=True, exist_ok=True)
    where = ["--no-index", "--find-links", str(links)] if links else []
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:", "--require-hashes"]
    subprocess.run([*words, *where, "-r", str(requirements), "-d", str(out)], check=True)
    wheel(out)
    shutil.copyfile(requirements, out / "requirements.txt")
    (out / "sbom.json").write_text(json.dumps(bill(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sums = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in sorted(out.iterdir())
        if file.is_file() and file.name != "SHA256SUMS"
    ]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def main() -> None:
    """Fill the folder that is named."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--requirements", type=Path, default=ROOT / "requirements.txt")
    asked.add_argument("--links", type=Path, help="a folder of wheels to take instead of the registry")
    words = asked.parse_args()
    fill(words.folder, words.requirements, words.links)
    size = sum(file.stat().st_size for file in words.folder.iterdir())
    print(f"{len(list(words.folder.iterdir()))} files, {size / 1e6:.0f} MB in {words.folder}")


if __name__ == "__main__":
    main()
