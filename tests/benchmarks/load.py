"""Twenty readers at once on one dashboard: how long they wait, route by route, and what memory the server takes.

    python -m tests.benchmarks.load --case CASE [--readers 20] [--seconds 60] [--think 1.0]

A reader opens a page (first answer, then the callback that sets it), scrolls a table, searches, looks at the network,
and thinks between two requests for `--think` seconds on average (exponential). One JSON line a route, one for all.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from dashboards.app import pages

ROOT = Path(__file__).parent.parent.parent
GOALS = {"p95_s": 0.5, "p95_to_p50": 5.0}
START = """import sys
from pathlib import Path
from dashboards.serve import make_server
server = make_server(Path(sys.argv[1]), "127.0.0.1", 0)
print(server.effective_port, flush=True)
server.run()"""
OWN = {"X-Wakeline": "1"}
TABLES = ("posts", "roles", "custody", "sources", "cascades")
ABOUT = {"posts": "%7B%7D"}  # An empty search.


@contextmanager
def server(case: Path) -> Iterator[tuple[int, int]]:
    """A dashboard without a gate in a process of its own: its port and its process."""
    running = subprocess.Popen(
        [sys.executable, "-c", START, str(case)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        yield int(running.stdout.readline()), running.pid
    finally:
        running.terminate()
        running.wait()


class Reader(Thread):
    """One reader, who asks one thing after the other until `end`."""

    def __init__(self, port: int, frame: str, seed: int, end: float, think_s: float) -> None:
        super().__init__(daemon=True)
        self.port, self.frame, self.chance, self.end, self.think_s = (
            port,
            frame,
            random.Random(seed),
            end,
            think_s,
        )
        self.waits: list[tuple[str, float, int]] = []

    def run(self) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        while time.perf_counter() < self.end:
            for route, method, address, body in self.step():
                start = time.perf_counter()
                heads = OWN | ({"Content-Type": "application/json"} if body else {})
                link.request(method, address, body, heads)
                answer = link.getresponse()
                answer.read()
                self.waits.append((route, time.perf_counter() - start, answer.status))
            time.sleep(min(self.chance.expovariate(1 / self.think_s) if self.think_s else 0, 10.0))

    def step(self) -> list[tuple[str, str, str, bytes]]:
        """What one step asks for: (route, method, address, body)."""
        kind = self.chance.choices(("page", "rows", "find", "network", "bars"), (6, 3, 2, 1, 1))[0]
        if kind == "page":
            page = self.chance.choice([one for one in pages() if one.in_menu])
            path = f"/{self.chance.choice(('zh', 'en'))}{page.path}"
            return [
                (f"first {page.name}", "GET", path, b""),
                (f"page {page.name}", "POST", "/_dash-update-component", self.framed(path)),
            ]
        if kind == "rows":
            name = self.chance.choice(TABLES)
            about = ABOUT.get(name, "")
            return [(f"rows {name}", "GET", f"/wakeline/rows/{name}?lang=zh&about={about}", b"")]
        if kind == "find":
            return [("find", "GET", "/wakeline/find/repost?q=9100", b"")]
        if kind == "network":
            return [("network", "GET", "/wakeline/network/repost?most=2000", b"")]
        return [("bars", "POST", "/wakeline/bars/repost", json.dumps({"filters": {}}).encode())]

    def framed(self, path: str) -> bytes:
        outputs = [one.rsplit(".", 1) for one in self.frame.strip(".").split("...")]
        inputs = [("here", "pathname", path), ("job-done", "data", None)]
        state = [("here", "search", ""), ("scheme", "data", "light")]
        return json.dumps(
            {
                "output": self.frame,
                "outputs": [{"id": i, "property": p} for i, p in outputs],
                "inputs": [{"id": i, "property": p, "value": v} for i, p, v in inputs],
                "state": [{"id": i, "property": p, "value": v} for i, p, v in state],
                "changedPropIds": ["here.pathname"],
            }
        ).encode()


def frame_of(port: int) -> str:
    """The name of the callback that sets a page."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    link.request("GET", "/_dash-dependencies")
    known = json.loads(link.getresponse().read())
    return next(str(one["output"]) for one in known if "frame.children" in one["output"])


def resident_mb(pid: int) -> float:
    """Megabytes of memory that a process holds (Linux)."""
    pages_n = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages_n * os.sysconf("SC_PAGE_SIZE") / 1e6


def load(case: Path, readers_n: int = 20, seconds: float = 60.0, think_s: float = 1.0) -> dict[str, Any]:
    """Measure: `all` and each of `routes` with n, p50_s, p95_s, max_s; `memory_mb` every two seconds; `failed`.

    The first answer of everything is asked for once before, as a first reader does.
    """
    with server(case) as (port, pid):
        frame = frame_of(port)
        first = Reader(port, frame, 0, 0.0, 0.0)
        for page in pages():
            if page.in_menu:
                warm(port, first.framed(f"/zh{page.path}"))
                warm(port, first.framed(f"/en{page.path}"))
        end = time.perf_counter() + seconds
        readers = [Reader(port, frame, seed, end, think_s) for seed in range(1, readers_n + 1)]
        for reader in readers:
            reader.start()
        memory = []
        while time.perf_counter() < end:
            memory.append(round(resident_mb(pid), 1))
            time.sleep(2.0)
        for reader in readers:
            reader.join(120)
    waits = [one for reader in readers for one in reader.waits]
    routes = {name: told([s for r, s, _ in waits if r == name]) for name in sorted({r for r, *_ in waits})}
    every = told([s for _, s, _ in waits])
    every["p95_to_p50"] = round(every["p95_s"] / every["p50_s"], 2)
    failed = sorted({(route, status) for route, _, status in waits if status >= 400})
    return {
        "all": every,
        "routes": routes,
        "memory_mb": memory,
        "failed": failed,
        "load_1min": os.getloadavg()[0],
    }


def warm(port: int, body: bytes) -> None:
    """Ask for a page once."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    link.request("POST", "/_dash-update-component", body, OWN | {"Content-Type": "application/json"})
    link.getresponse().read()


def told(waits: list[float]) -> dict[str, float]:
    """Count, median, 95th percentile and longest of waits in seconds."""
    ordered = sorted(waits)
    return {
        "n": len(ordered),
        "p50_s": round(statistics.median(ordered), 4),
        "p95_s": round(ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)], 4),
        "max_s": round(ordered[-1], 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", type=Path, required=True)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=1.0)
    asked = parser.parse_args()
    found = load(asked.case.resolve(), asked.readers, asked.seconds, asked.think)
    for name, one in found["routes"].items():
        print(json.dumps({"route": name} | one))
    every = found["all"] | {name: found["all"][name] for name in GOALS}
    every |= {f"{name}_is_met": every[name] <= goal for name, goal in GOALS.items()}
    memory = found["memory_mb"]
    print(
        json.dumps(
            every | {"memory_first_mb": memory[0], "memory_last_mb": memory[-1], "failed": found["failed"]}
        )
    )
    print(json.dumps({"load_1min": found["load_1min"]}))


if __name__ == "__main__":
    main()
