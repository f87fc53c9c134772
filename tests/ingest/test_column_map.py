"""Any table through a column map: the same acts from CSV, JSON Lines, JSON, Excel and Parquet."""

import json
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from analytics.ingest.inspect import inspect_file
from analytics.ingest.take_in import Options, take_in
from analytics.model.errors import ExportError, SettingsError
from analytics.model.thresholds import Thresholds
from tests.ingest.invented import START, beijing, mid_at

MAP = """
platform = "weibo"
timezone = "Asia/Shanghai"
[columns]
id = "帖子ID"
kind = "类别"
account_id = "用户id"
account_name = "昵称"
at = "发布时间"
text = "正文"
root_id = "原微博ID"
likes = "点赞数"
[kinds]
"原创" = "post"
"转发" = "repost"
"""
ROWS = [
    {
        "帖子ID": mid_at(START, k),
        "类别": "原创" if k == 0 else "转发",
        "用户id": str(9_100_000_000 + k),
        "昵称": f"虚构{k}",
        "发布时间": beijing(START),
        "正文": "原帖" if k == 0 else f"话{k}//@虚构0:原帖",
        "原微博ID": "" if k == 0 else mid_at(START, 0),
        "点赞数": "1.2万",
        "备注": "x",
    }
    for k in range(4)
]


def write(folder: Path, form: str) -> Path:
    frame = pd.DataFrame(ROWS)
    path = folder / f"t.{form}"
    if form == "csv":
        frame.to_csv(path, index=False)
    elif form == "xlsx":
        frame.to_excel(path, index=False)
    elif form == "parquet":
        pl.DataFrame(ROWS).write_parquet(path)
    else:
        text = (
            "\n".join(json.dumps(r, ensure_ascii=False) for r in ROWS)
            if form == "jsonl"
            else json.dumps(ROWS)
        )
        path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl", "json"])
def test_every_container_gives_the_same_acts(tmp_path: Path, form: str) -> None:
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    path = write(tmp_path, form)
    with pytest.raises(ExportError, match="no importer fits"):
        take_in(tmp_path / "case", [path], Options(), Thresholds(), lambda n, d: None)
    taken = take_in(
        tmp_path / "case", [path], Options(format=str(tmp_path / "map.toml")), Thresholds(), lambda n, d: None
    )
    events = taken.case.read("events").sort("event_id")
    assert events["event_id"].to_list() == [f"weibo:{r['帖子ID']}" for r in ROWS]
    assert events["kind"].to_list() == ["post", "repost", "repost", "repost"]
    assert events["own_text"].to_list() == ["原帖", "话1", "话2", "话3"]
    assert events["stated_root_id"].unique().to_list() == [f"weibo:{mid_at(START, 0)}"]
    assert set(taken.case.read("counters")["value"]) == {12_000}
    assert taken.new.select("records_n", "events_n", "rejected_n").row(0) == (4, 4, 0)


def test_ids_that_a_spreadsheet_made_numbers_of_are_refused(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    frame = pd.DataFrame(ROWS)
    frame["帖子ID"] = [
        int(r["帖子ID"]) // 10 * 10 for r in ROWS
    ]  # what a spreadsheet leaves: 15 digits and a nought
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    taken = take_in(
        tmp_path / "case",
        [tmp_path / "t.xlsx"],
        Options(format=str(tmp_path / "map.toml")),
        Thresholds(),
        lambda n, d: None,
    )
    assert taken.case.read("rejected")["reason"].to_list() == ["id_destroyed"] * 4


def test_a_proposed_map_reads_the_file_it_was_proposed_for(tmp_path: Path) -> None:
    path = write(tmp_path, "csv")
    seen = inspect_file(path, None, Thresholds().reading)[0]
    proposed = seen.column_map("en") or ""
    assert 'account_id = "用户id"' in proposed and 'at = "发布时间"' in proposed
    (tmp_path / "map.toml").write_text(proposed, encoding="utf-8")
    taken = take_in(
        tmp_path / "case", [path], Options(format=str(tmp_path / "map.toml")), Thresholds(), lambda n, d: None
    )
    assert taken.new["events_n"].to_list() == [4]


@pytest.mark.parametrize(
    "text, found",
    [
        (MAP.replace("account_id", "acount_id"), "account_id"),
        (MAP.replace('platform = "weibo"', 'plattform = "weibo"'), "platform"),
        ("platform = ", "TOML"),
        (MAP.replace("timezone =", 'kind = "share"\ntimezone ='), "kind"),
    ],
)
def test_a_wrong_map_is_one_clear_error(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        take_in(
            tmp_path / "case",
            [write(tmp_path, "csv")],
            Options(format=str(tmp_path / "map.toml")),
            Thresholds(),
            lambda n, d: None,
        )
    assert found in str(caught.value) and "\n" not in str(caught.value)
    assert not (tmp_path / "case").exists()
