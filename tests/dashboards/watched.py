"""A watched browser and a served case: what every walk through the dashboard needs, and the pictures and figures of it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from playwright.sync_api import TimeoutError as NotShown

from dashboards.serve import make_server

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium. While it runs, asyncio.run() is refused in this thread: Playwright's own loop is running there."""
    with sync_playwright() as play, play.chromium.launch(executable_path=CHROMIUM, args=ARGS) as browser:
        yield browser


@contextmanager
def serving(folder: Path | None) -> Iterator[str]:
    """The address at which the dashboard shows the case, on a free port; None: the page that makes or opens one."""
    with closing(make_server(folder, "127.0.0.1", 0)) as server:
        threading.Thread(target=server.run, daemon=True).start()
        yield f"http://127.0.0.1:{server.effective_port}"


def faults_of(tab: Page, address: str, besides: str | None = None) -> list[str]:
    """A list that fills as the tab meets errors of console or script, or asks another host; besides: in a console error that is expected."""
    faults: list[str] = []
    tab.on(
        "console",
        lambda m: (
            faults.append(m.text) if m.type == "error" and not (besides and besides in m.text) else None
        ),
    )
    tab.on("pageerror", lambda e: faults.append(str(e)))
    tab.on(
        "request",
        lambda r: (
            faults.append(f"asked {r.url}") if not r.url.startswith((address, "data:", "blob:")) else None
        ),
    )
    return faults


@contextmanager
def watched(
    browser: Browser,
    address: str,
    size: tuple[int, int] = (1440, 900),
    besides: str | None = None,
    is_strict: bool = False,
) -> Iterator[Page]:
    """A tab of its own that must close without a fault, and without a script out of a stranger's text having run.

    is_strict: whether the policy of the page is in force. It forbids code made of text, which is how a test waits for
    something inside a page; test_hostile_browser.py opens every page under it.
    """
    view: ViewportSize = {"width": size[0], "height": size[1]}
    with browser.new_page(viewport=view, bypass_csp=not is_strict) as tab:
        faults = faults_of(tab, address, besides)
        yield tab
        assert not faults and tab.evaluate("window.hit") is None, faults


def open_row(tab: Page, rows: str, shown: str, tries_n: int = 4) -> str:
    """Click the first of `rows` until `shown` is there; its text.

    A table that is being filled draws its rows anew, and a click on the old one is lost: a person clicks again.
    """
    for _ in range(tries_n - 1):
        tab.locator(rows).first.click()
        try:
            return tab.wait_for_selector(shown, timeout=8_000).inner_text()
        except NotShown:
            continue
    tab.locator(rows).first.click()
    return tab.wait_for_selector(shown).inner_text()
