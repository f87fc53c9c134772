"""twarc-csv: the flattened tweets of API v2 as a table.

Read in DocNow/twarc-csv d77da93: the columns and their order; that by default a retweet's text, entities,
media and counts are replaced by the original's where the page held the original, and stay cut where it did
not (then `retweeted_user_id` is empty as well); line feeds written as backslash and n; lists written as
JSON; no byte order mark, LF at the end of a row. Run of pandas, recalled: numbers of a column with gaps are
written as 12.0, booleans as True and False.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import S, links_to, no_acts, snow, zulu
from tests.importing.layouts.made import SELF, Read, cells, read_or_refused, t, table, u

HEAD = (
    "id,conversation_id,referenced_tweets.replied_to.id,referenced_tweets.retweeted.id,"
    "referenced_tweets.quoted.id,"
    "author_id,in_reply_to_user_id,in_reply_to_username,retweeted_user_id,retweeted_username,quoted_user_id,"
    "quoted_username,created_at,text,lang,source,public_metrics.impression_count,public_metrics.reply_count,"
    "public_metrics.retweet_count,public_metrics.quote_count,public_metrics.like_count,"
    "public_metrics.bookmark_count,reply_settings,edit_history_tweet_ids,edit_controls.edits_remaining,"
    "edit_controls.editable_until,edit_controls.is_edit_eligible,possibly_sensitive,withheld.scope,"
    "withheld.copyright,withheld.country_codes,entities.annotations,entities.cashtags,entities.hashtags,"
    "entities.mentions,entities.urls,context_annotations,attachments.media,attachments.media_keys,"
    "attachments.poll.duration_minutes,attachments.poll.end_datetime,attachments.poll.id,"
    "attachments.poll.options,"
    "attachments.poll.voting_status,attachments.poll_ids,author.id,author.created_at,author.username,"
    "author.name,"
    "author.description,author.entities.description.cashtags,author.entities.description.hashtags,"
    "author.entities.description.mentions,author.entities.description.urls,author.entities.url.urls,"
    "author.url,"
    "author.location,author.pinned_tweet_id,author.profile_image_url,author.protected,"
    "author.public_metrics.followers_count,author.public_metrics.following_count,"
    "author.public_metrics.listed_count,author.public_metrics.tweet_count,author.verified,"
    "author.verified_type,"
    "author.withheld.scope,author.withheld.copyright,author.withheld.country_codes,"
    "geo.coordinates.coordinates,"
    "geo.coordinates.type,geo.country,geo.country_code,geo.full_name,geo.geo.bbox,geo.geo.type,geo.id,"
    "geo.name,"
    "geo.place_id,geo.place_type,matching_rules,__twarc.retrieved_at,__twarc.url,__twarc.version"
)
LONG = "mint grows quickly when nobody looks " * 5
REPLIED, RETWEETED, QUOTED = (
    f"referenced_tweets.{kind}.id" for kind in ("replied_to", "retweeted", "quoted")
)


def row(k: int, text: str, **more: Any) -> dict[str, Any]:
    """One row; `shown` among `more` says whose counts stand in it, if they are another tweet's."""
    counts = more.pop("shown", k)
    return {
        "id": snow(k),
        "conversation_id": snow(k),
        "author_id": u(k),
        "created_at": zulu(k),
        "text": text,
        "lang": "en",
        "source": "Twitter Web App",
        "public_metrics.impression_count": f"{5000 + counts}.0",
        "public_metrics.reply_count": 20 + counts,
        "public_metrics.retweet_count": 10 + counts,
        "public_metrics.quote_count": 40 + counts,
        "public_metrics.like_count": 30 + counts,
        "edit_history_tweet_ids": json.dumps([snow(k)]),
        "possibly_sensitive": "False",
        "author.id": u(k),
        "author.username": f"fiction_{k}",
        "author.name": f"Fiction {k}",
        "author.created_at": "2015-01-02T03:04:05.000Z",
        "author.public_metrics.followers_count": f"{120 + k}.0",
        "author.verified": "False",
        "__twarc.retrieved_at": "2025-05-21T08:00:00+00:00",
        "__twarc.version": "2.14.0",
    } | more


ROOT = row(0, LONG, **{"entities.hashtags": '["#mint"]', "entities.urls": '["https://example.invalid/a,b"]'})
MERGED = row(1, LONG, **{"shown": 0, RETWEETED: snow(0), "retweeted_user_id": u(0),
                            "retweeted_username": "fiction_0",
                            "entities.urls": '["https://example.invalid/a,b"]'})  # fmt: skip
