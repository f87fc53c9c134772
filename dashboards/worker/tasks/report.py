"""Write the report of a case."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from analytics.report.write import write_report
from analytics.store.case_folder import open_or_new
from analytics.store.lock import only_writer
from dashboards.worker.process import Told, main


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Write the report.

    asked: lang: zh, en or zh+en; purpose; date: ISO, or none.
    """
    told("report", 0, 0)
    with only_writer(folder):
        case = open_or_new(folder)
        date = None
        if asked.get("date"):
            date = datetime.fromisoformat(asked["date"]).replace(tzinfo=ZoneInfo(case.toml().case.timezone))
        written = write_report(case, asked["lang"], date, asked["purpose"], may_replace=True)
    return {"files": [str(path.relative_to(folder / "report")) for path in written]}


if __name__ == "__main__":
    main(run)
