"""X information operations CSV: tweets of accounts that the platform took down, accounts partly hashed.

Read in public repositories that handle these files: the header of 31 columns and its order, the hash (44
signs of base64) repeated as name and screen name, `YYYY-MM-DD HH:MM`, `False`, counts as `0.0`, `absent`
for coordinates, lists as Python writes them. In the maker's documentation: accounts under 5,000 followers
are hashed, times are UTC. Recalled: retweets begin with `RT @name:`.
"""

from pathlib import Path
from typing import Any

from tests.importing.layouts.foreign.made import links_to, snow, zulu
from tests.importing.layouts.made import SELF, Hashed, Read, bj, cells, read_or_refused, t, table, u

HEAD = (
    "tweetid,userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,"
    "user_profile_url,follower_count,following_count,account_creation_date,account_language,tweet_language,"
    "tweet_text,tweet_time,tweet_client_name,in_reply_to_userid,in_reply_to_tweetid,quoted_tweet_tweetid,"
    "is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,quote_count,reply_count,like_count,"
    "retweet_count,"
    "hashtags,urls,user_mentions,poll_choices"
)
PREC = ("min", "s", "ms")  # What the cell shows, or what the id holds.


def hashed(k: int) -> str:
    """An invented hash of 32 bytes in base64; some signs of it are no letters."""
    return f"aB{k}+cD/eF" + "0" * 32 + f"{k}=="


def row(k: int, text: str, named: bool = False, **more: Any) -> dict[str, Any]:
    who = u(k) if named else hashed(k)
    return {
        "tweetid": snow(k),
        "userid": who,
        "user_display_name": f"Fiction {k}" if named else who,
        "user_screen_name": f"fiction_{k}" if named else who,
        "follower_count": 6000 if named else 17,
        "following_count": 23,
        "account_creation_date": "2016-12-04",
        "account_language": "en",
        "tweet_language": "en",
        "tweet_text": text,
        "tweet_time": zulu(k, "%Y-%m-%d %H:%M"),
        "tweet_client_name": "Invented Client",
        "is_retweet": "False",
        "latitude": "absent",
        "longitude": "absent",
        "quote_count": f"{40 + k}.0",
        "reply_count": f"{20 + k}.0",
        "like_count": f"{30 + k}.0",
        "retweet_count": f"{10 + k}.0",
        "hashtags": "[]",
        "urls": "[]",
        "user_mentions": "[]",
    } | more


ROWS = [
    row(
        0,
        "mint grows",
        named=True,
        hashtags="[mint]",
        urls="['https://example.invalid/a,b', 'https://t.co/i0']",
    ),
    row(1, "RT @fiction_0: mint grows", is_retweet="True", retweet_userid=u(0), retweet_tweetid=snow(0)),
    row(2, "look at this", quoted_tweet_tweetid=snow(0)),
    row(3, "@fiction_0 really", in_reply_to_userid=u(0), in_reply_to_tweetid=snow(0)),
    row(4, "RT @gone: look", is_retweet="True"),
]


def read(folder: Path, rows: list[dict[str, Any]]) -> Read:
    return Read(folder, {"ops_tweets.csv": table(HEAD, cells(HEAD, rows), "utf-8", "\n")})


def test_kinds_are_told_by_the_flag_and_the_ids(tmp_path: Path) -> None:
    done = read(tmp_path, ROWS).gave(5).every(platform="x", prec=PREC, at_conflict=(False, None))
    done.are(
        {
            snow(0): {
                "kind": "post",
                "root": SELF,
                "parent": None,
                "own": "mint grows",
                "client": "Invented Client",
            },
            snow(1): {"kind": "repost", "root": snow(0), "parent": None, "own": None},
            snow(2): {"kind": "quote", "own": "look at this"},
            snow(3): {"kind": "comment", "parent": snow(0), "says": "really"},
            snow(4): {"kind": "repost", "root": None, "parent": None, "own": None},
        }
    )
    shown = ((k, {"likes": 30 + k, "comments": 20 + k, "quotes": 40 + k}) for k in (0, 2, 3))
    done.are({snow(k): counts for k, counts in shown}).are({snow(k): {"at": t(k)} for k in range(5)})
    links_to(done, snow(2), snow(0))


def test_hashed_accounts_stand_in_a_space_of_their_own_and_a_hash_is_no_name(tmp_path: Path) -> None:
    done = read(tmp_path, ROWS)
    done.are({snow(0): {"account": u(0), "name": ("fiction_0", "Fiction 0")}})
    done.are({snow(k): {"account": Hashed(hashed(k)), "name": None} for k in (1, 2, 3, 4)})
    known = dict(done.accounts.select("account_id", "is_hashed").unique().rows())
    assert {known[done.event(snow(k))["account_id"]] for k in (1, 2, 3, 4)} == {True}


def test_a_retweet_that_quotes_is_a_repost(tmp_path: Path) -> None:
    more: dict[str, Any] = {"is_retweet": "True", "retweet_tweetid": snow(2), "quoted_tweet_tweetid": snow(0)}
    done = read(tmp_path, [ROWS[2], row(5, "RT @x: look at this", **more)]).gave(2)
    done.are({snow(5): {"kind": "repost", "root": snow(2), "own": None}})


def test_a_flag_written_in_other_letters_is_the_same(tmp_path: Path) -> None:
    rows = [{**ROWS[1], "is_retweet": word, "tweetid": snow(k)} for k, word in ((6, "true"), (7, "TRUE"))]
    for one, k in zip(rows, (6, 7), strict=True):
        one["tweet_time"] = zulu(k, "%Y-%m-%d %H:%M")
    read(tmp_path, rows).gave(2).every(kind="repost", root=snow(0))


def test_every_cell_may_be_between_quotation_marks(tmp_path: Path) -> None:
    quoted = "\n".join(
        ",".join('"' + str(one).replace('"', '""') + '"' for one in cell)
        for cell in [HEAD.split(","), *cells(HEAD, ROWS)]
    )
    done = Read(tmp_path, {"ops.csv": quoted + "\n"}).gave(5)
    done.are({snow(1): {"kind": "repost", "root": snow(0)}, snow(0): {"likes": 30}})


def test_a_zone_that_a_person_states_does_not_move_what_the_layout_fixes(tmp_path: Path) -> None:
    content = table(HEAD, cells(HEAD, ROWS), "utf-8", "\n")
    done = Read(tmp_path, {"ops.csv": content}, timezone="Asia/Shanghai").gave(5)
    done.are({snow(k): {"at": t(k)} for k in range(5)})


def test_hours_that_all_rows_are_late_are_the_tools_and_not_the_acts(tmp_path: Path) -> None:
    rows = [row(k, f"words {k}") | {"tweet_time": bj(k, "%Y-%m-%d %H:%M")} for k in range(14)]
    done = read(tmp_path, rows).gave(14)
    done.are({snow(k): {"at": t(k), "at_conflict": (False, None)} for k in range(14)})


def test_an_id_that_a_spreadsheet_rounded_is_no_act(tmp_path: Path) -> None:
    rows = [{**one, "tweetid": "1.92463E+18"} for one in ROWS]
    for form, ids in (("a", rows), ("b", [{**one, "tweetid": one["tweetid"][:15] + "0000"} for one in ROWS])):
        done = read_or_refused(tmp_path / form, {"ops.csv": table(HEAD, cells(HEAD, ids), "utf-8", "\n")})
        assert done is None or done.sums() == (0, 0, 5, 0)
