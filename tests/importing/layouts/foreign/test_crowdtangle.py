"""CrowdTangle CSV: posts of pages, of groups and of Instagram accounts.

Read in 4CAT 227bead (import_formats.py): the columns that are relied on, `Group Name` in place of `Page
Name`, the zone as a last word of `Post Created`, `N/A` for no length, commas in `Total Interactions`, the
name of the column of scores, Instagram's columns and that its id is the last part of `URL`. The tool's
service ended in 2024; in the maker's documentation: times are in the zone of the account that exported.
Recalled: the order of columns, commas in other counts, a byte order mark in some exports, the three forms
of an address.
"""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.importing.layouts.made import SELF, Read, cells, read_or_refused, t, table

SCORE = (
    "Overperforming Score (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x Sad 1x "
    "Angry 1x Care 1x )"
)
PAGES = (
    "Page Name,User Name,Facebook Id,Page Category,Page Admin Top Country,Page Description,Page Created,"
    "Likes at Posting,Followers at Posting,Post Created,Post Created Date,Post Created Time,Type,"
    "Total Interactions,Likes,"
    "Comments,Shares,Love,Wow,Haha,Sad,Angry,Care,Video Share Status,Is Video Owner?,Post Views,Total Views,"
    "Total Views For All Crossposts,Video Length,URL,Message,Link,Final Link,Image Text,Link Text,"
    "Description,Sponsor Id,"
    f"Sponsor Name,Sponsor Category,{SCORE}"
)
GROUPS = PAGES.replace("Page Name", "Group Name")
INSTAGRAM = (
    "Account,User Name,Followers at Posting,Post Created,Post Created Date,Post Created Time,Type,"
    "Total Interactions,Likes,"
    "Comments,Views,URL,Link,Photo,Title,Description,Image Text,Sponsor Id,Sponsor Name,Overperforming Score"
)
ZONE = {"timezone": "America/New_York"}
PAGE = "100000000000001"


def local(k: int) -> str:
    return t(k).astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%d %H:%M:%S")


def number(k: int) -> str:
    return f"55000000000000{k}"


URLS = {
    0: f"https://www.facebook.com/{PAGE}/posts/{number(0)}",
    1: f"https://www.facebook.com/permalink.php?story_fbid={number(1)}&id={PAGE}",
    2: f"https://www.facebook.com/groups/{PAGE}/permalink/{number(2)}",
}


def row(k: int, **more: Any) -> dict[str, Any]:
    return {
        "Page Name": "Invented page", "Group Name": "Invented group", "User Name": "inventedpage",
        "Facebook Id": PAGE,
        "Page Category": "HERBS", "Page Admin Top Country": "NL", "Page Created": "2015-01-02 03:04:05",
        "Likes at Posting": "12345", "Followers at Posting": "23456", "Post Created": f"{local(k)} EDT",
        "Post Created Date": local(k)[:10], "Post Created Time": local(k)[11:], "Type": "Link",
        "Total Interactions": "1,234", "Likes": f"1,03{k}", "Comments": 20 + k, "Shares": 10 + k, "Love": 1,
        "Wow": 0,
        "Post Views": 0, "Total Views": 0, "Video Length": "N/A", "URL": URLS[k], "Message": f"words {k}",
        "Link": "https://short.invalid/a", "Final Link": "https://example.invalid/a,b", SCORE: "-1.5",
    } | more  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("head", [PAGES, GROUPS], ids=["pages", "groups"])
def test_posts_of_pages_and_groups(tmp_path: Path, head: str, encoding: str) -> None:
    content = table(head, cells(head, [row(k) for k in URLS]), encoding, "\n")
    done = Read(tmp_path, {"report.csv": content}, **ZONE).gave(3)
    done.every(platform="facebook", kind="post", root=SELF, parent=None, prec="s", region=None)
    for k in URLS:
        shown = {"likes": 1030 + k, "comments": 20 + k, "shares|reposts": 10 + k}
        done.are({number(k): {"at": t(k), "own": f"words {k}", **shown}})
        assert done.event(number(k))["urls"][-1:] == ["https://example.invalid/a,b"]
    if head is PAGES:
        done.every(account=PAGE, name=("Invented page", "inventedpage"))
    done.never(ids=[PAGE])


def test_without_a_zone_the_hour_is_unknown(tmp_path: Path) -> None:
    done = read_or_refused(
        tmp_path, {"report.csv": table(PAGES, cells(PAGES, [row(0), row(1)]), "utf-8", "\n")}
    )
    if done is not None:
        done.gave(2).every(at=None)


def test_a_link_stands_in_where_the_final_one_is_missing(tmp_path: Path) -> None:
    rows = [row(0, **{"Final Link": ""}), row(1, **{"Final Link": "", "Link": ""})]
    done = Read(tmp_path, {"report.csv": table(PAGES, cells(PAGES, rows), "utf-8", "\n")}, **ZONE).gave(2)
    assert done.event(number(0))["urls"] == ["https://short.invalid/a"]
    assert not done.event(number(1))["urls"]


def test_two_exports_overlap_and_all_their_counters_are_kept(tmp_path: Path) -> None:
    files = {
        name: table(PAGES, cells(PAGES, [row(0, Likes=likes), row(1)]), "utf-8", "\n")
        for name, likes in (("a.csv", "1,030"), ("b.csv", "1,500"))
    }
    done = Read(tmp_path, files, **ZONE).gave(2, duplicates=2)
    shown = done.counters.filter(event_id=done.event(number(0))["event_id"], counter="likes")
    assert sorted(shown["value"]) == [1030, 1500]


def test_posts_of_instagram(tmp_path: Path) -> None:
    rows = [
        {"Account": "Invented account", "User Name": "invented.account", "Followers at Posting": 120,
            "Post Created": f"{local(k)} EDT",
         "Post Created Date": local(k)[:10], "Post Created Time": local(k)[11:], "Type": "Photo",
         "Total Interactions": "1,234",
         "Likes": f"1,03{k}", "Comments": 20 + k, "Views": 0,
         "URL": f"https://www.instagram.com/p/InVeNtEd00{k}/",
         "Link": f"https://www.instagram.com/p/InVeNtEd00{k}/", "Photo": "https://example.invalid/1.jpg",
         "Description": f"words {k}"}
        for k in (0, 1)
    ]  # fmt: skip
    done = Read(tmp_path, {"ig.csv": table(INSTAGRAM, cells(INSTAGRAM, rows), "utf-8", "\n")}, **ZONE).gave(2)
    done.every(platform="instagram", kind="post", parent=None, account=(None, "invented.account"), prec="s")
    for k in (0, 1):
        done.are({f"InVeNtEd00{k}": {"at": t(k), "own": f"words {k}", "likes": 1030 + k, "comments": 20 + k}})
