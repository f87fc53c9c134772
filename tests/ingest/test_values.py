"""The grammar of values, form by form: what a cell of a kind of column means, each worked out by hand."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from analytics.ingest.values import (
    Reading,
    account_columns_known,
    are_placeholders,
    are_rounded,
    cell,
    counts,
    day_comes_first,
    ids_in_urls,
    ip_region,
    is_other_day,
    links,
    moments,
    name_cell,
    native_ids,
    null_texts,
    own_words,
    plain_text,
    relative_moments,
    weibo_ids,
    without_address,
    without_kind,
)

BEIJING = "Asia/Shanghai"
TUESDAY = datetime(2021, 2, 23, 4, 28, 47, tzinfo=UTC)  # 12:28:47 in Beijing
MINUTE = TUESDAY.replace(second=0)


def beijing_day(day: int) -> datetime:
    """The start of a day of February 2021 in Beijing: 16:00 UTC of the day before."""
    return datetime(2021, 2, day - 1, 16, tzinfo=UTC)


# value, zone, moment, precision: rows 1 to 31 of the grammar of times.
TIMES: list[tuple[str, str, datetime | None, str | None]] = [
    ("Tue Feb 23 12:28:47 +0800 2021", "UTC", TUESDAY, "s"),
    ("Tue Feb 23 04:28:47 +0000 2021", BEIJING, TUESDAY, "s"),
    ("Wed Feb 23 12:28:47 +0800 2021", "UTC", None, None),  # it was a Tuesday
    ("2021-02-23T04:28:47Z", BEIJING, TUESDAY, "s"),
    ("2021-02-23T04:28:47.000Z", BEIJING, TUESDAY, "s"),
    ("2021-02-23T04:28:47.250Z", BEIJING, TUESDAY.replace(microsecond=250_000), "ms"),
    ("2021-02-23T04:28:47.250001Z", BEIJING, TUESDAY.replace(microsecond=250_001), "us"),
    ("2021-02-23T12:28:47+08:00", "UTC", TUESDAY, "s"),
    ("2021-02-23T12:28:47+0800", "UTC", TUESDAY, "s"),
    ("2021-02-23T12:28:47+08", "UTC", TUESDAY, "s"),
    ("2021-02-22T23:28:47-05:00", "UTC", TUESDAY, "s"),
    ("2021-02-23T04:28:47.000+0000", BEIJING, TUESDAY, "s"),
    ("2021-02-23 12:28:47+08:00", "UTC", TUESDAY, "s"),
    ("2021-02-23 12:28:47 +0800", "UTC", TUESDAY, "s"),
    ("2021-02-23 12:28:47+08", "UTC", TUESDAY, "s"),
    ("2021-02-23 04:28:47 UTC", BEIJING, TUESDAY, "s"),
    ("2021-02-23 04:28:47 GMT", BEIJING, TUESDAY, "s"),
    ("2021-02-23T04:28Z", BEIJING, MINUTE, "min"),
    ("2021-02-23 12:28:47", BEIJING, TUESDAY, "s"),
    ("2021-02-23T12:28:47", BEIJING, TUESDAY, "s"),
    ("2021-02-23 12:28:47.5", BEIJING, TUESDAY.replace(microsecond=500_000), "ms"),
    ("2021-02-23 12:28", BEIJING, MINUTE, "min"),
    ("2021-02-23T12:28", BEIJING, MINUTE, "min"),
    ("2021-02-23", BEIJING, beijing_day(23), "day"),
    ("20210223", BEIJING, beijing_day(23), "day"),
    ("2021/2/23", BEIJING, beijing_day(23), "day"),
    ("2021/2/23 12:28", BEIJING, MINUTE, "min"),
    ("2021/2/23 12:28:47", BEIJING, TUESDAY, "s"),
    ("2021/2/23 12:28:7", BEIJING, TUESDAY.replace(second=7), "s"),  # a spreadsheet drops the nought
    ("2021-2-23 12:28:47 Tue", "UTC", TUESDAY, "s"),
    ("2021-2-23 12:28:47 Mon", "UTC", None, None),
    ("2021年02月23日 12:28", "UTC", MINUTE, "min"),
    ("2021年2月23日12:28", "UTC", MINUTE, "min"),
    ("2021年02月23日 12:28:47", "UTC", TUESDAY, "s"),
    ("2021年2月23日", "UTC", beijing_day(23), "day"),
    ("2021年2月23日 下午12:28", "UTC", MINUTE, "min"),
    ("02月23日 12:28", BEIJING, None, None),
    ("02-23", BEIJING, None, None),
    ("04-23 10:00", BEIJING, None, None),
    *((word, BEIJING, None, None) for word in ("刚刚", "5秒前", "3分钟前", "2小时前", "今天 12:30", "昨天 12:30")),
    *((word, BEIJING, None, None) for word in ("3天前", "2 weeks ago", "1y", "3 mo", "last Tuesday", "")),
    ("1614054527", BEIJING, TUESDAY, "s"),
    ("1614054527.0", BEIJING, TUESDAY, "s"),
    ("1614054527.123", BEIJING, TUESDAY.replace(microsecond=123_000), "ms"),
    ("1614054527.123456", BEIJING, TUESDAY.replace(microsecond=123_456), "us"),
    ("1614054527250", BEIJING, TUESDAY.replace(microsecond=250_000), "ms"),
    ("1614054527000.0", BEIJING, TUESDAY, "ms"),
    ("1614054527250001", BEIJING, TUESDAY.replace(microsecond=250_001), "us"),
    ("1614054527250001999", BEIJING, TUESDAY.replace(microsecond=250_001), "us"),
    ("1.614054527e+09", BEIJING, TUESDAY, "s"),
    ("1.614054527E9", BEIJING, TUESDAY, "s"),
    ("1.61405E+09", BEIJING, None, None),  # six of ten digits are left
    ("20210223122847", BEIJING, TUESDAY, "s"),
    ("202102231228", BEIJING, MINUTE, "min"),
    ("44250.52", BEIJING, None, None),  # a spreadsheet's day without the word that it is one
    ("23/2/2021 12:28:47", BEIJING, TUESDAY, "s"),  # no month 23
    ("2/23/2021 12:28", BEIJING, MINUTE, "min"),
    ("7/3/2021 12:28:47", BEIJING, None, None),  # 7 March or 3 July
    ("23.02.2021 12:28:47", BEIJING, TUESDAY, "s"),
    ("02/23/2021 12:28:47 PM", BEIJING, TUESDAY, "s"),
    ("02/23/2021 12:28 PM", BEIJING, MINUTE, "min"),
    ("2021-02-23 12:28:47 pm", BEIJING, TUESDAY, "s"),
    ("2021-02-23 下午12:28", BEIJING, MINUTE, "min"),
    ("2021-02-23 上午 4:28", "UTC", MINUTE, "min"),
    ("03/04/2024 10:00 am", BEIJING, None, None),
    *((f"2021-02-23 12:28:47 {zone}", BEIJING, None, None) for zone in ("CST", "EST", "CEST", "IST", "BST")),
    ("Tue, 23 Feb 2021 04:28:47 GMT", BEIJING, TUESDAY, "s"),
    ("Tue, 23 Feb 2021 12:28:47 +0800", "UTC", TUESDAY, "s"),
    ("Feb 23, 2021 12:28 PM", BEIJING, MINUTE, "min"),
    ("23 Feb 2021", BEIJING, beijing_day(23), "day"),
    ("Feb 23, 2021 12:28:47", BEIJING, TUESDAY, "s"),
    ('{"$date": "2021-02-23T04:28:47Z"}', BEIJING, TUESDAY, "s"),
    ('{"$date": 1614054527250}', BEIJING, TUESDAY.replace(microsecond=250_000), "ms"),
    ('{"$date": {"$numberLong": "1614054527250"}}', BEIJING, TUESDAY.replace(microsecond=250_000), "ms"),
    *((word, BEIJING, None, None) for word in ("0", "-1", "1970-01-01 00:00:00", "1970-01-01 08:00:00")),
    ("0001-01-01 00:00:00", BEIJING, None, None),
    ("20202021-02-23 12:28", BEIJING, MINUTE, "min"),  # the year of the crawl put before the year
    *((word, BEIJING, None, None) for word in ("2021-02-23 24:00", "2021-02-23 12:28:60", "2021-13-23 12:28")),
    ("2021-02-23 12:28 2021-02-24 12:28", BEIJING, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "zone", "at", "precision"), TIMES, ids=[row[0] for row in TIMES])
def test_a_moment_is_read_as_it_is_written_or_not_at_all(
    written: str, zone: str, at: datetime | None, precision: str | None
) -> None:
    assert moments(pl.Series([written]), zone).row(0) == (at, precision)


def test_forms_may_be_mixed_in_one_column() -> None:
    written = pl.Series(
        [row[0] for row in TIMES if row[1] == BEIJING and "/" not in row[0] and "." not in row[0]]
    )
    expected = [row[2] for row in TIMES if row[1] == BEIJING and "/" not in row[0] and "." not in row[0]]
    assert moments(written, BEIJING)["at"].to_list() == expected


def test_a_doubtful_zone_is_taken_where_a_person_states_one() -> None:
    written = pl.Series(["2021-02-23 12:28:47 CST"])
    assert moments(written, Reading(BEIJING, is_stated=True)).row(0) == (TUESDAY, "s")


def test_one_impossible_month_tells_the_order_of_the_whole_column() -> None:
    written = pl.Series(["3/2/2021 00:00", "23/2/2021 12:28"])
    assert moments(written, BEIJING)["at"].to_list() == [beijing_day(3), MINUTE]
    both = pl.Series(["13/2/2021 00:00", "2/13/2021 00:00"])
    assert day_comes_first(both) is None and moments(both, BEIJING)["at"].to_list() == [None, None]


def test_ids_tell_the_order_of_day_and_month() -> None:
    written, known = pl.Series(["3/2/2021 10:00:00"]), pl.Series([beijing_day(3)])
    assert day_comes_first(written, known) is True
    assert day_comes_first(pl.Series(["2/3/2021 10:00:00"]), known) is False
    assert moments(written, Reading(BEIJING, day_first=True))["at"][0] == datetime(2021, 2, 3, 2, tzinfo=UTC)


CAPTURED = datetime(2021, 2, 23, 4, 30, 45, tzinfo=UTC)  # 12:30:45 in Beijing


@pytest.mark.parametrize(
    ("written", "at", "precision"),
    [
        ("刚刚", datetime(2021, 2, 23, 4, 29, 45, tzinfo=UTC), "min"),
        ("5秒前", datetime(2021, 2, 23, 4, 30, 39, tzinfo=UTC), "s"),
        ("3分钟前", datetime(2021, 2, 23, 4, 26, 45, tzinfo=UTC), "min"),
        ("2小时前", datetime(2021, 2, 23, 1, 30, 45, tzinfo=UTC), "h"),
        ("2 hours ago", datetime(2021, 2, 23, 1, 30, 45, tzinfo=UTC), "h"),
        ("今天 12:28", MINUTE, "min"),
        ("昨天 12:28", datetime(2021, 2, 22, 4, 28, tzinfo=UTC), "min"),
        ("今天 12:31", None, None),  # after the capture
        ("3天前", datetime(2021, 2, 19, 4, 30, 45, tzinfo=UTC), "day"),
        ("2 weeks ago", None, None),
        ("1y", None, None),
        ("2021-02-23", None, None),
    ],
)
def test_a_relative_time_is_an_interval_beside_its_capture(
    written: str, at: datetime | None, precision: str | None
) -> None:
    seen = pl.Series([CAPTURED, None], dtype=pl.Datetime("us", "UTC"))
    read = relative_moments(pl.Series([written, written]), seen, BEIJING)
    assert read.rows() == [(at, precision), (None, None)]


def test_a_date_without_a_year_may_contradict_a_moment() -> None:
    written = pl.Series(["02月23日 12:28", "02-23", "2-24", "2021-02-24", None])
    moment = pl.Series([TUESDAY] * 5)
    assert is_other_day(written, moment, BEIJING).to_list() == [False, False, True, False, False]


NOTHING = [
    "",
    " ",
    "null",
    "NULL",
    "None",
    "nan",
    "NaN",
    "NA",
    "N/A",
    "n/a",
    "<NA>",
    "#N/A",
    "\\N",
    "-",
    "--",
]
NOTHING += ["无", "数据缺失", "undefined", "[]", "{}"]
MID = "5141654403031243"

# value, column kind ("id", "weibo"), id; None: no id. What stays as written is refused later as destroyed.
IDS: list[tuple[str, str, str | None]] = [
    *((word, kind, None) for word in NOTHING for kind in ("id", "weibo")),
    *((word, "id", None) for word in ("0", "-1", "d41d8cd98f00b204e9800998ecf8427e", "e3b0c44298fc1c14")),
    *((f"{MID}{blank}", "id", MID) for blank in (" ", "\t", "\u00a0", "\u200b", "\ufeff")),
    (f"\u200b {MID}", "weibo", MID),
    (f"'{MID}", "id", MID),
    (f'"{MID}"', "id", MID),
    (f'="{MID}"', "weibo", MID),
    (f"+{MID}", "weibo", MID),
    (f"{MID}.0", "weibo", MID),
    ("1004.0", "id", "1004"),
    ("9007199254740991.0", "id", "9007199254740991"),
    ("9007199254740993.0", "id", "9007199254740993.0"),
    ("1760000000000000001.0", "id", "1760000000000000001.0"),
    ("5.141654403031243e15", "weibo", MID),
    ("5.141654403031243E+15", "id", MID),
    ("5.141654403024850e15", "id", "5141654403024850"),
    ("5.14E+15", "weibo", "5.14E+15"),
    ("1.2345678901234568e+18", "id", "1.2345678901234568e+18"),
    ("z0JH2lOMb", "weibo", "3501756485200075"),
    ("9900000700_z0JH2lOMb", "weibo", "3501756485200075"),
    (f"C_{MID}", "weibo", MID),
    (f"M_{MID}", "weibo", MID),
    ("at://did:plc:x/app.bsky.feed.post/3k", "id", "at://did:plc:x/app.bsky.feed.post/3k"),
    ("user123", "id", "user123"),
    ("<b>", "weibo", "<b>"),
]


@pytest.mark.parametrize(("written", "kind", "read"), IDS)
def test_an_id_is_taken_whole_or_left_for_refusal(written: str, kind: str, read: str | None) -> None:
    raw = pl.DataFrame({"x": [written]})
    assert (weibo_ids if kind == "weibo" else native_ids)(raw, "x").to_list() == [read]


def test_a_column_of_ids_is_rounded_if_five_and_more_end_in_nought() -> None:
    rounded = [f"51416544030312{k}0" for k in range(10, 15)]
    assert are_rounded(pl.Series(rounded)) and are_rounded(pl.Series([*rounded, None, "9900000700"]))
    assert not are_rounded(pl.Series(rounded[:4] * 3))  # four different ones may be chance
    assert not are_rounded(pl.Series([*rounded, MID]))
    assert not are_rounded(pl.Series([f"990000{k}0" for k in range(100, 110)]))  # short ids are whole


@pytest.mark.parametrize(
    ("url", "platform", "read"),
    [
        ("https://weibo.com/9900000700/z0JH2lOMb", "weibo", "3501756485200075"),
        ("//weibo.com/9900000700/z0JH2lOMb?refer_flag=1", "weibo", "3501756485200075"),
        (f"https://m.weibo.cn/detail/{MID}", "weibo", MID),
        (f"https://m.weibo.cn/status/{MID}", "weibo", MID),
        ("https://x.invalid/name/status/1760000000000000001", "x", "1760000000000000001"),
        ("https://weibo.com/u/9900000700", "weibo", None),
        ("https://news.invalid/7,75398,27000001.html", "weibo", None),
    ],
)
def test_an_address_holds_the_id_that_nothing_rounds(url: str, platform: str, read: str | None) -> None:
    assert ids_in_urls(pl.DataFrame({"url": [url]}), "url", platform).to_list() == [read]


def test_the_prefix_of_a_kind_goes_where_own_ids_bear_none() -> None:
    named = pl.Series(["t1_kabc01", "t3_1avxyz1", None])
    assert without_kind("reddit", pl.Series(["kabc01"]), named).to_list() == ["kabc01", "1avxyz1", None]
    assert without_kind("reddit", pl.Series(["t1_kabc01"]), named).to_list() == named.to_list()
    assert without_kind("x", pl.Series(["kabc01"]), named).to_list() == named.to_list()


def test_words_of_absence_depend_on_the_kind_of_column() -> None:
    raw = pl.DataFrame({"x": [*NOTHING, "其他", "未知"]})
    assert raw.select(cell("x"))["x"].drop_nulls().to_list() == ["其他", "未知"]
    kept = ["NA", "None", "无"]
    assert (
        pl.DataFrame({"x": ["", "\\N", "<NA>", *kept]}).select(name_cell("x"))["x"].drop_nulls().to_list()
        == kept
    )


def test_a_text_is_missing_by_the_word_that_the_file_writes_for_missing_ids() -> None:
    text = pl.Series(["NA", "nan", "words"])
    raw = pl.DataFrame(
        {"id": ["1", "2", "3"], "root": ["NA", "2", "NA"], "text": text, "tag": ["nan", "x", "y"]}
    )
    assert null_texts(raw, text) == {"NA"}  # "nan" stands only in a column of words
    assert null_texts(raw.drop("root"), text) == set()


COUNTS: list[tuple[str, int | None, bool | None, bool | None]] = [
    ("12", 12, False, False),
    ("1,234", 1234, False, False),
    ("12.0", 12, False, False),
    ("1.2万", 12_000, False, True),
    ("105.9万", 1_059_000, False, True),
    ("1.2k", 1_200, False, True),
    ("3M", 3_000_000, False, True),
    ("1.2亿", 120_000_000, False, True),
    ("100万+", 1_000_000, True, True),
    ("10w+", 100_000, True, True),
    ("999+", 999, True, False),
    *((word, None, None, None) for word in ("转发", "评论", "赞", "Repost", "-1", "--", "", "1.2", "None", "万")),
]  # fmt: skip


@pytest.mark.parametrize(("written", "value", "floor", "rounded"), COUNTS)
def test_a_count_is_whole_rounded_a_floor_or_unknown(
    written: str, value: int | None, floor: bool | None, rounded: bool | None
) -> None:
    assert counts(pl.Series([written])).row(0) == (value, floor, rounded)


def test_a_count_that_a_tool_multiplied_keeps_its_doubt() -> None:
    read = counts(pl.Series(["1000000", "12000", "12001", "9000"]), converted=True)
    assert read["is_floor"].to_list() == [True, False, False, False]
    assert read["is_rounded"].to_list() == [True, True, False, False]


# text, own words
TEXTS: list[tuple[str, str | None]] = [
    ("同意//<a href='/n/甲'>@甲</a>:都是骗子", "同意"),
    ("同意//<a href='/n/甲'>@甲</a>:<span class=\"url-icon\"><img alt=[怒] src=x></span>", "同意"),
    ("早上好<br/>第二行<img alt=[笑] src=x>", "早上好\n第二行[笑]"),
    ('好<img src=x alt="[哈哈]"/>', "好[哈哈]"),
    ("a &lt; b &amp;amp; c &#39;d&#x27; &hearts;", "a < b & c 'd' ♥"),
    ("1 < 2 且 3 > 2", "1 < 2 且 3 > 2"),
    ("我\u200b们\u00a0好\ufeff", "我们 好"),
    ("👨\u200d👩\u200d👧 一\u200d家", "👨\u200d👩\u200d👧 一家"),
    *((word, None) for word in ("转发微博", "轉發微博", "Repost", "快转微博", "快轉微博", "转发", "//", "", " ")),
    ("RT @somebody: words of somebody", None),
    ("agreed RT @somebody: words of somebody", "agreed"),
    ("a report about START @noon", "a report about START @noon"),
    *((word, None) for word in ("抱歉，此微博已被作者删除", "转发微博已被删除", "此微博已不可见", "[deleted]", "[removed]")),
    ("抱歉，此微博已被作者删除。查看帮助：<a href='x'>网页链接</a>", None),
    ("该微博因被多人投诉，已被删除", None),
    ("抱歉，由于作者设置，你暂时没有这条微博的查看权限哦", None),
    ("作者仅展示半年内微博", None),
    ("[ Removed by Reddit ]", None),
    ("(File not included. Change data exporting settings to download.)", None),
    ("我看到“此微博已被作者删除”很生气", "我看到“此微博已被作者删除”很生气"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "own"), TEXTS)
def test_own_words_are_what_the_account_wrote(written: str, own: str | None) -> None:
    assert own_words(pl.Series([written, None])).to_list() == [own, None]


def test_notices_are_told_from_texts_that_speak_of_them() -> None:
    written = pl.Series(["[deleted]", "[deleted] 是什么", None, "抱歉，此微博已被作者删除"])
    assert are_placeholders(written).to_list() == [True, False, False, True]


def test_an_answered_name_is_no_word() -> None:
    frame = pl.DataFrame({"x": ["回复@甲:谢谢", "：回复 @甲 ：谢谢", "谢谢"]})
    assert frame.select(without_address(pl.col("x")))["x"].to_list() == ["谢谢"] * 3


def test_markup_in_a_client_goes() -> None:
    frame = pl.DataFrame({"x": ['<a href="u" rel="nofollow">某客户端</a>', None, "某客户端"]})
    assert frame.select(plain_text(pl.col("x")))["x"].to_list() == ["某客户端", None, "某客户端"]


@pytest.mark.parametrize(
    ("written", "place"),
    [("发布于 北京", "北京"), ("来自河南", "河南"), ("IP属地：上海", "上海"), ("来自", None), ("其他", "其他"), ("NA", None)],
)  # fmt: skip
def test_a_place_stands_alone(written: str, place: str | None) -> None:
    assert pl.DataFrame({"x": [written]}).select(ip_region(pl.col("x")))["x"].to_list() == [place]


ONE, TWO = "https://example.invalid/7,75398,1.html", "https://example.invalid/it's[1]"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (ONE, [ONE]),
        (f"{ONE},{TWO}", [ONE, TWO]),
        (f"{ONE}; {TWO}", [ONE, TWO]),
        (f"{ONE} {TWO}", [ONE, TWO]),
        (f"{ONE}\t{TWO}", [ONE, TWO]),
        (f"{ONE}|{TWO}", [ONE, TWO]),
        (f'["{ONE}", "{TWO}"]', [ONE, TWO]),
        (f"['{ONE}', \"{TWO}\"]", [ONE, TWO]),
        ('["https:\\/\\/example.invalid\\/a?b=1\\u0026c=2"]', ["https://example.invalid/a?b=1&c=2"]),
        ("https://r.invalid/?u=https://example.invalid/a", ["https://r.invalid/?u=https://example.invalid/a"]),
        *((word, None) for word in ("", "[]", "NA", "no link")),
    ],
)  # fmt: skip
def test_every_link_of_a_cell_is_whole(written: str, found: list[str] | None) -> None:
    assert links(pl.Series([written, None])).to_list() == [found, None]


@pytest.mark.parametrize(
    ("account", "name", "known"),
    [
        ("[deleted]", "[deleted]", (None, None)),
        ("[deleted]", None, (None, None)),
        ("9900000700", "[deleted]", ("9900000700", "[deleted]")),
        ("https://weibo.com/u/9900000700", "甲", ("9900000700", "甲")),
        ("//weibo.cn//u/9900000700?x=1", None, ("9900000700", None)),
        ("https://weibo.com/9900000700/fans", None, ("9900000700", None)),
        ("https://weibo.com/n/甲", None, (None, "甲")),
        ("https://weibo.com/somedomain", "甲", (None, "甲")),
        ("u/9900000700", None, ("9900000700", None)),
        ("https://server.invalid/users/a", None, ("https://server.invalid/users/a", None)),
        ("NAMEDuser", None, ("NAMEDuser", None)),
    ],
)
def test_an_account_is_an_id_or_unknown(account: str, name: str | None, known: tuple[Any, Any]) -> None:
    series = pl.Series([account]), pl.Series([name], dtype=pl.String)
    assert account_columns_known(*series).row(0) == known
