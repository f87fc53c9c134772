"""What the tool itself asserts: never a verdict, never a name for a person. Quoted provisions and the fixed disclaimers are exempt."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from analytics.law.factor import Measures, factors
from analytics.law.findings import findings
from analytics.law.rendering import read_findings
from analytics.model.messages import LANGS, catalogue
from tests.law.made import (
    ALLEGED,
    accounts,
    aimed,
    counter,
    groups,
    information,
    labels,
    measures,
    record,
    role,
    roles,
    shown,
    trees,
)

LOCALE = Path(__file__).parent.parent.parent / "analytics" / "locale"
PARTS = sorted(
    part.stem for part in LOCALE.glob("*.toml") if part.stem != "simulate"
)  # The truth of invented worlds is told there.
BANNED = re.compile(
    r"\b(guilty|guilt|bots?|trolls?|fake|culprit|perpetrator|criminal|offender)\b|水军|有罪|构成|犯罪分子|罪犯|作案|喷子|机器人",
    re.IGNORECASE,
)
# Names of statutes hold banned words; a name asserts nothing. Nor does a sentence that denies a verdict.
NAMES = re.compile(
    r"Criminal Law|criminal cases?|Criminal Procedure|不等于构成犯罪|finds no guilt|no probability of guilt",
    re.IGNORECASE,
)


def assertions(text: str) -> str:
    return NAMES.sub("", re.sub('[“"][^”"]*[”"]', "", text))


@pytest.mark.parametrize("part", PARTS)
def test_no_sentence_of_the_catalogue_gives_a_verdict(part: str) -> None:
    for key, entry in catalogue(part).items():
        for lang in LANGS:
            assert not BANNED.search(assertions(entry[lang])), f"{part}.{key}: {entry[lang]}"


def test_a_verdict_would_be_found() -> None:
    for text in ("该账号构成诽谤", "a paid troll", "他是水军", "Guilty."):
        assert BANNED.search(assertions(text)), text


def everything() -> Measures:
    """A case in which as many rows as possible were measured."""
    toml = {
        **ALLEGED,
        "case": {"allegation": "defamation", "provider_accounts": ["weibo:5"]},
        "targets": [{"name": "阿某", "minor": True, "document": "张三的户口本", "ids": ["weibo:t"]}],
        "warnings": [{"at": "2025-03-01", "account_id": "weibo:1"}],
        "consequences": [{"at": "2025-03-10", "kind": "job_loss"}],
        "topics": [{"kind": "sexual", "terms": ["words"]}],
        "notices": [{"at": "2025-03-11", "kind": "order"}],
    }
    acts = [record(f"weibo:e{k}", f"weibo:{k % 3}", k * 4_000, side="support") for k in range(9)]
    return measures(
        roles(
            *(
                role(r, "A", subject="weibo:r1", value=9.0, may_be_named=True)
                for r in ("promoter", "organizer")
            )
        ),
        {k: v for k, v in groups("A", "A").items() if k != "roles"},
        information(*acts, record("weibo:p", "weibo:5"), record("douyin:x", "weibo:1")),
        shown(counter("weibo:r1", 5), counter("weibo:r1", 9_000, measure="views")),
        aimed(*((f"weibo:e{k}", "阿某") for k in range(5))),
        accounts(a0=7, a1=9),
        trees(20, root="weibo:r1"),
        labels(("finding", "阿某", "A8-1:found"), ("label", "weibo:e0", "call")),
        toml=toml,
    )


# Words that no sentence of a row on the alleged information holds (statutes in quotation marks apart).
ROW_WORDS = re.compile(
    r"行为|被害人|被侵害人|根帖|指使|受组织|已观察到|凭记忆|case\.toml|text:|observed|(?<!一)上级|tables/"
)


@pytest.mark.parametrize("lang", LANGS)
def test_no_finding_told_says_more_than_was_seen(lang: str) -> None:
    lines = read_findings(findings(everything(), "fafa-2023-14"), lang)
    assert {line.factor_id for line in lines} >= {"A8-R1", "A8-R3", "S-R2", "A12-F1", "A3", "A8-1"}
    for line in lines:
        own = " ".join(
            [
                line.title,
                line.state,
                line.observation,
                line.human,
                line.distance or "",
                *line.inculpatory,
                *line.exculpatory,
                *line.overturn,
            ]
        )
        assert not BANNED.search(own), own
        assert not re.search(
            r"\b(meets|fulfils|constitutes|violates|proves?(?! neither))\b|符合第|违反了|证明了|属于犯罪", own
        ), own
        assert line.human
        assert line.status in ("measured", "none_in_data", "not_measurable", "human_finding")


def test_no_row_on_the_alleged_information_uses_a_code_or_a_word_of_judgment() -> None:
    for key, entry in catalogue("alleged").items():
        for lang in LANGS:
            assert not ROW_WORDS.search(entry[lang]), f"alleged.{key}: {entry[lang]}"


def test_every_measured_row_has_both_sides() -> None:
    """What the side that alleges may say, and the other: one line each at least, but for the mere shape."""
    rows = findings(everything(), "fafa-2023-14").filter(status="measured")
    mine = rows.filter(rows["factor_id"].str.contains("^(A8|A12|S)-"))
    assert {"A8-R1", "A8-R2", "A8-R3", "A8-2", "A8-3", "A12-F1", "A12-3", "S-R2"} <= set(mine["factor_id"])
    for side in ("inculpatory", "exculpatory"):
        assert set(mine.filter(mine[side].list.len() == 0)["factor_id"]) <= {"S-T1"}, side
    assert rows.filter(rows["exculpatory"].list.len() == 0)["factor_id"].to_list() in ([], ["S-T1"])


def test_an_unnamed_account_stands_in_no_sentence_nor_in_what_fills_one() -> None:
    """Only weibo:1 may be named, and weibo:9 as author of the alleged post."""
    rows = findings(everything(), "fafa-2023-14")
    told = [json.loads(p) for p in rows["note_params"]]
    assert {p["account_id"] for p in told if "account_id" in p} <= {"weibo:1", "weibo:9"}
    for p in told:
        text = json.dumps({k: v for k, v in p.items() if k not in ("account_id", "quote", "entry")})
        assert not re.search(r"weibo:[0-9]|a0", text), text


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
        for key in re.findall(
            r'"((?:law\.(?:for|over|note|state|mark|human)_|alleged\.)[a-z0-9_]+)"', file.read_text()
        )
    }
    known = {f"{part}.{key}" for part in ("law", "alleged") for key in catalogue(part)}
    assert used and used <= known, sorted(used - known)
