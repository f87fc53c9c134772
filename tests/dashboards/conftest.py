"""An invented case on disk, and a server on a free port that shows it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.store.folder import Case
from dashboards.app import make_server
from tests.dashboards.invented import write_case


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return write_case(tmp_path_factory.mktemp("invented") / "case")


@pytest.fixture(scope="session")
def address(case: Case) -> Iterator[str]:
    server = make_server(case.folder, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "case"
