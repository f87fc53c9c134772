"""Every factor, for each status that its row admits: the tables are worked out by hand, the status follows from LAW §4."""

import polars as pl
import pytest

from analytics.law.factor import Status, factors
from analytics.law.findings import findings, known_finding
from analytics.law.rendering import read_findings
from analytics.law.rule_set import provision_for, rule_set
from tests.law.made import groups, labels, measures, role, roles, scope, tallies, tally, trees

SEEN, UNSEEN, OPEN = Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE
FINAL, DRAFT = "fafa-2023-14", "guiding-opinions-draft-2023-06-09"
TARGET = {"targets": [{"name": "阿某"}]}
TWO = {"targets": [{"name": "阿某"}, {"name": "乙某"}]}
WARNED = {"warnings": [{"at": "2025-03-01", "account_id": "weibo:1"}]}
DEFAMATION = {"case": {"allegation": "defamation"}}
MEANT = {"toml": DEFAMATION, "alleged": ("weibo:r1",)}
COUNTERS = {"S-V1": "views", "S-R1": "reposts_displayed", "S-R2": "reposts", "S-R3": "reposts_unflagged"}
CODED = tally("label:abuse", 3, 10)
CASES: list[tuple[str, Status, dict]] = [  # type: ignore[type-arg]
    *[
        (f"A8-R{k}", status, {"tables": [roles(role(name, grade))] if grade else [], "toml": WARNED})
        for k, name in enumerate(("initiator", "organizer", "promoter", "repeater"), 1)
        for grade, status in (("A", SEEN), ("B", SEEN), ("C", UNSEEN), ("insufficient", OPEN), ("", OPEN))
    ],
    ("A8-R4", OPEN, {"tables": [roles(role("repeater", "A"))]}),  # no dated record in case.toml
    ("A8-1", OPEN, {"tables": [tallies(tally("aimed", 5, 3))]}),
    ("A8-1", OPEN, {}),
    ("A8-2", SEEN, {"tables": [groups("A", "B")]}),
    ("A8-2", UNSEEN, {"tables": [groups("C")]}),
    ("A8-2", OPEN, {}),
    ("A8-2", OPEN, {"tables": [groups(verdict="insufficient_sources")]}),
    ("A8-3", SEEN, {"tables": [tallies(tally("topic:sexual", 2, 9))]}),
    ("A8-3", UNSEEN, {"tables": [tallies(tally("topic:sexual", 0, 9))]}),
    ("A8-3", OPEN, {}),
    ("A8-4", OPEN, {}),
    ("A8-5", OPEN, {}),
    ("A8-5", OPEN, {"toml": {"case": {"provider_accounts": ["weibo:1"]}}}),
    (
        "A8-5",
        SEEN,
        {"tables": [roles(role("organizer", "A"))], "toml": {"case": {"provider_accounts": ["weibo:1"]}}},
    ),
    (
        "A8-5",
        UNSEEN,
        {"tables": [roles(role("organizer", "A"))], "toml": {"case": {"provider_accounts": ["weibo:9"]}}},
    ),
    ("A12-F1", OPEN, {}),
    ("A12-F1", SEEN, {"tables": [tallies(tally("aimed", 5, 3))], "toml": TARGET}),
    ("A12-F1", UNSEEN, {"tables": [tallies(tally("aimed", 0, 0))], "toml": TARGET}),
    ("A12-F1", OPEN, {"toml": TARGET}),
    ("A12-F2", OPEN, {"tables": [tallies(tally("links", 4, 9))]}),
    ("A12-F2", OPEN, {}),
    ("A12-F3", SEEN, {"tables": [tallies(tally("once", 4, 5), tally("kinds:post", 7, 7))]}),
    ("A12-F3", OPEN, {}),
    ("A12-F4", SEEN, {"tables": [scope(("reposts", "case", 5, None))]}),
    ("A12-F4", UNSEEN, {"tables": [scope(("reposts", "case", 0, 0))]}),
    ("A12-F4", OPEN, {}),
    ("A12-F5", SEEN, {"tables": [tallies(CODED)]}),
    ("A12-F5", UNSEEN, {"tables": [tallies(tally("label:criticism", 4, 4))]}),
    ("A12-F5", OPEN, {}),
    ("A12-1", OPEN, {}),
    ("A12-2", OPEN, {}),
    ("A12-2", SEEN, {"tables": [tallies(CODED)], "toml": TARGET}),
    ("A12-2", UNSEEN, {"tables": [tallies(tally("strangers", 0, 4, "阿某"))], "toml": TARGET}),
    ("A12-3", OPEN, {}),
    ("A12-3", OPEN, {"toml": TARGET}),
    (
        "A12-3",
        SEEN,
        {
            "tables": [tallies(tally("aimed", 5, 3), tally("aimed_targets", 2, subject="weibo:1"))],
            "toml": TWO,
        },
    ),
    ("A12-3", UNSEEN, {"tables": [tallies(tally("aimed", 5, 3))], "toml": TWO}),
    ("A12-4", OPEN, {}),
    ("A12-4", OPEN, {"tables": [groups("A"), tallies(tally("platforms_case", 1))]}),
    (
        "A12-4",
        SEEN,
        {
            "tables": [
                groups("A"),
                tallies(tally("platforms_case", 2), tally("platforms", 2, subject="text:aa")),
            ]
        },
    ),
    ("A12-4", UNSEEN, {"tables": [groups("A"), tallies(tally("platforms_case", 2))]}),
    (
        "A12-4",
        UNSEEN,
        {
            "tables": [
                groups("C"),
                tallies(tally("platforms_case", 2), tally("platforms", 2, subject="text:aa")),
            ]
        },
    ),
    ("A12-5", OPEN, {}),
    *[
        (name, status, {"tables": tables, "toml": DEFAMATION, "alleged": ("weibo:r1",)})
        for name, measure in COUNTERS.items()
        for status, tables in (
            (OPEN, []),
            (SEEN, [scope((measure, "weibo:r1", 6000, None))]),
            (OPEN if name == "S-R3" else UNSEEN, [scope((measure, "weibo:r1", 1, 9))]),
            (OPEN, [scope((measure, "weibo:r1", 1, None))]),
            (OPEN, [scope((measure, "weibo:r1", 1, 9000))]),
        )
    ],
    ("S-Y1", OPEN, {}),
    ("S-Y1", SEEN, {"tables": [scope(("reposts_365d", "weibo:1", 501, None))], **MEANT}),
    ("S-Y1", UNSEEN, {"tables": [scope(("reposts_365d", "weibo:1", 4, 9))], **MEANT}),
    *[
        (name, status, {"tables": tables, "alleged": ("weibo:r1",)})
        for name, measure in (("S-A1", "accounts"), ("S-A2", "followers_sum"), ("S-A3", "views"))
        for status, tables in (
            (OPEN, []),
            (SEEN, [scope((measure, "case", 60_000, None))]),
            (OPEN, [scope((measure, "case", 3, 9))]),
        )
    ],
    ("S-T1", OPEN, {}),
    ("S-T1", SEEN, {"tables": [trees(9)]}),
    ("S-T1", OPEN, {"tables": [trees(1)]}),
]


