"""The sample case and the two invented ones, each made once for all tests of this folder."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case
from tests.contract.invented import SURROGATES, made
from tests.contract.places import Told, told

SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="session")
def sample_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("contract-sample") / "case"
    folder.mkdir()
    shutil.copy(SAMPLE / "case.toml", folder / "case.toml")
    taken = import_files(folder, [SAMPLE / "exports"], ImportOptions(), Thresholds(), lambda *_: None)
    return analyse(taken.case, Thresholds().changed(SURROGATES), "calibration", lambda _: None)


@pytest.fixture(scope="session")
def templates(sample_case: Case) -> pl.DataFrame:
    return sample_case.read("roles")


@pytest.fixture(scope="session")
def sample(sample_case: Case) -> Told:
    return told(sample_case)


@pytest.fixture(scope="session")
def stated(templates: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(made(tmp_path_factory.mktemp("contract-stated"), templates, is_stated=True))


@pytest.fixture(scope="session")
def unstated(templates: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(made(tmp_path_factory.mktemp("contract-unstated"), templates, is_stated=False))


@pytest.fixture(params=["sample", "stated", "unstated"])
def every(request: pytest.FixtureRequest) -> Told:
    """Each of the three cases with its report."""
    found: Told = request.getfixturevalue(request.param)
    return found
