"""How quick the dashboard is in headless Chromium, beside a bare page with the same library and the same data.

    python -m tests.benchmarks.dashboard [--case CASE] [--rounds 3]

The network is an invented one of 20,000 accounts and 100,000 ties. CASE, for tables and opening: an analysed case of a million
acts; without it one is invented, imported and analysed (some minutes). Prints one JSON line a figure: the median of the
rounds, in seconds. Script time is what Chromium itself counts on the page's thread (ScriptDuration in thread ticks); times on the clock depend
on what else the machine does, so the load of the machine is printed too.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np
import polars as pl
from playwright.sync_api import Browser, Page

from analytics.model.tables import CASCADES, LEVELS, NODES, SOURCES
from analytics.store.case_folder import Commit, create_case
from dashboards.views.network import NODES_MAX
from tests.dashboards.invented import START
from tests.dashboards.watched import chromium
from tests.placed import write_placed

ROOT = Path(__file__).parents[2]
GOALS = {
    "first_picture_beyond_bare_s": 3.0,
    "click_beyond_bare_s": 0.5,
    "click_cpu_beyond_bare_s": 0.5,
    "filter_script_s": 0.2,
    "table_scroll_pause_s": 0.5,
    "table_sort_s": 0.5,
    "table_filter_s": 0.5,
    "open_1m_s": 3.0,
}
BARE = """<!DOCTYPE html><html><body style="margin:0"><div id="stage" style="width:1100px;height:620px"></div><p id="said"></p>
<script src="/vendor_sigma.js"></script><script src="/network_data.js"></script><script>
(async () => {
  const net = new wakelineNetData.Net(await (await fetch("/blob")).arrayBuffer());
  const graph = new wakelineSigma.Graph({multi: false, type: "directed"});
  for (let i = 0; i < net.n; i++) { graph.addNode(i, {x: net.x[i], y: net.y[i], size: 3, color: "#0072b2", label: net.names[i]}); }
  if (location.search !== "?nodes") { for (let e = 0; e < net.m; e++) { graph.addEdge(net.source[e], net.target[e], {size: 0.6, color: "#ddd"}); } }
  window.sigma = new wakelineSigma.Sigma(graph, document.getElementById("stage"), {
    edgeProgramClasses: {line: wakelineSigma.EdgeLineProgram}, defaultEdgeType: "line", nodeProgramClasses: {circle: wakelineSigma.NodeCircleProgram}});
  window.net = net;
  sigma.on("clickNode", ({node}) => { document.getElementById("said").textContent = net.ids[node]; });
  requestAnimationFrame(() => requestAnimationFrame(() => { document.body.dataset.state = "ready"; }));
})();
</script></body></html>"""
# When something is on the page, told by the page's own clock (0 is the start of the visit).
WHEN = """(test) => new Promise((done) => { const look = () => new Function("return " + test)() ?
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))) : setTimeout(look, 4); look(); })"""
# The moment (milliseconds since 1970) of the first picture that holds the numbers, and of that with the chart: asking from outside would
# wait until the page's thread is free.
PAINTED = """window.painted = {};
const parts = {numbers: ".wl-tile", chart: ".js-plotly-plot .barlayer .bars"}, begun = new Set();
new MutationObserver(() => { for (const name in parts) { if (!begun.has(name) && document.querySelector(parts[name])) { begun.add(name);
  requestAnimationFrame(() => { const drawn = new MessageChannel(); drawn.port1.onmessage = () => { painted[name] = Date.now(); };
    drawn.port2.postMessage(0); }); } } }).observe(document, {childList: true, subtree: true});"""
BUSIEST = "net.passed.map((v, i) => [v, i]).sort((a, b) => b[0] - a[0])[0][1]"


@contextmanager
def bare(blob: bytes) -> Iterator[str]:
    """A server of the bare page."""
    files = {
        "/vendor_sigma.js": ROOT / "dashboards/assets/vendor_sigma.js",
        "/network_data.js": ROOT / "dashboards/assets/network_data.js",
    }

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.split("?")[0]
            data = blob if name == "/blob" else files[name].read_bytes() if name in files else BARE.encode()
            self.send_response(200 if name in (*files, "/", "/blob") else 404)
            if name == "/blob":
                self.send_header("Content-Encoding", "gzip")
            self.send_header(
                "Content-Type",
                "text/javascript"
                if name in files
                else "text/html"
                if name == "/"
                else "application/octet-stream",
            )
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


# As `wakeline dashboard` serves, but without its gate.
SERVE = """import sys
from pathlib import Path
from dashboards.serve import make_server
server = make_server(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]))
server.run()"""


@contextmanager
def dashboard(case: Path) -> Iterator[tuple[str, float, int]]:
    """The dashboard in a process of its own, as a user starts it, when it was started, and its process."""
    start, port = time.perf_counter(), 8900 + int(time.time()) % 90
    running = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(case), str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urlopen(f"{address}/en/overview").close()
                break
            except OSError:
                time.sleep(0.02)
        yield address, start, running.pid
    finally:
        running.terminate()
        running.wait()


def visit(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address, wait_until="commit")
    return page


def cost_s(page: Page, act: Callable[[], object], what: str = "ScriptDuration") -> float:
    """Seconds of processor that an act costs the page's thread, its drawing included: of script, or of all tasks."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def total() -> float:
        return next(
            m["value"] for m in session.send("Performance.getMetrics")["metrics"] if m["name"] == what
        )

    before = total()
    act()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return total() - before


