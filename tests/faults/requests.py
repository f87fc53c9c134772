"""Malformed requests to every callback and every route of the dashboard; how many were tried, how many broke it.

python -m tests.faults.requests CASE      one JSON line: tried, broken (5xx or a traceback), written
"""

import copy
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from dash import Dash
from flask.testing import FlaskClient

from analytics.store.lock import only_writer
from dashboards.access.callback_guard import PATH, triggers
from dashboards.app import create_app

OWN = {"X-Wakeline": "1"}
LONG = "W" * 100_000
SENT = ("outputs", "inputs", "changedPropIds", "state")
# Values of a wrong type, or of the right one and of no sense.
WRONG: tuple[Any, ...] = (
    *(
        None,
        True,
        -1,
        0,
        7,
        2**52,
        -0.5,
        1e300,
        "",
        "x",
        "|",
        "a|b|c",
        "tie|",
        "set|",
        "rejected|x|y",
        "custody|x",
    ),
    *(
        "source|",
        "account|",
        "act|",
        "\0",
        "=1+1",
        "../../etc/passwd",
        "/\0",
        "~nobody/x",
        "2025-99-99",
        LONG,
    ),
    *([], [None], [[]], ["x"], [{}], {}, {"id": None}, {"points": None}, {"points": [{}]}, {"startRow": "x"}),
    *({"startRow": -5, "endRow": 2**52}, {"filterModel": [1]}, {"sortModel": [{"colId": [], "sort": 1}]}),
    *({"filterModel": {"account_id": 3}}, {"filterModel": {"account_id": {"type": [], "filter": {}}}}),
)
BODIES = (
    b"",
    b"{",
    b"null",
    b"[]",
    b'"x"',
    b"{}",
    b"\xff\xfe{",
    b'{"a": "\\ud800"}',
    b'{"a": NaN}',
    b'{"a": ' + b"9" * 6_000 + b"}",
    b"[" * 100_000,
    b'{"a":' * 200 + b"1" + b"}" * 200,
    json.dumps({"output": "frame.children"}).encode(),
    json.dumps({"output": 3, "inputs": {}, "outputs": []}).encode(),
)
QUERY = (
    *("most", "q", "id", "depth", "from", "to", "way", "pick", "a", "b", "bytes", "file", "offset", "size"),
    *("name", "about", "lang", "root", "tree", "next", "token"),
)
IN_PATH = ("x", "repost", "all", "0" * 16, "..", "%00", "%ff", "a" * 5_000, "é", "<script>")
KEYS = (
    "ids",
    "known",
    "graph",
    "real",
    "reason",
    "lang",
    "about",
    "page",
    "name",
    "author",
    "text",
    "off",
    "png",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def sample(place: dict[str, str]) -> Any:
    """A value that the input may well have: what a page would send."""
    name = place["property"]
    by_name = {
        "n_clicks": 1,
        "pathname": "/en/network",
        "search": "?root=x",
        "getRowsRequest": {"startRow": 0, "endRow": 5},
    }
    if name == "id" and place["id"].startswith("{"):
        return {k: v if isinstance(v, str) else "events" for k, v in json.loads(place["id"]).items()}
    return by_name.get(name, None if name in ("clickData", "selectedRows") else "x")


def given(place: dict[str, str]) -> Any:
    """An input as Dash sends it; patterns for several components stand for one of them."""
    id_: Any = json.loads(place["id"]) if place["id"].startswith("{") else place["id"]
    is_list = isinstance(id_, dict) and ["ALL"] in id_.values()
    if isinstance(id_, dict):
        id_ = {k: v if isinstance(v, str) else "act|x" for k, v in id_.items()}
    one = {"id": id_, "property": place["property"], "value": sample(place)}
    return [one] if is_list else one


def whole_body(output: str, declared: dict[str, Any]) -> dict[str, Any]:
    """A body that the callback takes."""
    outputs = declared["output"] if isinstance(declared["output"], list | tuple) else [declared["output"]]
    listed = [given({"id": one.component_id_str(), "property": one.component_property}) for one in outputs]
    inputs = [given(place) for place in declared["inputs"]]
    first = inputs[0][0] if isinstance(inputs[0], list) else inputs[0]
    id_ = (
        first["id"]
        if isinstance(first["id"], str)
        else json.dumps(first["id"], sort_keys=True, separators=(",", ":"))
    )
    return {
        "output": output,
        "outputs": listed if isinstance(declared["output"], list | tuple) else listed[0],
        "inputs": inputs,
        "changedPropIds": [f"{id_}.{first['property']}"],
        "state": [given(place) for place in declared["state"]],
    }


def malformed(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The body with one thing wrong at a time: a value, a key, a list of another length."""
    yield body
    for name in SENT:
        yield {k: v for k, v in body.items() if k != name}
        for wrong in (None, 3, "x", {}, [], [[]], [{}], [{"id": 3, "property": []}], body["inputs"] * 2):
            yield body | {name: wrong}
    for name in ("inputs", "state"):
        for k, place in enumerate(body[name]):
            for wrong in WRONG:
                changed = copy.deepcopy(body)
                of = changed[name][k][0] if isinstance(place, list) else changed[name][k]
                of["value"] = wrong
                yield changed


def callbacks(app: Dash) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every callback that the server answers."""
    yield from ((name, one) for name, one in app.callback_map.items() if "callback" in one)


def _bodies(app: Dash) -> Iterator[tuple[str, bytes]]:
    yield from (("callback", body) for body in BODIES)
    for name, declared in callbacks(app):
        for body in malformed(whole_body(name, declared)):
            yield " ".join(sorted(triggers(declared))), json.dumps(body).encode()


def _addresses(app: Dash) -> Iterator[str]:
    """Every route with hostile parts in its path, then with hostile questions."""
    for rule in sorted({str(rule) for rule in app.server.url_map.iter_rules()} - {PATH}):
        if "<" not in rule:
            yield rule
            yield f"{rule}?" + urlencode({name: "\0" for name in QUERY})
            continue
        head, _, rest = rule.partition("<")
        tail = rest.partition(">")[2]
        tail = "/x" if "<" in tail else tail
        for part in IN_PATH:
            yield head + (part if "%" in part else quote(part)) + tail
        for value in ("", "-1", "9" * 400, "nan", "inf", "x" * 3_000, "%ff", "\ud7ff", "a\0"):
            yield f"{head}repost{tail}?" + urlencode({name: value for name in QUERY})


def _route_bodies() -> Iterator[bytes]:
    yield from BODIES
    for key in KEYS:
        for wrong in (3, True, [], {}, [[]], [None, 3], LONG, "\0", "en"):
            known = {"lang": "en", "graph": "repost", "ids": [], "page": "x", "real": True, "reason": "x"}
            yield json.dumps(known | {key: wrong}).encode()


def _requests(app: Dash) -> Iterator[tuple[str, str, bytes]]:
    for address in _addresses(app):
        for method in METHODS:
            yield method, address, b""
    for rule in sorted(
        {str(rule) for rule in app.server.url_map.iter_rules() if "POST" in rule.methods} - {PATH}
    ):
        for part in ("repost", "csv", "svg", "events", "report", "0" * 16):
            address = rule.partition("<")[0] + part + rule.partition(">")[2] if "<" in rule else rule
            yield from (("POST", address, body) for body in _route_bodies())
            if "<" not in rule:
                break


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """What lies in a case, with size and moment of change; locks and what pictures keep are no record."""
    return {
        str(file.relative_to(folder)): (file.stat().st_size, file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
        and "lock" not in file.name
        and file.suffix != ".npz"
        and "incoming" not in file.parts
    }


def tried(folder: Path) -> dict[str, Any]:
    """Send them all to the dashboard of the case in `folder`, which is held for writing meanwhile.

    Returns how many were sent, how many were let through (2xx), and lists: `broken` (5xx, a traceback, more than
    a line of refusal) and `written` (refused, yet a file of the case changed).
    """
    app = create_app(folder)
    app.server.config["PROPAGATE_EXCEPTIONS"] = False
    client, result = app.server.test_client(), {"tried": 0, "answered": 0, "broken": [], "written": []}
    with only_writer(folder):
        for where, body in _bodies(app):
            _one(client, ("POST", PATH, body), where, result, folder)
        for method, address, body in _requests(app):
            _one(client, (method, address, body), f"{method} {address[:90]}", result, folder)
    app.desk.jobs.stop()  # type: ignore[attr-defined]
    return result


def _one(
    client: FlaskClient, what: tuple[str, str, bytes], where: str, result: dict[str, Any], folder: Path
) -> None:
    method, address, body = what
    is_watched = method == "POST"
    before = files(folder) if is_watched else {}
    answer = client.open(
        address, method=method, data=body, content_type="application/json" if body else None, headers=OWN
    )
    result["tried"] += 1
    text = answer.get_data(as_text=True) if answer.status_code >= 400 else ""
    if answer.status_code >= 500 or "Traceback" in text or text.strip().count("\n"):
        result["broken"].append(f"{answer.status_code} {where}: {body[-400:]!r} {text[-200:]}")
    elif answer.status_code < 400:
        result["answered"] += 1
    elif is_watched and files(folder) != before:
        result["written"].append(f"{where}: {body[:300]!r}")


if __name__ == "__main__":
    found = tried(Path(sys.argv[1]))
    for line in found["broken"] + found["written"]:
        print(line, file=sys.stderr)
    print(json.dumps({k: len(v) if isinstance(v, list) else v for k, v in found.items()}))
