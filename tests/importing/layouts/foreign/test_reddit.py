"""Reddit: dumps of comments and submissions by Pushshift and Arctic Shift, a JSON object a line.

Read in ArthurHeitmann/arctic_shift c66cbbe (file_content_explanations.md and the schemas of 2012-01 and
2025-01): `created_utc` is text in 2012 and a number later; `author_fullname` is absent in old dumps and for
a few per cent in new ones; `edited` is false or a time; keys are sorted since 2023-04; since 2023-11 each
thing was asked for a second time after 36 hours, its scores are those of then, and `_meta.retrieved_2nd_on`
says when; `_meta` is absent for less than 1 %; dumps are .zst with a window of 2^31. In the maker's
documentation: `t1_` comments, `t3_` submissions, `t2_` accounts. Recalled: `[deleted]` and `[removed]` as
author and text, `crosspost_parent_list` with the whole original.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import SELF, Read, document, lines, t, unix

SECOND = unix(0) + 36 * 3600


def comment(k: int, text: str, above: str, **more: Any) -> dict[str, Any]:
    row = {
        "_meta": {"retrieved_2nd_on": SECOND + k},
        "archived": False,
        "author": f"fiction_{k}",
        "author_flair_text": None,
        "author_fullname": f"t2_inv{k}",
        "body": text,
        "controversiality": 0,
        "created": unix(k),
        "created_utc": unix(k),
        "distinguished": None,
        "edited": False,
        "gilded": 0,
        "id": f"mint00{k}",
        "link_id": "t3_herbs00",
        "name": f"t1_mint00{k}",
        "parent_id": above,
        "permalink": f"/r/invented/comments/herbs00/x/mint00{k}/",
        "replies": "",
        "retrieved_on": unix(k) + 20,
        "score": 30 + k,
        "subreddit": "invented",
        "subreddit_id": "t5_inv0",
        "ups": 30 + k,
    }
    return row | more


def submission(k: int, title: str, text: str, **more: Any) -> dict[str, Any]:
    row = {
        "_meta": {"retrieved_2nd_on": SECOND + k},
        "author": f"fiction_{k}",
        "author_fullname": f"t2_inv{k}",
        "created_utc": unix(k),
        "domain": "self.invented",
        "edited": False,
        "id": f"herbs0{k}",
        "is_self": True,
        "name": f"t3_herbs0{k}",
        "num_comments": 20 + k,
        "num_crossposts": k,
        "permalink": f"/r/invented/comments/herbs0{k}/x/",
        "removed_by_category": None,
        "retrieved_on": unix(k) + 20,
        "score": 30 + k,
        "selftext": text,
        "subreddit": "invented",
        "subreddit_id": "t5_inv0",
        "title": title,
        "upvote_ratio": 0.9,
        "url": f"https://www.reddit.com/r/invented/comments/herbs0{k}/x/",
    }
    return row | more


ROOT = submission(0, "Mint grows", "quickly, when nobody looks")
TOP, BELOW, DEEP = (
    comment(1, "really", "t3_herbs00"),
    comment(2, "yes", "t1_mint001"),
    comment(3, "no", "t1_mint002"),
)
WANTED: dict[str, dict[str, Any]] = {
    "t3_herbs00": {
        "kind": "post",
        "root": SELF,
        "parent": None,
        "says": "quickly, when nobody looks",
        "comments": 20,
    },
    "t1_mint001": {
        "kind": "comment",
        "parent": "t3_herbs00",
        "own": "really",
        "account": "t2_inv1",
        "name": "fiction_1",
    },
    "t1_mint002": {"kind": "comment", "parent": "t1_mint001", "own": "yes", "account": "t2_inv2"},
    "t1_mint003": {"kind": "comment", "parent": "t1_mint002", "own": "no", "account": "t2_inv3"},
}


def check(done: Read) -> None:
    done.are(WANTED, prec="s", root="t3_herbs00").every(platform="reddit", region=None)
    done.are({native: {"at": t(k)} for k, native in enumerate(WANTED)})
    done.are({"t3_herbs00": {"account": "t2_inv0", "name": "fiction_0"}})
    assert "Mint grows" in (done.event("t3_herbs00")["text"] or "")


FORMS = {
    "lines": {"RS_2025-05.ndjson": lines([ROOT]), "RC_2025-05.ndjson": lines([TOP, BELOW, DEEP])},
    "no ending": {"RS_2025-05": lines([ROOT]), "RC_2025-05": lines([TOP, BELOW, DEEP])},
    "array": {"s.json": document([ROOT]), "c.json": document([TOP, BELOW, DEEP])},
    "one file": {"user.jsonl": lines([TOP, ROOT, BELOW, DEEP])},
}


@pytest.mark.parametrize("name", FORMS)
def test_submissions_and_comments_are_one_tree(tmp_path: Path, name: str) -> None:
    check(Read(tmp_path, FORMS[name]).gave(4))


@pytest.mark.skipif(find_spec("zstandard") is None, reason="needs zstandard")
def test_a_dump_packed_with_a_window_of_two_gibibytes_is_read(tmp_path: Path) -> None:
    import zstandard

    packer = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=31, enable_ldm=True)
    )
    files = {f"{name}.zst": packer.compress(content) for name, content in FORMS["no ending"].items()}
    check(Read(tmp_path, files).gave(4))


def test_counts_are_of_the_second_retrieval(tmp_path: Path) -> None:
    once = {key: value for key, value in submission(5, "Ate", "mint").items() if key != "_meta"}
    done = Read(tmp_path, {"RS.ndjson": lines([ROOT, once])}).gave(2)
    seen = {row["event_id"]: int(row["captured_at"].timestamp()) for row in done.counters.to_dicts()}
    assert seen[done.event("t3_herbs00")["event_id"]] == SECOND
    assert seen[done.event("t3_herbs05")["event_id"]] == unix(5) + 20


def old(one: dict[str, Any], *without: str) -> dict[str, Any]:
    """The same thing as a dump of 2012 holds it."""
    lacking = {"_meta", "author_fullname", "permalink", "created", *without}
    return {key: value for key, value in one.items() if key not in lacking} | {
        "created_utc": str(one["created_utc"])
    }


def test_an_old_dump_has_times_as_text_and_no_ids_of_accounts(tmp_path: Path) -> None:
    rows = [old(TOP), old(BELOW, "name"), old(DEEP)]
    done = Read(tmp_path, {"RC_2012-01": lines(rows)}).gave(3)
    for k in (1, 2, 3):
        wanted = {key: value for key, value in WANTED[f"t1_mint00{k}"].items() if key != "account"}
        done.are(
            {
                f"t1_mint00{k}": {
                    **wanted,
                    "at": t(k),
                    "name": f"fiction_{k}",
                    "account": (None, f"fiction_{k}"),
                }
            }
        )


def test_times_of_some_years_are_fractions(tmp_path: Path) -> None:
    done = Read(tmp_path, {"RC": lines([TOP | {"created_utc": float(unix(1))}, BELOW])}).gave(2)
    done.are({"t1_mint001": {"at": t(1), "prec": "s"}})


@pytest.mark.parametrize("word", ["[deleted]", "[removed]"])
def test_what_was_deleted_is_nobodys_words(tmp_path: Path, word: str) -> None:
    gone = [{key: value for key, value in one.items() if key != "author_fullname"} for one in (TOP, BELOW)]
    rows = [{**one, "author": "[deleted]", "body": word} for one in gone]
    done = Read(tmp_path, {"RC": lines([*rows, DEEP])}).gave(3)
    for native in ("t1_mint001", "t1_mint002"):
        done.are({native: {"account": None, "text": word, "own": None, "name": None, "root": "t3_herbs00"}})
    done.never(accounts=["[deleted]"])


def test_a_removed_submission_keeps_its_title_and_its_author(tmp_path: Path) -> None:
    meta = {"retrieved_2nd_on": SECOND, "removal_type": "moderator", "was_deleted_later": True}
    row = ROOT | {"selftext": "[removed]", "removed_by_category": "moderator", "_meta": meta}
    done = Read(tmp_path, {"RS": lines([row, submission(1, "Ate", "")])}).gave(2)
    done.are({"t3_herbs00": {"account": "t2_inv0", "says": "Mint grows"}, "t3_herbs01": {"says": "Ate"}})
    done.never(own=["[removed]"])


def test_an_edit_is_told_by_its_time_and_false_is_none(tmp_path: Path) -> None:
    rows = [
        TOP | {"edited": unix(6)},
        BELOW,
        DEEP | {"_meta": {"retrieved_2nd_on": SECOND, "is_edited": True}},
    ]
    done = Read(tmp_path, {"RC": lines(rows)}).gave(3)
    done.are(
        {
            "t1_mint001": {"edited": True},
            "t1_mint002": {"edited": (False, None)},
            "t1_mint003": {"edited": True},
        }
    )


def test_a_crosspost_is_a_repost_of_the_original(tmp_path: Path) -> None:
    row = submission(4, "Look", "", crosspost_parent="t3_herbs00", crosspost_parent_list=[ROOT],
        is_self=False,
                     url="/r/invented/comments/herbs00/x/")  # fmt: skip
    done = Read(tmp_path, {"RS": lines([row, submission(5, "Ate", "mint")])})
    done.are(
        {
            "t3_herbs04": {
                "kind": "repost",
                "root": "t3_herbs00",
                "account": "t2_inv4",
                "parent": (None, "t3_herbs00"),
            }
        }
    )
    assert (
        done.sums()[0] in (2, 3) and done.sums()[2] == 0
    )  # The whole original within may be a record of its own.
    theirs = done.events.filter(account_id="reddit:t2_inv4")
    assert not theirs["own_text"].str.contains("quickly").any()


def test_a_link_is_kept(tmp_path: Path) -> None:
    row = submission(
        1, "Look", "", is_self=False, domain="example.invalid", url="https://example.invalid/a,b"
    )
    done = Read(tmp_path, {"RS": lines([row, ROOT])}).gave(2)
    assert done.event("t3_herbs01")["urls"] == ["https://example.invalid/a,b"]


def test_a_dump_twice_is_all_duplicates_though_the_scores_differ(tmp_path: Path) -> None:
    again = [{**one, "score": 99, "retrieved_on": SECOND + 99} for one in (TOP, BELOW, DEEP)]
    Read(tmp_path, {"a": lines([TOP, BELOW, DEEP]), "b": lines(again)}).gave(3, duplicates=3)


def test_other_lines_are_rejected_alone(tmp_path: Path) -> None:
    broken = [json.dumps({"id": "x", "body": "no time and no parent"}), '{"id": "mint009", "body": "cut']
    content = lines([TOP, BELOW]) + "\n".join(broken).encode() + b"\n" + lines([DEEP])
    done = Read(tmp_path, {"RC": content})
    assert done.sums()[1] == 0 and sum(done.sums()) == 5
    done.are({key: WANTED[key] for key in ("t1_mint001", "t1_mint002", "t1_mint003")})
