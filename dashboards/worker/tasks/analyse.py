"""Run every stage of the study on a case."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.model.thresholds import Thresholds
from analytics.pipeline import STAGES, analyse
from analytics.store.case_folder import open_case
from analytics.study.stages import KEPT
from dashboards.worker.process import Told, main


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Run all stages; the settings of the case stay as they are."""

    def stage(said: str) -> None:
        name, _, part = said.partition(" ")
        told(name if part == KEPT else f"{name} {part}".strip(), STAGES.index(name), len(STAGES))

    case = open_case(folder)
    settings = Thresholds().restored(case.manifest.get("settings", {}))
    done = analyse(case, settings, STAGES[-1], stage)
    return {"stages": done.stages()}


if __name__ == "__main__":
    main(run)