def clicked(page: Page, at: dict[str, float], answer: str) -> dict[str, float]:
    """What a click costs until `answer` is true: seconds on the clock, and of processor on the page's thread."""
    page.evaluate(
        "document.addEventListener('mousedown', () => { window.pressed = performance.now(); }, true)"
    )
    ends: list[float] = []

    def act() -> None:
        page.mouse.click(at["x"], at["y"])
        ends.append(page.evaluate(WHEN, answer))

    cpu = cost_s(page, act, "TaskDuration")
    return {"click_s": (ends[0] - page.evaluate("window.pressed")) / 1000, "click_page_cpu_s": cpu}


def network(browser: Browser, address: str, simple: str, pid: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, where in (("bare_first_picture_s", "/"), ("bare_nodes_only_first_picture_s", "/?nodes")):
        page = visit(browser, simple + where)
        found[name] = page.evaluate(WHEN, "document.body && document.body.dataset.state === 'ready'") / 1000
        if where == "/":
            at = page.evaluate(
                f"(() => {{ const i = {BUSIEST}; return sigma.framedGraphToViewport(sigma.getNodeDisplayData(String(i))); }})()"
            )
            found |= {
                f"bare_{n}": v
                for n, v in clicked(page, at, "document.getElementById('said').textContent").items()
            }
        page.close()
    page = visit(browser, f"{address}/en/network?most={NODES_MAX}")
    found["first_picture_s"] = (
        page.evaluate(WHEN, """document.querySelector('#net-stage[data-state="ready"]')""") / 1000
    )
    page.wait_for_load_state("networkidle")
    found |= {"nodes_n": page.evaluate("wakelineNet.net.n"), "edges_n": page.evaluate("wakelineNet.net.m")}
    at = page.evaluate(f"(() => {{ const net = wakelineNet.net; return wakelineNet.screen({BUSIEST}); }})()")
    before = cpu_s(pid)
    found |= clicked(page, at, "document.querySelector('#shown-facts .wl-id')")
    found["click_server_cpu_s"] = cpu_s(pid) - before
    page.keyboard.press("Escape")
    found["filter_script_s"] = max(
        cost_s(page, lambda value=value: page.evaluate(f"wakelineNet.view.set({{from: {value}}})"))
        for value in ("1", "null")
    )
    page.close()
    return found


def tables(browser: Browser, address: str) -> dict[str, float]:
    """The table of all accounts: the longest time between two pictures while scrolling, and what sorting and filtering take."""
    page = visit(browser, f"{address}/en/network?most=500")
    grid = page.locator("#content .wl-grid-frame")
    grid.scroll_into_view_if_needed(timeout=60_000)
    grid.locator(".ag-row").first.wait_for()
    page.wait_for_load_state("networkidle")
    pause = page.evaluate("""() => new Promise((done) => {
      const port = document.querySelector("#content .ag-body-viewport"); let worst = 0, before = performance.now(), k = 0;
      const step = (time) => { worst = Math.max(worst, time - before); before = time; port.scrollTop += 4000;
        if (++k < 150) { requestAnimationFrame(step); } else { done(worst); } };
      requestAnimationFrame((time) => { before = time; requestAnimationFrame(step); }); })""")
    rows = page.evaluate("[document.querySelector('#content .ag-body-viewport').scrollHeight / 36]")[0]
    first = """document.querySelector('#content .ag-row[row-index="0"] [col-id=%s]')"""
    page.evaluate("document.querySelector('#content .ag-body-viewport').scrollTop = 0")
    page.wait_for_function(first % "name")
    before = page.evaluate((first % "name") + ".innerText")
    start = time.perf_counter()
    page.locator("#content .ag-header-cell[col-id=name] .ag-header-cell-label").click()
    page.wait_for_function(
        f"({first % 'name'} || {{innerText: {json.dumps(before)}}}).innerText !== {json.dumps(before)}",
        polling=10,
    )
    sort = time.perf_counter() - start
    answer = Request(f"{address}/wakeline/find/repost?q=99", headers={"X-Wakeline": "1"})
    start = time.perf_counter()
    urlopen(answer).close()
    find = time.perf_counter() - start
    page.locator("#content .ag-header-cell[col-id=name]").hover()
    page.locator("#content .ag-header-cell[col-id=name] .ag-header-cell-filter-button").click()
    page.locator(".ag-filter input").first.fill("99")
    start = time.perf_counter()
    page.wait_for_function(f"({first % 'name'} || {{innerText: ''}}).innerText.includes('99')", polling=10)
    filtered = time.perf_counter() - start - 0.25  # The grid waits a quarter of a second for the next letter.
    page.close()
    return {
        "table_rows_n": rows,
        "table_scroll_pause_s": pause / 1000,
        "table_sort_s": sort,
        "table_filter_s": filtered,
        "search_s": find,
    }


def cpu_s(pid: int) -> float:
    """Seconds of processor that a process has used (Linux)."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def opened(browser: Browser, case: Path) -> dict[str, float]:
    """From the command to the picture of the overview with its numbers, and with its chart, told by the page's own clock."""
    with dashboard(case) as (address, start, pid):
        served = time.perf_counter() - start
        started_ms = (time.time() - served) * 1000
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(PAINTED)
        page.goto(f"{address}/en/overview", wait_until="commit")
        page.wait_for_function("window.painted && painted.numbers && painted.chart", timeout=60_000)
        painted = page.evaluate("window.painted")
        page.close()
        cpu = cpu_s(pid)
    return {"open_1m_server_cpu_s": cpu, "open_1m_server_s": served} | {
        name: (painted[part] - started_ms) / 1000
        for name, part in (("open_1m_s", "numbers"), ("open_1m_chart_s", "chart"))
    }


def invented(folder: Path) -> Path:
    """A case of a million reposts."""
    wakeline = [sys.executable, "-c", "from analytics.cli.app import main; main()"]
    subprocess.run(
        [*wakeline, "simulate", "--world", "bulk", "--reposts", "1000000", "--out", str(folder / "export")],
        check=True,
        cwd=ROOT,
    )
    files = [str(file) for file in sorted((folder / "export" / "exports").rglob("*")) if file.is_file()]
    subprocess.run([*wakeline, "import", *files, "--case", str(folder / "case")], check=True, cwd=ROOT)
    subprocess.run([*wakeline, "analyse", "--case", str(folder / "case")], check=True, cwd=ROOT)
    return folder / "case"


def rounds(seen: dict[str, list[float]], n: int, once: Callable[[], dict[str, float]]) -> None:
    """Keep the figures of n rounds."""
    for _ in range(n):
        for name, value in once().items():
            seen.setdefault(name, []).append(value)


def web(folder: Path, accounts_n: int = 20_000, ties_n: int = 100_000) -> Path:
    """A case whose repost network has that many accounts, each with a post, and about that many ties, drawn by chance."""
    chance = np.random.default_rng(7)
    author, fan = (
        chance.integers(0, accounts_n, ties_n),
        (accounts_n * chance.random(ties_n) ** 2).astype(int),
    )
    k = np.arange(accounts_n + ties_n)
    is_post = k < accounts_n
    root = [f"weibo:6{i:015d}" for i in np.where(is_post, k, np.r_[np.zeros(accounts_n, int), author])]
    events = pl.DataFrame(
        {
            "event_id": [f"weibo:6{i:015d}" for i in k],
            "root_id": root,
            "source_row": k,
            "account_id": [
                f"weibo:7{i:09d}" for i in np.where(is_post, k, np.r_[np.zeros(accounts_n, int), fan])
            ],
        }
    ).with_columns(
        pl.lit("weibo").alias("platform"),
        kind=pl.when(pl.Series(is_post)).then(pl.lit("post")).otherwise(pl.lit("repost")),
        account_name="user " + pl.col("account_id").str.slice(7),
        at=pl.lit(START).dt.cast_time_unit("us") + pl.duration(seconds=pl.Series(k)),
        at_precision=pl.lit("s"),
        at_basis=pl.lit("export"),
        at_conflict=pl.lit(False),
        parent_id=pl.when(~pl.Series(is_post)).then("root_id"),
        parent_basis=pl.when(~pl.Series(is_post)).then(pl.lit("stated")),
        text=pl.lit("invented"),
        own_text=pl.lit("invented"),
        source_sha256=pl.lit("0" * 64),
        source_path=pl.lit(""),
    )
    nodes = events.select(
        "root_id",
        "event_id",
        tree=pl.lit("repost"),
        parent_used_id="parent_id",
        depth=(~pl.Series(is_post)).cast(pl.Int64),
        children_n=pl.lit(0),
        subtree_n=pl.lit(0),
    )
    commit = Commit(create_case(folder))
    for table, rows in (
        (NODES, nodes),
        (LEVELS, LEVELS.empty()),
        (CASCADES, CASCADES.empty()),
        (SOURCES, SOURCES.empty()),
    ):
        commit.write(table, rows)
    write_placed(commit, events)
    return commit.finish(stages=["import", "parents", "cascades"]).folder


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        case = told.case or invented(Path(scratch))
        seen: dict[str, list[float]] = {}
        with dashboard(web(Path(scratch) / "web")) as (address, _, pid):
            start = time.perf_counter()
            blob = urlopen(
                Request(f"{address}/wakeline/network/repost?most={NODES_MAX}", headers={"X-Wakeline": "1"})
            ).read()
            seen["layout_once_s"] = [time.perf_counter() - start]
            with bare(blob) as simple:
                rounds(seen, told.rounds, lambda: network(browser, address, simple, pid))
        with dashboard(case.resolve()) as (address, _, _):
            rounds(seen, told.rounds, lambda: tables(browser, address))
        rounds(seen, told.rounds, lambda: opened(browser, case.resolve()))
    figures = {name: statistics.median(values) for name, values in seen.items()}
    bare_s = min(figures["bare_first_picture_s"], figures["bare_nodes_only_first_picture_s"])
    figures["first_picture_beyond_bare_s"] = figures["first_picture_s"] - bare_s
    figures["click_cpu_beyond_bare_s"] = (
        figures["click_page_cpu_s"] + figures["click_server_cpu_s"] - figures["bare_click_page_cpu_s"]
    )
    figures["load_1min"] = os.getloadavg()[0]
    figures["click_beyond_bare_s"] = figures["click_s"] - figures["bare_click_s"]
    for name, value in figures.items():
        goal = GOALS.get(name)
        print(
            json.dumps(
                {"figure": name, "value": round(value, 3)}
                | ({"goal": goal, "is_met": value < goal} if goal else {})
            )
        )


if __name__ == "__main__":
    main()
