"""The answers to what the purpose of the report asks, each with its grade or range and its section."""

from collections.abc import Callable
from typing import Any

import polars as pl

from analytics.law.rendering import Line, read_findings
from analytics.model.thresholds import ListLimits
from analytics.report.blocks import Block, Box, Claim, Prose
from analytics.report.group_data import NAMED
from analytics.report.placeholders import Foreign, Joined, Moment, Range, Told, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, of_account, of_measure, of_role, of_table, root_names, word
from analytics.report.sections.factors import refs_of

ROOTS_SHOWN = (
    ListLimits.roots_n
)  # Posts complained of that are answered for one by one; all stand in the section on scope.
ACCOUNTS_SHOWN = ListLimits.accounts_n  # Accounts named in an answer; all stand in the section on roles.
BOXES = {
    "court": 3,
    "police-assist": 4,
    "injunction": 4,
    "public-interest": 4,
}  # Sentences in the box of each purpose.
Answer = Callable[[ReportData], list[Block]]


def build(facts: ReportData) -> list[Block]:
    """Build the purpose in words, its box, its answers in order, and how sure they are."""
    name = facts.purpose.replace("-", "_")
    box = Box(
        f"purpose_{name}_box", tuple(word(f"purpose_{name}_{k + 1}") for k in range(BOXES[facts.purpose]))
    )
    found = [block for answer in ORDER[facts.purpose] for block in answer(facts)]
    return [Prose(f"purpose_{name}"), box, Prose("heading_answers", style="heading"), *found]


def _reach(facts: ReportData) -> list[Block]:
    """The posts complained of; without any stated, the root of the largest tree."""
    stated = [alleged.id for alleged in facts.toml.alleged]
    roots = [root_id for root_id in root_names(facts) if root_id in stated] or list(root_names(facts))[:1]
    claims: list[Block] = []
    for root_id in roots[:ROOTS_SHOWN]:
        rows = {
            row["measure"]: row
            for row in facts.scope.filter(subject_id=root_id).to_dicts()
            if row["class_value"] is None
        }
        if "reposts" not in rows:
            continue
        params: dict[str, Value] = {
            "id": Foreign(root_id),
            "stated": word("answer_stated" if root_id in stated else "answer_largest"),
        }
        params |= {m: _range(rows.get(m)) for m in ("reposts", "comments", "accounts", "views")}
        claims.append(
            Claim(
                "answer_reach",
                params,
                tuple(of_measure(rows[m]) for m in ("reposts", "comments", "accounts") if m in rows),
            )
        )
    return claims


def _case_reach(facts: ReportData) -> list[Block]:
    """How far the whole case went, as lower ends."""
    rows = {row["measure"]: row for row in _case(facts)}
    if "accounts" not in rows:
        return []
    params = {
        m: Range(rows[m]["lower"], None) if m in rows else None for m in ("reposts", "comments", "accounts")
    }
    return [
        Claim(
            "answer_case_reach",
            params,  # type: ignore[arg-type]
            tuple(of_measure(rows[m]) for m in ("reposts", "comments", "accounts") if m in rows),
        )
    ]


def _spreading(facts: ReportData) -> list[Block]:
    """Whether it still spreads; nothing where it could not be measured."""
    row = next((row for row in _case(facts) if row["measure"] == "still_spreading"), None)
    if row is None or row["lower"] is None:
        return [Claim("answer_spreading_unknown")]
    params: dict[str, Value] = {"range": Range(row["lower"], row["upper"], 2), "as_of": Moment(row["as_of"])}
    return [Claim("answer_spreading", params, (of_measure(row),))]


def _deleted(facts: ReportData) -> list[Block]:
    """What vanished between two captures; nothing where there are no two."""
    row = next((row for row in _case(facts) if row["measure"] == "acts_vanished"), None)
    return (
        []
        if row is None
        else [
            Claim(
                "answer_vanished", {"range": _range(row), "as_of": Moment(row["as_of"])}, (of_measure(row),)
            )
        ]
    )


