"""X API v1.1: statuses as arrays, lines and search pages, from the REST interface and the stream.

Read in an array of real statuses of 2012 kept as a test input in a public repository (order and names of
fields, null for what is missing, `\\/` in strings, `retweeted_status` inside the retweet, no
`quoted_status` yet) and in medialab/twitwi fcf9122, test/resources (extended statuses). In the maker's
documentation: `full_text` and `extended_tweet.full_text`, `truncated`, `quoted_status_id_str`, the stream's
`delete`, `limit`, `scrub_geo` lines. Recalled: a retweet of a quote repeats `quoted_status_id_str` outside;
trimmed users keep `id` and `id_str` alone.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import S, links_to, snow, x_day
from tests.importing.layouts.made import SELF, Read, document, lines, t, u, unix

LONG = "mint grows quickly when nobody looks " * 5
CLIENT = '<a href="http://app.example.invalid" rel="nofollow">Invented for Phone</a>'


def user(k: int) -> dict[str, Any]:
    return {
        "id": int(u(k)),
        "id_str": u(k),
        "name": f"Fiction {k}",
        "screen_name": f"fiction_{k}",
        "location": "",
        "url": None,
        "protected": False,
        "followers_count": 120 + k,
        "friends_count": 7,
        "statuses_count": 40,
        "created_at": "Fri Jan 02 03:04:05 +0000 2015",
        "verified": k == 0,
        "lang": None,
    }


def status(k: int, text: str, **more: Any) -> dict[str, Any]:
    return {
        "created_at": x_day(k),
        "id": int(snow(k)),
        "id_str": snow(k),
        "text": text,
        "truncated": False,
        "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
        "source": CLIENT,
        "in_reply_to_status_id": None,
        "in_reply_to_status_id_str": None,
        "in_reply_to_user_id": None,
        "in_reply_to_user_id_str": None,
        "in_reply_to_screen_name": None,
        "user": user(k),
        "geo": None,
        "coordinates": None,
        "place": None,
        "contributors": None,
        "is_quote_status": False,
        "retweet_count": 10 + k,
        "favorite_count": 30 + k,
        "favorited": False,
        "retweeted": False,
        "lang": "en",
    } | more


def answering(k: int) -> dict[str, Any]:
    named = {"in_reply_to_status_id": int(snow(k)), "in_reply_to_status_id_str": snow(k)}
    return {**named, "in_reply_to_user_id_str": u(k), "in_reply_to_screen_name": f"fiction_{k}"}


def quoting(k: int) -> dict[str, Any]:
    return {"is_quote_status": True, "quoted_status_id": int(snow(k)), "quoted_status_id_str": snow(k)}


ROOT = status(0, LONG)
RETWEET = status(1, f"RT @fiction_0: {LONG}"[:139] + "…", retweeted_status=ROOT)
QUOTE = status(2, "look at this https://t.co/invented0", quoted_status=ROOT, **quoting(0))
ANSWER = status(3, "@fiction_0 really", **answering(0))
AGAIN = status(4, "@fiction_3 yes", **answering(3))
ROWS = [RETWEET, QUOTE, ANSWER, AGAIN]
WANTED: dict[str, dict[str, Any]] = {
    snow(0): {
        "kind": "post",
        "root": SELF,
        "parent": None,
        "reposts": 10,
        "likes": 30,
        "client": "Invented for Phone",
    },
    snow(1): {"kind": "repost", "root": snow(0), "parent": None, "own": None},
    snow(2): {"kind": "quote", "says": "look at this", "likes": 32},
    snow(3): {"kind": "comment", "parent": snow(0), "says": "really", "reposts": 13},
    snow(4): {"kind": "comment", "parent": snow(3), "says": "yes"},
}


def check(done: Read) -> None:
    done.are(WANTED, prec=S).every(platform="x", at_conflict=(False, None))
    done.are(
        {snow(k): {"at": t(k), "account": u(k), "name": (f"fiction_{k}", f"Fiction {k}")} for k in range(5)}
    )
    links_to(done, snow(2), snow(0))
    done.never(own=["RT @"])


FORMS = {
    "lines.jsonl": lines(ROWS),
    "array.json": document(ROWS),
    "array in a line.json": json.dumps(ROWS).replace("/", "\\/").encode(),
    "search.json": document({"statuses": ROWS, "search_metadata": {"count": 100, "max_id_str": snow(9)}}),
    "pages.jsonl": lines([{"statuses": ROWS[:2], "search_metadata": {}}, {"statuses": ROWS[2:],
    "search_metadata": {}}]),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_acts(tmp_path: Path, name: str) -> None:
    check(Read(tmp_path, {name: FORMS[name]}).gave(5, duplicates=None))


def test_the_id_as_text_is_taken_where_the_number_was_rounded(tmp_path: Path) -> None:
    rows = [{**one, "id": round(int(one["id_str"]), -3)} for one in (ANSWER, AGAIN)]
    rows += [{**status(5, "RT @fiction_0: x", retweeted_status={**ROOT, "id": int(snow(0)) + 37})}]
    done = Read(tmp_path, {"x.jsonl": lines(rows)}).gave(4)
    done.are({snow(3): WANTED[snow(3)], snow(4): WANTED[snow(4)], snow(5): {"root": snow(0)}})
    done.never(ids=[str(round(int(snow(3)), -3)), str(int(snow(0)) + 37)])


def test_the_whole_text_is_read_wherever_it_stands(tmp_path: Path) -> None:
    streamed = status(
        1,
        LONG[:139] + "…",
        truncated=True,
        extended_tweet={"full_text": LONG, "display_text_range": [0, 185]},
    )
    asked = status(2, "")
    del asked["text"]
    asked |= {"full_text": LONG, "display_text_range": [0, 185]}
    done = Read(tmp_path, {"x.jsonl": lines([streamed, asked])}).gave(2)
    done.every(own=(LONG, LONG.strip()))


def test_notices_of_the_stream_are_no_acts(tmp_path: Path) -> None:
    stamp = {"timestamp_ms": f"{unix(6)}123"}
    gone = {
        "delete": {
            "status": {"id": int(snow(3)), "id_str": snow(3), "user_id": int(u(3)), "user_id_str": u(3)},
            **stamp,
        }
    }
    rows = [
        {**ROOT, **stamp}, {"limit": {"track": 12, **stamp}}, {**ANSWER, **stamp}, gone,
        {"scrub_geo": {"user_id": int(u(3)), "user_id_str": u(3), "up_to_status_id": 9,
            "up_to_status_id_str": "9"}},
    ]  # fmt: skip
    done = Read(tmp_path, {"stream.jsonl": lines(rows)}).gave(2, other=3)
    done.are({snow(0): {"kind": "post"}, snow(3): {"kind": "comment", "account": u(3), "says": "really"}})


def test_a_retweet_of_a_quote_is_a_repost_of_the_quote(tmp_path: Path) -> None:
    row = status(5, "RT @fiction_2: look", retweeted_status=QUOTE, quoted_status=ROOT, **quoting(0))
    done = Read(tmp_path, {"x.jsonl": lines([row, ANSWER])}).gave(4, duplicates=None)
    done.are(
        {
            snow(5): {"kind": "repost", "root": snow(2), "parent": None, "own": None},
            snow(2): {"kind": "quote"},
        }
    )


def test_a_trimmed_user_is_an_account_without_a_name(tmp_path: Path) -> None:
    rows = [{**one, "user": {"id": int(u(k)), "id_str": u(k)}} for k, one in ((3, ANSWER), (4, AGAIN))]
    Read(tmp_path, {"x.jsonl": lines(rows)}).gave(2).are({snow(3): {"account": u(3), "name": None}})


def test_it_is_never_taken_for_weibo(tmp_path: Path) -> None:
    done = Read(tmp_path, {"weibo.json": document({"statuses": ROWS, "total_number": 4})})
    done.every(platform="x")


def test_a_status_without_an_id_or_a_text_is_rejected_alone(tmp_path: Path) -> None:
    broken = {key: value for key, value in ANSWER.items() if key not in ("id", "id_str")}
    done = Read(tmp_path, {"x.jsonl": lines([ROOT, broken, AGAIN])})
    assert done.sums()[0] + done.sums()[2] == 3 and done.sums()[1] == 0
    done.are({snow(0): WANTED[snow(0)], snow(4): WANTED[snow(4)]})
