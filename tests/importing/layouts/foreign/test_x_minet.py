"""minet and twitwi CSV of tweets.

Read in medialab/twitwi fcf9122: the 64 columns and their order; that `timestamp_utc` is unix seconds and
`local_time` the clock of the machine; that a retweet's text is `RT @name: ` and the whole original, its
retweet count the original's; that a quoted text is put into the text between « and »; lists parted by `|`;
booleans as 1 and 0; what is missing is an empty cell. Read in medialab/minet 01173d2: a query file's own
columns stand before these.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.importing.layouts.foreign.made import links_to, snow, zulu
from tests.importing.layouts.made import SELF, Read, cells, read_or_refused, t, table, u, unix

HEAD = (
    "id,timestamp_utc,local_time,user_screen_name,text,possibly_sensitive,retweet_count,like_count,"
    "reply_count,"
    "impression_count,lang,to_username,to_userid,to_tweetid,source_name,source_url,user_location,lat,"
    "lng,user_id,"
    "user_name,user_verified,user_verified_type,user_is_blue_verified,user_description,user_url,user_image,"
    "user_tweets,user_followers,user_friends,user_likes,user_lists,user_created_at,user_timestamp_utc,"
    "collected_via,"
    "match_query,retweeted_id,retweeted_user,retweeted_user_id,retweeted_timestamp_utc,quoted_id,quoted_user,"
    "quoted_user_id,quoted_timestamp_utc,collection_time,url,place_country_code,place_name,place_type,"
    "place_coordinates,links,domains,media_urls,media_files,media_types,media_alt_texts,mentioned_names,"
    "mentioned_ids,hashtags"
)
WORDS = "mint grows quickly when nobody looks"
URL = f"https://twitter.com/fiction_0/status/{snow(0)}"


def row(k: int, text: str, **more: Any) -> dict[str, Any]:
    return {
        "id": snow(k),
        "timestamp_utc": unix(k),
        "local_time": (t(k) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S"),
        "user_screen_name": f"fiction_{k}",
        "text": text,
        "possibly_sensitive": 0,
        "retweet_count": 10 + k,
        "like_count": 30 + k,
        "reply_count": 20 + k,
        "impression_count": "",
        "lang": "en",
        "source_name": "Invented for Phone",
        "source_url": "http://app.example.invalid",
        "user_id": u(k),
        "user_name": f"Fiction {k}",
        "user_verified": int(k == 0),
        "user_tweets": 40,
        "user_followers": 120 + k,
        "user_friends": 7,
        "user_created_at": "2015-01-02T03:04:05",
        "user_timestamp_utc": 1_420_167_845,
        "collected_via": "search",
        "match_query": 1,
        "collection_time": zulu(0, "%Y-%m-%dT20:00:00.123456"),
        "url": f"https://twitter.com/fiction_{k}/status/{snow(k)}",
    } | more


RETWEETED = {
    "retweeted_id": snow(0),
    "retweeted_user": "fiction_0",
    "retweeted_user_id": u(0),
    "retweet_count": 10,
}
QUOTED = {
    "quoted_id": snow(0),
    "quoted_user": "fiction_0",
    "quoted_user_id": u(0),
    "quoted_timestamp_utc": unix(0),
}
ANSWERS = {"to_username": "fiction_0", "to_userid": u(0), "to_tweetid": snow(0)}
ROWS = [
    row(0, WORDS, collected_via="retweet|quote",
        links="https://example.invalid/a,b|https://example.invalid/c", hashtags="mint|ate"),
    row(1, f"RT @fiction_0: {WORDS}", **RETWEETED),
    row(2, f"look at « fiction_0: {WORDS} — {URL.lower()} »", **QUOTED),
    row(3, "@fiction_0 really", **ANSWERS),
]  # fmt: skip


def check(done: Read) -> None:
    done.every(platform="x", prec=("s", "ms"), at_conflict=(False, None))
    done.are(
        {
            snow(0): {
                "kind": "post",
                "root": SELF,
                "parent": None,
                "own": WORDS,
                "reposts": 10,
                "views": None,
            },
            snow(1): {"kind": "repost", "root": snow(0), "parent": None, "own": None},
            snow(2): {"kind": "quote", "says": "look at", "likes": 32, "client": "Invented for Phone"},
            snow(3): {"kind": "comment", "parent": snow(0), "says": "really", "comments": 23},
        }
    )
    done.are(
        {snow(k): {"at": t(k), "account": u(k), "name": (f"fiction_{k}", f"Fiction {k}")} for k in range(4)}
    )
    links_to(done, snow(2), snow(0))


def test_every_row_is_an_act(tmp_path: Path) -> None:
    check(Read(tmp_path, {"tweets.csv": table(HEAD, cells(HEAD, ROWS), "utf-8", "\n")}).gave(4))


def test_the_quoted_words_are_not_the_quoters(tmp_path: Path) -> None:
    done = Read(tmp_path, {"tweets.csv": table(HEAD, cells(HEAD, ROWS[2:]), "utf-8", "\n")}).gave(2)
    done.never(own=[WORDS])
    assert (done.event(snow(2))["own_text"] or "").strip() == "look at"


def test_the_columns_of_a_query_file_stand_before(tmp_path: Path) -> None:
    rows = [["薄荷", *cell] for cell in cells(HEAD, ROWS)]
    check(Read(tmp_path, {"a.csv": table("query," + HEAD, rows, "utf-8", "\n")}).gave(4))


def test_of_two_columns_called_id_the_tweets_is_taken(tmp_path: Path) -> None:
    rows = [[k, "薄荷", *cell] for k, cell in enumerate(cells(HEAD, ROWS), 1)]
    done = Read(tmp_path, {"a.csv": table("id,query," + HEAD, rows, "utf-8", "\n")}).gave(4)
    check(done)
    done.never(ids=["1", "2", "3", "4"])


def test_of_any_columns_of_one_name_the_tools_own_is_taken(tmp_path: Path) -> None:
    asked = {
        "text": "薄荷",
        "user_id": "77",
        "url": "https://example.invalid/q",
        "retweeted_id": snow(9),
        "lang": "zh",
    }
    rows = [[*asked.values(), *cell] for cell in cells(HEAD, ROWS)]
    done = Read(tmp_path, {"a.csv": table(",".join(asked) + "," + HEAD, rows, "utf-8", "\n")}).gave(4)
    check(done)
    done.never(ids=[snow(9)], accounts=["77"])


def test_words_behind_the_quoted_ones_are_the_quoters(tmp_path: Path) -> None:
    said = f"see « fiction_0: {WORDS} — {URL} » and « this »"
    done = Read(
        tmp_path, {"a.csv": table(HEAD, cells(HEAD, [row(2, said, **QUOTED), ROWS[3]]), "utf-8", "\n")}
    )
    done.are({snow(2): {"own": "see and « this »", "text": said}})


def test_profiles_are_kept(tmp_path: Path) -> None:
    done = Read(tmp_path, {"a.csv": table(HEAD, cells(HEAD, ROWS), "utf-8", "\n")})
    found = done.accounts.filter(account_id=f"x:{u(2)}").row(0, named=True)
    assert (found["followers_n"], found["following_n"], found["posts_n"]) == (122, 7, 40)
    assert done.accounts.filter(account_id=f"x:{u(0)}")["verified"].to_list() == [True]


def test_an_id_that_a_spreadsheet_rounded_is_read_from_the_address(tmp_path: Path) -> None:
    rounded = {"id": "1.92463E+18"}
    rows = [{**ROWS[0], **rounded}, {**ROWS[3], **rounded, "to_tweetid": "1.92463E+18"}]
    done = read_or_refused(tmp_path, {"a.csv": table(HEAD, cells(HEAD, rows), "utf-8-sig")})
    if done is not None:
        done.gave(2).are({snow(0): {"account": u(0), "at": t(0)}, snow(3): {"account": u(3), "parent": None}})
