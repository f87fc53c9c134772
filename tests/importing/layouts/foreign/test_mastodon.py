"""Mastodon: Status objects as any server hands them out.

Read in mastodon/documentation 2903485 (entities Status, Quote, ShallowQuote): the order of keys; `id`,
`account.id` and `in_reply_to_id` are of the database of the server asked; `uri` is the same everywhere;
`content` is HTML; `quote` is null or has a `state`, of which `accepted` (and three kinds hidden from the
reader) stands with a status; `quoted_status` is null in all other states; `quotes_count` since 4.5.
Recalled: the `uri` of a reblog ends in `/activity`; `account.uri` since 4.2; hidden spans around the ends
of a link; `acct` of a local account has no server.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import links_to, zulu
from tests.importing.layouts.made import SELF, Read, document, lines, t

HOME = {
    0: "herbs.invalid",
    1: "herbs.invalid",
    2: "mint.invalid",
    3: "mint.invalid",
    4: "herbs.invalid",
    5: "herbs.invalid",
}
PREC = ("ms", "s")


def who(k: int) -> tuple[str, ...]:
    """What may stand for account k: its address, the page of its profile, with or without the scheme."""
    addresses = (f"{HOME[k]}/users/fiction_{k}", f"{HOME[k]}/@fiction_{k}")
    return (*(f"https://{one}" for one in addresses), *addresses)


def tail(k: int) -> str:
    return f"{HOME[k]}/users/fiction_{k}/statuses/1{k:017}"


def account(k: int, server: str, **more: Any) -> dict[str, Any]:
    local = HOME[k] == server
    return {
        "id": f"{k + 1}" if local else f"9{k}",
        "username": f"fiction_{k}",
        "acct": f"fiction_{k}" if local else f"fiction_{k}@{HOME[k]}",
        "display_name": f"Fiction {k}",
        "locked": False,
        "bot": False,
        "group": False,
        "created_at": "2015-01-02T00:00:00.000Z",
        "note": "",
        "url": f"https://{HOME[k]}/@fiction_{k}",
        "uri": f"https://{HOME[k]}/users/fiction_{k}",
        "followers_count": 120 + k,
        "following_count": 7,
        "statuses_count": 40,
        "emojis": [],
        "fields": [],
    } | more


def local_id(k: int, server: str) -> str:
    """The number of a status in the database of a server: two servers give one status two numbers."""
    return f"1{k:017}" if HOME[k] == server else f"5{k:017}"


def status(k: int, words: str, server: str = "herbs.invalid", **more: Any) -> dict[str, Any]:
    return {
        "id": local_id(k, server),
        "created_at": zulu(k),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://{tail(k)}",
        "url": f"https://{HOME[k]}/@fiction_{k}/1{k:017}",
        "replies_count": 20 + k,
        "reblogs_count": 10 + k,
        "favourites_count": 30 + k,
        "quotes_count": 40 + k,
        "edited_at": None,
        "content": f"<p>{words}</p>",
        "reblog": None,
        "application": {"name": "Invented App", "website": None},
        "account": account(k, server),
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "quote": None,
        "card": None,
        "poll": None,
    } | more


ROOT = status(0, "mint grows &amp; grows")
BOOST = status(1, "", uri=f"https://{tail(1)}/activity", url=f"https://{tail(1)}/activity", reblog=ROOT,
               content=ROOT["content"])  # fmt: skip
CARD = '<span class="h-card"><a href="https://herbs.invalid/@fiction_0">@<span>fiction_0</span></a></span>'
ANSWER = status(2, f"{CARD} really",
                in_reply_to_id=local_id(0, "herbs.invalid"), in_reply_to_account_id="1")  # fmt: skip
QUOTE = status(4, "look at this", quote={"state": "accepted", "quoted_status": ROOT})
ROWS = [BOOST, ANSWER, QUOTE]


def check(done: Read) -> None:
    done.are(
        {
            tail(0): {"kind": "post", "root": SELF, "parent": None, "own": "mint grows & grows",
                "text": ROOT["content"],
                      "reposts": 10, "comments": 20, "likes": 30, "quotes": 40, "client": ("Invented App",
                      None)},
            tail(1): {"kind": "repost", "root": tail(0), "own": None},
            tail(2): {"kind": "comment", "parent": (tail(0), None), "says": "really"},
            tail(4): {"kind": "quote", "says": "look at this", "likes": 34},
        },
        prec=PREC,
    )  # fmt: skip
    done.are({tail(k): {"at": t(k), "account": who(k)} for k in (0, 1, 2, 4)}).every(
        platform="mastodon", region=None
    )
    links_to(done, tail(4), tail(0))
    done.never(ids=[local_id(k, "herbs.invalid") for k in (2, 3)])


FORMS = {
    "lines.jsonl": lines(ROWS),
    "timeline.json": document(ROWS),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_acts(tmp_path: Path, name: str) -> None:
    check(Read(tmp_path, {name: FORMS[name]}).gave(4, duplicates=None))


def test_one_status_under_the_numbers_of_two_servers_is_one_act_of_one_account(tmp_path: Path) -> None:
    files = {
        f"{name}.json": document([status(0, "mint grows", name), status(5, "ate", name)])
        for name in ("herbs.invalid", "mint.invalid")
    }
    done = Read(tmp_path, files).gave(2, duplicates=2)
    done.authors(2).are({tail(0): {"account": who(0)}, tail(5): {"account": who(5)}})


def test_one_number_of_two_servers_is_two_acts_and_two_accounts(tmp_path: Path) -> None:
    ours = status(0, "mint grows") | {"id": "1001"}
    theirs = status(2, "ate", "mint.invalid") | {"id": "1001", "account": account(2, "mint.invalid", id="1")}
    done = Read(
        tmp_path,
        {
            "a.json": document([ours, status(5, "x")]),
            "b.json": document([theirs, status(3, "y", "mint.invalid")]),
        },
    )
    done.gave(4).authors(4).never(ids=["1001"], accounts=["1"])


def test_answers_to_one_number_of_two_servers_have_no_common_parent(tmp_path: Path) -> None:
    ours = [status(0, "mint grows") | {"id": "1001"}, status(1, "a", in_reply_to_id="1001")]
    theirs = [
        status(2, "ate", "mint.invalid") | {"id": "1001"},
        status(3, "b", "mint.invalid", in_reply_to_id="1001"),
    ]
    done = Read(tmp_path, {"a.json": document(ours), "b.json": document(theirs)}).gave(4)
    done.are(
        {
            tail(1): {"kind": "comment", "parent": (tail(0), None)},
            tail(3): {"kind": "comment", "parent": (tail(2), None)},
        }
    )


@pytest.mark.parametrize("state", ["pending", "rejected", "revoked", "accepted"])
@pytest.mark.parametrize("shallow", [False, True], ids=["whole", "shallow"])
def test_only_a_quote_that_stands_is_one(tmp_path: Path, state: str, shallow: bool) -> None:
    stands = state == "accepted"
    named = (
        {"quoted_status_id": ROOT["id"] if stands else None}
        if shallow
        else {"quoted_status": ROOT if stands else None}
    )
    rows = [status(4, "look at this", quote={"state": state, **named}), status(5, "ate"), ROOT]
    done = Read(tmp_path, {"x.json": document(rows)}).gave(3, duplicates=None)
    if stands:
        done.are({tail(4): {"kind": "quote"}})
    else:
        done.are({tail(4): {"kind": "post", "root": SELF, "parent": None}})


def test_a_status_from_before_quotes_is_read(tmp_path: Path) -> None:
    rows = [{key: value for key, value in one.items() if key not in ("quote", "quotes_count", "edited_at",
        "application")}
            for one in (ROOT, ANSWER)]  # fmt: skip
    for one in rows:
        one["account"] = {key: value for key, value in one["account"].items() if key != "uri"}
    done = Read(tmp_path, {"x.json": document(rows)}).gave(2)
    done.are({tail(0): {"kind": "post", "quotes": None, "account": who(0)}, tail(2): {"kind": "comment"}})


def test_a_link_with_hidden_ends_is_read_whole(tmp_path: Path) -> None:
    link = "https://example.invalid/a/long/way"
    html = (f'see <a href="{link}" rel="nofollow noopener"><span class="invisible">https://</span>'
            '<span class="ellipsis">example.invalid/a/lo</span><span class="invisible">ng/way</span></a>'
            " now")  # fmt: skip
    done = Read(tmp_path, {"x.json": document([status(0, html), status(5, "a<br />b")])}).gave(2)
    done.are({tail(0): {"own": f"see {link} now", "text": f"<p>{html}</p>"}, tail(5): {"own": "a\nb"}})


def test_an_edit_is_told_by_its_moment(tmp_path: Path) -> None:
    done = Read(
        tmp_path, {"x.json": document([status(0, "mint", edited_at=zulu(3)), status(5, "ate")])}
    ).gave(2)
    done.are({tail(0): {"edited": True, "at": t(0)}, tail(5): {"edited": (False, None)}})


def test_the_moment_of_a_reblog_is_its_own(tmp_path: Path) -> None:
    done = Read(tmp_path, {"x.json": document([BOOST, QUOTE])}).gave(3, duplicates=None)
    done.are({tail(1): {"at": t(1), "account": who(1)}, tail(0): {"at": t(0), "account": who(0)}})
    assert not done.event(tail(1))["event_id"].endswith("/activity")


def test_profiles_are_kept(tmp_path: Path) -> None:
    done = Read(tmp_path, {"x.json": document(ROWS)})
    found = done.accounts.filter(account_id=done.event(tail(2))["account_id"]).row(0, named=True)
    assert (found["followers_n"], found["following_n"], found["posts_n"]) == (122, 7, 40)
