"""Instagram's own items, a line or an array of them, without an envelope.

Read in digitalmethodsinitiative/4cat 227bead (search_instagram.py) for the item lists of the site: `code`,
`taken_at`, `caption` an object or null, `user`, `owner`. Recalled: `pk` as text or as a number, `id` as
`<post>_<account>`, and that `like_count` is -1 or absent where the owner hides it.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import Read, document, lines, read_or_refused, t, unix


def item(k: int, **more: Any) -> dict[str, Any]:
    number = 3_600_000_000_000_000_000 + k  # Above 2^53.
    who = {
        "pk": int(f"5500{k}"),
        "username": f"fiction_{k}",
        "full_name": f"Fiction {k}",
        "is_verified": False,
    }
    row = {
        "pk": number,
        "id": f"{number}_5500{k}",
        "code": f"DInVeNt{k}",
        "taken_at": unix(k),
        "media_type": 1,
    }
    shown = {"like_count": 30 + k, "comment_count": 20 + k}
    return {**row, "caption": {"text": f"words {k}", "pk": 1800}, "user": who, **shown, **more}


@pytest.mark.parametrize("form", [lines, document])
def test_items(tmp_path: Path, form: Any) -> None:
    done = Read(tmp_path, {"items.json": form([item(k) for k in (0, 1)])}).gave(2)
    done.every(platform="instagram", kind="post", parent=None, prec="s")
    for k in (0, 1):
        shown = {"likes": 30 + k, "comments": 20 + k, "name": (f"fiction_{k}", f"Fiction {k}")}
        done.are({f"DInVeNt{k}": {"at": t(k), "own": f"words {k}", "account": f"5500{k}", **shown}})


@pytest.mark.parametrize("hidden", [{"like_count": -1}, {"like_count": None}])
def test_hidden_likes_and_no_words_are_unknown(tmp_path: Path, hidden: dict[str, Any]) -> None:
    done = Read(tmp_path, {"items.jsonl": lines([item(0, caption=None, **hidden), item(1)])}).gave(2)
    done.are({"DInVeNt0": {"likes": None, "text": None, "own": None, "at": t(0)}})


def test_an_item_of_threads_is_none_of_instagram(tmp_path: Path) -> None:
    rows = [item(k, text_post_app_info={"direct_reply_count": 1}) for k in (0, 1)]
    assert read_or_refused(tmp_path, {"items.jsonl": lines(rows)}) is None
