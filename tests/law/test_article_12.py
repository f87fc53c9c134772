"""What the rows of Article 12 count, and on which side they tell it, each worked out by hand."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from analytics.law.rendering import observation_words
from tests.law.made import (
    ALLEGED,
    TARGET,
    aimed,
    groups,
    information,
    law_rows,
    params,
    post,
    record,
    role,
    roles,
)


def test_support_is_told_apart_from_the_other_sides_and_from_the_targets_own() -> None:
    """Three denials and one more by a debunker: four, one of them of an account that stands apart."""
    acts = [
        record(f"weibo:e{k}", f"weibo:{k}", side=s)
        for k, s in enumerate(["deny"] * 3 + ["support"] * 2 + ["unread"])
    ]
    acts += [
        record("weibo:o", "weibo:t", side="unread", actor="target"),
        record("weibo:p", "weibo:p", side="deny", actor="debunker"),
    ]
    about = aimed(*((f"weibo:e{k}", "阿某") for k in range(6)), ("weibo:p", "阿某"))
    told = params(law_rows("A12-F1", information(*acts), about, toml=TARGET)[0])
    assert {k: told[k] for k in ("n", "support", "deny", "unread", "apart", "own")} == {
        "n": 7,
        "support": 2,
        "deny": 4,
        "unread": 1,
        "apart": 1,
        "own": 1,
    }


def test_forty_posts_of_a_debunker_stand_apart_in_the_manner() -> None:
    acts = [record(f"weibo:d{k}", "weibo:d", k, side="deny", actor="debunker") for k in range(40)]
    acts += [record(f"weibo:s{k}", "weibo:1", k, side="support", own_text="同一句话五次") for k in range(5)]
    acts.append(record("weibo:n", "weibo:2", side="deny"))  # Somebody's one denial, no debunker's.
    told = params(law_rows("A12-F3", information(*acts), toml=ALLEGED)[0])
    assert (told["n"], told["most"], told["o"]) == (6, 5, 41)  # With the alleged post itself.


def test_six_records_of_which_four_deny_are_two() -> None:
    acts = [
        record(f"weibo:e{k}", at_s=k * 86_400, side=s) for k, s in enumerate(["deny"] * 4 + ["support"] * 2)
    ]
    told = params(law_rows("A12-3", information(*acts, record("weibo:b")), toml=ALLEGED)[0])
    assert (told["n"], told["days"], told["bare"]) == (2, 2, 1)


def test_records_four_days_apart_are_told_by_their_two_dates_and_not_as_two_days() -> None:
    """From noon of 10 March in Shanghai: at once, 12 h less a second later (still the 10th), and the 14th at 0:00."""
    acts = [record(f"weibo:e{k}", at_s=s, side="support") for k, s in enumerate((0, 43_199, 302_400))]
    acts.append(record("weibo:undated", side="support") | {"at": None})
    (row,) = law_rows("A12-3", information(*acts), toml=ALLEGED)
    told = params(row)
    assert (told["n"], told["days"], told["first_at"], told["last_at"]) == (4, 2, "2025-03-10", "2025-03-14")
    said = observation_words("alleged.plus_b3", told, "en", ZoneInfo("Asia/Shanghai"))
    assert said == "4 on 2 dates, the first 2025-03-10, the last 2025-03-14."


def test_the_same_words_within_an_hour_are_one_record() -> None:
    times = (0, 1_800, 3_599, 9_000)
    acts = [record(f"weibo:e{k}", at_s=s, side="support", own_text="同一句话") for k, s in enumerate(times)]
    told = params(law_rows("A12-3", information(*acts), toml=ALLEGED)[0])
    assert told["n"] == 2


def test_one_record_about_two_persons_is_listed() -> None:
    toml = {**ALLEGED, "targets": [{"name": "阿某"}, {"name": "乙某"}]}
    about = aimed(("weibo:e1", "阿某"), ("weibo:e1", "乙某"))
    told = params(law_rows("A12-3", information(record("weibo:e1", side="support")), about, toml=toml)[0])
    assert (told["n"], told["k"]) == (1, 2)


def test_denials_on_two_platforms_spread_nothing() -> None:
    acts = [record("weibo:e0", "weibo:0"), record("douyin:e1", "weibo:1", side="deny")]
    (row,) = law_rows("A12-4", groups("A", "A"), information(*acts), toml=ALLEGED)
    assert (row["status"], params(row)["o"]) == ("none_in_data", 1)


def test_the_support_of_an_account_that_mostly_denies_is_told_with_its_denials() -> None:
    """Two supporting records, four denials and one without words: two, with four of another side and one bare."""
    sides = ["deny"] * 4 + ["support"] * 2 + [None]
    acts = [record(f"weibo:e{k}", at_s=k * 86_400, side=s, actor="debunker") for k, s in enumerate(sides)]
    told = params(law_rows("A12-3", information(*acts), toml=ALLEGED)[0])
    assert [told[k] for k in ("n", "o", "bare")] == [2, 4, 1]
    manner = params(law_rows("A12-F3", information(*acts), toml=ALLEGED)[0])
    assert (manner["n"], manner["o"]) == (3, 5)  # With the alleged post; denials and the bare one apart.


def test_one_group_on_two_platforms_needs_members_or_links_there() -> None:
    acts = [record("weibo:e0", "weibo:0"), record("douyin:e1", "douyin:x"), record("weibo:e2", "weibo:7")]
    alone = law_rows("A12-4", groups("A", "A"), information(*acts), toml=ALLEGED)
    assert [r["status"] for r in alone] == ["none_in_data"]
    linked = {
        **ALLEGED,
        "links": [{"accounts": ["weibo:0", "douyin:x"], "by": "办案人", "document": "实名资料"}],
    }
    (row,) = law_rows("A12-4", groups("A", "A"), information(*acts), toml=linked)
    told = params(row)
    assert (told["platform"], told["n"], told["share"]) == ("douyin", 1, 100)
    assert (told["platform_second"], told["n_second"], told["share_second"]) == ("weibo", 1, 33)


def test_contact_before_the_information_is_told_or_cannot_be() -> None:
    def contact(*earlier: dict[str, Any], pairs: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
        table = information(post(), record("weibo:e1", side="support"), rest=earlier)
        found = law_rows("A12-2", table, roles(role("amplifier", "B")), aimed(*pairs), toml=TARGET)
        return next(r for r in found if r["note_code"].startswith("alleged.b2"))

    week = 8 * 86_400
    mine = {**post("weibo:m", "weibo:1", -week), "root_id": "weibo:m"}
    theirs = {**post("weibo:n", "weibo:t", -week), "root_id": "weibo:n"}
    assert contact(mine)["note_code"] == "alleged.b2_cannot"  # No record of the target.
    both = contact(mine, theirs)
    assert (both["note_code"], params(both)["p"], params(both)["q"], params(both)["days"]) == (
        "alleged.b2",
        1,
        1,
        7,
    )
    complaint = contact(mine, theirs, pairs=(("weibo:m", "阿某"),))
    assert (complaint["note_code"], params(complaint)["n"]) == ("alleged.b2_met", 1)
    late = {**post("weibo:m", "weibo:1", -86_400), "root_id": "weibo:m"}
    assert contact(late, {**theirs, "at": late["at"]})["note_code"] == "alleged.b2_cannot"  # One day of data.


def test_records_before_and_after_a_stated_consequence_and_its_document() -> None:
    day = 86_400
    acts = [
        record(f"weibo:e{k}", f"weibo:{k}", s) for k, s in enumerate((-9 * day, -day, day, 2 * day, 8 * day))
    ]
    toml = {**TARGET, "consequences": [{"at": date(2025, 3, 10), "kind": "job_loss"}]}
    row = next(r for r in law_rows("A12-F5", information(*acts), toml=toml) if r["status"] == "human_finding")
    told = params(row)
    # On that day the alleged post itself, a minute before noon: neither before nor after it.
    found = [told[k] for k in ("n", "b", "d", "c")]
    assert (found, row["note_code"], told["document"]) == ([4, 1, 1, 2], "alleged.f5", "none")
