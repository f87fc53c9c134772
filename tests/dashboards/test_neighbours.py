"""Who runs the dashboard comes in without a token; whom the kernel calls another user does not."""

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from threading import Thread

import pytest

from dashboards.access import neighbours
from dashboards.access.gate import Gate
from dashboards.access.sessions import StartToken
from dashboards.serve import make_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only its kernel tells whose a connection is")


@pytest.fixture
def address() -> Iterator[str]:
    server = make_server(None, "127.0.0.1", 0, gate=Gate(token=StartToken()))
    Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def answered(address: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}/zh/") as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_process_of_the_same_user_comes_in(address: str) -> None:
    assert answered(address) == 200


def test_a_process_of_another_user_needs_the_token(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = neighbours.os.geteuid()
    monkeypatch.setattr(neighbours.os, "geteuid", lambda: mine + 1)
    assert answered(address) == 401


def test_where_the_kernel_tells_nothing_the_token_is_needed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "TABLES", ())
    assert answered(address) == 401


def test_the_two_ends_of_another_connection_are_not_taken() -> None:
    table = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     7        0 5 1
   1: 0100007F:C350 0100007F:1F91 01 00000000:00000000 00:00000000 00000000     8        0 6 1
"""
    assert neighbours.owner_in(table, "0100007F:C350", "0100007F:1F90") is None