CUT = row(5, f"RT @fiction_8: {LONG}"[:139] + "…", **{RETWEETED: snow(8)})
QUOTE = row(2, r"look at\nthis https://t.co/invented0", **{QUOTED: snow(0), "quoted_user_id": u(0)})
ANSWER = row(
    3, "@fiction_0 really", **{REPLIED: snow(0), "conversation_id": snow(0), "in_reply_to_user_id": u(0)}
)
AGAIN = row(
    4, "@fiction_3 yes", **{REPLIED: snow(3), "conversation_id": snow(0), "in_reply_to_user_id": u(3)}
)
ROWS = [ROOT, MERGED, QUOTE, ANSWER, AGAIN, CUT]


def read(folder: Path, rows: list[dict[str, Any]], head: str = HEAD) -> Read:
    return Read(folder, {"tweets.csv": table(head, cells(head, rows), "utf-8", "\n")})


def test_every_row_is_an_act_of_its_author(tmp_path: Path) -> None:
    done = read(tmp_path, ROWS).gave(6).every(platform="x", prec=S, at_conflict=(False, None))
    done.are(
        {
            snow(0): {
                "kind": "post",
                "root": SELF,
                "parent": None,
                "likes": 30,
                "views": 5000,
                "reposts": 10,
            },
            snow(1): {"kind": "repost", "root": snow(0), "parent": None, "own": None},
            snow(2): {"kind": "quote", "says": "look at", "client": "Twitter Web App", "quotes": 42},
            snow(3): {"kind": "comment", "root": snow(0), "parent": snow(0), "comments": 23},
            snow(4): {"kind": "comment", "root": snow(0), "parent": snow(3)},
            snow(5): {"kind": "repost", "root": snow(8), "parent": None, "own": None},
        }
    )
    done.are({snow(k): {"account": u(k), "at": t(k)} for k in range(6)})
    links_to(done, snow(2), snow(0))


def test_the_words_and_counts_of_a_retweet_row_are_not_its_authors(tmp_path: Path) -> None:
    done = read(tmp_path, [MERGED, QUOTE]).gave(2)
    nothing = {"likes": None, "reposts": None, "comments": None, "quotes": None, "views": None}
    done.are({snow(1): {"own": None, "account": u(1), **nothing}})
    assert not done.events["event_id"].str.contains(snow(0)).any()  # The original is no record of this file.
    done.never(own=["mint grows"], accounts=[u(0)])


def test_a_chosen_set_of_columns_is_read_or_refused(tmp_path: Path) -> None:
    few = ["id", "author_id", "created_at", "text", REPLIED, RETWEETED, QUOTED]
    done = read_or_refused(
        tmp_path, {"few.csv": table(few, [[one.get(name, "") for name in few] for one in ROWS])}
    )
    if done is not None:
        done.gave(6).are({snow(1): {"kind": "repost", "root": snow(0), "own": None, "account": u(1)}})


def test_the_profile_in_a_row_is_its_authors(tmp_path: Path) -> None:
    done = read(tmp_path, [MERGED, QUOTE]).gave(2)
    found = done.accounts.filter(account_id=f"x:{u(1)}").row(0, named=True)
    assert found["followers_n"] == 121
    assert done.event(snow(1))["account_name"] in ("fiction_1", "Fiction 1")


@pytest.mark.parametrize("times", [2, 3])
def test_rows_that_a_second_run_appended_are_duplicates(tmp_path: Path, times: int) -> None:
    read(tmp_path, ROWS * times).gave(6, duplicates=6 * (times - 1))


def test_a_table_of_users_holds_no_acts(tmp_path: Path) -> None:
    head = (
        "id,created_at,username,name,description,location,pinned_tweet_id,protected,"
        "public_metrics.followers_count,"
        "public_metrics.following_count,public_metrics.listed_count,public_metrics.tweet_count,url,verified,"
        "__twarc.retrieved_at,__twarc.url,__twarc.version"
    )
    rows = [
        [u(1), zulu(1), "fiction_1", "Fiction 1", "", "", "", "False", 120, 7, 1, 40, "", "False", "", "", ""]
    ] * 2
    no_acts(read_or_refused(tmp_path, {"users.csv": table(head, rows, "utf-8", "\n")}))
