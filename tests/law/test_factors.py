"""Every factor, for each status that its row admits: the tables are worked out by hand, the status follows from LAW §4."""

import pytest

from analytics.law.factor import Status, factors
from analytics.law.findings import findings, known_finding
from analytics.law.rendering import read_findings
from analytics.law.rule_set import provision_for, rule_set
from tests.law.made import (
    ALLEGED,
    accounts,
    aimed,
    counter,
    groups,
    information,
    labels,
    measures,
    post,
    record,
    role,
    roles,
    sampled,
    scope,
    shown,
    trees,
)

SEEN, UNSEEN, OPEN = Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE
FINAL, DRAFT = "fafa-2023-14", "guiding-opinions-draft-2023-06-09"
TARGET = {"targets": [{"name": "阿某"}]}
TWO = {"targets": [{"name": "阿某"}, {"name": "乙某"}]}
WARNED = {"warnings": [{"at": "2025-03-01", "account_id": "weibo:1"}]}
DEFAMATION = {"case": {"allegation": "defamation"}}
COUNTERS = ("S-V1", "S-R1", "S-R2", "S-R3", "S-Y1")
ON = {**ALLEGED, **TARGET}
CALL = labels(("label", "weibo:e1", "call"))
CALL_ELSEWHERE = labels(("label", "weibo:elsewhere", "call"))
SUPPORT = information(record("weibo:e1", side="support"))
BARE = information(record("weibo:e1"))
COUNTED = {"toml": {**ALLEGED, **DEFAMATION}}
CASES: list[tuple[str, Status, dict]] = [  # type: ignore[type-arg]
    ("A8-R1", SEEN, {"tables": [BARE], "toml": ON}),
    ("A8-R1", OPEN, {}),
    ("A8-R2", SEEN, {"tables": [SUPPORT, CALL], "toml": ON}),
    ("A8-R2", UNSEEN, {"tables": [SUPPORT, CALL_ELSEWHERE], "toml": ON}),
    ("A8-R2", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A8-R2", OPEN, {"tables": [BARE], "toml": ON}),
    (
        "A8-R3",
        SEEN,
        {"tables": [SUPPORT, roles(role("promoter", "B", subject="weibo:r1", value=7.0))], "toml": ON},
    ),
    ("A8-R3", UNSEEN, {"tables": [SUPPORT, roles(role("promoter", "C", subject="weibo:r1"))], "toml": ON}),
    ("A8-R3", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A8-R4", SEEN, {"tables": [SUPPORT], "toml": {**ON, **WARNED}}),
    ("A8-R4", UNSEEN, {"tables": [BARE], "toml": {**ON, **WARNED}}),
    ("A8-R4", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A8-1", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A8-2", SEEN, {"tables": [groups("A", "A"), SUPPORT], "toml": ON}),
    ("A8-2", UNSEEN, {"tables": [groups("C", "C"), SUPPORT], "toml": ON}),
    ("A8-2", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A8-3", SEEN, {"tables": [SUPPORT], "toml": {**ON, "topics": [{"kind": "sexual", "terms": ["words"]}]}}),
    (
        "A8-3",
        UNSEEN,
        {"tables": [SUPPORT], "toml": {**ON, "topics": [{"kind": "sexual", "terms": ["nine"]}]}},
    ),
    ("A8-3", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A8-4", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A8-5", SEEN, {"tables": [BARE], "toml": {**ON, "case": {"provider_accounts": ["weibo:1"]}}}),
    ("A8-5", UNSEEN, {"tables": [BARE], "toml": {**ON, "case": {"provider_accounts": ["weibo:5"]}}}),
    ("A8-5", OPEN, {"tables": [BARE], "toml": ON}),
    ("A12-F1", SEEN, {"tables": [SUPPORT, aimed(("weibo:e1", "阿某"))], "toml": ON}),
    ("A12-F1", UNSEEN, {"tables": [SUPPORT, aimed()], "toml": ON}),
    ("A12-F1", OPEN, {"tables": [SUPPORT], "toml": ALLEGED}),
    (
        "A12-F2",
        SEEN,
        {
            "tables": [
                roles(role("amplifier", "B")),
                information(record("weibo:e1", side="unread", own_text="扫码 http://t.cn/x")),
            ],
            "toml": ON,
        },
    ),
    ("A12-F2", UNSEEN, {"tables": [roles(role("amplifier", "B")), SUPPORT], "toml": ON}),
    ("A12-F2", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A12-F3", SEEN, {"tables": [SUPPORT], "toml": ON}),
    ("A12-F3", OPEN, {}),
    ("A12-F4", SEEN, {"tables": [SUPPORT], "toml": ON}),
    ("A12-F4", OPEN, {}),
    ("A12-F5", SEEN, {"tables": [sampled(60)], "toml": ON}),
    ("A12-F5", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A12-1", OPEN, {"tables": [SUPPORT], "toml": ON}),
    ("A12-2", SEEN, {"tables": [sampled(60)], "toml": ON}),
    ("A12-2", OPEN, {"tables": [SUPPORT], "toml": ON}),
    (
        "A12-3",
        SEEN,
        {
            "tables": [information(*(record(f"weibo:e{k}", at_s=k, side="support") for k in (1, 2)))],
            "toml": ON,
        },
    ),
    ("A12-3", UNSEEN, {"tables": [SUPPORT], "toml": ON}),
    ("A12-3", OPEN, {"tables": [BARE], "toml": ON}),
    (
        "A12-4",
        SEEN,
        {"tables": [groups("A", "A"), information(record("weibo:e1"), record("douyin:e2"))], "toml": ON},
    ),
    (
        "A12-4",
        UNSEEN,
        {"tables": [groups("C"), information(record("weibo:e1"), record("douyin:e2"))], "toml": ON},
    ),
    ("A12-4", OPEN, {"tables": [groups("A", "A"), BARE], "toml": ON}),
    ("A12-5", OPEN, {"tables": [BARE], "toml": ON}),
    ("S-V1", SEEN, {"tables": [BARE, shown(counter("weibo:r1", 6_000, measure="views"))], **COUNTED}),
    ("S-V1", OPEN, {"tables": [BARE], **COUNTED}),
    ("S-R1", SEEN, {"tables": [BARE, shown(counter("weibo:r1", 600))], **COUNTED}),
    ("S-R1", OPEN, {"tables": [BARE], **COUNTED}),
    ("S-R2", SEEN, {"tables": [BARE], **COUNTED}),
    ("S-R2", UNSEEN, {"tables": [information()], **COUNTED}),
    ("S-R2", OPEN, {}),
    ("S-R3", SEEN, {"tables": [BARE, scope(("reposts_unflagged", "weibo:r1", 1, 1))], **COUNTED}),
    ("S-R3", OPEN, {"tables": [BARE], **COUNTED}),
    ("S-Y1", SEEN, {"tables": [BARE], **COUNTED}),
    (
        "S-Y1",
        UNSEEN,
        {
            "tables": [BARE],
            "toml": {**COUNTED["toml"], "dealt_with": [{"event_id": "weibo:r1", "at": "2025-03-11"}]},
        },
    ),
    ("S-Y1", OPEN, {}),
    ("S-A1", SEEN, {"tables": [BARE], "toml": ON}),
    ("S-A1", OPEN, {}),
    ("S-A2", SEEN, {"tables": [BARE, accounts(a1=7)], "toml": ON}),
    ("S-A2", OPEN, {"tables": [BARE], "toml": ON}),
    ("S-A3", SEEN, {"tables": [BARE, shown(counter("weibo:r1", 6_000, measure="views"))], "toml": ON}),
    ("S-A3", OPEN, {"tables": [BARE], "toml": ON}),
    ("S-P1", OPEN, {"tables": [BARE], "toml": ON}),
    ("S-P2", SEEN, {"tables": [BARE], "toml": ON}),
    ("S-P2", OPEN, {}),
    ("S-T1", SEEN, {"tables": [BARE, trees(9, root="weibo:r1")], "toml": ON}),
    ("S-T1", OPEN, {"tables": [BARE], "toml": ON}),
]


def found(factor: str, given: dict):  # type: ignore[no-untyped-def,type-arg]
    tables = given.get("tables", [])
    made = measures(*tables, **{k: v for k, v in given.items() if k in ("toml", "authors")})
    return findings(made, given.get("rules", FINAL)).filter(factor_id=factor)


@pytest.mark.parametrize(
    ("factor", "status", "given"), CASES, ids=[f"{f}-{s}-{k}" for k, (f, s, _) in enumerate(CASES)]
)
def test_each_status(factor: str, status: Status, given: dict) -> None:  # type: ignore[type-arg]
    assert status.value in found(factor, given)["status"].to_list()


def test_every_status_that_a_row_admits_is_shown_above() -> None:
    shown = {(factor, status) for factor, status, _ in CASES}
    admitted = {
        (f.name, status)
        for f in factors().values()
        for status in f.admits
        if status is not Status.HUMAN and f.name.startswith(("A8-", "A12-", "S-"))
    }
    assert admitted == shown


@pytest.mark.parametrize("factor", sorted(factors()))
@pytest.mark.parametrize("conclusion", ["found", "not_found", "open"])
def test_a_human_finding_stands_beside_the_measured_row_of_every_factor(factor: str, conclusion: str) -> None:
    rules = DRAFT if factor == "A5-D" else FINAL
    given = {"tables": [labels(("finding", "case", f"{factor}:{conclusion}"))], "rules": rules}
    rows = found(factor, given)
    assert set(rows["status"]) >= {"human_finding"}
    assert rows.filter(status="not_measurable").height >= 1
    line = next(x for x in read_findings(rows, "en") if x.status == "human_finding")
    assert (line.by, line.words, line.recorded) == (
        "王检察官",
        "鉴定〔2025〕1号",
        "recorded on 2025-03-10 12:00:00",
    )
    assert known_finding(f"{factor}:{conclusion}")
    assert bool(line.exculpatory) == (conclusion == "not_found")


@pytest.mark.parametrize("factor", sorted(factors()))
def test_every_factor_has_a_provision_with_its_mark_or_says_that_it_needs_none(factor: str) -> None:
    found_in = [provision_for(factor, rule_set(name), "defamation") for name in (FINAL, DRAFT)]
    assert any(found_in) or factor == "S-T1"


COUNTABLE = (
    information(*(record(f"weibo:e{k:03}", f"weibo:{k}", k) for k in range(600))),
    shown(
        counter("weibo:r1", 9_000, measure="views"),
        counter("weibo:r1", 650),
        {**counter("weibo:r1", 550), "measure": "reposts_unflagged", "upper": 600},
    ),
)


def test_numbers_of_defamation_stand_for_no_other_allegation() -> None:
    for allegation in (
        "insult",
        "personal_information",
        "harassment",
        "false_information",
        "reputation",
        "other",
    ):
        rows = findings(measures(*COUNTABLE, toml={**ALLEGED, "case": {"allegation": allegation}}), FINAL)
        counters = rows.filter(rows["factor_id"].is_in(COUNTERS))
        assert counters["threshold"].null_count() == counters.height == 5
        lines = read_findings(counters, "en")
        assert {line.threshold for line in lines} == {"no numeric threshold in law"}
        assert all(line.observation.endswith("No numeric threshold in law.") for line in lines)
    rows = findings(measures(*COUNTABLE, **COUNTED), FINAL)
    assert dict(
        rows.filter(rows["factor_id"].is_in(COUNTERS)).select("factor_id", "threshold").iter_rows()
    ) == {"S-V1": 5000, "S-R1": 500, "S-R2": 500, "S-R3": 500, "S-Y1": 500}
    assert all(
        line.disclaimer == "Reaching a number is not a finding of an offence."
        for line in read_findings(rows, "en")
        if line.threshold and line.distance
    )


MINE = [name for name in factors() if name.startswith(("A8-", "A12-", "S-"))]


@pytest.mark.parametrize("factor", MINE)
def test_nothing_is_measured_where_nothing_is_stated_as_alleged(factor: str) -> None:
    toml = {k: v for k, v in (DEFAMATION | TARGET | WARNED).items()}
    rows = found(factor, {"tables": [*COUNTABLE, groups("A"), CALL, trees(9, root="weibo:r1")], "toml": toml})
    assert rows.select("subject_id", "status", "note_code", "lower", "threshold").rows() == [
        ("case", "not_measurable", "alleged.not_stated", None, None)
    ]


def test_what_is_not_alleged_changes_no_row() -> None:
    """Beside the alleged post one with many reposts by others, in the same export: every row stays as it was."""
    given = (groups("A", "A"), CALL, aimed(("weibo:e001", "阿某")))
    toml = {**ON, **DEFAMATION, **WARNED}
    rest = (
        {**post("weibo:v", "weibo:v"), "root_id": "weibo:v"},
        *({**record(f"weibo:v{k}", f"weibo:v{k}", k / 100), "root_id": "weibo:v"} for k in range(300)),
    )
    records = [record(f"weibo:e{k:03}", f"weibo:{k}", k, side="support") for k in range(5)]
    alone, beside = (
        findings(measures(information(*records, rest=more), *given, toml=toml), FINAL) for more in ((), rest)
    )
    mine = alone["factor_id"].is_in(MINE)
    assert alone.filter(mine).equals(beside.filter(beside["factor_id"].is_in(MINE)))


def test_stated_facts_are_findings_of_people_with_their_document() -> None:
    toml = {
        "case": {"operator": "办案人"},
        "targets": [{"name": "阿某", "minor": True, "disability": False, "document": "户籍证明"}],
        "consequences": [
            {"at": "2025-03-08", "kind": "suicide", "who": "near_relative", "document": "死亡证明"}
        ],
        "opinions": [
            {
                "event_id": "weibo:e1",
                "kind": "deep_synthesis",
                "conclusion": "not_found",
                "document": "鉴定书",
            }
        ],
        "directions": [{"kind": "payment", "accounts": ["weibo:1"], "document": "转账记录"}],
    }
    rows = findings(measures(SUPPORT, toml={**ALLEGED, **toml}), FINAL).filter(status="human_finding")
    rows = rows.filter(rows["factor_id"].is_in(MINE))
    notes = {
        (f, s, n.removeprefix("law.note_").removeprefix("alleged."))
        for f, s, n in rows.select("factor_id", "subject_id", "note_code").iter_rows()
    }
    assert notes == {
        ("A8-1", "阿某", "a1"),
        ("A12-1", "case", "f5_ended"),
        ("A12-F5", "case", "f5_ended"),
        ("A8-4", "weibo:e1", "a4_not_found"),
        ("A8-2", "case", "a2_payment"),
    }
    assert set(rows["recorded_by"]) == {"办案人"}


def test_final_and_draft_differ_as_the_comparison_of_the_two_texts_says() -> None:
    toml = {
        **ALLEGED,
        **TWO,
        "consequences": [{"at": "2025-03-08", "kind": "suicide", "who": "near_relative"}],
    }
    tables = [groups("A", "A"), information(*(record(f"weibo:e{k}", at_s=k, side="support") for k in (1, 2)))]
    final, draft = (findings(measures(*tables, toml=toml), name) for name in (FINAL, DRAFT))

    def notes(rows, factor: str) -> set[tuple[str, str]]:  # type: ignore[no-untyped-def]
        told = rows.filter(factor_id=factor).select("status", "note_code").rows()
        return {(status, note.removeprefix("alleged.")) for status, note in told}

    assert notes(final, "A12-1") == {("not_measurable", "b1_all"), ("human_finding", "f5_ended")}
    assert notes(draft, "A12-1") == {("not_measurable", "b1_self")}  # The victim alone.
    assert notes(final, "A12-3") == {("measured", "b3")}  # Several times counts in (3),
    assert notes(draft, "A12-3") == {("none_in_data", "b3_none_persons")}  # in the draft in (4).
    assert notes(final, "A12-4") == {("not_measurable", "b4_one_platform")}  # Several platforms.
    assert notes(draft, "A12-4") == {("measured", "b4_one"), ("measured", "b3")}
    assert notes(final, "A8-4") == {("not_measurable", "a4_none")}  # Unlawful only.
    assert notes(draft, "A8-4") == {("not_measurable", "a4_none_harmful")}
    assert "A5-F" in set(final["factor_id"]) and "A5-D" not in set(final["factor_id"])
    assert "A5-D" in set(draft["factor_id"]) and "A5-F" not in set(draft["factor_id"])


def test_a_correction_speaks_for_whoever_made_it() -> None:
    toml = {**ALLEGED, "corrections": [{"event_id": "weibo:e7"}]}
    rows = found("A8-R1", {"tables": [BARE], "toml": toml, "authors": {"weibo:e7": "weibo:9"}})
    assert "law.for_correction_own" in rows["exculpatory"][0]
    other = found("A8-R1", {"tables": [BARE], "toml": toml, "authors": {"weibo:e7": "weibo:2"}})
    assert "law.for_correction_own" not in other["exculpatory"][0]
