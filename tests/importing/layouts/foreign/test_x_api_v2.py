"""X API v2: what twarc2 writes, a page a line, the stream, and the flattened form.

Read in DocNow/twarc 12104e0 (fields asked for; what `flatten` adds and that it leaves {} for what is
missing) and in the pages of DocNow/twarc-csv d77da93, test-data: `data` is a list in a search and one
object in a stream; `includes.users`, `includes.tweets`; `errors` without `detail` of this or that kind;
`__twarc.retrieved_at` with +00:00; a retweet's text is cut at 140 signs, its `retweet_count` is the
original's and its other counts are 0; `impression_count` is absent in old pages; `edit_history_tweet_ids`
lists the older ids first. Recalled: pages without results have `meta` alone.
"""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import S, links_to, no_acts, snow, zulu
from tests.importing.layouts.made import SELF, Read, document, lines, read_or_refused, t, u

SEEN = "2025-05-21T08:00:00+00:00"
LONG = "mint grows quickly when nobody looks " * 5  # 185 signs: longer than a retweet shows.


def user(k: int) -> dict[str, Any]:
    shown = {"followers_count": 120 + k, "following_count": 7, "tweet_count": 40, "listed_count": 1}
    about = {"protected": False, "verified": k == 0, "created_at": "2015-01-02T03:04:05.000Z"}
    return {"id": u(k), "username": f"fiction_{k}", "name": f"Fiction {k}", "public_metrics": shown, **about}


def tweet(k: int, text: str, by: int | None = None, **more: Any) -> dict[str, Any]:
    shown = {"retweet_count": 10 + k, "reply_count": 20 + k, "like_count": 30 + k, "quote_count": 40 + k}
    return {
        "id": snow(k),
        "edit_history_tweet_ids": [snow(k)],
        "author_id": u(k if by is None else by),
        "created_at": zulu(k),
        "conversation_id": snow(k),
        "text": text,
        "public_metrics": {**shown, "bookmark_count": 0, "impression_count": 5000 + k},
        "lang": "en",
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        "source": "Twitter Web App",
    } | more


def ref(kind: str, k: int) -> dict[str, str]:
    return {"type": kind, "id": snow(k)}


def retweet(k: int, of: int) -> dict[str, Any]:
    text = f"RT @fiction_{of}: {LONG}"[:139] + "…"
    shown = {"retweet_count": 10 + of, "reply_count": 0, "like_count": 0, "quote_count": 0}
    return tweet(k, text, referenced_tweets=[ref("retweeted", of)], public_metrics=shown)


ROOT = tweet(0, LONG, entities={"hashtags": [{"start": 0, "end": 5, "tag": "mint"}]})
ANSWER = tweet(
    3,
    "@fiction_0 really",
    conversation_id=snow(0),
    in_reply_to_user_id=u(0),
    referenced_tweets=[ref("replied_to", 0)],
)
AGAIN = tweet(
    4,
    "@fiction_3 yes",
    conversation_id=snow(0),
    in_reply_to_user_id=u(3),
    referenced_tweets=[ref("replied_to", 3)],
)
QUOTE = tweet(
    2,
    "look at this https://t.co/invented0",
    referenced_tweets=[ref("quoted", 0)],
    entities={"urls": [{"start": 13, "end": 35, "url": "https://t.co/invented0",
                        "expanded_url": f"https://twitter.com/fiction_0/status/{snow(0)}"}]},
)  # fmt: skip


def page(data: Any, tweets: list[Any], users: list[int], **more: Any) -> dict[str, Any]:
    count = len(data) if isinstance(data, list) else 1
    return {
        "data": data,
        "includes": {"users": [user(k) for k in users], "tweets": tweets},
        "meta": {"newest_id": snow(9), "oldest_id": snow(0), "result_count": count},
        "__twarc": {
            "url": "https://api.twitter.com/2/tweets/search/all?x=1",
            "version": "2.14.0",
            "retrieved_at": SEEN,
        },
    } | more


