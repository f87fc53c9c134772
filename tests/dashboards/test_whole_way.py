"""The sample case through the real pipeline, then every page of it: the seam between the tables and the screen."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from analytics.pipeline import STAGES
from analytics.words import LANGS, say
from dashboards.app import create_app, make_server, pages
from tests.dashboards.test_browser import ARGS, CHROMIUM
from tests.test_commands import ROOT, wakeline


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "case"
    done = wakeline("demo", "--case", str(folder), "--no-dashboard", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_stage_has_words() -> None:
    assert all(say(f"dashboard.stage_{stage}", lang) for stage in STAGES for lang in LANGS)


def test_every_page_of_the_sample_case_opens(case: Path) -> None:
    import threading

    assert create_app(case)
    server = make_server(case, "127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        for lang in LANGS:
            for page in pages():
                tab, faults = chromium.new_page(viewport={"width": 1440, "height": 900}), []
                tab.on("console", lambda m, faults=faults: faults.append(m.text) if m.type == "error" else None)
                tab.goto(f"{address}/{lang}{page.path}")
                tab.wait_for_selector(".ag-row", state="attached")
                assert not faults, (lang, page.name, faults)
                tab.close()
        chromium.close()
    server.close()
