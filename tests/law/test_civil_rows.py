"""The civil rows on tables made by hand; every number is counted in the test."""

import json
from typing import Any

from tests.law.made import role, roles
from tests.law.made_information import AUTHOR, POST, act, at, found, stated, told

FIX = "weibo:fix"
FACTS = {"corrections": [{"event_id": FIX}]}


def said(row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return row["note_code"], json.loads(row["note_params"])


def correction(event_id: str, hours: float, account: str = AUTHOR, kind: str = "post") -> tuple[Any, ...]:
    return (event_id, account, kind, at(hours), at(hours + 1 / 3600), FIX)


def test_reach_points_to_its_part() -> None:
    (row,) = found("C-998", told(stated(), act("weibo:r")))
    assert said(row) == ("articles.reach", {"n": 2, "k": 5, "accounts": 2})


def test_the_authors_own_correction_is_laid_beside_the_alleged_post() -> None:
    """Two reposts of the correction, three of the post, a comment on either."""
    below = [correction("weibo:x1", 31, "weibo:u", "repost"), correction("weibo:x2", 32, "weibo:v", "repost")]
    below += [correction("weibo:x3", 33, "weibo:w", "comment")]
    acts = [act(f"weibo:r{k}") for k in range(3)]
    information = told(
        stated(), *acts, act("weibo:c", part="comment"), corrections=[correction(FIX, 30), *below]
    )
    (row,) = found("C-1000", information, **FACTS)
    assert said(row) == ("articles.redress", {"n": 2, "m": 3, "account_id": AUTHOR, "account_name": None})


def test_a_correction_by_an_authority_is_not_the_authors() -> None:
    information = told(stated(), corrections=[correction(FIX, 30, "weibo:office")])
    assert found("C-1000", information, **FACTS)[0]["status"] == "none_in_data"
    assert said(found("C-1000", told(stated()), **FACTS)[0])[0] == "articles.correction_absent"
    assert found("C-1000", told(stated()))[0]["status"] == "none_in_data"


def test_words_that_name_a_source_or_leave_it_open_are_quoted_with_the_hours_to_a_correction() -> None:
    text = "朋友说面包过期，待核实"
    (row,) = found("C-1025", told(stated(text), corrections=[correction(FIX, 30)]), **FACTS)
    assert said(row) == (
        "articles.checking_named_corrected",
        {"account_id": AUTHOR, "account_name": None, "words": "朋友说、待核实", "hours": 30.0},
    )
    (row,) = found("C-1025", told(stated("面包过期")))
    assert said(row) == (
        "articles.checking_bare",
        {"account_id": AUTHOR, "account_name": None, "words": None, "hours": None},
    )


def test_an_edit_is_said_where_no_correction_was_published() -> None:
    """Two texts in two captures are two versions: the author changed the post, but published no correction."""
    two = [(POST, 1, "面包过期", at(5), at(14), 1), (POST, 2, "面包疑似过期", at(30), at(30), 1)]
    (row,) = found("C-1025", told(stated("据说面包过期"), versions=two))
    assert (said(row)[0], said(row)[1]["v"]) == ("articles.checking_named_edited", 2)
    (row,) = found("C-1000", told(stated(), versions=two))
    assert (row["status"], said(row)[0], said(row)[1]["v"]) == (
        "none_in_data",
        "articles.none_redress_edited",
        2,
    )


def test_records_before_and_after_a_notice() -> None:
    """Notice at 10, measure at 50: the post, 9 before; 10, 20, 49 between."""
    information = told(stated(), *(act(f"weibo:r{h}", h) for h in (9, 10, 20, 49, 50)), seen={POST: at(60)})
    given = {"notices": [{"event_id": POST, "at": at(10)}], "takedowns": [{"event_id": POST, "at": at(50)}]}
    (row,) = found("C-1195", information, **given)
    assert (said(row)[0], said(row)[1]["before"], said(row)[1]["n"]) == ("articles.notice", 2, 3)
    (row,) = found("C-1195", information, notices=given["notices"])
    assert (said(row)[0], said(row)[1]["n"]) == ("articles.notice_open", 4)


def views(value: int, hours: float, **more: Any) -> dict[str, Any]:
    return {
        "event_id": POST,
        "counter": "views",
        "value": value,
        "is_floor": False,
        "is_rounded": False,
        "captured_at": at(hours),
        **more,
    }


def test_views_grow_between_two_exact_captures_only() -> None:
    (row,) = found("N-6", told(stated(), counters=[views(1_000, 5), views(9_000, 29)]))
    assert (said(row)[0], said(row)[1]["n"], row["value"]) == ("articles.views_grew", 8_000, 8_000.0)
    for counters in ([views(1_000, 5)], [views(1_000, 5), views(90_000, 29, is_rounded=True)]):
        (row,) = found("N-6", told(stated(), counters=counters))
        assert (row["status"], said(row)[0]) == ("not_measurable", "articles.views_once")


def test_a_bare_repost_added_nothing_and_only_a_named_account_is_quoted() -> None:
    acts = [
        act("weibo:r1", own="黑心店！", side="support", account_id="weibo:x"),
        act("weibo:r2", own="真的吗", side="ask"),
        act("weibo:r3"),
    ]
    named = roles(role("promoter", "A", "weibo:x", may_be_named=True))
    first, second = sorted(
        found("N-7", told(stated(), *acts), named), key=lambda row: row["subject_id"], reverse=True
    )
    assert said(first) == (
        "articles.added",
        {"account_id": "weibo:x", "account_name": None, "new": "黑心店！"},
    )
    assert said(second) == ("articles.added_all", {"n": 2, "of": 3})
    assert [said(row)[0] for row in found("N-7", told(stated(), *acts))] == ["articles.added_all"]
    assert found("N-7", told(stated(), acts[2]))[0]["status"] == "none_in_data"
    assert said(found("N-7", told(stated()))[0])[0] == "articles.no_reposts"


def test_who_denies_after_a_correction_or_stands_apart_is_told_beside_it() -> None:
    """After hour 30: one bare repost, one that nobody coded, one that denies, one of the press."""
    acts = [
        act("weibo:r1", 31),
        act("weibo:r2", 32, own="不实", side="deny"),
        act("weibo:r3", 33, actor="press"),
        act("weibo:r4", 34, own="转", side="unread"),
    ]
    (row,) = found("N-9", told(stated(), *acts, corrections=[correction(FIX, 30)]), **FACTS)
    assert (said(row)[1]["n"], said(row)[1]["o"], row["event_ids"]) == (2, 2, ["weibo:r1", "weibo:r4"])
    sides = {side: said(row)[1][side] for side in ("support", "other", "unread", "bare")}
    assert sides == {"support": 0, "other": 0, "unread": 1, "bare": 1}
    assert said(row)[0] == "articles.after_correction_apart"
    (row,) = found("N-9", told(stated(), acts[0], corrections=[correction(FIX, 30)]), **FACTS)
    assert said(row)[0] == "articles.after_correction"  # Nobody stands apart: nothing is said of them.


def test_what_is_passed_on_after_a_correction_and_what_cannot_be_told() -> None:
    """Correction at hour 30. After: 31, 40. Before: 29. In the same second, or known to the day only: unsure."""
    acts = [act("weibo:r1", 31), act("weibo:r2", 40), act("weibo:r3", 29)]
    acts += [act("weibo:r4", 24, width_s=86_400), act("weibo:r5", 30), act("weibo:c", 35, part="comment")]
    (row,) = found("N-9", told(stated(), *acts, corrections=[correction(FIX, 30)]), **FACTS)
    assert (said(row)[0], said(row)[1]["n"], said(row)[1]["unsure"]) == (
        "articles.after_correction_unsure",
        2,
        2,
    )
    (row,) = found("N-9", told(stated(), acts[2], corrections=[correction(FIX, 30)]), **FACTS)
    assert row["status"] == "none_in_data"
    (row,) = found("N-9", told(stated()))
    assert said(row)[0] == "articles.no_correction"
