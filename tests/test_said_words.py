"""The words that none of our sentences may hold (LAW 4.6), and that no provision is joined with "observed".

Texts of law and quotations are data (analytics/law/rules) and stand in no catalogue; what they hold is theirs.
"""

import re
import tomllib
from pathlib import Path

import pytest

from analytics.model.messages import LANGS

ROOT = Path(__file__).parent.parent
PARTS = {p.stem: tomllib.loads(p.read_text("utf-8")) for p in (ROOT / "analytics" / "locale").glob("*.toml")}
PARTS.pop("simulate")  # The truth of invented worlds, where it is known who was directed.
# LAW 4.6.2, as whole words; Chinese has no blanks, so a word counts wherever it stands.
BANNED = {
    "zh": re.compile(
        "水军|构成|上级|根帖|被害人|被侵害人|行为|指使|受组织(?!的)|提供的文本|已观察到|凭记忆|机器人|喷子|有罪"
    ),
    "en": re.compile(r"\b(guilty|bots?|trolls?|fake|recalled from memory)\b", re.IGNORECASE),
}
# Raw codes: a reader of the report or the page sees words. A command, and what names a file to open, may hold them.
CODES = re.compile(r"text:|case\.toml|tables/|\bg1\b|\b(?:A|S)\d{0,2}-[A-Z]?\d")
NAME_FILES = ("errors", "cli", "matrix", "dashboard")
# The law's own names of a factor and of what it forbids, and the fixed disclaimer (LAW 4.0 rule 5).
NAMES = re.compile("行为方式|违法行为|不等于构成犯罪")
FILES = re.compile(
    "^(reproduce|command|entry|package|place|hashes|tool|show)_"
)  # They tell a file or a command.
QUOTED = re.compile('[“"][^”"]*[”"]|‘[^’]*’')
JOINED = re.compile(r"^[A-Z0-9-]+.*[:：]\s*(已观察到|observed)", re.MULTILINE)


def said(part: str, key: str, lang: str) -> str:
    """Our own words of an entry: without quotations and without names of law."""
    return NAMES.sub("", QUOTED.sub("", PARTS[part][key][lang]))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", sorted(PARTS))
def test_no_sentence_holds_a_banned_word(part: str, lang: str) -> None:
    found = {
        f"{part}.{key}": hit.group()
        for key in PARTS[part]
        if (hit := BANNED[lang].search(said(part, key, lang)))
    }
    assert not found, found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", sorted(set(PARTS) - set(NAME_FILES)))
def test_no_sentence_of_report_or_law_holds_a_raw_code(part: str, lang: str) -> None:
    found = {
        f"{part}.{key}": hit.group()
        for key, entry in PARTS[part].items()
        if not FILES.match(key) and (hit := CODES.search(entry[lang]))
    }
    assert not found, found


@pytest.mark.parametrize("part", sorted(PARTS))
def test_no_sentence_joins_a_provision_with_observed(part: str) -> None:
    for key, entry in PARTS[part].items():
        assert "已观察到" not in entry["zh"], f"{part}.{key}"
        for lang in LANGS:
            assert not JOINED.search(entry[lang]), f"{part}.{key}"
            assert not re.search(r"\{(title|heading|factor|state)\}[^{]*\bobserved\b", entry[lang]), key


def test_a_joined_sentence_and_a_banned_word_would_be_found() -> None:
    assert JOINED.search("A12-F4 信息传播范围：已观察到") and JOINED.search("A8-2 Organizing: observed")
    assert BANNED["zh"].search("该账号受指使") and BANNED["en"].search("a troll")
    assert CODES.search("见 A12-F4") and CODES.search("states in case.toml")
