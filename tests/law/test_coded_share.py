"""A share of a class of words from texts that two people coded: when there is one, and which."""

from typing import Any

import polars as pl
import pytest

from tests.law.made import TARGET, law_rows, params, sampled


def test_a_share_needs_fifty_texts_that_two_people_coded_alike() -> None:
    (row,) = [
        r for r in law_rows("A12-2", sampled(60), toml=TARGET) if r["note_code"].startswith("alleged.share")
    ]
    assert (row["status"], row["value"], params(row)["alpha"]) == ("measured", 0.5, 1.0)
    assert (row["lower"], row["upper"]) == pytest.approx((0.3774, 0.6226), abs=5e-5)  # Wilson, 30 of 60.
    assert (params(row)["lower"], params(row)["upper"]) == (23, 37)  # Of the 60 texts under the post.

    def note(table: dict[str, Any]) -> str:
        return next(
            r["note_code"] for r in law_rows("A12-2", table, toml=TARGET) if "share" in r["note_code"]
        )

    assert note(sampled(49)) == "alleged.share_few"
    assert note(sampled(60, agree=False)) == "alleged.share_low"
    one = sampled(60)
    assert note({**one, "labels": one["labels"].filter(author="甲")}) == "alleged.share_one_coder"
    assert (
        note({**one, "labels": one["labels"].with_columns(note=pl.lit(None, pl.String))})
        == "alleged.share_no_sample"
    )
