"""What the tool itself asserts: never a verdict, never a name for a person. Quoted provisions and the fixed disclaimers are exempt by key."""

import re
import tomllib
from pathlib import Path

import pytest

from analytics.law.factor import factors
from analytics.law.findings import findings
from analytics.law.rendering import read_findings
from analytics.model.messages import LANGS, catalogue
from tests.law.made import AT, groups, labels, measures, role, roles, scope, tallies, tally, trees

LOCALE = Path(__file__).parent.parent.parent / "analytics" / "locale"
PARTS = sorted(
    part.stem for part in LOCALE.glob("*.toml") if part.stem != "simulate"
)  # The truth of invented worlds is told there.
BANNED = re.compile(
    r"\b(guilty|guilt|bots?|trolls?|fake|culprit|perpetrator|criminal|offender)\b|水军|有罪|构成|犯罪分子|罪犯|作案|喷子|机器人",
    re.IGNORECASE,
)
EXEMPT = {
    "law.disclaimer",
    "report.numbers_disclaimer",
    "dashboard.marks_no_finding",
}  # They say that a number is no finding of an offence.
# Names of statutes hold banned words; a name asserts nothing.
NAMES = re.compile(r"Criminal Law|criminal cases?|Criminal Procedure Law", re.IGNORECASE)


def assertions(text: str) -> str:
    return NAMES.sub("", re.sub('[“"][^”"]*[”"]', "", text))


@pytest.mark.parametrize("part", PARTS)
def test_no_sentence_of_the_catalogue_gives_a_verdict(part: str) -> None:
    for key, entry in catalogue(part).items():
        for lang in LANGS:
            assert f"{part}.{key}" in EXEMPT or not BANNED.search(assertions(entry[lang])), (
                f"{part}.{key}: {entry[lang]}"
            )


def test_the_disclaimers_that_are_exempt_deny_what_they_name() -> None:
    for key in EXEMPT:
        part, name = key.split(".")
        assert "不等于" in catalogue(part)[name]["zh"] and "not a finding" in catalogue(part)[name]["en"]


def test_a_verdict_would_be_found() -> None:
    for text in ("该账号构成诽谤", "a paid troll", "他是水军", "Guilty."):
        assert BANNED.search(assertions(text)), text


@pytest.mark.parametrize("lang", LANGS)
def test_no_finding_told_says_more_than_was_seen(lang: str) -> None:
    toml = {
        "case": {"allegation": "defamation"},
        "targets": [{"name": "阿某", "minor": True, "document": "张三的户口本"}],
        "warnings": [{"at": "2025-03-01", "account_id": "weibo:1"}],
    }
    made = measures(
        roles(
            *(
                role(r, "A", article10=["criticism"])
                for r in ("initiator", "organizer", "promoter", "repeater")
            )
        ),
        groups("A"),
        scope(("reposts", "weibo:r1", 900, 901), ("views", "weibo:r1", 9000, None)),
        trees(20),
        tallies(tally("aimed", 9, 3), tally("label:abuse", 1, 3), tally("once", 2, 3), tally("edited", 1, 2)),
        labels(("finding", "阿某", "A8-1:found")),
        toml=toml,
        alleged=("weibo:r1",),
    )
    lines = read_findings(findings(made, "fafa-2023-14"), lang)
    assert {line.factor_id for line in lines} >= {"A8-R1", "S-R2", "A12-F1", "A3", "A8-1"}
    for line in lines:
        own = " ".join(
            [
                line.title,
                line.state,
                line.observation,
                line.human,
                line.distance or "",
                *line.exculpatory,
                *line.overturn,
            ]
        )
        assert not BANNED.search(own), own
        assert not re.search(
            r"\b(meets|fulfils|constitutes|violates|proves?)\b|符合第|违反了|证明了|属于犯罪", own
        ), own
        assert line.human
        assert line.status in ("measured", "none_in_data", "not_measurable", "human_finding")


def test_every_observation_has_its_other_side() -> None:
    """A measured row with acts of others behind it says what speaks for the accused, or it is not shown."""
    made = measures(
        roles(role("organizer", "A")),
        groups("A"),
        scope(
            ("reposts", "case", 9, None),
            ("accounts", "case", 60_000, None),
            ("reposts", "weibo:r1", 900, None),
            ("views", "weibo:r1", 9000, None),
            ("reposts_displayed", "weibo:r1", 900, 900),
            ("followers_sum", "case", 60_000, None),
        ),
        tallies(
            tally("aimed", 9, 3),
            tally("label:abuse", 1, 3),
            tally("edited", 1, 2),
            tally("topic:sexual", 1, 3),
            tally("verified_links", 1, 3),
            tally("accounts", 3),
            tally("spreading", 1, 2, at=AT),
        ),
        toml={"targets": [{"name": "阿某"}], "case": {"allegation": "defamation"}},
        alleged=("weibo:r1",),
    )
    rows = findings(made, "fafa-2023-14").filter(status="measured")
    bare = set(rows.filter(rows["exculpatory"].list.len() == 0)["factor_id"])
    assert bare <= {
        "A8-R2"
    }  # Roles bring their own innocent explanations: none were given to this invented row.


def test_every_factor_has_a_title_and_what_people_must_find_in_both_languages() -> None:
    with (LOCALE / "law.toml").open("rb") as file:
        known = tomllib.load(file)
    for name in factors():
        assert known[f"title_{name}"] and known[f"human_{name}"]


def test_every_key_that_a_factor_names_is_in_the_catalogue() -> None:
    folder = LOCALE.parent / "law"
    used = {
        key
        for file in folder.rglob("*.py")
        for key in re.findall(r'"law\.((?:for|over|note|state|mark|human)_[a-z0-9_]+)"', file.read_text())
    }
    assert used and used <= set(catalogue("law")), sorted(used - set(catalogue("law")))
