"""Organizer by hand: posts of different authors, five members who use texts that one account wrote before.

First on the same posts. Tests made for the group of `world`: six accounts with three readings or more of timing,
each by three windows and two beginnings, and six accounts of which each may have written first: 6 * 6 + 6 = 42.
Writing first on h of h posts where five use the text has the chance 1 / 5^h.

Announced elsewhere. With n announcements of an account that writes nothing else, at hours that never repeat, its
own clock gives each the chance 1 / n (it could fall on n - 1 other hours, none of which lies so shortly before the
members); its own pace less. The n chances together: P = n^-n, p = P * sum over k < n of (-ln P)^k / k! (Fisher).
n = 7: .0150, n = 8: .0068.
"""

import json
from datetime import timedelta
from math import factorial, log
from typing import Any

import polars as pl
import pytest

from analytics.model.messages import LANGS
from analytics.model.tables import ACCOUNT_NAMES, CLUSTER_TASKS, CLUSTERS, LABELS
from analytics.roles.reasons import reason_words
from tests.roles.invented import SHOP, START, act, coded, events, found

DAY = 86_400
MEMBERS = tuple(f"m{k}" for k in range(5))
TEXTS = tuple(
    f"这家店的{thing}不能买，大家都来看一看"
    for thing in ("面包", "蛋糕", "饼干", "馒头", "包子", "豆浆", "油条", "米饭", "面条")
)


def fisher(n: int, others: int | None = None) -> float:
    """The chance worked out above; others: how many other hours the account could have fallen on."""
    p = (1 + (n - 1 if others is None else others)) ** -n
    return p * sum((-log(p)) ** k / factorial(k) for k in range(n))


def burst(k: int) -> float:
    """When the members come on post k: at another hour each day."""
    return k * DAY + 18_000 + 7_000.0 * k


def world(
    posts_n: int = 6,
    ahead_s: float | None = 7_200,
    boss: dict[str, Any] | None = None,
    has_text: bool = True,
    crowd_n: int = 0,
    parent_basis: str | None = None,
) -> list[dict[str, Any]]:
    """Posts a day apart; four members with the text of the post ten seconds apart, hours after it, the boss `ahead_s`
    before them (None: not at all). Two hours is no reading of timing: the widest window is one."""
    rows = []
    for k in range(posts_n):
        at, p = k * DAY, f"p{k}"
        rows.append(act(p, f"author{k}", at, f"早报第{k}号"))
        if ahead_s is not None:
            words = TEXTS[k] if has_text else None
            rows.append(act(f"{p}-boss", "boss", burst(k) - ahead_s, words, root=p, **(boss or {})))
        from_boss = {"parent": f"{p}-boss", "parent_basis": parent_basis} if parent_basis else {}
        rows += [
            act(f"{p}-{m}", m, burst(k) + 10 * i, TEXTS[k], root=p, **from_boss)
            for i, m in enumerate(MEMBERS[(k % 5) :] + MEMBERS[: (k % 5)])
            if i < 4
        ]
        rows += [act(f"{p}-x{i}", f"x{k}-{i}", at + 60 + 60 * i, root=p) for i in range(crowd_n)]
    return rows


def announced(seconds: float, n: int = 8, account: str = "boss", **more: Any) -> list[dict[str, Any]]:
    """Posts of an account with the text of the first n posts, so long before (below 0: after) the members."""
    return [
        act(f"told-{account}{k}", account, burst(k) - seconds, f"今晚发：{TEXTS[k]}。记得转", **more)
        for k in range(n)
    ]


def rows_of(
    acts: list[dict[str, Any]],
    grades: str = "AAAAB",
    author: str | None = None,
    members: tuple[str, ...] = MEMBERS,
    facts: dict[str, Any] | None = None,
    followed: str | None = None,
    followers_n: int = 5,
    **tables: pl.DataFrame,
) -> dict[str, dict[str, Any]]:
    """Account -> its row as organizer of the group.

    author: who posted every target post (None: author0, author1, ...). followed: whom the first
    `followers_n` members visibly follow."""
    posts = sorted({a["root_id"] for a in acts if a["kind"] != "post" and a["root_id"].startswith("p")})
    n = len(members)
    lists = {name: [[]] * n for name in ("reasons", "event_ids")}
    lines = [["followed"] if followed and k < followers_n else ["moments"] for k in range(n)]
    clusters = pl.DataFrame(
        {
            "account_id": members,
            "cluster_id": "g1",
            "grade": list(grades),
            "evidence_lines": lines,
            "leader_id": [followed] * n,
            **lists,
        },
        schema_overrides={"leader_id": pl.String},
    )
    tasks = pl.DataFrame(
        {"cluster_id": "g1", "object_id": posts, "author_id": [author or f"author{p[1:]}" for p in posts]}
    )
    fitted = {"clusters": CLUSTERS.fit(clusters), "cluster_tasks": CLUSTER_TASKS.fit(tasks)} | tables
    rows = found(events(*acts), facts, **fitted)
    return {account: row for (role, account, _), row in rows.items() if role == "organizer"}