def found(factor: str, given: dict):  # type: ignore[no-untyped-def,type-arg]
    tables = given.get("tables", [])
    made = measures(
        *tables, **{k: v for k, v in given.items() if k in ("toml", "alleged", "about", "authors")}
    )
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


def test_numbers_of_defamation_stand_for_no_other_allegation() -> None:
    spread = [
        scope(
            ("reposts", "weibo:r1", 600, None),
            ("reposts_displayed", "weibo:r1", 600, 600),
            ("views", "weibo:r1", 9000, None),
            ("reposts_unflagged", "weibo:r1", 500, 600),
            ("reposts_365d", "weibo:1", 600, None),
        )
    ]
    for allegation in ("insult", "personal_information", "harassment", "false_information", "other"):
        rows = findings(
            measures(*spread, toml={"case": {"allegation": allegation}}, alleged=("weibo:r1",)), FINAL
        )
        counters = rows.filter(rows["factor_id"].is_in([*COUNTERS, "S-Y1"]))
        assert counters["threshold"].null_count() == counters.height == 5
        assert {line.threshold for line in read_findings(counters, "en")} == {"no numeric threshold in law"}
    rows = findings(measures(*spread, toml=DEFAMATION, alleged=("weibo:r1",)), FINAL)
    assert dict(
        rows.filter(rows["factor_id"].is_in([*COUNTERS, "S-Y1"])).select("factor_id", "threshold").iter_rows()
    ) == {"S-V1": 5000, "S-R1": 500, "S-R2": 500, "S-R3": 500, "S-Y1": 500}
    assert all(
        line.disclaimer == "Reaching a number is not a finding of an offence."
        for line in read_findings(rows, "en")
        if line.threshold and line.distance
    )


@pytest.mark.parametrize("factor", [*COUNTERS, "S-Y1", "S-A1", "S-A2", "S-A3"])
def test_nothing_is_laid_beside_a_number_where_nothing_is_stated_as_alleged(factor: str) -> None:
    measures_ = (*COUNTERS.values(), "accounts", "followers_sum")
    spread = [
        scope(
            *((measure, subject, 90_000, None) for measure in measures_ for subject in ("weibo:r1", "case")),
            ("reposts_365d", "weibo:1", 90_000, None),
        )
    ]
    rows = found(factor, {"tables": spread, "toml": DEFAMATION, "about": ("weibo:r1",)})
    assert rows.select("subject_id", "status", "note_code", "lower", "threshold").rows() == [
        ("case", "not_measurable", "law.note_which_information", None, None)
    ]


@pytest.mark.parametrize(
    ("upper", "status", "words"),
    [
        (
            None,
            "not_measurable",
            "the lower end is 264 short of the number, no upper end is known: neither reached nor not reached is shown",
        ),
        (700, "not_measurable", "the range lies across the number: neither reached nor not reached is shown"),
        (
            300,
            "none_in_data",
            "the upper end lies below the number (by 200); in this data only, deleted acts are not in it",
        ),
    ],
)
def test_a_partial_export_never_shows_that_a_number_is_not_passed(
    upper: float | None, status: str, words: str
) -> None:
    rows = found(
        "S-R2",
        {
            "tables": [scope(("reposts", "weibo:r1", 236, upper))],
            "toml": DEFAMATION,
            "alleged": ("weibo:r1",),
        },
    )
    (line,) = read_findings(rows, "en")
    assert (line.status, line.distance) == (status, words)


