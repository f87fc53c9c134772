"""An invented case on disk, a server that shows it, and a browser to look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analytics.store.case_folder import Case
from tests.dashboards.invented import write_case
from tests.dashboards.watched import chromium, serving, watched


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return write_case(tmp_path_factory.mktemp("invented") / "case")


@pytest.fixture(scope="session")
def address(case: Case) -> Iterator[str]:
    with serving(case.folder) as at:
        yield at


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all files of this folder, closed when they are done: other tests call asyncio.run(), which it forbids (`chromium`)."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "case"
