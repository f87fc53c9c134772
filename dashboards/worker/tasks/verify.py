"""Recompute every hash and sum of a case."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.evidence.verification import verify
from analytics.store.case_folder import open_or_new
from analytics.store.lock import only_writer
from dashboards.worker.process import Told, main


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Run every check; returns those that do not hold, in order, the first broken link first."""
    told("verify", 0, 0)
    with only_writer(folder):
        checks = verify(open_or_new(folder))
    broken = [{"code": c.code, "params": c.params} for c in checks if not c.ok]
    return {"checks_n": len(checks), "broken": broken}


if __name__ == "__main__":
    main(run)
