"""Write a copy of a case under pseudonyms."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.evidence.redaction import redact
from analytics.store.case_folder import open_or_new
from analytics.store.lock import only_writer
from dashboards.worker.process import Told, main


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Write the copy.

    asked: out: the folder to make; no_texts: without texts.
    """
    told("redact", 0, 0)
    with only_writer(folder):
        done = redact(open_or_new(folder), Path(asked["out"]), not asked.get("no_texts"))
    return {"out": asked["out"], "tables_n": len(done.copy.manifest["tables"])}


if __name__ == "__main__":
    main(run)
