"""Bluesky: events of Jetstream v1 and v2, a JSON object a line, and records as the repository lists them.

Read in bluesky-social/jetstream 9a30def: events of v1 as recorded in
internal/corpus/testdata/expected_v1.jsonl (keys and their order; `delete` has neither record nor cid; `via`
stands in the record of a repost that was found through another's repost, and in likes; `identity` and
`account` have no commit), the frame, the six digits of `time` and the kinds of v2 in docs/README.md and the
generated types (`#info` has no seq, no time and no did; an error frame ends the stream). In the maker's
documentation: `embed.record`, `embed.record.record` (record with media), and that an embedded record may as
well be a list, a feed or a starter pack, which is no quote. Recalled: the shape of a page of
`com.atproto.repo.listRecords`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import links_to, zulu
from tests.importing.layouts.made import SELF, Read, document, lines, read_or_refused, t, unix

SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
POST, REPOST, LIKE, FOLLOW = (
    f"app.bsky.{one}" for one in ("feed.post", "feed.repost", "feed.like", "graph.follow")
)
CID = "bafyreiinventedinventedinventedinventedinventedinventedinvente"
PREC = ("ms", "us", "s")
LATE_US = 800_000  # The stream sees a record 0.8 s after its stated moment.


def did(k: int) -> str:
    return "did:plc:inventedinventedinvent" + "bcdefghijk"[k] + "a"


def key(k: int) -> str:
    """The record key of act k: 13 signs that hold its microsecond."""
    number, out = (unix(k) * 1_000_000 + k) << 10, ""
    for _ in range(13):
        number, sign = divmod(number, 32)
        out = SIGNS[sign] + out
    return out


def uri(k: int, by: int | None = None, kind: str = POST) -> str:
    return f"at://{did(k if by is None else by)}/{kind}/{key(k)}"


def tail(k: int, kind: str = POST, by: int | None = None) -> str:
    return uri(k, by, kind).removeprefix("at://")


def strong(target: str) -> dict[str, str]:
    return {"cid": CID, "uri": target}


def post(k: int, text: str, **more: Any) -> dict[str, Any]:
    return {
        "$type": POST,
        "createdAt": zulu(k, "%Y-%m-%dT%H:%M:%S.000Z"),
        "langs": ["en"],
        "text": text,
        **more,
    }


def passing(k: int, target: str, through: str | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"$type": REPOST, "createdAt": zulu(k), "subject": strong(target)}
    return row | ({"via": strong(through)} if through else {})


def quoting(k: int, target: str, media: bool = False) -> dict[str, Any]:
    plain = {"$type": "app.bsky.embed.record", "record": strong(target)}
    if not media:
        return post(k, "look at this", embed=plain)
    seen = {"$type": "app.bsky.embed.images", "images": []}
    return post(
        k, "look at this", embed={"$type": "app.bsky.embed.recordWithMedia", "media": seen, "record": plain}
    )


def answering(k: int, above: str, root: str, text: str) -> dict[str, Any]:
    return post(k, text, reply={"parent": strong(above), "root": strong(root)})


def v1(
    k: int, record: dict[str, Any] | None, operation: str = "create", kind: str = POST, **more: Any
) -> dict[str, Any]:
    kind = record["$type"] if record else kind
    commit: dict[str, Any] = {"rev": key(k), "operation": operation, "collection": kind, "rkey": key(k)}
    if record:
        commit |= {"record": record, "cid": CID}
    return {
        "did": did(k),
        "time_us": unix(k) * 1_000_000 + LATE_US,
        "kind": "commit",
        "commit": commit,
    } | more


def v2(
    k: int, record: dict[str, Any] | None, operation: str = "create", kind: str = POST, **more: Any
) -> dict[str, Any]:
    payload = {
        "$type": "network.bsky.jetstream.subscribeEvents#commit",
        "seq": 12_345 + k,
        "did": did(k),
        "time": (t(k) + timedelta(microseconds=LATE_US)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "rev": key(k),
        "operation": operation,
        "collection": record["$type"] if record else kind,
        "rkey": key(k),
    }
    if record:
        payload |= {"cid": CID, "record": record}
    return {"$type": "message", "payload": payload | more}


EVENTS = {"v1": v1, "v2": v2}
NOTICES: dict[str, list[Any]] = {
    "v1": [
        {"did": did(9), "time_us": 1, "kind": "identity", "identity": {"did": did(9), "seq": 3,
            "time": zulu(0)}},
        {"did": did(9), "time_us": 1, "kind": "account", "account": {"active": False, "did": did(9),
            "seq": 3, "time": zulu(0)}},
    ],
    "v2": [
        {"$type": "message", "payload": {"$type": "network.bsky.jetstream.subscribeEvents#info",
            "name": "OutdatedCursor"}},
        {"$type": "message", "payload": {"$type": "network.bsky.jetstream.subscribeEvents#account", "seq": 2,
            "did": did(9),
                                         "time": zulu(0), "account": {"active": False, "did": did(9),
                                         "seq": 3, "time": zulu(0)}}},
        {"$type": "error", "error": "ConsumerTooSlow", "message": "..."},
    ],
}  # fmt: skip
RECORDS = {
    0: post(0, "mint grows"),
    1: passing(1, uri(0)),
    2: passing(2, uri(0), uri(1, kind=REPOST)),
    3: quoting(3, uri(0)),
    4: quoting(4, uri(0), media=True),
    5: answering(5, uri(0), uri(0), "really"),
    6: answering(6, uri(5), uri(0), "yes"),
}
WANTED: dict[str, dict[str, Any]] = {
    tail(0): {"kind": "post", "root": SELF, "parent": None, "own": "mint grows"},
    tail(1, REPOST): {"kind": "repost", "root": tail(0), "parent": None, "own": None},
    tail(2, REPOST): {"kind": "repost", "root": tail(0), "parent": tail(1, REPOST), "own": None},
    tail(3): {"kind": "quote", "own": "look at this"},
    tail(4): {"kind": "quote", "own": "look at this"},
    tail(5): {"kind": "comment", "root": tail(0), "parent": tail(0), "own": "really"},
    tail(6): {"kind": "comment", "root": tail(0), "parent": tail(5), "own": "yes"},
}


def check(done: Read) -> None:
    done.are(WANTED, prec=PREC, name=None).every(platform="bluesky", region=None)
    done.are(
        {
            native: {"at": t(k), "account": did(k), "at_conflict": (False, None)}
            for k, native in enumerate(WANTED)
        }
    )
    for k in (3, 4):
        links_to(done, tail(k), tail(0))


@pytest.mark.parametrize("version", EVENTS)
def test_acts_of_both_versions(tmp_path: Path, version: str) -> None:
    event = EVENTS[version]
    liked = {
        "$type": LIKE,
        "createdAt": zulu(7),
        "subject": strong(uri(0)),
        "via": strong(uri(1, kind=REPOST)),
    }
    followed = {"$type": FOLLOW, "createdAt": zulu(8), "subject": did(0)}
    rows = [event(k, record) for k, record in RECORDS.items()] + [event(7, liked), event(8, followed)]
    done = Read(tmp_path, {"events.jsonl": lines(rows + NOTICES[version])}).gave(
        7, other=2 + len(NOTICES[version])
    )
    check(done)


def test_both_versions_name_an_act_alike(tmp_path: Path) -> None:
    files = {
        f"{name}.jsonl": lines(event(k, record) for k, record in RECORDS.items())
        for name, event in EVENTS.items()
    }
    check(Read(tmp_path, files).gave(7, duplicates=7))


@pytest.mark.parametrize("version", EVENTS)
def test_a_deletion_is_no_second_act(tmp_path: Path, version: str) -> None:
    event = EVENTS[version]
    gone = [event(0, None, "delete"), event(1, None, "delete", REPOST), event(9, None, "delete")]
    rows = [event(k, record) for k, record in RECORDS.items()] + gone
    done = Read(tmp_path, {"events.jsonl": lines(rows)}).gave(7, duplicates=0, other=3)
    check(done)
    assert not done.events["event_id"].str.contains(key(9)).any()


@pytest.mark.parametrize("version", EVENTS)
def test_an_update_of_a_record_is_an_edit(tmp_path: Path, version: str) -> None:
    event = EVENTS[version]
    rows = [event(0, RECORDS[0]), event(0, post(0, "mint grows tall"), "update"), event(5, RECORDS[5])]
    done = Read(tmp_path, {"events.jsonl": lines(rows)}).gave(2, duplicates=1)
    done.are({tail(0): {"edited": True, "account": did(0)}})


@pytest.mark.parametrize("version", EVENTS)
def test_what_the_stream_delivers_twice_is_one_act(tmp_path: Path, version: str) -> None:
    rows = [EVENTS[version](k, record) for k, record in RECORDS.items()]
    check(Read(tmp_path, {"events.jsonl": lines(rows + rows[3:])}).gave(7, duplicates=4))


@pytest.mark.parametrize("version", EVENTS)
@pytest.mark.parametrize("days", [2, -400])
def test_a_stated_moment_far_from_the_streams_is_flagged(tmp_path: Path, version: str, days: int) -> None:
    false = post(0, "mint grows") | {
        "createdAt": (t(0) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    }
    rows = [EVENTS[version](0, false), EVENTS[version](5, RECORDS[5])]
    done = Read(tmp_path, {"events.jsonl": lines(rows)}).gave(2)
    event = done.event(tail(0))
    assert event["at_conflict"] is True
    assert event["at"] is None or event["at"] <= t(0) + timedelta(microseconds=LATE_US)
    done.are({tail(5): {"at": t(5), "at_conflict": (False, None)}})


def test_a_clock_that_is_ahead_is_no_contradiction_between_two_streams(tmp_path: Path) -> None:
    ahead = post(0, "mint grows") | {
        "createdAt": (t(0) + timedelta(seconds=40)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    }
    second = v2(0, ahead, time=(t(0) + timedelta(seconds=9)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    files = {
        "a.jsonl": lines([v1(0, ahead), v1(5, RECORDS[5])]),
        "b.jsonl": lines([second, v2(5, RECORDS[5])]),
    }
    done = Read(tmp_path, files).gave(2, duplicates=2, rejected=0)
    event = done.event(tail(0))
    assert t(0) <= event["at"] <= t(0) + timedelta(seconds=9) and event["at_conflict"] is not True


@pytest.mark.parametrize(
    "kind", ["app.bsky.graph.list", "app.bsky.feed.generator", "app.bsky.graph.starterpack"]
)
def test_a_post_that_shows_a_list_or_a_feed_quotes_nobody(tmp_path: Path, kind: str) -> None:
    rows = [v1(3, quoting(3, uri(0, kind=kind))), v1(5, RECORDS[5])]
    done = Read(tmp_path, {"e.jsonl": lines(rows)}).gave(2)
    done.are({tail(3): {"kind": "post", "root": SELF, "parent": None}})


def test_an_answer_that_quotes_keeps_the_answer(tmp_path: Path) -> None:
    both = quoting(6, uri(3)) | {"reply": {"parent": strong(uri(5)), "root": strong(uri(0))}}
    done = Read(tmp_path, {"e.jsonl": lines([v1(6, both), v1(5, RECORDS[5])])}).gave(2)
    assert done.event(tail(6))["kind"] in ("quote", "comment")
    event = done.event(tail(6))
    assert any(
        (event[f"stated_{place}_id"] or "").endswith((tail(5), tail(0))) for place in ("parent", "root")
    )


def test_links_of_cards_and_facets_are_kept_whole(tmp_path: Path) -> None:
    link = "https://example.invalid/a,b?x=1"
    facet = {
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link}],
        "index": {"byteStart": 0, "byteEnd": 18},
    }
    card = {"$type": "app.bsky.embed.external", "external": {"uri": link, "title": "t", "description": "d"}}
    rows = [v1(0, post(0, "example.invalid/a...", facets=[facet])), v1(5, post(5, "see", embed=card))]
    done = Read(tmp_path, {"e.jsonl": lines(rows)}).gave(2)
    assert done.event(tail(0))["urls"] == done.event(tail(5))["urls"] == [link]


def test_records_of_a_repository_are_read_or_refused(tmp_path: Path) -> None:
    listed = [
        {"uri": uri(k, kind=record["$type"]), "cid": CID, "value": record} for k, record in RECORDS.items()
    ]
    done = read_or_refused(tmp_path, {"records.json": document({"records": listed, "cursor": key(6)})})
    if done is not None:
        check(done.gave(7))


def test_a_commit_without_a_key_is_rejected_alone(tmp_path: Path) -> None:
    broken = v1(0, RECORDS[0])
    del broken["commit"]["rkey"]
    done = Read(tmp_path, {"e.jsonl": lines([v1(5, RECORDS[5]), broken, v1(6, RECORDS[6])])})
    assert done.sums()[:3] == (2, 0, 1)


def test_a_record_without_a_key_in_its_address_is_rejected_alone(tmp_path: Path) -> None:
    listed = [{"uri": uri(k), "cid": CID, "value": RECORDS[k]} for k in (5, 6)]
    listed[0]["uri"] = uri(5).rpartition("/")[0]
    done = Read(tmp_path, {"records.json": document({"records": listed})})
    assert done.sums()[:3] == (1, 0, 1)


def test_a_frame_that_ends_a_stream_is_no_layout_by_itself(tmp_path: Path) -> None:
    frame = {"$type": "error", "error": "ConsumerTooSlow", "message": "..."}
    assert read_or_refused(tmp_path, {"e.jsonl": lines([frame, frame])}) is None
