"""Column maps: several inputs, kinds that are not listed, days and months, sheets, containers, and what is refused."""

import json
from pathlib import Path

import pytest

import analytics
from tests.importing.layouts.made import Read, bj, database, lines, m, n, refused, t, table, u, workbook
from tests.importing.layouts.proposed import as_proposed, column, inspected, proposal
from tests.importing.layouts.test_foreign_tables import KS, OPEN, ROOT, TABLES, zulu


# ---------------------------------------------------------------------------------- several inputs, kinds, times
def test_each_table_of_a_database_has_a_section_of_its_own(tmp_path: Path) -> None:
    tables = {
        "articles": ("rowno,帖子id,发布者id,发布者昵称,发布时间,正文", [[k, m(k), u(k), n(k), bj(k), f"文{k}"] for k in KS]),
        "replies": ("rowno,评论id,微博id,评论者id,评论时间,评论内容", [[k, m(k + 6), m(k), u(k), bj(k + 6), f"评{k}"] for k in KS]),
    }  # fmt: skip
    path = database(tmp_path / "study.db", tables)
    proposed = proposal(tmp_path, path)
    sections = [proposed, *proposed.get("input", [])]
    by = {one["table"]: one for one in sections if "table" in one}
    assert set(by) == {"articles", "replies"}
    assert column(by["articles"], "id") == "帖子id" and column(by["replies"], "id") == "评论id"
    assert column(by["replies"], "root_id") == "微博id" and column(by["articles"], "text") == "正文"
    text = inspected(tmp_path, path).column_map("en") or ""
    head, _, rest = text.partition('table = "replies"')
    head = head.replace('kind = "?"', 'kind = "post"')
    (tmp_path / "map.toml").write_text(
        (head + 'table = "replies"' + rest.replace('kind = "?"', 'kind = "comment"'))
        .replace('platform = "?"', 'platform = "weibo"')
        .replace('timezone = "?"', 'timezone = "Asia/Shanghai"'),
        encoding="utf-8",
    )
    done = Read(tmp_path, path, format=str(tmp_path / "map.toml")).gave(12)
    done.are({m(k): {"kind": "post", "own": f"文{k}", "account": u(k), "at": t(k)} for k in KS})
    done.are({m(k + 6): {"kind": "comment", "own": f"评{k}", "root": m(k), "at": t(k + 6)} for k in KS})


def test_files_of_one_folder_are_told_apart_by_a_pattern(tmp_path: Path) -> None:
    files = {
        "a_posts.csv": table("pid,uid,when,words", [[m(k), u(k), bj(k), f"文{k}"] for k in KS]),
        "a_said.csv": table(
            "cid,pid,uid,when,words", [[m(k + 6), m(k), u(k), bj(k + 6), f"评{k}"] for k in KS]
        ),
    }
    text = """
platform = "weibo"
timezone = "Asia/Shanghai"
[[input]]
files = "*_posts.csv"
kind = "post"
[input.columns]
id = "pid"
account_id = "uid"
at = "when"
text = "words"
[[input]]
files = "*_said.csv"
kind = "comment"
[input.columns]
id = "cid"
root_id = "pid"
account_id = "uid"
at = "when"
text = "words"
"""
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    done = Read(tmp_path, files, format=str(tmp_path / "map.toml")).gave(12)
    assert done.events["kind"].value_counts().sort("kind").rows() == [("comment", 6), ("post", 6)]
    done.are({m(k + 6): {"root": m(k), "own": f"评{k}", "account": u(k)} for k in KS})


KINDS = ["原创", "转发", "点赞", "", "原创 ", "RT"]


def test_a_value_of_kind_that_is_not_listed_rejects_its_record(tmp_path: Path) -> None:
    rows = [
        [m(k), u(k), bj(k), kind, ROOT if kind == "转发" else ""] for k, kind in zip(KS, KINDS, strict=True)
    ]
    files = {"t.csv": table("微博id,用户id,发布时间,类型,原微博id", rows)}
    proposed = proposal(tmp_path, files)
    assert column(proposed, "kind") in OPEN or "点赞" not in proposed.get("kinds", {})
    text = 'platform = "weibo"\ntimezone = "Asia/Shanghai"\n[columns]\nid = "微博id"\naccount_id = "用户id"\nat = "发布时间"\n'
    text += 'root_id = "原微博id"\nkind = "类型"\n[kinds]\n"原创" = "post"\n"转发" = "repost"\n'
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    done = Read(tmp_path, files, format=str(tmp_path / "map.toml"))
    kinds = {row["event_id"].rpartition(":")[2]: row["kind"] for row in done.events.to_dicts()}
    assert kinds.pop(m(5), "post") == "post"  # A blank behind the value: read, or rejected.
    assert kinds == {m(1): "post", m(2): "repost"} and done.sums()[2] in (3, 4)


DATES = {
    "day_first": (lambda k: t(k).strftime("%d/%m/%Y %H:%M:%S"), "day_first"),
    "month_first": (lambda k: t(k).strftime("%m/%d/%Y %H:%M:%S"), "month_first"),
    "either": (lambda k: f"0{k}/05/2025 10:00:00", None),
}


