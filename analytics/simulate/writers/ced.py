"""CED research layout: a JSON list of reposts a root with true parents, the root in a file of the same
name."""

import hashlib
from pathlib import Path
from typing import Any

import polars as pl

from analytics.simulate.displayed_values import clock
from analytics.simulate.ids import bids_of
from analytics.simulate.write_files import write_json
from analytics.simulate.writer import View, Writer


def _hashed(uid: int) -> str:
    return "u" + hashlib.sha256(str(uid).encode()).hexdigest()[:11]


def _original(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "multi_type": "none",
        "text": row["text"],
        "has_url": False,
        "comments": row["comments_n"],
        "pics": 0,
        "user": {
            "verified": row["verified_type"] >= 0,
            "description": bool(row["description"]),
            "gender": row["gender"],
            "messages": row["posts_n"],
            "followers": row["followers_n"],
            "location": row["location"],
            "time": row["registered_s"],
            "friends": row["following_n"],
            "verified_type": row["verified_type"],
        },
        "source": row["client"] or "",
        "likes": row["likes_n"],
        "time": row["at_s"],
        "reposts": row["reposts_n"],
    }


def write(view: View, target: Path) -> list[Path]:
    """`rumor-repost/<k>_<bid>_<uid>.json` and `original-microblog/` of the same name below `target`."""
    frames = list(view.chunks)
    if not frames:
        return []
    everything = pl.concat(frames).with_columns(clock(pl.col("at_s")).alias("date"))
    parent = pl.select(
        pl.when(everything["parent_mid"].is_not_null()).then(
            bids_of(everything["parent_mid"].fill_null(0).to_numpy())
        )
    ).to_series()
    everything = everything.with_columns(parent.alias("parent"))
    files: list[Path] = []
    for k, root in enumerate(view.roots.rows(named=True), 1):
        rows = everything.filter(pl.col("root_mid") == root["mid"]).rows(named=True)
        kids: dict[str, list[str]] = {}
        for row in rows:
            kids.setdefault(row["parent"] or "", []).append(row["bid"])
        reposts = [
            {
                "kids": kids.get(row["bid"], []),
                "uid": _hashed(row["uid"]),
                "parent": row["parent"] or "",
                "text": row["text"],
                "mid": row["bid"],
                "date": row["date"],
            }
            for row in rows
        ]
        name = f"{k}_{root['bid']}_{_hashed(root['uid'])}.json"
        files.append(write_json(target / "rumor-repost" / name, reposts))
        files.append(write_json(target / "original-microblog" / name, _original(root)))
    return files


WRITER = Writer("ced", "Chinese Rumor Dataset (CED), thunlp", frozenset({"repost"}), write)
