"""Who comes in: a token that works once, users with roles, sessions that end, attempts that are limited, names that are kept."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from analytics.evidence.verification import verify
from analytics.model.errors import SettingsError
from analytics.model.messages import LANGS, say
from analytics.store.case_folder import open_case
from analytics.store.custody_log import entries
from analytics.store.reviews import breaks, history
from analytics.store.users import checked_user, read_users, remove_user, set_user
from analytics.store.watch_list import watch_list
from dashboards.access.callback_guard import PATH, triggers
from dashboards.access.gate import CHANGING, LOGIN, LOGOUT, READING, Gate
from dashboards.access.sessions import (
    ABSOLUTE_S,
    ATTEMPTS_MAX,
    ATTEMPTS_S,
    IDLE_S,
    Attempts,
    Sessions,
    StartToken,
)
from dashboards.app import create_app
from dashboards.serve import Listening
from tests.dashboards.invented import write_case
from tests.faults.requests import callbacks, whole_body
from tests.importing.invented import jsonl, repost

OWN = {"X-Wakeline": "1"}
ORIGIN = {"Origin": "http://localhost"}
PASSWORD = "an invented password"
ACCOUNT = "weibo:9110000003"


class Now:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.s = 1_000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("users") / "private" / "users.json"
    set_user(file, "ann", "analyst", PASSWORD)
    set_user(file, "ben", "analyst", PASSWORD + "2")
    set_user(file, "vic", "viewer", PASSWORD + "3")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_case(tmp_path / "case", 30, 5).folder


@pytest.fixture
def team(folder: Path, users: Path) -> Any:
    app = create_app(folder)
    app.server.config["GATE"] = Gate(users)
    return app


def logged_in(app: Any, name: str, password: str) -> FlaskClient:
    client = app.server.test_client()
    answer = login(client, name, password)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client


def login(client: FlaskClient, name: str, password: str, **more: str) -> TestResponse:
    return client.post(LOGIN, data={"name": name, "password": password, **more}, headers=ORIGIN)


def note(words: str, author: str = "typed", subject: str = ACCOUNT) -> dict[str, Any]:
    """What the form of notes sends."""

    def part(name: str, property_: str, value: Any = None) -> dict[str, Any]:
        return {"id": {"name": subject, "part": name, "role": "note"}, "property": property_, "value": value}

    name = '{"name":["MATCH"],"part":"%s","role":"note"}.%s'
    return {
        "output": f"..{name % ('list', 'children')}...{name % ('said', 'children')}...{name % ('words', 'value')}..",
        "outputs": [part("list", "children"), part("said", "children"), part("words", "value")],
        "inputs": [part("save", "n_clicks", 1)],
        "changedPropIds": [
            json.dumps(part("save", "")["id"], sort_keys=True, separators=(",", ":")) + ".n_clicks"
        ],
        "state": [
            part("label", "value", "note"),
            part("words", "value", words),
            part("author", "value", author),
            {"id": "here", "property": "pathname", "value": "/en/roles"},
            {"id": "here", "property": "search", "value": ""},
        ],
    }


def test_the_printed_token_opens_one_session_and_no_second(folder: Path) -> None:
    app, told = create_app(folder), []
    gate = Gate(token=StartToken(told.append))
    app.server.config["GATE"] = gate
    token = gate.token.new()
    mine, other = app.server.test_client(), app.server.test_client()
    assert other.get("/zh/overview").status_code == 401 and other.get("/_dash-layout").status_code == 401
    assert other.get(f"/zh/overview?token={token[:-1]}x").status_code == 403
    answer = mine.get(f"/zh/overview?token={token}&q=a")
    assert answer.status_code == 303 and answer.headers["Location"] == "/zh/overview?q=a"
    assert all(part in answer.headers["Set-Cookie"] for part in ("HttpOnly", "SameSite=Strict", "Path=/"))
    assert mine.get("/zh/overview").status_code == 200
    assert other.get(f"/zh/overview?token={token}").status_code == 403
    assert len(told) == 1 and other.get(f"/?token={told[0]}").status_code == 303


def test_who_logs_in_comes_in_and_nobody_else(team: Any) -> None:
    stranger = team.server.test_client()
    asked = stranger.get("/en/network?v=abc", headers={"Sec-Fetch-Mode": "navigate"})
    assert (
        asked.status_code == 302
        and asked.headers["Location"] == "/login?lang=en&next=%2Fen%2Fnetwork%3Fv%3Dabc"
    )
    assert stranger.get("/wakeline/marks", headers=OWN).status_code == 401
    assert stranger.get("/report/report.zh.pdf", headers={"Sec-Fetch-Mode": "cors"}).status_code == 401
    for name, password in (("ann", "wrong"), ("nobody", PASSWORD), ("", ""), ("vic", PASSWORD)):
        answer = login(stranger, name, password)
        assert answer.status_code == 403 and say("dashboard.login_wrong", "zh") in answer.get_data(
            as_text=True
        )
    inside = team.server.test_client()
    assert login(inside, "ann", PASSWORD, next="//a.invalid/x").headers["Location"] == "/"
    assert inside.get("/en/overview").status_code == 200
    left = inside.post(LOGOUT, headers=ORIGIN)
    assert left.status_code == 303 and inside.get("/wakeline/marks", headers=OWN).status_code == 401


@pytest.mark.parametrize("lang", LANGS)
def test_the_login_page_speaks_both_languages_and_repeats_texts_as_texts(team: Any, lang: str) -> None:
    page = (
        team.server.test_client().get(f"{LOGIN}?lang={lang}&next=%22%3E%3Cscript%3E").get_data(as_text=True)
    )
    assert say("dashboard.login_title", lang) in page and "<script>" not in page


def test_a_login_from_another_page_is_refused(team: Any) -> None:
    client = team.server.test_client()
    sent = {"name": "ann", "password": PASSWORD}
    assert client.post(LOGIN, data=sent, headers={"Origin": "http://a.invalid"}).status_code == 403
    assert client.post(LOGIN, data=sent).status_code == 403


def test_a_session_ends_when_idle_and_at_last_in_any_case() -> None:
    now = Now()
    sessions = Sessions(now)
    key = sessions.begin("ann", "analyst")
    now.s += IDLE_S - 1
    assert sessions.find(key) is not None
    now.s += IDLE_S
    assert sessions.find(key) is None and sessions.find(key) is None
    key, end = sessions.begin("ann", "analyst"), now.s + ABSOLUTE_S
    while now.s < end - IDLE_S / 2:
        now.s += IDLE_S / 2
        assert (sessions.find(key) is not None) == (now.s < end)
    now.s = end
    assert sessions.find(key) is None


def test_a_user_who_is_removed_or_has_another_role_is_out(team: Any, users: Path, tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    set_user(file, "eve", "analyst", PASSWORD)
    set_user(file, "dan", "analyst", PASSWORD)
    team.server.config["GATE"] = Gate(file)
    eve, dan = logged_in(team, "eve", PASSWORD), logged_in(team, "dan", PASSWORD)
    assert eve.get("/wakeline/marks", headers=OWN).status_code == 200
    remove_user(file, "eve")
    set_user(file, "dan", "viewer", PASSWORD)
    assert eve.get("/wakeline/marks", headers=OWN).status_code == 401
    assert dan.get("/wakeline/marks", headers=OWN).status_code == 401


def test_attempts_are_limited_by_name_and_by_address(team: Any) -> None:
    client = team.server.test_client()
    for _ in range(ATTEMPTS_MAX):
        assert login(client, "ann", "wrong").status_code == 403
    answer = login(client, "ann", PASSWORD)
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= ATTEMPTS_S + 1
    assert login(client, "ben", PASSWORD + "2").status_code == 429  # The same address.
    now = Now()
    attempts = Attempts(now)
    for _ in range(ATTEMPTS_MAX):
        attempts.fail("a")
    assert attempts.wait_s("b") == 0 and attempts.wait_s("a", "b") == ATTEMPTS_S
    now.s += ATTEMPTS_S
    assert attempts.wait_s("a") == 0


def test_hashes_alone_are_kept_and_for_their_owner_alone(users: Path) -> None:
    text = users.read_text()
    assert PASSWORD not in text and text.count("$argon2id$") == 3
    assert (users.stat().st_mode & 0o777, users.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert checked_user(users, "ann", PASSWORD).role == "analyst" and checked_user(users, "ann", "x") is None
    for name, role, password in (
        ("a b", "viewer", PASSWORD),
        ("a", "owner", PASSWORD),
        ("a", "viewer", "short"),
    ):
        with pytest.raises(SettingsError):
            set_user(users, name, role, password)
    assert set(read_users(users)) == {"ann", "ben", "vic"}


def test_every_callback_is_known_to_read_or_to_change(team: Any) -> None:
    """A new one belongs into one of the two lists of gate.py; until then viewers are refused."""
    for name, declared in callbacks(team):
        assert triggers(declared) <= READING or triggers(declared) <= CHANGING, name


def test_a_viewer_changes_nothing(team: Any, folder: Path) -> None:
    viewer = logged_in(team, "vic", PASSWORD + "3")
    before = {f: f.read_bytes() for f in folder.rglob("*") if f.is_file() and f.name != ".lock"}
    assert viewer.get("/en/overview").status_code == 200
    tried = 0
    for name, declared in callbacks(team):
        status = viewer.post(PATH, json=whole_body(name, declared), headers=ORIGIN).status_code
        assert (status == 403) is bool(triggers(declared) & CHANGING), name
        tried += status == 403
    assert tried == sum(bool(triggers(one) & CHANGING) for _, one in callbacks(team)) > 10
    for method, address in (
        ("POST", "/wakeline/watch"),
        ("POST", "/wakeline/watch/list"),
        ("POST", "/wakeline/picture"),
        ("POST", "/wakeline/view"),
        ("POST", f"/wakeline/view/{'a' * 12}/name"),
        ("POST", "/wakeline/incoming?bytes=1"),
        ("DELETE", f"/wakeline/incoming/{'0' * 16}"),
        ("PUT", "/wakeline/network/repost"),
    ):
        assert viewer.open(address, method=method, json={"ids": [ACCOUNT]}, headers=OWN).status_code in (
            403,
            405,
        ), address
    real = {"lang": "en", "real": True, "reason": "why", "about": ""}
    refused = viewer.post("/wakeline/table/custody", json=real, headers=OWN)
    assert refused.status_code == 409
    assert {f: f.read_bytes() for f in before} == before


def test_the_name_of_whoever_logged_in_stands_in_every_record(team: Any, folder: Path) -> None:
    ann = logged_in(team, "ann", PASSWORD)
    assert (
        ann.post(PATH, json=note("seen at night", author="somebody else"), headers=ORIGIN).status_code == 200
    )
    assert ann.post("/wakeline/watch", json={"ids": [ACCOUNT], "author": "x"}, headers=OWN).status_code == 200
    assert history(folder)["author"].to_list() == ["ann"] and watch_list(folder)[ACCOUNT].author == "ann"
    for _ in range(3):
        assert ann.get("/en/network").status_code == 200
    asked = {"lang": "en", "real": False, "about": ""}
    assert ann.post("/wakeline/table/custody", json=asked, headers=OWN).status_code == 200
    assert (
        ann.post(
            "/wakeline/table/custody", json=asked | {"real": True, "reason": "court"}, headers=OWN
        ).status_code
        == 200
    )
    lines = [(e["what"], e["who"], e["detail"].get("did")) for e in entries(folder)][1:]
    assert lines == [
        ("access", "ann", "open"),
        ("review", "ann", None),
        ("access", "ann", "export"),
        ("export", "ann", None),
    ]
    assert not [check for check in verify(open_case(folder)) if not check.ok and "custody" in check.code]


def test_two_analysts_at_once_lose_nothing(team: Any, folder: Path) -> None:
    """Forty notes, marks and named views by two at the same time: every one is there, the chains hold."""
    n = 20

    def work(who: tuple[str, str]) -> list[int]:
        client = logged_in(team, *who)
        seen = []
        for k in range(n):
            ids = [f"weibo:911{k + 1:07d}"]
            view = client.post("/wakeline/view", json={"page": "network", "by": who[0], "k": k}, headers=OWN)
            seen += [
                client.post(PATH, json=note(f"{who[0]} {k}"), headers=ORIGIN).status_code,
                client.post("/wakeline/watch", json={"ids": ids}, headers=OWN).status_code,
                client.post(
                    f"/wakeline/view/{view.json['id']}/name", json={"name": f"{k}"}, headers=OWN
                ).status_code,
            ]
        return seen

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(work, [("ann", PASSWORD), ("ben", PASSWORD + "2")]))
    assert found == [[200] * 3 * n] * 2
    records = history(folder)
    notes = set(records.filter(value="note")["note"])
    assert notes == {f"{who} {k}" for who in ("ann", "ben") for k in range(n)}
    assert records.height == 4 * n and not breaks(folder)
    assert {e["after"] for e in entries(folder) if e["what"] == "review"} == set(records["entry_sha256"])
    assert len(watch_list(folder)) == n


@pytest.mark.parametrize(
    ("listening", "key"),
    [
        (Listening("0.0.0.0"), "host_no_users"),
        (Listening("192.0.2.1", users=Path("none")), "host_no_users"),
        (Listening("127.0.0.1", proxy="127.0.0.1"), "host_no_users"),
    ],
)
def test_another_address_is_refused_without_users(listening: Listening, key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        Listening(**{**listening.__dict__, "users": tmp_path / "none.json"}).checked(tmp_path)
    assert refused.value.key == key


def test_another_address_is_refused_without_case_tls_or_name(users: Path, tmp_path: Path) -> None:
    pem = tmp_path / "x.pem"
    for listening, case, key in (
        (Listening("0.0.0.0", users=users), None, "host_no_case"),
        (Listening("0.0.0.0", users=users), tmp_path, "host_no_tls"),
        (Listening("0.0.0.0", users=users, certificate=pem), tmp_path, "host_no_tls"),
        (Listening("0.0.0.0", users=users, certificate=pem, key=pem), tmp_path, "host_no_name"),
        (Listening("127.0.0.1", users=users, proxy="proxy"), tmp_path, "proxy_unreadable"),
        (Listening("127.0.0.1", users=users, proxy="10.0.0.5"), tmp_path, "host_no_name"),
    ):
        with pytest.raises(SettingsError) as refused:
            listening.checked(case)
        assert refused.value.key == key
    assert Listening().checked(None) and Listening("::1").checked(None)
    assert Listening("192.0.2.1", users=users, certificate=pem, key=pem).checked(tmp_path)


def test_only_the_named_proxy_and_the_stated_name_are_answered(team: Any) -> None:
    team.server.config |= {"PROXY": "10.0.0.5", "HOSTS": {"case.example.org"}}
    client, ask = team.server.test_client(), "https://case.example.org"
    for base, address, status in (
        (ask, "10.0.0.5", 200),
        (ask, "10.0.0.6", 403),
        ("http://case.example.org", "10.0.0.5", 403),
        ("https://127.0.0.1", "10.0.0.5", 421),
        ("https://case.example.org.a.invalid", "10.0.0.5", 421),
    ):
        answer = client.get(LOGIN, base_url=base, environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == status, (base, address)


def test_the_command_prints_the_token_and_refuses_an_open_address(folder: Path, tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-c",
        "from analytics.cli.app import main; main()",
        "dashboard",
        "--case",
        str(folder),
    ]
    env = {**os.environ, "WAKELINE_LANG": "en", "WAKELINE_USERS": str(tmp_path / "none.json")}
    refused = subprocess.run(
        [*words, "--host", "0.0.0.0"], env=env, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2 and refused.stderr.count("\n") == 1 and "needs a login" in refused.stderr
    running = subprocess.Popen([*words, "--port", "0"], env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr is not None
        assert re.search(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43} ", running.stderr.readline() + " ")
    finally:
        running.terminate()
        running.wait()


def test_files_of_a_case_are_for_their_owner_alone(tmp_path: Path) -> None:
    export = tmp_path / "export.jsonl"
    export.write_bytes(jsonl([repost(k) for k in range(5)]))
    case, code = tmp_path / "case", "from analytics.cli.app import main; main()"
    words = [sys.executable, "-c", code, "import", str(export), "--case", str(case)]
    subprocess.run(words, check=True, capture_output=True)
    found = {str(f.relative_to(tmp_path)): f.stat().st_mode & 0o077 for f in [case, *case.rglob("*")]}
    assert len(found) > 8 and not any(found.values()), found