def _together(facts: ReportData) -> list[Block]:
    """What the search for groups found, and what it found in shuffled copies."""
    groups = facts.groups
    if not groups.is_searched:
        return [Claim("answer_not_searched")]
    numbers = {
        name: groups.coordination.get(name, (None, None))[0]
        for name in (
            "accounts_a",
            "accounts_b",
            "accounts_testable_n",
            "accounts_n",
            "surrogate_a_max",
            "surrogates_n",
        )
    }
    params: dict[str, Value] = {**numbers, "groups": groups.clusters["cluster_id"].n_unique()}
    refs = (
        of_table("coordination"),
        *((of_table("clusters", groups.clusters.height),) if groups.clusters.height else ()),
    )
    copies: list[Block] = []
    if numbers["surrogates_n"]:
        copies = [
            Claim(
                "answer_copies",
                {"most": numbers["surrogate_a_max"], "n": numbers["surrogates_n"]},
                (of_table("calibration"),),
            )
        ]
    return [Claim("answer_together", params, refs), *copies]


def _role(role: str) -> Answer:
    """The answer about a role: which accounts stand at A and B, or that none does."""

    def answer(facts: ReportData) -> list[Block]:
        if not facts.groups.is_assigned:
            return []
        rows = facts.groups.roles.filter(role=role)
        named = rows.filter(pl.col("grade").is_in(NAMED)).sort("grade", "account_id")
        named = named.unique("account_id", keep="first", maintain_order=True)
        title: Value = Word(f"roles.role_{role}")
        if named.is_empty() and role == "promoter" and facts.groups.is_star:
            return [Claim("answer_promoter_star", {"role": title}, (of_table("cascades"),))]
        if named.is_empty():
            return [
                Claim(
                    "answer_role_none",
                    {"role": title, "c": rows.filter(grade="C")["account_id"].n_unique()},
                    (of_table("roles"),),
                )
            ]
        params: dict[str, Value] = {"role": title, "caution": word(f"caution_{role}")}
        for grade in NAMED:
            ids = named.filter(grade=grade)["account_id"].to_list()
            params |= {f"n_{grade.lower()}": len(ids), grade.lower(): _ids(ids)}
        refs = tuple(of_role(row) for row in named.head(ACCOUNTS_SHOWN).to_dicts())
        return [Claim("answer_role", params, refs)]

    return answer


def _article10(facts: ReportData) -> list[Block]:
    """Which of the accounts named above have a marker that speaks for them."""
    if not facts.groups.is_assigned:
        return []
    named = facts.groups.roles.filter(pl.col("grade").is_in(NAMED))
    marked = named.filter(pl.col("article10").list.len() > 0)["account_id"].unique().sort().to_list()
    if named.is_empty():
        return []
    refs = (of_table("roles"),)
    if not marked:
        return [Claim("answer_article10_none", refs=refs)]
    return [Claim("answer_article10", {"n": len(marked), "ids": _ids(marked)}, refs)]


def _ids(ids: list[str]) -> Value:
    if not ids:
        return word("answer_nobody")
    shown: tuple[Value, ...] = tuple(Foreign(one) for one in ids[:ACCOUNTS_SHOWN])
    return Joined((*shown, word("answer_more", n=len(ids))) if len(ids) > ACCOUNTS_SHOWN else shown)


def _factors(*factor_ids: str) -> Answer:
    """Findings as they stand in their section, in one sentence each."""

    def answer(facts: ReportData) -> list[Block]:
        if facts.findings.is_empty():
            return []
        chosen = facts.findings.filter(pl.col("factor_id").is_in(factor_ids))
        zone = facts.toml.case.timezone
        pairs = list(zip(read_findings(chosen, "zh", zone), read_findings(chosen, "en", zone), strict=True))
        return [_told(*pair) for factor_id in factor_ids for pair in pairs if pair[0].factor_id == factor_id]

    return answer


def _told(zh: Line, en: Line) -> Claim:
    params: dict[str, Value] = {
        "title": Told(f"{zh.factor_id} {zh.title}", f"{en.factor_id} {en.title}"),
        "state": Told(zh.state, en.state),
        "observation": Told(zh.observation.rstrip("。"), en.observation.rstrip(".")),
    }
    return Claim("answer_finding", params, refs_of(zh))


