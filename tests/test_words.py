"""The catalogue: both languages everywhere, the same placeholders in both, and no word the tool may not say."""

import re
import string
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from analytics.model.messages import LANGS, say
from analytics.report.placeholders import Locale, Range

ROOT = Path(__file__).parent.parent
PARTS = sorted((ROOT / "analytics" / "locale").glob("*.toml"))
FORBIDDEN = re.compile(
    r"\b(bot|bots|troll|trolls|guilty|fake|suspicious|culprit)\b|机器人|水军|有罪|造谣者|喷子", re.IGNORECASE
)


# What a document of a case prints; the words of parts 3, 4 and 6 and of commands and pages stand elsewhere.
PRINTED = (
    *("answers", "timeline", "extent", "coverage", "method", "glossary", "integrity", "figures", "marks"),
    *("report", "law", "matrix", "sources", "scope", "roles", "explanations", "thresholds", "parts", "names"),
)
COMMAND = re.compile(r"wakeline [a-z]|(?<![A-Za-z])--[a-z]|\[\[|case\.toml")
# The notes for whoever opens a package say commands, as part 9 does.
OF_PACKAGE = re.compile(r"readme|package|keyless")


def entries(part: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(part.read_text(encoding="utf-8"))


def placeholders(text: str) -> set[str]:
    return {name.split("!")[0].split(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("part", PARTS, ids=lambda p: p.stem)
def test_every_entry_speaks_both_languages_with_the_same_parameters(part: Path) -> None:
    for key, entry in entries(part).items():
        assert set(entry) == set(LANGS), f"{part.stem}.{key}"
        assert all(entry[lang].strip() for lang in LANGS), f"{part.stem}.{key}"
        assert placeholders(entry["zh"]) == placeholders(entry["en"]), f"{part.stem}.{key}"


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (1, "1 account posted"),
        ("1", "1 account posted"),
        ("at least 1", "at least 1 account posted"),
        (0, "0 accounts posted"),
        (2, "2 accounts posted"),
        ("1,001", "1,001 accounts posted"),
        ("0–1", "0–1 accounts posted"),
    ],
)
def test_one_is_told_in_the_singular_and_all_else_in_the_plural(n: object, told: str) -> None:
    assert say("alleged.c_accounts_unordered", "en", n=n, records=3).startswith(f"{told} or passed it on")
    assert say("alleged.c_accounts_unordered", "zh", n=n, records=3).count("{") == 0


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (1, "1 account"),
        (1053, "1,053 accounts"),
        (Range(1, None), "≥ 1 account"),
        (Range(0, 1), "0–1 accounts"),
    ],
)
def test_the_report_counts_as_say_does(n: int | Range, told: str) -> None:
    assert Locale("en", ZoneInfo("UTC")).word("marks.about_accounts", n=n) == told


@pytest.mark.parametrize("part", PARTS, ids=lambda p: p.stem)
def test_a_word_with_two_forms_has_just_two_and_stands_in_english_only(part: Path) -> None:
    for key, entry in entries(part).items():
        forms = {
            lang: [spec for _, _, spec, _ in string.Formatter().parse(entry[lang]) if spec] for lang in LANGS
        }
        assert not any("|" in spec for spec in forms["zh"]), f"{part.stem}.{key}"
        assert all(spec.count("|") == 1 for spec in forms["en"] if "|" in spec), f"{part.stem}.{key}"


@pytest.mark.parametrize("part", PARTS, ids=lambda p: p.stem)
def test_no_entry_says_what_only_people_may_say(part: Path) -> None:
    if part.stem == "simulate":
        return  # It tells the truth of invented worlds, where it is known who was directed.
    for key, entry in entries(part).items():
        for lang in LANGS:
            assert not FORBIDDEN.search(entry[lang]), f"{part.stem}.{key}: {entry[lang]}"


def test_every_key_used_in_the_code_is_in_the_catalogue() -> None:
    known = {f"{part.stem}.{key}" for part in PARTS for key in entries(part)}
    used = set()
    for file in [*ROOT.glob("analytics/**/*.py"), *ROOT.glob("dashboards/**/*.py")]:
        text = file.read_text(encoding="utf-8")
        used |= set(re.findall(r'say\("([a-z_]+\.[a-z_0-9]+)"', text))
        used |= {
            f"errors.{key}"
            for key in re.findall(
                r'(?:Export|Table|Registry|Thresholds|Case|Dissemination)Error\(\s*"([a-z_]+)"', text
            )
        }
        if file.name == "cli.py":
            used |= {f"cli.{key}" for key in re.findall(r'\b(?:out|note)\("([a-z_]+)"', text)}
            used |= {f"cli.help_{key}" for key in re.findall(r'_help\("([a-z_]+)"\)', text)}
    assert not used - known, sorted(used - known)


# The catalogue parts whose entries are named whole in the code, or built behind a word of three letters or more.
OF_REPORT = (
    *("report", "answers", "listed", "groups", "timeline", "extent", "coverage", "method", "glossary"),
    *("figures", "integrity", "marks", "parts", "names", "rows", "questions", "dashboard", "network"),
)


def built(part: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """The entries of a part that the code names whole, and the forms of those that it builds."""
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ("analytics", "dashboards")
        for file in ROOT.glob(f"{folder}/**/*.py")
    )
    whole = set(re.findall(rf"""["'](?:{part}\.)?([a-z_0-9]+)["']""", code))
    forms = {
        form.replace("{NAMESPACE}.", "").removeprefix(f"{part}.")
        for form in re.findall(r'\bf"([a-z_0-9.]*(?:\{[^{}"]*\}[a-z_0-9.]*)+)"', code)
    }
    cut = [re.split(r"\{[^{}]*\}", form) for form in forms]
    cut += [["", *tail] for _, *tail in cut if tail[-1] in ("_no", "_title", "_means", "_other", "_changed")]
    cut += [
        [word, ""] for word in ("term_", "slang_", "package_", "redact_")
    ]  # their code names no part whole
    cut += [["", tail] for tail in re.findall(r'\bf"\{prefix\}(_[a-z_]+)"', code)]
    known = [parts for parts in cut if len(parts[0]) > 2 or len(parts[-1]) > 2]
    return whole, [re.compile(".+".join(map(re.escape, parts)) + r"\Z") for parts in known]


@pytest.mark.parametrize("part", OF_REPORT)
def test_no_entry_is_left_that_no_code_names(part: str) -> None:
    whole, forms = built(part)
    left = [key for key in entries(ROOT / "analytics" / "locale" / f"{part}.toml") if key not in whole]
    assert [key for key in left if not any(form.match(key) for form in forms)] == []


@pytest.mark.parametrize("name", PRINTED)
def test_a_document_says_no_command_and_no_key_of_a_file_of_ours(name: str) -> None:
    """A court reads words; commands stand in part 9, which is no catalogue, and in the notes of a package."""
    for key, entry in entries(ROOT / "analytics" / "locale" / f"{name}.toml").items():
        if not OF_PACKAGE.search(key):
            assert not [entry[lang] for lang in LANGS if COMMAND.search(entry[lang])], f"{name}.{key}"


@pytest.mark.parametrize("name", PRINTED)
def test_a_document_writes_per_cent_ranges_and_quotations_in_one_way(name: str) -> None:
    for key, entry in entries(ROOT / "analytics" / "locale" / f"{name}.toml").items():
        if OF_PACKAGE.search(key):
            continue
        assert not re.search(r"[0-9}] %", entry["zh"] + entry["en"]), f"{name}.{key}"
        assert '"' not in entry["en"] and "}-{" not in entry["en"], f"{name}.{key}"
