"""The sample case as `wakeline demo` makes it, once for all tests of this folder: imported, coded, analysed."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case, open_case
from analytics.store.review_log import load_log

SAMPLE = Path(__file__).parents[2] / "sample_data"
DATE = datetime(2025, 3, 13, 1, tzinfo=UTC)  # 09:00 in Shanghai, the moment of the demo.
U = ("weibo:5140575367893593", "weibo:5140612562168253")  # The two alleged posts, by sample_data/README.md.


def prepared(folder: Path) -> Path:
    """Make the sample case in `folder`, imported and coded, not analysed."""
    folder.mkdir(parents=True)
    shutil.copy(SAMPLE / "case.toml", folder / "case.toml")
    import_files(folder, [SAMPLE / "exports"], ImportOptions(), Thresholds(), lambda *_: None)
    load_log(folder, SAMPLE / "review.jsonl")
    return folder


def analysed(folder: Path) -> Case:
    """Analyse a case through all stages; two shuffled copies are enough, since they decide nothing."""
    few = Thresholds().changed({"surrogates_n": "2"})
    return analyse(open_case(folder), few, "calibration", lambda _: None)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return analysed(prepared(tmp_path_factory.mktemp("acceptance") / "case"))


@pytest.fixture(scope="session")
def truth() -> dict[str, set[str]]:
    """Role -> accounts, from the sample's own truth."""
    table = pl.read_csv(SAMPLE / "truth" / "accounts.csv", infer_schema=False)
    found: dict[str, set[str]] = {}
    for uid, roles in table.select("uid", "roles").iter_rows():
        for role in roles.split():
            found.setdefault(role, set()).add(f"weibo:{uid}")
    return found