def told(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row["reason_params"])
    return found


def test_who_wrote_six_texts_first_on_the_same_posts_is_a_lead_and_no_more() -> None:
    rows = rows_of(world())
    assert set(rows) == {"boss"}
    row = rows["boss"]
    assert (row["grade"], row["value"], row["evidence_lines"]) == ("C", 6, ["line_first_here"])
    # Five use each text: 42 / 5^6 = 0.0027.
    assert (told(row)["tests"], told(row)["p"], told(row)["led"]) == (42, 0.0027, 6)
    assert "Source or copied: cannot be told" in reason_words(row, "en")
    assert "来源还是被照抄，无法判断" in reason_words(row, "zh")


def test_a_chance_that_is_small_in_one_test_alone_names_nobody() -> None:
    """First on five of five posts: 1 / 3125 is far below 1 %, but one of 42 tests gives it in 1.3 % of such groups."""
    assert rows_of(world(posts_n=5)) == {}


def test_acting_first_and_writing_first_on_one_post_are_one_observation_and_one_line() -> None:
    for has_text in (True, False):
        row = rows_of(world(7, ahead_s=60, crowd_n=20, has_text=has_text))["boss"]
        assert (row["grade"], row["evidence_lines"], row["value"]) == ("C", ["line_first_here"], 7)


def test_nobody_writes_first_within_the_clock() -> None:
    """The boss and the first member in one second: which of them was first cannot be told."""
    assert rows_of(world(ahead_s=0.5)) == {}
    minute = [a | {"at_precision": "min"} for a in world(ahead_s=50)]
    assert rows_of(minute) == {}
    assert rows_of(world(7, ahead_s=0.5, crowd_n=20, has_text=False)) == {}
    assert rows_of(world(7, ahead_s=1, crowd_n=20, has_text=False))["boss"]["grade"] == "C"


def test_an_author_does_not_organize_by_what_it_does_below_its_own_posts() -> None:
    acts = [
        a | ({"account_id": "boss"} if a["kind"] == "post" else {}) for a in world(7, ahead_s=60, crowd_n=20)
    ]
    assert rows_of(acts, author="boss") == {}


def test_eight_texts_announced_elsewhere_are_a_lead_with_the_chance_of_its_own_clock() -> None:
    rows = rows_of([*world(8, ahead_s=None), *announced(120)])
    assert set(rows) == {"boss"}
    row = rows["boss"]
    assert (row["grade"], row["value"], row["evidence_lines"]) == ("C", 8, ["line_announced"])
    assert (told(row)["announced"], told(row)["days"], told(row)["tests"]) == (8, 8, 1)
    assert told(row)["p"] == pytest.approx(fisher(8), abs=5e-5) and 0.006 < fisher(8) < 0.007
    assert row["event_ids"] == [f"told-boss{k}" for k in range(8)]
    assert all("None" not in reason_words(row, lang) for lang in LANGS)


def test_seven_announcements_of_an_account_that_writes_nothing_else_may_be_its_clock() -> None:
    assert fisher(7) > 0.01
    assert rows_of([*world(7, ahead_s=None), *announced(120, 7)]) == {}


def test_two_announcers_are_two_tests() -> None:
    """Two accounts announce eight of sixteen texts... here four of the nine each would not do: the second announces
    three others. 2 * .0068 is more than 1 %; with nine announcements 2 * .0024 is less."""
    third = [
        act(f"q{k}", f"other{k}", 20 * DAY + k * DAY, f"第{k}条别的帖子，说点别的事情") for k in range(3)
    ]
    more = [f"隔壁那条街的第{k}家铺子也去看一看吧" for k in range(3)]
    for k in range(3):
        third += [
            act(f"q{k}-{m}", m, 20 * DAY + k * DAY + 9_000 * (k + 1) + i, more[k], root=f"q{k}")
            for i, m in enumerate(MEMBERS[:4])
        ]
        third.append(act(f"told-second{k}", "second", 20 * DAY + k * DAY + 9_000 * (k + 1) - 120, more[k]))
    posts = [f"q{k}" for k in range(3)]

    def grades(n: int) -> set[str]:
        acts = [*world(n, ahead_s=None), *announced(120, n), *third]
        tasks = pl.DataFrame({"cluster_id": "g1", "object_id": [*(f"p{k}" for k in range(n)), *posts]})
        return set(rows_of(acts, cluster_tasks=CLUSTER_TASKS.fit(tasks)))

    assert 2 * fisher(8) > 0.01 > 2 * fisher(9)
    assert grades(8) == set() and grades(9) == {"boss"}


