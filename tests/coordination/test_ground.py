"""Disclosed common ground: who bears the name of what they pass on."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from analytics.coordination.groups.affiliation import Affiliation, affiliation, named_share, verified_share
from analytics.coordination.groups.case_arrays import CaseArrays, case_arrays
from analytics.model.tables import ACCOUNTS, PLACED_EVENTS

START = datetime(2025, 3, 1, tzinfo=UTC)
FANS = ["林栀栀的小行星1", "林栀栀的饭团2", "爱林栀栀3", "晚风", "长街"]
OTHERS = [f"路人{chr(0x4E00 + i)}{chr(0x5200 + i)}" for i in range(60)]
SUBJECT = ["林栀栀新歌上线", "林栀栀今晚直播", "林栀栀的封面", *(f"第{i}件别的事情" for i in range(40))]


def scene(
    names: list[str], posts: list[str], reasons: list[str | None] | None = None
) -> tuple[CaseArrays, Affiliation]:
    """Every account reposts every post; account a<i> bears names[i], post p<i> says posts[i]."""
    rows = [
        {
            "event_id": f"p{i}",
            "kind": "post",
            "account_id": f"author{i}",
            "text": text,
            "own_text": text,
            "root_id": f"p{i}",
            "at": START,
        }
        for i, text in enumerate(posts)
    ]
    rows += [
        {
            "event_id": f"r{i}-{k}",
            "kind": "repost",
            "account_id": f"a{k:03}",
            "root_id": f"p{i}",
            "at": START + timedelta(seconds=60 + k),
        }
        for i in range(len(posts))
        for k in range(len(names))
    ]
    shared = {
        "platform": "weibo",
        "at_precision": "s",
        "source_sha256": "0" * 64,
        "source_row": 0,
        "source_path": "",
    }
    events = PLACED_EVENTS.fit(pl.DataFrame(rows).with_columns(**{k: pl.lit(v) for k, v in shared.items()}))
    accounts = ACCOUNTS.fit(
        pl.DataFrame(
            {
                "account_id": [f"a{k:03}" for k in range(len(names))],
                "name": names,
                "verified_reason": pl.Series(reasons or [None] * len(names), dtype=pl.String),
            }
        ).with_columns(
            platform=pl.lit("weibo"),
            verified=pl.col("verified_reason").is_not_null(),
            is_hashed=pl.lit(False),
            source_sha256=pl.lit("0" * 64),
            source_row=pl.lit(0),
            source_path=pl.lit(""),
        )
    )
    acts = case_arrays(events)
    return acts, affiliation(acts, events, accounts)


def codes(acts: CaseArrays, posts: list[int]) -> np.ndarray:
    return np.array(sorted(acts.object_ids.to_list().index(f"p{i}") for i in posts), np.int64)


def test_three_of_five_bear_the_name_of_what_the_posts_are_about() -> None:
    acts, ground = scene(FANS + OTHERS, SUBJECT)
    assert named_share(ground, np.arange(5), codes(acts, [0, 1, 2])) == 3 / 5


def test_the_same_names_say_nothing_on_posts_about_something_else() -> None:
    acts, ground = scene(FANS + OTHERS, SUBJECT)
    assert named_share(ground, np.arange(5), codes(acts, [10, 11, 12])) == 0


def test_a_name_that_everybody_bears_says_nothing() -> None:
    acts, ground = scene(FANS + [f"林栀栀{name}" for name in OTHERS], SUBJECT)
    assert named_share(ground, np.arange(5), codes(acts, [0, 1, 2])) == 0


def test_names_given_by_the_platform_say_nothing() -> None:
    acts, ground = scene(
        [f"用户{i}88123456" for i in range(5)] + OTHERS, [f"用户须知第{i}条" for i in range(3)] + SUBJECT[3:]
    )
    assert named_share(ground, np.arange(5), codes(acts, [0, 1, 2])) == 0


def test_stated_reasons_count_like_names() -> None:
    acts, ground = scene(
        ["甲", "乙", "丙", "丁", *OTHERS],
        ["云桥科技新品", "云桥科技周年", *SUBJECT[3:]],
        ["云桥科技员工", "云桥科技员工", "云桥科技工程师", None] + [None] * len(OTHERS),
    )
    members = np.arange(4)
    assert named_share(ground, members, codes(acts, [0, 1])) == 3 / 4
    assert verified_share(ground, members) == 3 / 4


def test_a_mark_counts_where_it_is_far_more_usual_or_stands_on_half_of_the_posts() -> None:
    """林栀 is borne by 3 of 5 members and by none of 60 others: 10 (1/61)^3 = 0.00004, so its posts decide.

    On 2 of 5 target posts (0.4, less than half) and 1 of 38 others: usual is (1 + 1) / (38 + 1) = 0.051, and 0.4 is
    more than 5 times that. On all posts of the case: never more usual, but on more than half of the target posts.
    """
    acts, ground = scene(FANS + OTHERS, SUBJECT)
    assert named_share(ground, np.arange(5), codes(acts, [0, 1, 10, 11, 12])) == 3 / 5
    acts, ground = scene(FANS + OTHERS, [f"林栀栀的第{i}首歌" for i in range(10)])
    assert named_share(ground, np.arange(5), codes(acts, [0, 1, 2])) == 3 / 5


def test_who_is_verified_without_a_stated_reason_says_nothing() -> None:
    """Of three accounts one has a badge and states what for, one a badge with an empty reason, one no badge: 1 of 3."""
    _, ground = scene(["甲", "乙", "丙"], SUBJECT[:3], ["云桥科技员工", "", None])
    assert verified_share(ground, np.arange(3)) == 1 / 3


def test_nothing_to_look_at_is_no_ground() -> None:
    acts, ground = scene(FANS, SUBJECT[:3])
    assert named_share(ground, np.empty(0, np.int64), codes(acts, [0])) == 0
    assert named_share(ground, np.arange(5), np.empty(0, np.int64)) == 0
    assert verified_share(ground, np.empty(0, np.int64)) == 0