def test_a_counter_below_what_was_traced_shows_nothing() -> None:
    table = scope(("reposts", "weibo:r1", 236, 236))["scope"].with_columns(
        note_code=pl.lit("traced_above_counter")
    )
    (row,) = found(
        "S-R2", {"tables": [{"scope": table}], "toml": DEFAMATION, "alleged": ("weibo:r1",)}
    ).to_dicts()
    assert (row["status"], row["lower"], row["upper"]) == ("not_measurable", 236, None)


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
    rows = findings(measures(toml=toml), FINAL).filter(status="human_finding")
    notes = {
        (f, s, n.removeprefix("law.note_"))
        for f, s, n in rows.select("factor_id", "subject_id", "note_code").iter_rows()
    }
    assert notes == {
        ("A8-1", "阿某", "stated_minor_yes"),
        ("A8-1", "阿某", "stated_disability_no"),
        ("A12-1", "case", "consequence_suicide"),
        ("A8-4", "weibo:e1", "opinion_not_found"),
        ("A8-2", "case", "stated_payment"),
    }
    assert set(rows["recorded_by"]) == {"办案人"}


def test_final_and_draft_differ_as_the_comparison_of_the_two_texts_says() -> None:
    toml = {**TWO, "consequences": [{"at": "2025-03-08", "kind": "suicide", "who": "near_relative"}]}
    tables = [
        groups("A"),
        tallies(
            tally("platforms_case", 1),
            tally("aimed", 6, 3),
            tally("separate_acts", 3, subject="weibo:1"),
            tally("separate_accounts", 1, 3),
        ),
    ]
    final, draft = (findings(measures(*tables, toml=toml), name) for name in (FINAL, DRAFT))

    def notes(rows, factor: str) -> set[tuple[str, str]]:  # type: ignore[no-untyped-def]
        return {
            (s, n.removeprefix("law.note_"))
            for s, n in rows.filter(factor_id=factor).select("status", "note_code").iter_rows()
        }

    assert notes(final, "A12-1") == {
        ("not_measurable", "grave"),
        ("human_finding", "consequence_suicide"),
    }  # near relatives
    assert notes(draft, "A12-1") == {("not_measurable", "grave_victim_only")}
    assert notes(final, "A12-3") == {
        ("none_in_data", "several_none"),
        ("measured", "repeated_acts"),
    }  # repeated spreading moved to (3)
    assert notes(draft, "A12-3") == {("none_in_data", "several_none")}
    assert notes(final, "A12-4") == {("not_measurable", "one_platform")}  # several platforms
    assert notes(draft, "A12-4") == {("measured", "together"), ("measured", "repeated_acts")}
    assert notes(final, "A8-4") == {("not_measurable", "synthetic")}  # unlawful only
    assert notes(draft, "A8-4") == {("not_measurable", "synthetic_harmful_too")}
    assert notes(final, "A8-2") == {("measured", "organized_wider")}  # or other persons
    assert notes(draft, "A8-2") == {("measured", "organized_paid_only")}
    assert "A5-F" in set(final["factor_id"]) and "A5-D" not in set(final["factor_id"])
    assert "A5-D" in set(draft["factor_id"]) and "A5-F" not in set(draft["factor_id"])


def test_a_correction_speaks_for_whoever_made_it() -> None:
    toml = {"corrections": [{"event_id": "weibo:e7"}]}
    rows = found(
        "A8-R1",
        {
            "tables": [roles(role("initiator", "A"), role("initiator", "A", "weibo:2"))],
            "toml": toml,
            "authors": {"weibo:e7": "weibo:2"},
        },
    )
    told = dict(rows.select("subject_id", "exculpatory").iter_rows())
    assert "law.for_correction_own" in told["weibo:2"] and "law.for_correction_own" not in told["weibo:1"]
    assert "law.for_other_roots" in told["weibo:1"]


def test_nobody_is_named_for_a_yearly_sum_below_the_number_or_unknown() -> None:
    sums = [
        ("reposts_365d", "weibo:1", 4, 9),
        ("reposts_365d", "weibo:2", 0, 0),
        ("reposts_365d", "weibo:3", None, None),
    ]
    low = found("S-Y1", {"tables": [scope(*sums)], **MEANT})
    assert low.select("subject_id", "status", "lower").rows() == [("case", "none_in_data", 4.0)]
    mixed = found("S-Y1", {"tables": [scope(*sums, ("reposts_365d", "weibo:4", 600, None))], **MEANT})
    assert mixed.select("subject_id", "status").rows() == [("weibo:4", "measured")]
    unknown = found("S-Y1", {"tables": [scope(sums[2])], **MEANT})
    assert unknown["status"].to_list() == ["not_measurable"]