def test_three_announcements_on_three_days_suffice_where_the_account_has_other_hours() -> None:
    """200 other events at all hours of ten days: each chance is 1 / 203 by the clock; by the pace, events 72 min apart, at
    most 120 s of each: .028 together far below 1 %. Two announcements, or three on one day, do not."""
    chatter = [act(f"c{k}", "boss", 4_320.0 * k + 2_000, f"随便聊聊第{k}回") for k in range(200)]
    assert rows_of([*world(3, ahead_s=None), *announced(120, 3), *chatter])["boss"]["value"] == 3
    assert rows_of([*world(3, ahead_s=None), *announced(120, 2), *chatter]) == {}
    one_day = [
        a | {"at": START + (a["at"] - START) / 4} for a in [*world(3, ahead_s=None), *announced(120, 3)]
    ]
    assert rows_of([*one_day, *chatter]) == {}


def test_who_posts_all_day_is_before_everybody_by_its_own_pace() -> None:
    """An event each two minutes: whenever members come, one lies no more than two minutes before."""
    chatter = [act(f"c{k}", "boss", 120.0 * k, f"随便聊聊第{k}回") for k in range(8 * 720)]
    assert rows_of([*world(8, ahead_s=None), *announced(120), *chatter]) == {}


def test_a_daily_hour_is_explained_by_the_own_clock() -> None:
    """Members come at one hour each day, two minutes after the announcement: any day's would do for any other."""
    acts = [*world(8, ahead_s=None), *announced(120)]
    daily = [
        a | {"at": a["at"] - timedelta(seconds=7_000 * k)} for a in acts if (k := _number(a)) is not None
    ]
    assert rows_of([*daily, *(a for a in acts if _number(a) is None)]) == {}


def _number(a: dict[str, Any]) -> int | None:
    name = a["event_id"]
    if name.startswith("told-boss"):
        return int(name.removeprefix("told-boss"))
    return int(name[1]) if "-m" in name else None


@pytest.mark.parametrize("earlier", ["stranger", "the author of the post", "an account of the group"])
def test_words_that_somebody_wrote_still_earlier_are_announced_by_nobody_else(earlier: str) -> None:
    who = {"stranger": "z", "the author of the post": "author0", "an account of the group": "m0"}[earlier]
    copies = [act(f"first{k}", who, -5_000.0 + 37 * k, TEXTS[k]) for k in range(8)]
    assert "boss" not in rows_of([*world(8, ahead_s=None), *announced(120), *copies])


def test_what_is_posted_after_the_members_or_in_their_second_announced_nothing() -> None:
    assert rows_of([*world(8, ahead_s=None), *announced(-600)]) == {}
    assert rows_of([*world(8, ahead_s=None), *announced(0.5)]) == {}


def test_words_below_another_post_announce_and_words_on_the_same_post_do_not() -> None:
    elsewhere = [act("n", "news", -900, "今天的社区早报"), *announced(120, root="n", kind="comment")]
    assert rows_of([*world(8, ahead_s=None), *elsewhere])["boss"]["evidence_lines"] == ["line_announced"]
    here = [
        a | {"root_id": f"p{k}", "parent_id": f"p{k}", "kind": "comment"}
        for k, a in enumerate(announced(7_200))
    ]
    assert (
        "line_announced"
        not in rows_of([*world(8, ahead_s=None), *here]).get("boss", {"evidence_lines": []})["evidence_lines"]
    )


def test_a_post_does_not_announce_the_words_repeated_below_it() -> None:
    acts = world(8, ahead_s=None)
    own = {f"p{k}": TEXTS[k] for k in range(8)}
    same = [
        a
        | (
            {"text": own[a["event_id"]], "own_text": own[a["event_id"]], "account_id": "boss"}
            if a["kind"] == "post"
            else {}
        )
        for a in acts
    ]
    assert rows_of(same, author="boss") == {}


