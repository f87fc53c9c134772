"""One account shown several times: the newest count, and the exact one where a later one is only its rounding."""

import csv
from pathlib import Path

import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds

MAP = """platform = "xhs"
kind = "post"
timezone = "Asia/Shanghai"

[columns]
id = "id"
account_id = "uid"
at = "at"
text = "text"
followers = "followers"
"""


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (["86400", "8.6万"], 86_400),
        (["86400", "8.6万", "8.6万"], 86_400),
        (["8.6万", "86400"], 86_400),
        (["86400", "9.1万"], 91_000),  # No rounding of 86,400: the number grew.
        (["86400", "120000", "8.6万"], 86_000),  # The exact number before it was another.
        (["86400", "90000"], 90_000),
        (["1234567", "100万+"], 1_234_567),
        (["86400", ""], 86_400),
    ],
)
def test_a_rounded_count_leaves_the_exact_one_that_it_may_stand_for(
    tmp_path: Path, shown: list[str], kept: int
) -> None:
    """One post a day of one account; each shows what its profile said that day."""
    shape, file = tmp_path / "map.toml", tmp_path / "posts.csv"
    shape.write_text(MAP, encoding="utf-8")
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "uid", "at", "text", "followers"))
        for k, followers in enumerate(shown):
            writer.writerow((f"n{k}", "someone", f"2025-03-{k + 1:02} 20:00:00", f"第{k}天", followers))
    done = import_files(
        tmp_path / "case", [file], ImportOptions(format=str(shape)), Thresholds(), lambda *_: None
    )
    assert done.case.read("accounts")["followers_n"].to_list() == [kept]