def _requests(facts: ReportData) -> list[Block]:
    if facts.requests.is_empty():
        return []
    first = [Word(f"law.ask_{kind}") for kind in facts.requests.sort("place")["kind"].head(3)]
    n = facts.requests.height
    return [Claim("answer_requests", {"n": n, "first": Joined(tuple(first))}, (of_table("requests", n),))]


def _named(facts: ReportData) -> list[Block]:
    """The accounts whose holders the police are asked to establish."""
    if not facts.groups.is_assigned:
        return []
    named = facts.groups.roles.filter(pl.col("grade").is_in(NAMED))["account_id"].unique().sort().to_list()
    if not named:
        return []
    refs = tuple(of_account(one, None) for one in named[:3])
    return [Claim("answer_holders", {"n": len(named), "ids": _ids(named)}, refs)]


def _victims(facts: ReportData) -> list[Block]:
    """How many targets case.toml names, and what was aimed at each of them."""
    rows = [row for row in _whole(facts) if row["measure"] in ("acts_at_target", "accounts_at_target")]
    found = {(row["measure"], row["class_value"]): row for row in rows}
    refs = (of_table("targets"),) if "targets.parquet" in facts.manifest.get("tables", {}) else ()
    claims: list[Block] = [Claim("answer_victims", {"n": len(facts.toml.targets)}, refs)]
    for target in facts.toml.targets:
        acts, accounts = (
            found.get(("acts_at_target", target.name)),
            found.get(("accounts_at_target", target.name)),
        )
        if acts and accounts:
            params: dict[str, Value] = {
                "name": Foreign(target.name),
                "acts": _range(acts),
                "accounts": _range(accounts),
            }
            claims.append(Claim("answer_aimed", params, (of_measure(acts), of_measure(accounts))))
    return claims


def _for(facts: ReportData) -> list[Block]:
    """What speaks for those accused in any case: uncertain parents, and accounts that acted once."""
    uncertain = facts.subsets["assumed"].n + facts.subsets["missing"].n
    params: dict[str, Value] = {
        "uncertain": uncertain,
        "all": facts.acts_n,
        "once": facts.once_n,
        "accounts": facts.accounts_n,
    }
    return [Claim("answer_for", params, (of_table("events", facts.acts_n),))]


def _sure(facts: ReportData) -> list[Block]:
    return [Claim("answer_sure")]


def _whole(facts: ReportData) -> list[dict[str, Any]]:
    return facts.scope.filter(subject_id="case").to_dicts()


def _case(facts: ReportData) -> list[dict[str, Any]]:
    return [row for row in _whole(facts) if row["class_value"] is None]


def _range(row: dict[str, Any] | None) -> Range | None:
    return (
        Range(row["lower"], row["upper"])
        if row and (row["lower"] is not None or row["upper"] is not None)
        else None
    )


_initiator, _organizer, _promoter = _role("initiator"), _role("organizer"), _role("promoter")
_repeater, _amplifier = _role("repeater"), _role("amplifier")
_LAST = (
    _factors("A10-1", "A10-2"),
    _article10,
    _for,
    _sure,
)  # In every purpose: what speaks for those accused, and how sure it is.
ORDER: dict[str, tuple[Answer, ...]] = {
    "court": (_reach, _initiator, _organizer, _together, _promoter, _repeater, _spreading, *_LAST),
    "police-assist": (
        _requests,
        _named,
        _initiator,
        _organizer,
        _together,
        _promoter,
        _repeater,
        _deleted,
        _reach,
        *_LAST,
    ),
    "injunction": (
        _spreading,
        _factors("A15", "A4", "A12-F5"),
        _reach,
        _initiator,
        _promoter,
        _together,
        _repeater,
        *_LAST,
    ),
    "public-interest": (
        _victims,
        _case_reach,
        _factors("A12-2", "A12-3", "A12-4", "A16"),
        _reach,
        _together,
        _amplifier,
        _organizer,
        *_LAST,
    ),
}

SECTION = Section("answers", 1, build)
