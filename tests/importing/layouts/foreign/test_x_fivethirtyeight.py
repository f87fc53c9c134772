"""FiveThirtyEight's CSV of tweets that Social Studio had collected.

Read in the maker's repository at 7edb01b (the columns and their meaning) and in rows of its first file kept
in a public repository: no byte order mark; `external_author_id` is rounded to three digits and zeros, while
`alt_external_id` is whole; `M/D/YYYY H:MM` without leading zeros; a retweet has `RETWEET`, 1 and the
original's text without `RT @`; its `tco1_step1` may name the original, which is a link and no root.
Recalled: times are UTC (the ids say so too), `QUOTE_TWEET`, and that the first release had no `tweet_id`.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.importing.layouts.foreign.made import snow, snow_at
from tests.importing.layouts.made import SELF, Read, cells, read_or_refused, t, table

HEAD = (
    "external_author_id,author,content,region,language,publish_date,harvested_date,following,followers,"
    "updates,"
    "post_type,account_type,retweet,account_category,new_june_2018,alt_external_id,tweet_id,article_url,"
    "tco1_step1,"
    "tco2_step1,tco3_step1"
)
PREC = ("min", "s", "ms")


def who(k: int) -> str:
    return str(905_000_000_000_000_000 + 111_111_111 * (k + 1))


def us(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment:%M}"


def row(k: int, text: str, kind: str = "", by: int | None = None, **more: Any) -> dict[str, Any]:
    account = who(k if by is None else by)
    return {
        "external_author_id": "905000000000000000",
        "author": f"FICTION_{k if by is None else by}",
        "content": text,
        "region": "Unknown",
        "language": "English",
        "publish_date": us(t(k)),
        "harvested_date": us(t(k + 1)),
        "following": 1052,
        "followers": 9636 + k,
        "updates": 253,
        "post_type": kind,
        "account_type": "Invented",
        "retweet": int(kind == "RETWEET"),
        "account_category": "InventedCategory",
        "new_june_2018": 0,
        "alt_external_id": account,
        "tweet_id": snow(k),
        "article_url": f"http://twitter.com/{account}/statuses/{snow(k)}",
    } | more


ROWS = [
    row(0, "mint grows https://t.co/i0", tco1_step1="https://example.invalid/a,b"),
    row(1, "what another wrote", "RETWEET", tco1_step1=f"https://twitter.com/other/status/{snow(9)}/video/1"),
    row(2, 'he said "look", did he', "QUOTE_TWEET"),
    row(3, "'mint", by=1),
]


def read(folder: Path, rows: list[dict[str, Any]]) -> Read:
    return Read(folder, {"tweets_1.csv": table(HEAD, cells(HEAD, rows), "utf-8", "\n")})


def test_every_row_is_an_act(tmp_path: Path) -> None:
    done = read(tmp_path, ROWS).gave(4).every(platform="x", prec=PREC, parent=None, region=None)
    done.are(
        {
            snow(0): {
                "kind": "post",
                "root": SELF,
                "account": who(0),
                "name": "FICTION_0",
                "says": "mint grows",
            },
            snow(1): {"kind": "repost", "root": None, "own": None, "account": who(1)},
            snow(2): {"kind": "quote", "root": None, "own": 'he said "look", did he'},
            snow(3): {"kind": "post", "account": who(1), "name": "FICTION_1"},
        }
    )
    done.are({snow(k): {"at": t(k), "at_conflict": (False, None)} for k in range(4)})
    done.never(accounts=["905000000000000000"])


def test_a_rounded_account_id_without_the_whole_one_is_nobodys(tmp_path: Path) -> None:
    done = read(tmp_path, [{**one, "alt_external_id": "", "article_url": ""} for one in ROWS]).gave(4)
    done.every(account=None)


def test_a_day_that_could_be_a_month_is_read_month_first(tmp_path: Path) -> None:
    moments = [datetime(2017, 5, 6, 4, 7, tzinfo=UTC), datetime(2017, 10, 1, 2, 13, tzinfo=UTC)]
    rows = [
        row(k, f"words {k}")
        | {"tweet_id": snow_at(at, k), "publish_date": us(at)}
        | {"article_url": f"http://twitter.com/{who(k)}/statuses/{snow_at(at, k)}"}
        for k, at in enumerate(moments)
    ]
    done = read(tmp_path, rows).gave(2)
    done.rows_are(
        "text", {f"words {k}": {"at": at, "at_conflict": (False, None)} for k, at in enumerate(moments)}
    )


def test_the_first_release_has_no_ids_of_tweets(tmp_path: Path) -> None:
    head = HEAD.split(",alt_external_id", maxsplit=1)[0]
    content = table(head, cells(head, ROWS), "utf-8", "\n")
    done = read_or_refused(tmp_path, {"tweets.csv": content})
    if done is not None:
        done.gave(4).every(account=None, at_conflict=(False, None)).never(ids=["905000000000000000"])
        done.rows_are("text", {"what another wrote": {"kind": "repost", "own": None, "at": t(1)}})
