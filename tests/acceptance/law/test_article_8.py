"""The T lines of LAW 4.1 and 4.2 (Article 8), each a small table; what is expected was counted by hand.

Words are those of the templates in LAW 4, without blanks.
"""

import re
from pathlib import Path

import pytest

from tests.acceptance.law.scene import SAID, Rows, Table, rows

pytestmark = pytest.mark.slow


def test_r1_a_reporters_inquiry_an_hour_before_is_one_earlier_record_of_the_press(tmp_path: Path) -> None:
    """One record about the person before the alleged post, and it is the press's: k = 1, j = 1."""
    t = Table()
    t.post("paper", -3_600, "雨檐书屋有没有卖盗印教材？本报正在核实", name="江桥早报", verified="3")
    alleged = t.post("author", 0)
    t.crowd(alleged, 8)
    t.allege(alleged)
    found = rows(t, tmp_path)
    assert "此前涉及同一对象的记录1条，其中媒体、机关、质疑1条" in found.said("A8-R1")
    assert found.named() == {"xhs:author"}


def test_r1_an_alleged_root_that_is_gone_names_nobody(tmp_path: Path) -> None:
    t = Table()
    t.crowd("xhs:n900", 8)
    t.post("copier", 1_500, f"有人说{SAID}，真的吗", side="ask")
    t.allege("xhs:n900")
    found = rows(t, tmp_path)
    assert found.status("A8-R1") == {"not_measurable"} and found.named() == set()
    assert not re.search(r"最早见于|号crowd|号copier", found.said("A8-R1"))


def test_r1_two_posts_in_one_minute_of_a_minute_clock_are_a_tie(tmp_path: Path) -> None:
    """Both say the same at 20:00, exported to the minute, and one is stated: which came first cannot be told."""
    t = Table(minutes=True)
    first, second = t.post("author", 0), t.post("other", 20)
    for k, root in enumerate((first, second)):
        t.crowd(root, 8, first=20 * k)
    t.allege(first)
    said = rows(t, tmp_path).said("A8-R1")
    assert "号author" in said
    assert re.search(r"先后不能确定|不能确定先后|并列|同一分钟", said)


def called(tmp_path: Path, on: str, followers: int) -> Rows:
    """A text coded `call`, under the alleged post or about a concert; then `followers` accounts act on it."""
    t = Table()
    alleged = t.post("author", 0)
    t.crowd(alleged, 6, 200)
    t.allege(alleged)
    if on == "alleged":
        call = t.repost("caller", 2_000, alleged, "姐妹们都去雨檐书屋那条下面转评，别让她躲", side="support")
    else:
        call = t.post("caller", 2_000, "今晚的演唱会大家都来转这条抢票")
    t.code(call, "call")
    for k in range(followers):
        t.repost(f"late{k}", 2_100 + 60 * k, alleged, "来了", side="support")
    return rows(t, tmp_path)


def test_r2_a_call_to_a_concert_is_no_call_about_it(tmp_path: Path) -> None:
    assert called(tmp_path, "concert", 5).status("A8-R2") == {"none_in_data"}


def test_r2_a_call_that_nobody_follows_is_told_with_nought(tmp_path: Path) -> None:
    said = called(tmp_path, "alleged", 0).said("A8-R2")
    assert re.search(r"有1条文字号召他人转发或者评论所指信息", said)
    assert re.search(r"其后\d+小时内0个账号就该信息发帖", said)


def test_r2_a_call_that_five_follow_is_told_with_five_and_no_word_of_command(tmp_path: Path) -> None:
    said = called(tmp_path, "alleged", 5).said("A8-R2")
    assert re.search(r"其后\d+小时内5个账号就该信息发帖", said) and "先后相随不等于受其指挥" in said


def test_r2_without_own_texts_it_cannot_be_measured(tmp_path: Path) -> None:
    t = Table()
    alleged = t.post("author", 0)
    t.crowd(alleged, 12)
    t.allege(alleged)
    assert rows(t, tmp_path).status("A8-R2") == {"not_measurable"}


