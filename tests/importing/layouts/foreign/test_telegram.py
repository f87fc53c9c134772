r"""Telegram Desktop's result.json: one chat, and a whole account.

Read in telegramdesktop/tdesktop 929032d598 (export_output_json.cpp): the order of keys; keys without a
value are left out; `date` is the local clock without a zone, `date_unixtime` and `edited_unixtime` are
text; `from` is null where the name is gone while `from_id` stays; `text` is a string, or a list of strings
and objects, or ""; `text_entities` holds the same as objects, `text_link` with `href`; `service` messages
have `actor` and `action` instead of `from`; `unsupported` messages have an id alone; `forwarded_from` is a
name; `reply_to_peer_id` only where it is another chat; control characters are written as `\x1B`; an account
holds `chats.list` and `left_chats.list` beside contacts, and saved messages have no name. Recalled: before
3.7.6 there was no `date_unixtime` and no `text_entities`, an `edited` of 1970 stood for "never", and
`from_id` was a number before 2.4.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import zulu
from tests.importing.layouts.made import SELF, Read, document, read_or_refused, t, unix

CHAT, CHANNEL = 4_100_000_001, 4_200_000_002
ABSENT = "(File not included. Change data exporting settings to download.)"


def message(k: int, text: Any, by: int | None = None, **more: Any) -> dict[str, Any]:
    """Message k of a group; its local clock is two hours ahead of UTC."""
    who = k if by is None else by
    parts = text if isinstance(text, list) else [text] if text else []
    return {
        "id": 50 + k,
        "type": "message",
        "date": f"2025-05-20T{t(k).hour + 2:02}:{t(k):%M:%S}",
        "date_unixtime": str(unix(k)),
        "from": f"Fiction {who}",
        "from_id": f"user{7000 + who}",
        **more,
        "text": text,
        "text_entities": [
            {"type": "plain", "text": part} if isinstance(part, str) else part for part in parts
        ],
    }


def service(k: int, action: str, **more: Any) -> dict[str, Any]:
    row = message(k, "") | {"type": "service", "actor": "Fiction 1", "actor_id": "user7001", "action": action}
    return {key: value for key, value in row.items() if key not in ("from", "from_id")} | more


def chat(
    messages: list[Any], number: int = CHAT, kind: str = "private_supergroup", **more: Any
) -> dict[str, Any]:
    return {"name": "Invented herbs", "type": kind, "id": number, **more, "messages": messages}


def post(k: int, text: Any, **more: Any) -> dict[str, Any]:
    """Message k of the channel, in its name."""
    return message(k, text) | {"from": "Invented channel", "from_id": f"channel{CHANNEL}"} | more


def own(k: int, number: int = CHAT) -> str:
    return f"{number}/{50 + k}"


LINKED = [
    "see ", {"type": "link", "text": "https://example.invalid/a"}, " and ",
    {"type": "text_link", "text": "here", "href": "https://example.invalid/b?x=1,2"},
]  # fmt: skip
MESSAGES = [
    service(0, "create_group", title="Invented herbs", members=["Fiction 2", None]),
    message(1, "mint grows"),
    message(2, LINKED, edited=f"2025-05-20T{t(5).hour + 2:02}:{t(5):%M:%S}", edited_unixtime=str(unix(5))),
    message(3, "really", reply_to_message_id=51),
    message(4, "yes", reply_to_message_id=53),
    {"id": 55, "type": "unsupported"},
    message(6, "what another wrote", forwarded_from="Somebody else"),
    message(7, "", photo=ABSENT, photo_file_size=1234, width=800, height=600),
    message(8, "gone but here") | {"from": None},
    service(9, "pin_message", message_id=51),
]
WANTED: dict[str, dict[str, Any]] = {
    own(1): {"kind": "post", "root": SELF, "parent": None, "own": "mint grows", "account": "user7001",
        "name": "Fiction 1"},
    own(2): {"kind": "post", "own": "see https://example.invalid/a and here", "edited": True,
        "account": "user7002"},
    own(3): {"kind": "comment", "parent": own(1), "own": "really", "root": (None, own(1))},
    own(4): {"kind": "comment", "parent": own(3), "own": "yes", "root": (None, own(1))},
    own(6): {"kind": "repost", "parent": None, "root": None, "own": None, "says": "what another wrote"},
    own(7): {"kind": "post", "text": None, "own": None, "account": "user7007"},
    own(8): {"kind": "post", "account": "user7008", "name": None},
}  # fmt: skip


def check(done: Read) -> None:
    done.are(WANTED, prec="s").are({own(k): {"at": t(k)} for k in (1, 2, 3, 4, 6, 7, 8)})
    done.every(platform="telegram", region=None, views=None, likes=None)
    done.never(own=["what another wrote", "File not included"], accounts=["Somebody else", "None"])


def test_one_chat(tmp_path: Path) -> None:
    done = Read(tmp_path, {"result.json": document(chat(MESSAGES))}).gave(7, other=3)
    check(done)
    assert done.event(own(1))["edited"] is not True


def test_a_message_of_unknown_type_or_without_number_is_rejected_alone(tmp_path: Path) -> None:
    odd = [message(2, "a") | {"type": "scheduled"}, message(3, "b"), {"id": 54, "text": "c"}]
    del odd[1]["id"]
    done = Read(tmp_path, {"result.json": document(chat([message(1, "mint grows"), *odd]))})
    assert done.sums() == (1, 0, 3, 0)
    assert done.rejected["reason"].sort().to_list() == ["id_unreadable", "kind_unknown", "kind_unknown"]


def test_links_of_both_kinds_are_kept(tmp_path: Path) -> None:
    done = Read(tmp_path, {"result.json": document(chat(MESSAGES))})
    assert done.event(own(2))["urls"] == ["https://example.invalid/a", "https://example.invalid/b?x=1,2"]


def test_the_local_clock_decides_nothing_where_the_unix_time_stands(tmp_path: Path) -> None:
    check(Read(tmp_path, {"result.json": document(chat(MESSAGES))}, timezone="America/New_York"))


def account(*chats: dict[str, Any], left: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    contact = {
        "user_id": 7002,
        "first_name": "Fiction",
        "last_name": "2",
        "phone_number": "",
        "date": "2020-01-01T00:00:00",
    }
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 7001, "first_name": "Fiction", "last_name": "1", "bio": ""},
        "profile_pictures": [],
        "contacts": {"about": "Your contacts.", "list": [contact]},
        "frequent_contacts": {"about": "People you talk to.", "list": []},
        "sessions": {"about": "Your sessions.", "list": []},
        "chats": {"about": "This page lists all chats.", "list": list(chats)},
        "left_chats": {"about": "Chats that you left.", "list": list(left)},
    }


def test_a_whole_account_has_ids_of_each_chat(tmp_path: Path) -> None:
    saved = {"type": "saved_messages", "id": 7001, "messages": [message(1, "a note to myself")]}
    talk = chat(
        [message(1, "hello", by=2), message(3, "and you", by=1, reply_to_message_id=51)],
        7002,
        "personal_chat",
    )
    feed = chat([post(1, "news")], CHANNEL, "public_channel")
    done = Read(tmp_path, {"result.json": document(account(saved, talk, chat(MESSAGES), left=(feed,)))})
    done.gave(11)
    check_only = {key: WANTED[key] for key in WANTED}
    done.are(check_only)
    done.are(
        {
            "7001/51": {"own": "a note to myself", "account": "user7001"},
            "7002/51": {"own": "hello", "account": "user7002"},
            "7002/53": {"kind": "comment", "parent": "7002/51", "account": "user7001"},
            f"{CHANNEL}/51": {"own": "news", "account": f"channel{CHANNEL}", "name": "Invented channel"},
        }
    )


def test_posts_of_a_channel_are_the_channels(tmp_path: Path) -> None:
    rows = [
        post(1, "news"),
        post(2, "more", author="A signature"),
        post(3, "again", forwarded_from="Invented channel"),
    ]
    bare = {key: value for key, value in post(4, "no id").items() if key != "from_id"}
    done = Read(tmp_path, {"result.json": document(chat([*rows, bare], CHANNEL, "public_channel"))}).gave(4)
    done.are({own(k, CHANNEL): {"account": f"channel{CHANNEL}", "at": t(k)} for k in (1, 2, 3)})
    done.are({own(4, CHANNEL): {"account": (f"channel{CHANNEL}", None)}}).never(
        accounts=["Invented channel", "A signature"]
    )


def test_an_answer_to_a_message_of_another_chat_names_that_chat(tmp_path: Path) -> None:
    row = message(3, "see there", reply_to_message_id=51, reply_to_peer_id=f"channel{CHANNEL}")
    files = {
        "group/result.json": document(chat([message(1, "mint grows"), row])),
        "channel/result.json": document(chat([post(1, "news")], CHANNEL, "public_channel")),
    }
    done = Read(tmp_path, files).gave(3)
    done.are({own(3): {"kind": "comment", "parent": own(1, CHANNEL)}})


def test_two_exports_of_one_chat_overlap(tmp_path: Path) -> None:
    later = [*MESSAGES[1:3], message(9, "later")]
    files = {"a/result.json": document(chat(MESSAGES[:3])), "b/result.json": document(chat(later))}
    Read(tmp_path, files).gave(3, duplicates=2)


def test_control_characters_as_the_tool_writes_them_are_read_and_told(tmp_path: Path) -> None:
    content = document(chat([message(1, "a^b"), message(2, "plain")])).replace(b"a^b", b"a\\x1Bb")
    done = Read(tmp_path, {"result.json": content}).gave(2)
    done.are({own(1): {"text": "a\x1bb"}, own(2): {"own": "plain"}})
    assert done.taken.mended


def test_names_are_no_accounts_and_two_people_of_one_name_stay_two(tmp_path: Path) -> None:
    rows = [message(1, "a") | {"from": "Fiction"}, message(2, "b") | {"from": "Fiction"}]
    Read(tmp_path, {"result.json": document(chat(rows))}).gave(2).authors(2)


def old(k: int, text: Any, **more: Any) -> dict[str, Any]:
    """A message of a version before the unix times; the clock of the machine showed UTC+2."""
    row = message(k, text) | {"edited": "1970-01-01T02:00:00"} | more
    return {key: value for key, value in row.items() if key not in ("date_unixtime", "text_entities")}


def test_an_old_export_needs_the_zone_of_the_machine(tmp_path: Path) -> None:
    files = {"result.json": document(chat([old(1, "mint grows"), old(3, "really", reply_to_message_id=51)]))}
    told = Read(tmp_path / "a", files, timezone="Europe/Berlin").gave(2)
    told.are({own(k): {"at": t(k), "prec": "s", "edited": (False, None)} for k in (1, 3)})
    told.are({own(3): {"kind": "comment", "parent": own(1)}})
    bare = read_or_refused(tmp_path / "b", files)
    if bare is not None:
        bare.every(at=None)


def test_account_ids_of_the_oldest_exports_are_numbers(tmp_path: Path) -> None:
    rows = [old(1, "a", from_id=4_302_967_297), old(2, "b", from_id=4_302_967_298)]
    done = read_or_refused(tmp_path, {"result.json": document(chat(rows))}, timezone="Europe/Berlin")
    if done is not None:
        done.gave(2).authors(2)


@pytest.mark.parametrize("key", ["messages", "chats"])
def test_an_export_without_messages_gives_nothing(tmp_path: Path, key: str) -> None:
    value = chat([]) if key == "messages" else account()
    done = read_or_refused(tmp_path, {"result.json": json.dumps(value)})
    assert done is None or done.events.is_empty()


def test_the_text_of_a_poll_or_a_contact_is_nobodys_message(tmp_path: Path) -> None:
    poll = {
        "question": "Which herb?",
        "closed": False,
        "total_voters": 3,
        "answers": [{"text": "mint", "voters": 2, "chosen": False}],
    }
    rows = [
        message(1, "", poll=poll),
        message(2, "", contact_information={"first_name": "Fiction", "last_name": "9", "phone_number": ""}),
    ]
    done = Read(tmp_path, {"result.json": document(chat(rows))}).gave(2)
    done.are({own(2): {"text": None, "own": None}, own(1): {"at": t(1), "account": "user7001"}})
    assert zulu(1).startswith("2025-05-20T01:01:07")