def test_a_link_that_members_carry_is_announced_as_words_are() -> None:
    link = [f"https://example.invalid/{k}" for k in range(8)]
    acts = [
        a | {"urls": [link[int(a["event_id"][1])]], "own_text": None} if "-m" in a["event_id"] else a
        for a in world(8, ahead_s=None)
    ]
    calls = [a | {"urls": [link[k]], "own_text": "看这个"} for k, a in enumerate(announced(120))]
    assert rows_of([*acts, *calls])["boss"]["evidence_lines"] == ["line_announced"]


CASE = {"targets": [SHOP], "alleged": [{"id": f"p{k}"} for k in range(8)]}
NAMES = ACCOUNT_NAMES.fit(
    pl.DataFrame(
        {
            "account_id": ["boss", "m0"],
            "name": ["老板", "乙"],
            "first_at": START,
            "last_at": START + timedelta(days=9),
        }
    )
)


def naming(n: int, name: str = "老板") -> list[dict[str, Any]]:
    return [act(f"call{k}", f"m{k}", 12 * DAY + k, f"@{name} 收到") for k in range(n)]


def grade_of(
    *more: dict[str, Any], facts: dict[str, Any] = CASE, grades: str = "AAAAB", **tables: pl.DataFrame
) -> str:
    acts = [*world(8, ahead_s=None), *announced(120), *more]
    grade: str = rows_of(acts, grades, facts=facts, account_names=NAMES, **tables)["boss"]["grade"]
    return grade


def test_grade_b_needs_three_members_who_name_it_and_the_information_of_the_case() -> None:
    assert [grade_of(*naming(n)) for n in (0, 2, 3)] == ["C", "C", "B"]
    assert grade_of(*naming(3, "乙")) == "C"  # They name a member, not the boss.
    assert grade_of(*naming(3), facts={}) == "C"
    assert (
        grade_of(*naming(3), facts=CASE | {"alleged": CASE["alleged"][:2]}) == "C"
    )  # Two of the eight posts.


def test_coming_first_on_the_same_posts_stays_a_lead_though_members_name_it() -> None:
    row = rows_of([*world(8), *naming(3)], facts=CASE, account_names=NAMES)["boss"]
    assert (row["grade"], set(row["evidence_lines"])) == (
        "C",
        {"line_first_here", "line_named", "line_on_information"},
    )


def test_four_members_are_needed_and_three_are_a_lead() -> None:
    assert [grade_of(*naming(3), grades=g) for g in ("AABBC", "AABCC")] == ["B", "C"]


def test_grade_a_needs_a_document_and_nobody_is_named_without_coded_words() -> None:
    note = coded("boss", label="document:chat").with_columns(note=pl.lit("群聊记录，卷二"))
    acts = [
        *world(8, ahead_s=None),
        *announced(120),
        *naming(3),
        act("w", "boss", 11 * DAY, "禾禾面包这种店就该关掉"),
    ]
    row = rows_of(acts, facts=CASE, account_names=NAMES, labels=LABELS.fit(note))["boss"]
    assert (row["grade"], row["may_be_named"]) == ("A", False)
    both = pl.concat([LABELS.fit(note), coded("w")])
    assert rows_of(acts, facts=CASE, account_names=NAMES, labels=both)["boss"]["may_be_named"]


@pytest.mark.parametrize(
    ("basis", "is_line"), [("stated", True), ("chain", True), ("root", False), ("missing", False)]
)
def test_only_stated_and_chained_parents_show_that_members_pass_it_on(basis: str, is_line: bool) -> None:
    row = rows_of(world(parent_basis=basis))["boss"]
    assert ("line_passed_on" in row["evidence_lines"]) == is_line


def test_an_account_that_members_visibly_follow_is_their_source_and_no_organizer() -> None:
    acts = [*world(8, ahead_s=None), *announced(120), *naming(3)]
    row = rows_of(acts, "BBBBB", followed="boss", facts=CASE, account_names=NAMES)["boss"]
    assert (row["grade"], row["reason_code"]) == ("insufficient", "reason_organizer_source")
    assert "no caller candidate" in reason_words(row, "en")
    for followers_n, reason in ((3, "reason_organizer_source"), (2, "reason_organizer_announced")):
        row = rows_of(acts, followed="boss", followers_n=followers_n, facts=CASE, account_names=NAMES)["boss"]
        assert row["reason_code"] == reason