@pytest.mark.parametrize("name", DATES)
def test_the_order_of_day_and_month_is_told_by_the_column_or_by_a_person(tmp_path: Path, name: str) -> None:
    write, order = DATES[name]
    files = {
        "t.csv": table("message_id,from_id,time,desc", [[f"31{k}", u(k), write(k), f"话{k}"] for k in KS])
    }
    proposed = proposal(tmp_path, files)
    assert proposed.get("date_order", "?") == (order or "?")
    fill = {"platform": "forum", "kind": "post", "timezone": "UTC"}
    if order is None:
        with pytest.raises(analytics.WakelineError):
            as_proposed(tmp_path, files, fill)
        fill["date_order"] = "day_first"
    done = as_proposed(tmp_path, files, fill).gave(6)
    day = {k: t(k).day if order else k for k in KS}
    for k in KS:
        at = done.by("text", f"话{k}")["at"]
        assert (at.month, at.day) == (5, day[k])


def test_typed_dates_and_texts_of_a_sheet_are_read_in_the_stated_zone(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "导出.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, date = book.add_worksheet("数据"), book.add_format({"num_format": "yyyy/m/d hh:mm:ss"})
        for x, name in enumerate(["帖子ID", "作者ID", "作者", "发布时间", "正文"]):
            sheet.write_string(0, x, name)
        for k in KS:
            for x, cell in enumerate([m(k), u(k), n(k)]):
                sheet.write_string(k, x, cell)
            naive = t(k).replace(tzinfo=None)
            sheet.write_datetime(k, 3, naive, date)
            sheet.write_string(k, 4, f"话{k}")
    done = as_proposed(tmp_path, path, {"platform": "forum", "kind": "post", "timezone": "UTC"}).gave(6)
    done.are({m(k): {"at": t(k), "prec": "s", "name": n(k), "own": f"话{k}", "account": u(k)} for k in KS})


@pytest.mark.parametrize("form", ["tsv", "semicolons", "jsonl", "xlsx"])
def test_the_same_table_in_other_containers_is_proposed_alike(tmp_path: Path, form: str) -> None:
    one = TABLES["reposts with a repost above"]
    names = one.head.split(",")
    if form == "xlsx":
        files: dict[str, bytes] | Path = workbook(tmp_path / "t.xlsx", {"转发": [names, *one.rows]})
    elif form == "jsonl":
        files = {"t.jsonl": lines([dict(zip(names, row, strict=True)) for row in one.rows])}
    else:
        sign = "\t" if form == "tsv" else ";"
        body = "\n".join(sign.join(str(cell) for cell in row) for row in [names, *one.rows])
        files = {"t.csv": body.encode("gb18030")}
    proposed = proposal(tmp_path, files)
    for ours, right in one.must.items():
        assert column(proposed, ours) == right, ours
    done = as_proposed(tmp_path, files, dict(one.fill)).gave(6)
    for k in KS:
        wanted = {
            "kind": "repost",
            "root": ROOT,
            "parent": None if k == 1 else m(k - 1),
            "account": u(k),
            "at": t(k),
        }
        done.are({m(k): {**wanted, "region": "浙江", "name": n(k), "likes": k}})


def test_nested_keys_are_proposed_by_their_path(tmp_path: Path) -> None:
    rows = [
        {"uri": f"at/{k}", "author": {"account_id": u(k), "name": n(k)}, "created_at": zulu(k), "text": f"words {k}",
         "counts": {"like_count": k}} for k in KS
    ]  # fmt: skip
    files = {"t.jsonl": lines(rows)}
    proposed = proposal(tmp_path, files)
    assert column(proposed, "at") == "created_at" and column(proposed, "text") == "text"
    assert column(proposed, "account_id") in ("author.account_id", *OPEN)
    done = as_proposed(
        tmp_path, files, {"platform": "forum", "kind": "post", "id": "uri", "account_id": "author.account_id"}
    )
    done.gave(6)
    for k in KS:
        done.is_(done.by("text", f"words {k}"), {"at": t(k), "account": (u(k), None)})


# ---------------------------------------------------------------------------------- maps that must be refused
MAP = 'platform = "forum"\nkind = "post"\ntimezone = "UTC"\n[columns]\nid = "a"\naccount_id = "b"\nat = "c"\ntext = "d"\n'
WRONG = {
    "an open field": MAP.replace('"b"', '"?"'),
    "an open zone": MAP.replace('"UTC"', '"?"'),
    "an absent column": MAP.replace('"d"', '"e"'),
    "one column for two ids": MAP.replace('"b"', '"a"'),
    "nothing mapped": MAP.partition("id =")[0],
    "no zone for bare times": MAP.replace('timezone = "UTC"\n', ""),
    "an unknown zone": MAP.replace('"UTC"', '"Beijing"'),
    "an unknown kind": MAP.replace('"post"', '"share"'),
    "an unknown key": MAP.replace("text =", "txt ="),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_map_that_cannot_be_meant_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "map.toml").write_text(WRONG[name], encoding="utf-8")
    files = {"t.csv": table("a,b,c,d", [["1", "2", "2025-05-20 01:00:00", "words"]])}
    with pytest.raises(analytics.WakelineError) as caught:
        Read(tmp_path, files, format=str(tmp_path / "map.toml"))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 1_000
    assert not (tmp_path / "case").exists()


def test_what_has_no_table_is_refused_and_not_proposed(tmp_path: Path) -> None:
    refused(tmp_path, {"t.json": json.dumps({"ok": 0, "msg": "登录后才能查看"}, ensure_ascii=False)})
    refused(tmp_path / "b", {"t.csv": b""})