def flat(one: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """A tweet with what `includes` had of it put in place; what was missing there stays an id or {}."""
    out = deepcopy(one)
    k = int(one["author_id"]) - int(u(0))
    out["author"] = user(k)
    if "in_reply_to_user_id" in out:
        out["in_reply_to_user"] = user(int(out["in_reply_to_user_id"]) - int(u(0)))
    for place, named in enumerate(out.get("referenced_tweets", [])):
        found = known.get(named["id"])
        if found is not None:
            out["referenced_tweets"][place] = {
                **named,
                **found,
                "author": user(int(found["author_id"]) - int(u(0))),
            }
    out["__twarc"] = {
        "url": "https://api.twitter.com/2/tweets/search/all?x=1",
        "version": "2.14.0",
        "retrieved_at": SEEN,
    }
    return out


WANTED: dict[str, dict[str, Any]] = {
    snow(0): {"kind": "post", "root": SELF, "parent": None, "own": (LONG, LONG.strip()), "account": u(0),
              "name": ("fiction_0", "Fiction 0"), "reposts": 10, "comments": 20, "likes": 30, "quotes": 40,
              "views": 5000},
    snow(1): {"kind": "repost", "root": snow(0), "parent": None, "own": None, "account": u(1),
        "says": "RT @fiction_0: mint"},
    snow(2): {"kind": "quote", "account": u(2), "says": "look at this", "likes": 32,
        "client": "Twitter Web App"},
    snow(3): {"kind": "comment", "root": snow(0), "parent": snow(0), "account": u(3), "says": "really"},
    snow(4): {"kind": "comment", "root": snow(0), "parent": snow(3), "account": u(4), "says": "yes"},
}  # fmt: skip
PAGES = [page([retweet(1, 0), QUOTE], [ROOT], [0, 1, 2]), page([ANSWER, AGAIN], [ROOT, ANSWER], [0, 3, 4])]
FLAT = [flat(one, {snow(0): ROOT, snow(3): ANSWER}) for one in (retweet(1, 0), QUOTE, ANSWER, AGAIN)]
FORMS = {
    "pages.jsonl": lines(PAGES),
    "page.json": document({**page([retweet(1, 0), QUOTE, ANSWER, AGAIN], [ROOT], [0, 1, 2, 3, 4])}),
    "pages.json": document(PAGES),
    "flat.jsonl": lines(FLAT),
    "flat.json": document(FLAT),
    "both.jsonl": lines([PAGES[0], *FLAT[2:]]),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_acts(tmp_path: Path, name: str) -> None:
    done = Read(tmp_path, {name: FORMS[name]}).gave(5, duplicates=None)
    done.are(WANTED, prec=S).every(platform="x", at_conflict=(False, None))
    done.are({snow(k): {"at": t(k)} for k in range(5)})
    links_to(done, snow(2), snow(0))
    done.never(own=["RT @"])


def test_included_tweets_that_recur_on_every_page_are_duplicates(tmp_path: Path) -> None:
    pages = [page([retweet(k, 0)], [ROOT], [0, k]) for k in (1, 2, 3)]
    Read(tmp_path, {"pages.jsonl": lines(pages)}).gave(4, duplicates=2)


def test_counters_are_of_the_moment_when_the_page_was_taken(tmp_path: Path) -> None:
    done = Read(tmp_path, {"pages.jsonl": lines(PAGES)})
    assert {at.strftime("%Y-%m-%dT%H:%M:%S+00:00") for at in done.counters["captured_at"]} == {SEEN}


def test_the_retweets_shown_beside_a_retweet_are_the_originals(tmp_path: Path) -> None:
    done = Read(tmp_path, {"pages.jsonl": lines(PAGES)})
    done.are({snow(0): {"reposts": 10}, snow(1): {"reposts": None, "views": None}})


def test_views_that_old_pages_lack_are_unknown(tmp_path: Path) -> None:
    old = tweet(1, "words")
    del old["public_metrics"]["impression_count"], old["public_metrics"]["bookmark_count"]
    done = Read(
        tmp_path, {"pages.jsonl": lines([page([old], [], [1]), page([tweet(2, "w")], [], [2])])}
    ).gave(2)
    done.are({snow(1): {"views": None, "likes": 31}, snow(2): {"views": 5002}})


def test_a_stream_holds_one_tweet_a_line(tmp_path: Path) -> None:
    rules = [{"id": "1377649934414049282", "tag": None}]
    rows = [page(one, [ROOT], [0, 1, 2], matching_rules=rules) for one in (retweet(1, 0), QUOTE)]
    for row in rows:
        del row["meta"]
    done = Read(tmp_path, {"stream.jsonl": lines(rows)}).gave(3, duplicates=1)
    done.are({key: WANTED[key] for key in (snow(0), snow(1), snow(2))})


def test_what_the_platform_could_not_give_is_no_act_and_no_fault(tmp_path: Path) -> None:
    gone = {"value": snow(8), "resource_id": snow(8), "parameter": "referenced_tweets.id",
        "resource_type": "tweet",
            "title": "Not Found Error",
            "type": "https://api.twitter.com/2/problems/resource-not-found"}  # fmt: skip
    row = page(
        [tweet(1, "RT @fiction_8: gone", referenced_tweets=[ref("retweeted", 8)])], [], [], errors=[gone]
    )
    empty = {"meta": {"result_count": 0}, "__twarc": row["__twarc"]}
    done = Read(tmp_path, {"pages.jsonl": lines([row, empty])}).gave(1, rejected=0)
    done.are({snow(1): {"kind": "repost", "root": snow(8), "account": u(1), "name": None, "own": None}})


def test_the_author_of_a_flattened_tweet_may_be_empty(tmp_path: Path) -> None:
    one = flat(tweet(1, "words", referenced_tweets=[ref("retweeted", 8)]), {})
    one["author"] = {}
    done = Read(tmp_path, {"flat.jsonl": lines([one, flat(tweet(2, "more"), {})])}).gave(2)
    done.are(
        {snow(1): {"account": u(1), "name": None, "root": snow(8), "own": None}, snow(2): {"account": u(2)}}
    )


def test_a_tweet_that_quotes_and_answers_is_a_quote_that_keeps_the_answer(tmp_path: Path) -> None:
    refs = [ref("replied_to", 3), ref("quoted", 5)]
    one = tweet(
        4, "@fiction_3 see", conversation_id=snow(0), referenced_tweets=refs, in_reply_to_user_id=u(3)
    )
    done = Read(tmp_path, {"p.jsonl": lines([page([one], [], [4]), page([tweet(9, "x")], [], [9])])}).gave(2)
    done.are({snow(4): {"kind": "quote"}})
    links_to(done, snow(4), snow(5))


def test_a_retweet_of_an_answer_is_a_repost(tmp_path: Path) -> None:
    done = Read(tmp_path, {"p.jsonl": lines([page([retweet(5, 3)], [ANSWER], [3, 5]), PAGES[0]])}).gave(
        5, duplicates=0
    )
    done.are({snow(5): {"kind": "repost", "root": snow(3), "parent": None}, snow(3): WANTED[snow(3)]})


def test_two_versions_of_an_edited_tweet_are_one_act(tmp_path: Path) -> None:
    first = tweet(1, "mint is eight")
    later = tweet(2, "mint is ate", by=1, conversation_id=snow(1), edit_history_tweet_ids=[snow(1), snow(2)])
    done = Read(tmp_path, {"p.jsonl": lines([page([first], [], [1]), page([later], [], [1])])}).gave(
        1, duplicates=1
    )
    done.every(account=u(1), edited=True)


def test_what_passes_on_or_answers_a_later_version_is_about_the_one_act(tmp_path: Path) -> None:
    later = tweet(2, "mint is ate", by=1, conversation_id=snow(1), edit_history_tweet_ids=[snow(1), snow(2)])
    reply = tweet(5, "@fiction_1 no", referenced_tweets=[ref("replied_to", 2)], conversation_id=snow(1))
    rows = [retweet(3, 2), reply, tweet(6, "look", referenced_tweets=[ref("quoted", 2)])]
    done = Read(tmp_path, {"p.jsonl": lines([page(rows, [later], [1, 3, 5, 6])])}).gave(4)
    # The first version itself is not in the file: its id holds when it was posted.
    done.are({snow(1): {"kind": "post", "root": SELF, "at": t(1), "edited": True, "account": u(1)}})
    done.are({snow(3): {"root": snow(1), "own": None}, snow(5): {"parent": snow(1), "root": snow(1)}})
    done.are({snow(6): {"kind": "quote", "root": snow(1)}}).never(ids=[snow(2)])


def test_profiles_beside_the_tweets_are_kept(tmp_path: Path) -> None:
    done = Read(tmp_path, {"pages.jsonl": lines(PAGES)})
    row = done.accounts.filter(account_id=f"x:{u(2)}").row(0, named=True)
    assert (row["followers_n"], row["following_n"], row["posts_n"]) == (122, 7, 40)
    assert row["registered_at"].strftime("%Y-%m-%d %H:%M:%S") == "2015-01-02 03:04:05"


@pytest.mark.parametrize(
    "rows",
    [
        [{"data": [user(1), user(2)], "meta": {"result_count": 2}}] * 2,
        [{"data": [{"start": zulu(0), "end": zulu(1), "tweet_count": 12}], "meta": {"total_tweet_count": 12}}]
        * 2,
        [
            {
                "id": snow(1),
                "action": "delete",
                "created_at": zulu(1),
                "redacted_at": zulu(2),
                "reason": "deleted",
            }
        ]
        * 2,
    ],
    ids=["users", "counts", "compliance"],
)
def test_users_counts_and_compliance_are_no_acts(tmp_path: Path, rows: list[Any]) -> None:
    no_acts(read_or_refused(tmp_path, {"x.jsonl": lines(rows)}))


def test_a_zone_that_a_person_states_moves_no_stated_offset(tmp_path: Path) -> None:
    done = Read(tmp_path, {"pages.jsonl": lines(PAGES)}, timezone="Asia/Shanghai")
    done.are({snow(k): {"at": t(k)} for k in range(5)})


def test_a_moment_that_the_id_denies_is_flagged(tmp_path: Path) -> None:
    false = tweet(1, "words", created_at="2025-05-23T01:01:07.000Z")
    done = Read(tmp_path, {"p.jsonl": lines([page([false], [], [1]), page([tweet(2, "w")], [], [2])])}).gave(
        2
    )
    done.are({snow(1): {"at_or_conflict": t(1)}, snow(2): {"at": t(2), "at_conflict": (False, None)}})
    assert done.event(snow(1))["at_conflict"] is True


def test_what_was_not_asked_for_is_unknown(tmp_path: Path) -> None:
    few = [{"id": snow(k), "text": f"words {k}", "edit_history_tweet_ids": [snow(k)]} for k in (1, 2)]
    files = {
        "p.json": document(
            {"data": few, "meta": {"result_count": 2, "newest_id": snow(2), "oldest_id": snow(1)}}
        )
    }
    done = read_or_refused(tmp_path, files)
    if done is not None:
        assert done.sums()[0] + done.sums()[2] == 2
        for event in done.events.to_dicts():
            done.is_(event, {"account": None, "name": None, "likes": None, "platform": "x"})
            assert event["at"] is None or event["at"] in (t(1), t(2))  # The id's own moment, if any.
