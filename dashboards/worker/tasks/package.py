"""Write the package of a case for a court."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.evidence.package import package
from analytics.store.case_folder import open_or_new
from analytics.store.lock import only_writer
from dashboards.worker.process import Told, main


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Write the package.

    asked: out: the folder to make; hashes_only: without the inputs.
    """
    told("package", 0, 0)
    with only_writer(folder):
        bag = package(open_or_new(folder), Path(asked["out"]), not asked.get("hashes_only"))
    return {"out": str(bag), "files_n": sum(path.is_file() for path in bag.rglob("*"))}


if __name__ == "__main__":
    main(run)
