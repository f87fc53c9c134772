"""Meta Content Library: posts as CSV with dotted columns, and as JSON.

Read in fabiogiglietto/csds-preprocessor 5aa1caf (types of a row: names, which are numbers, which may be
null). In the maker's documentation: ids are of the library and not of the platform, `surface` is where a
post stands and `post_owner` who wrote it, `statistics.views_date_last_refreshed` says of when the views
are. Recalled: the form of `creation_time`, and that `shared_post_id` is written as 123.0 where the column
has gaps.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.foreign.made import zulu
from tests.importing.layouts.made import SELF, Hashed, Read, cells, document, t, table

HEAD = (
    "activities,content_type,creation_time,id,is_branded_content,lang,link_attachment.caption,"
    "link_attachment.description,link_attachment.link,link_attachment.name,match_type,mcl_url,"
    "modified_time,multimedia,"
    "post_owner.type,post_owner.id,post_owner.name,post_owner.username,shared_post_id,statistics.angry_count,"
    "statistics.care_count,statistics.comment_count,statistics.haha_count,statistics.like_count,"
    "statistics.love_count,"
    "statistics.reaction_count,statistics.sad_count,statistics.share_count,statistics.views,"
    "statistics.views_date_last_refreshed,statistics.wow_count,surface.type,surface.id,"
    "surface.name,surface.username,text"
)
ISO = "%Y-%m-%dT%H:%M:%S+00:00"


def own(k: int) -> str:
    return str(1_100_000_000_000_001 + k)


def owner(k: int) -> str:
    return str(2_200_000_000_000_001 + k)


def whose(k: int) -> tuple[str, ...]:
    """An id of the library stands in a space of its own, be it as a space or as a prefix."""
    return (Hashed(owner(k)), f"mcl/{owner(k)}")


def row(k: int, text: str, form: str = ISO, **more: Any) -> dict[str, Any]:
    return {
        "content_type": "post", "creation_time": zulu(k, form), "id": own(k), "is_branded_content": False,
        "lang": "en",
        "link_attachment.link": "https://example.invalid/a,b",
        "mcl_url": f"https://www.facebook.com/transparency-tools/cl/{own(k)}",
        "modified_time": zulu(k, form), "multimedia": "[]", "post_owner.type": "user",
        "post_owner.id": owner(k),
        "post_owner.name": f"Fiction {k}", "post_owner.username": f"fiction.{k}",
        "statistics.comment_count": 20 + k,
        "statistics.like_count": 30 + k, "statistics.reaction_count": 90 + k,
        "statistics.share_count": 10 + k,
        "statistics.views": 5000 + k, "statistics.views_date_last_refreshed": "2025-05-30",
        "surface.type": "group",
        "surface.id": "3300000000000009", "surface.name": "Invented group", "text": text,
    } | more  # fmt: skip


ROWS = [
    row(0, "mint grows"),
    row(1, "look", shared_post_id=f"{own(0)}.0"),
    row(2, "", shared_post_id=f"{own(7)}.0"),
]


def check(done: Read) -> None:
    done.every(platform="facebook", prec=("s", "ms"), region=None, parent=None)
    done.are(
        {
            own(0): {"kind": "post", "root": SELF, "own": "mint grows"},
            own(1): {"kind": "repost", "root": own(0), "own": "look"},
            own(2): {"kind": "repost", "root": own(7), "own": None},
        }
    )
    for k in (0, 1, 2):
        shown = {"comments": 20 + k, "views": 5000 + k, "shares|reposts": 10 + k}
        done.are(
            {own(k): {"at": t(k), "account": whose(k), "name": (f"Fiction {k}", f"fiction.{k}"), **shown}}
        )
    done.never(accounts=["3300000000000009"])


@pytest.mark.parametrize(
    "form", [ISO, "%Y-%m-%dT%H:%M:%S+0000", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.000Z"]
)
def test_a_table(tmp_path: Path, form: str) -> None:
    rows = [
        {**one, "creation_time": zulu(k, form), "modified_time": zulu(k, form)} for k, one in enumerate(ROWS)
    ]
    check(Read(tmp_path, {"mcl.csv": table(HEAD, cells(HEAD, rows), "utf-8", "\n")}).gave(3))


def nested(one: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in one.items():
        place, _, inner = key.partition(".")
        if inner:
            out.setdefault(place, {})[inner] = value
        else:
            out[place] = value
    shared = out.pop("shared_post_id", None)
    return out | {"id": int(out["id"]), "shared_post_id": int(float(shared)) if shared else None}


def test_the_same_posts_as_json(tmp_path: Path) -> None:
    check(Read(tmp_path, {"mcl.json": document([nested(one) for one in ROWS])}).gave(3))


def test_an_id_of_the_library_is_none_of_the_platform(tmp_path: Path) -> None:
    done = Read(tmp_path, {"mcl.csv": table(HEAD, cells(HEAD, ROWS), "utf-8", "\n")})
    assert done.event(own(0))["event_id"] != f"facebook:{own(0)}"
    assert f"facebook:{owner(0)}" not in done.events["account_id"].to_list()


def test_views_are_of_the_day_when_they_were_refreshed(tmp_path: Path) -> None:
    done = Read(tmp_path, {"mcl.csv": table(HEAD, cells(HEAD, ROWS), "utf-8", "\n")})
    seen = done.counters.filter(event_id=done.event(own(0))["event_id"], counter="views")[
        "captured_at"
    ].to_list()
    assert [at.strftime("%Y-%m-%d") for at in seen] == ["2025-05-30"]


def test_posts_of_one_group_are_their_writers(tmp_path: Path) -> None:
    done = Read(tmp_path, {"mcl.csv": table(HEAD, cells(HEAD, ROWS), "utf-8", "\n")})
    done.authors(3)