@pytest.fixture(scope="module")
def hubs(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Three hubs of fourteen under one alleged post: a report to authority, the target itself, and a supporter."""
    t = Table()
    alleged = t.post("author", 0)
    t.allege(alleged)
    t.crowd(alleged, 6, 30)
    for k, (who, words, side) in enumerate(
        (
            ("parent", "雨檐书屋的事求严查", "report"),
            ("owner", "我是阿澈，没有卖过盗印书", "deny"),
            ("loud", "阿澈就是骗子，都去雨檐书屋闹", "support"),
        )
    ):
        hub = t.repost(who, 1_000 + 3_000 * k, alleged, words, side=side)
        t.crowd(alleged, 14, 1_100 + 3_000 * k, parent=hub, first=20 * (k + 1))
    return rows(t, tmp_path_factory.mktemp("hubs"))


def test_r3_who_asks_for_an_inquiry_is_told_without_a_name(hubs: Rows) -> None:
    """Fourteen fall away with the parent as with the supporter; only the supporter is named, with its words."""
    said = hubs.said("A8-R3")
    assert "parent" not in said and "求严查雨檐书屋" not in said and "xhs:parent" not in hubs.named()


def test_r3_the_targets_own_repost_has_no_row(hubs: Rows) -> None:
    assert "owner" not in hubs.said("A8-R3") and "我是阿澈" not in hubs.said("A8-R3")


def test_r3_the_supporter_is_named_with_its_words(hubs: Rows) -> None:
    said = hubs.said("A8-R3")
    assert (
        re.search(
            r"经号loud（[^）]*loud）转发后，第1项的51条转发中另有至少14条（27\.5%；上一级：导出所述14，转发链0）",
            said,
        )
        and "阿澈就是骗子，都去雨檐书屋闹" in said
    )
    assert hubs.named() == {"xhs:author", "xhs:loud"}


def test_r3_a_star_tree_cannot_be_measured_and_has_no_nought(tmp_path: Path) -> None:
    t = Table()
    alleged = t.post("author", 0)
    t.crowd(alleged, 20)
    t.allege(alleged)
    for row in t.rows:
        row["parent"] = ""  # The export names the root alone.
    found = rows(t, tmp_path)
    assert found.status("A8-R3") == {"not_measurable"} and "0条线索" not in found.said("A8-R3")


def dealt_with(tmp_path: Path, *after: str, before: int = 1) -> Rows:
    """A warning and a takedown of the account's post; `after` are the sides of its records afterwards."""
    t = Table()
    alleged = t.post("author", 0)
    t.crowd(alleged, 6)
    t.allege(alleged)
    for k in range(before):
        t.comment("again", 600 + 400 * k, alleged, f"雨檐书屋第{k}次说你", side="support")
    for k, side in enumerate(after):
        t.comment("again", 100_000 + 9_000 * k, alleged, f"雨檐书屋后来第{k}次说你", side=side)
    for kind, document in (("warnings", "告诫书〔2025〕9号"), ("takedowns", "处理单〔2025〕8号")):
        t.facts += (
            f'\n[[{kind}]]\naccount_id = "xhs:again"\nevent_id = "{alleged}"\n'
            f'at = 2025-03-08T10:00:00+08:00\nkind = "处理"\ndocument = "{document}"\n'
        )
    return rows(t, tmp_path)


def test_r4_a_warning_and_a_takedown_are_two_and_its_act_counts_once(tmp_path: Path) -> None:
    said = dealt_with(tmp_path, "support").said("A8-R4")
    assert re.search(r"此前被处理2次", said) and re.search(r"其后就所指信息又发计为附和的1条", said)
    assert said.count("其后就所指信息又发") == 1  # One row an account.


def test_r4_acts_before_only_are_told_as_nought(tmp_path: Path) -> None:
    assert re.search(r"其后就所指信息又发计为附和的0条", dealt_with(tmp_path, before=2).said("A8-R4"))


def test_r4_a_denial_afterwards_is_not_counted(tmp_path: Path) -> None:
    """Afterwards one support and two denials: one."""
    found = dealt_with(tmp_path, "deny", "support", "deny")
    assert re.search(r"其后就所指信息又发计为附和的1条", found.said("A8-R4"))


def test_81_age_is_only_what_is_stated(tmp_path: Path) -> None:
    """ "孩子" in four texts and nothing stated: not measurable. With a stated minor: as the file says."""
    for stated, status in (
        ("", {"not_measurable"}),
        ("minor = true\ndocument = '户籍材料'\n", {"human_finding"}),
    ):
        t = Table()
        t.target += stated
        alleged = t.post("author", 0, f"{SAID}，孩子们都看见了")
        for k in range(3):
            t.comment(f"c{k}", 100 + k, alleged, "那孩子真可怜", side="other")
        t.allege(alleged)
        found = rows(t, tmp_path / str(len(stated)))
        assert status <= found.status("A8-1")
        assert ("户籍材料" in found.said("A8-1")) == bool(stated)


TERMS = '\n[[topics]]\nkind = "sexual"\nterms = ["私生活混乱"]\n'


def test_83_a_term_in_a_denial_stands_under_deny(tmp_path: Path) -> None:
    """One support and one denial hold the term, a third lies outside: two records, one of them support."""
    t = Table(facts=TERMS)
    alleged = t.post("author", 0)
    t.comment("a", 100, alleged, "阿澈私生活混乱", side="support")
    t.comment("b", 200, alleged, "说阿澈私生活混乱的才是造谣", side="deny")
    t.post("c", 300, "这部剧的主角私生活混乱")
    t.allege(alleged)
    said = rows(t, tmp_path).said("A8-3")
    assert re.search(r"含案件所列词语的记录2条", said) and re.search(r"其中附和1条", said)


def test_83_no_list_or_a_term_outside_only(tmp_path: Path) -> None:
    for facts, status in (("", {"not_measurable"}), (TERMS, {"none_in_data"})):
        t = Table(facts=facts)
        alleged = t.post("author", 0)
        t.crowd(alleged, 3)
        t.post("c", 300, "这部剧的主角私生活混乱")
        t.allege(alleged)
        assert rows(t, tmp_path / str(len(facts))).status("A8-3") == status


def test_84_without_media_it_cannot_be_measured(hubs: Rows) -> None:
    assert hubs.status("A8-4") == {"not_measurable"}


def test_85_the_providers_accounts_are_those_that_are_stated(tmp_path: Path, hubs: Rows) -> None:
    """None listed: not measurable. Listed, but it only posted elsewhere: none."""
    assert hubs.status("A8-5") == {"not_measurable"}
    t = Table()
    alleged = t.post("author", 0)
    t.crowd(alleged, 5)
    t.post("platform", 500, "本周社区公告")
    t.allege(alleged)
    t.target = 'provider_accounts = ["xhs:platform"]\n\n' + t.target
    assert rows(t, tmp_path).status("A8-5") == {"none_in_data"}
