"""Pictures of every page for the READMEs: docs/<page>.<lang>.png, from the sample case.

    .venv/bin/python tools/screenshots.py [--case CASE] [--out docs]

CASE: an analysed sample case with its report (`wakeline demo --no-dashboard`); made in a temporary folder if
    not given. Needs Debian's chromium and fonts-noto-cjk. Colours are cut to 255, rare ones kept, which
    halves the files.
"""

import argparse
import subprocess
import sys
import tempfile
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.dashboards.watched import chromium, serving  # noqa: E402

SHOWN = {
    "overview": 1010,
    "posts": 960,
    "spread": 1180,
    "network": 960,
    "coordination": 1010,
    "places": 960,
    "roles": 860,
    "scope": 860,
    "law": 860,
    "ask": 900,
    "evidence": 860,
}
WAIT = {
    "spread": '#film[data-state="ready"]',
    "network": '#net-stage[data-state="ready"]',
    "overview": ".js-plotly-plot .barlayer",
    "posts": ".js-plotly-plot .barlayer",
    "coordination": ".js-plotly-plot .main-svg",
}


def taken(tab: Page, name: str) -> None:
    """Bring a page to the state in which it is shown."""
    tab.wait_for_selector("#content .wl-card")
    if name in WAIT:
        tab.wait_for_selector(WAIT[name])
    if name == "spread":  # halfway through the film
        tab.evaluate(
            "wakelineFilm.seek(wakelineFilm.acts.times[Math.floor(wakelineFilm.acts.times.length * 0.72)])"
        )
    tab.wait_for_load_state("networkidle")
    tab.wait_for_timeout(800)


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        case = told.case
        if case is None:
            case = Path(scratch) / "case"
            subprocess.run(
                [
                    sys.executable,
                    "-c",
                    "from analytics.cli.app import main; main()",
                    "demo",
                    "--case",
                    str(case),
                    "--no-dashboard",
                ],
                check=True,
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
            )
        with serving(case) as address, chromium() as browser:
            for (name, height), lang in product(SHOWN.items(), ("en", "zh")):
                with browser.new_page(viewport={"width": 1280, "height": height}, bypass_csp=True) as tab:
                    tab.goto(f"{address}/{lang}/{name}")
                    taken(tab, name)
                    picture = Image.open(BytesIO(tab.screenshot())).convert("RGB")
                few = picture.quantize(255, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
                few.save(told.out / f"{name}.{lang}.png", optimize=True)


if __name__ == "__main__":
    main()
