"""The T lines of LAW 4.4 (counters beside numbers of law), each a small table; counted by hand."""

import re
from pathlib import Path

import pytest

from analytics.store.case_folder import Case
from tests.acceptance.law.scene import Rows, Table, rows

pytestmark = pytest.mark.slow
DAY = 86_400


def counted(tmp_path: Path, traced: int, shown: int | None) -> Rows:
    """`traced` reposts of an alleged post, and what the platform shows a day after the last of them."""
    t = Table(captured_s=3 * DAY)
    alleged = t.post("author", 0, **({} if shown is None else {"reposts": shown}))
    t.allege(alleged)
    t.crowd(alleged, traced, 100)
    return rows(t, tmp_path)


def test_588_traced_and_650_shown_have_reached_500(sample: Case) -> None:
    """The rumour of the sample (sample_data/README.md): both ends lie above 500."""
    found = Rows(sample)
    assert "已达到" in found.said("S-R2") and (588.0, 650.0) in found.ends("S-R2")


@pytest.mark.parametrize(
    ("traced", "shown", "ends", "place"),
    [
        (480, None, (480.0, None), "仅凭本次数据不能确定"),
        (480, 490, (480.0, 490.0), "未达到"),
        (480, 520, (480.0, 520.0), "上下端分处两侧"),
        (517, 450, (450.0, None), "仅凭本次数据不能确定"),
        (717, 650, (650.0, None), "已达到"),
    ],
)
def test_the_place_beside_500(
    tmp_path: Path, traced: int, shown: int | None, ends: tuple[float, float | None], place: str
) -> None:
    """LAW 4.0, rule 5: lower end at 500 or more is above, exact upper end below 500 is below; else across or open.

    717 traced and 650 shown later contradict: the smaller is compared and there is no upper end.
    """
    found = counted(tmp_path, traced, shown)
    assert found.ends("S-R2") == [ends]
    assert place in found.said("S-R2")
    assert ("矛盾" in found.said("S-R2")) == (shown is not None and shown < traced)


def test_outside_defamation_no_number_stands_beside_it(tmp_path: Path) -> None:
    t = Table(allegation="insult")
    alleged = t.post("author", 0, reposts=700)
    t.crowd(alleged, 20)
    t.allege(alleged)
    said = rows(t, tmp_path).said("S-R2")
    assert "500" not in said and "法律未规定数量" in said


def test_y1_lists_who_has_an_alleged_post_and_nobody_else(sample: Case) -> None:
    """The rumour has 588 reposts traced and 650 shown; its author has one alleged post. Brands have none."""
    said = Rows(sample).said("S-Y1")
    assert re.search(r"街角观察日记（[^）]*9100231904）一年内未经处理的所指信息1条，转发合计588–650", said)
    assert "每日甜点频道" not in said and "所有账号" not in said


def test_y1_leaves_out_a_post_that_was_dealt_with(tmp_path: Path) -> None:
    """Two alleged posts of one account, 9 and 7 reposts; the second was dealt with: one post, nine reposts."""
    t = Table()
    first, second = t.post("author", 0), t.post("author", DAY, "再说一次雨檐书屋卖盗印教材，谁去谁上当")
    t.crowd(first, 9)
    t.crowd(second, 7, DAY + 100, first=30)
    t.allege(first, second)
    t.facts += f'\n[[dealt_with]]\nevent_id = "{second}"\nat = 2025-03-12\ndocument = "决定书〔2025〕2号"\n'
    said = rows(t, tmp_path).said("S-Y1")
    assert re.search(r"未经处理的所指信息1条，转发合计(至少)?9(?!\d)", said) and "合计16" not in said


def test_y1_has_two_windows_where_366_days_lie_between(tmp_path: Path) -> None:
    t = Table()
    first = t.post("author", 0)
    second = t.post("author", 366 * DAY, "再说一次雨檐书屋卖盗印教材，谁去谁上当")
    t.crowd(first, 9)
    t.crowd(second, 7, 366 * DAY + 100, first=30)
    t.allege(first, second)
    said = rows(t, tmp_path).said("S-Y1")
    assert "所指信息2条" not in said and "合计16" not in said


def test_a2_a_big_account_outside_is_out_and_the_exact_number_is_kept(tmp_path: Path) -> None:
    """On it: the author, 86,400 followers, seen again later as "8.6万", and one reposter with 100: 86,500 in sum,
    100 without the largest. An account with nine million posted elsewhere."""
    t, later = Table(captured_s=2 * DAY), Table(captured_s=9 * DAY)
    alleged = t.post("author", 0, followers="86400")
    t.repost("small", 100, alleged, followers="100")
    t.post("star", 200, "新电影上映", followers="9000000")
    t.allege(alleged)
    later.rows = [t.rows[0] | {"followers": "8.6万"}]
    found = rows(t, tmp_path, later)
    said = found.said("S-A2") + found.said("S-A1")
    assert re.search(r"账号2个，粉丝数合计86,?500", said) and re.search(r"不计最大者100", said)
    assert "9,086" not in said and "9000000" not in said


def test_a1_without_a_regulators_order_nothing_stands_beside_article_3(tmp_path: Path) -> None:
    found = counted(tmp_path, 20, None)
    assert not re.search(r"已达到|未达到|尚差|分处两侧", found.said("S-A1"))
