"""A share of a class of words from texts that two people coded: when there is one, and which."""

from typing import Any

import polars as pl
import pytest

from tests.law.made import TARGET, information, law_rows, params, record, sampled

LACKING = {
    f"articles.{why}" for why in ("not_coded", "one_coder", "few_coded", "coders_disagree", "no_design")
}


def test_a_share_needs_fifty_texts_that_two_people_coded_alike() -> None:
    (row,) = [r for r in law_rows("A12-2", sampled(60), toml=TARGET) if r["note_code"] == "alleged.share"]
    assert (row["status"], row["value"], params(row)["a"]) == ("measured", 0.5, 1.0)
    assert (row["lower"], row["upper"]) == pytest.approx((0.3774, 0.6226), abs=5e-5)  # Wilson, 30 of 60.
    assert (params(row)["lower"], params(row)["upper"]) == (22, 38)  # Of 60: 22.6 down, 37.4 up.

    def note(table: dict[str, Any]) -> str:
        return next(
            r["note_code"] for r in law_rows("A12-2", table, toml=TARGET) if r["note_code"] in LACKING
        )

    assert note(sampled(49)) == "articles.few_coded"
    assert note(sampled(60, agree=False)) == "articles.coders_disagree"
    one = sampled(60)
    assert note({**one, "labels": one["labels"].filter(author="甲")}) == "articles.one_coder"
    assert (
        note({**one, "labels": one["labels"].with_columns(note=pl.lit(None, pl.String))})
        == "articles.no_design"
    )


def test_a_number_goes_no_further_than_the_comments_that_the_sample_stands_for() -> None:
    """Sixty coded of weight 1 among a hundred comments, and ten reposts with words: of 60, 22 to 38."""
    coded = sampled(60)
    more = [record(f"weibo:m{k}", kind="comment", side="unread") for k in range(40)]
    more += [record(f"weibo:w{k}", side="unread") for k in range(10)]
    wider = information(*coded["alleged_events"].to_dicts(), *more)
    one = coded["labels"].with_columns(note=pl.lit("sample:weight=1"))
    (row,) = [
        r
        for r in law_rows("A12-2", {**wider, "labels": one}, toml=TARGET)
        if r["note_code"] == "alleged.share"
    ]
    assert [params(row)[k] for k in ("of", "lower", "upper")] == [60, 22, 38]
