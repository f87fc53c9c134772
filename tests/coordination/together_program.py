"""The search for acting together with ids instead of codes, to lay beside what is written out with loops."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from analytics.coordination.groups.account_evidence import account_evidence
from analytics.coordination.groups.case_arrays import CaseArrays, case_arrays
from analytics.coordination.groups.grading import Graded, grade_accounts
from analytics.coordination.groups.leaders import leaders
from analytics.coordination.groups.one_post import one_post_bursts
from analytics.coordination.groups.partners import Partners, draw_partners
from tests.coordination.scene import NO_PAIRS
from tests.coordination.slow_grades import SlowGrades
from tests.coordination.slow_together import KINDS_OF_NULL, SlowCase, led_by

FIRST_DAY = 20_150  # 2025-03-03 in Beijing: where invented cases begin. On later days everybody has a past.
NUMBERS = (
    "bets_n",
    "days_n",
    "no_crowd_n",
    *("ln_e_" + null for null in KINDS_OF_NULL),
    "ln_e_timetable",
    "ln_e",
    "ln_e_unled",
    "ln_e_before",
    "text_score",
)
ById = dict[str, list[tuple[str, int]]]


@dataclass
class Program:
    arrays: CaseArrays
    partners: Partners
    evidence: pl.DataFrame

    @property
    def ids(self) -> list[str]:
        return self.arrays.account_ids.to_list()

    def acts(self) -> set[tuple[str, str, float]]:
        """Account, object and moment; objects named as in `slow_case`."""
        of = zip(self.arrays.object_ids, self.arrays.kind, strict=True)
        objects = [_named(name, kind) for name, kind in of]
        a = self.arrays
        rows = zip(a.account.tolist(), a.object.tolist(), a.at_s.tolist(), strict=True)
        return {(self.ids[account], objects[o], at) for account, o, at in rows}

    def partners_by_id(self) -> ById:
        p = self.partners
        rows = [
            [(self.ids[p.account[r]], int(p.since_day[r])) for r in range(*span)]
            for span in pairwise(p.begin)
        ]
        return {name: of for name, of in zip(self.ids, rows, strict=True) if of}

    def evidence_by_id(self) -> dict[str, dict[str, float]]:
        return {
            self.ids[r["account"]]: {k: r[k] for k in NUMBERS} for r in self.evidence.iter_rows(named=True)
        }

    def leaders_by_id(self) -> dict[str, list[str]]:
        """Account -> those that lead it, the most frequent first."""
        asked = self.evidence["account"].to_numpy()
        found = leaders(self.arrays, asked)[0]
        return {self.ids[a]: [self.ids[b] for b in found[a] if b >= 0] for a in asked}

    def graded(self) -> Graded:
        return grade_accounts(self.arrays, self.partners, self.evidence, NO_PAIRS)

    def grades_by_id(self) -> tuple[set[str], set[str]]:
        """Accounts at A, accounts at B."""
        grade = self.graded().grade
        return tuple({n for n, g in zip(self.ids, grade, strict=True) if g == wanted} for wanted in "AB")

    def bursts(self) -> pl.DataFrame:
        return one_post_bursts(self.arrays)


def _named(name: str, kind: str) -> str:
    """The object's name as in `slow_case`: a hashtag with the number of its day."""
    if kind != "hashtag":
        return f"text|{name}" if kind == "text" else name
    tag, on = name.removeprefix("hashtag:").rsplit(" ", 1)
    return f"tag|#{tag}# {(date.fromisoformat(on) - date(1970, 1, 1)).days}"


def program(events: pl.DataFrame, families: pl.DataFrame) -> Program:
    arrays = case_arrays(events, families)
    partners = draw_partners(arrays)
    return Program(arrays, partners, account_evidence(arrays, partners))


def given_partners(arrays: CaseArrays, by_id: ById) -> Partners:
    """Partners as given instead of drawn, in this order."""
    code = {name: k for k, name in enumerate(arrays.account_ids)}
    rows = [by_id.get(name, []) for name in arrays.account_ids]
    begin = np.cumsum([0, *[len(r) for r in rows]]).astype(np.int64)
    flat = [(code[name], float(since)) for r in rows for name, since in r]
    return Partners(
        begin, np.array([c for c, _ in flat], np.int64), np.array([d for _, d in flat], np.float64)
    )


def forced(arrays: CaseArrays, names: set[str]) -> Partners:
    """All of these accounts partners of each other from the second day on."""
    return given_partners(arrays, {a: [(b, FIRST_DAY) for b in sorted(names - {a})] for a in names})


def evidence_frame(arrays: CaseArrays, by_id: dict[str, dict[str, float]]) -> pl.DataFrame:
    """Evidence as given instead of computed: what a grading reads of it."""
    code = {name: k for k, name in enumerate(arrays.account_ids)}
    rows = [{"account": code[name], **dict.fromkeys(NUMBERS, 0.0), **e} for name, e in by_id.items()]
    strictest = pl.lit("crowd").alias("strictest")
    frame = pl.DataFrame(rows).with_columns(strictest, leader=pl.lit(None, pl.Int64))
    return frame.with_columns(pl.col("account", "bets_n", "days_n", "no_crowd_n").cast(pl.Int64)).sort(
        "account"
    )


def same_grades(graded: Graded, ids: list[str], slow: SlowGrades) -> None:
    """Raise unless the grades A and B and the lines are those written out."""

    def names(mask: np.ndarray) -> set[str]:
        return {ids[k] for k in np.flatnonzero(mask)}

    assert names(graded.grade == "A") == slow.a
    assert names(graded.grade == "B") == slow.b
    assert names(graded.lines["own_clock"]) == slow.own_clock
    assert names(graded.lines["source"]) == slow.source


def same_leaders(case: SlowCase, found: dict[str, list[str]]) -> None:
    """Raise unless each account has the leaders written out, in this order."""
    assert found == {name: led_by(case, name) for name in found}
