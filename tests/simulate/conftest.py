"""The sample world, told and written once a session."""

from pathlib import Path

import polars as pl
import pytest

from analytics.simulate.build import simulate
from analytics.simulate.sample.story import Story, tell

SEED = 7  # The seed of the committed sample_data; its README states it.
IDS = ("mid", "uid", "parent_mid", "root_mid", "top_mid", "root_uid")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "out"
    simulate("sample", SEED, out)
    return out


@pytest.fixture(scope="session")
def story() -> Story:
    return tell(SEED)


@pytest.fixture(scope="session")
def truth(sample: Path) -> dict[str, pl.DataFrame]:
    return {
        file.stem: pl.read_csv(file, infer_schema_length=None, schema_overrides=dict.fromkeys(IDS, pl.String))
        for file in sorted((sample / "truth").glob("*.csv"))
    }
