"""The pages tell the truth: links lead somewhere, commands parse, names exist, printed pages are fresh."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from analytics.cli.app import app
from tests.test_readme import steps
from tools import command_reference, data_dictionary
from tools.printed_page import write_or_check

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", ".github/**/*.md")
    for path in ROOT.glob(pattern)
)
OURS = r"(?:analytics|dashboards|tests|tools|docs|sample_data)"
# A path of somebody's machine, or an address of a package index.
MACHINE = re.compile(
    r"(?<![\w.])/(?:work|home|root|Users|tmp|mnt|opt|srv)/\w|[A-Z]:\\\\"
    r"|pypi\.org|pythonhosted|index-url|find-links|npmjs|artifactory|https?://[^ )]*simple/"
)


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def links(page: str, body: str) -> Iterator[tuple[str, str]]:
    """(file, anchor) of every relative link; the file relative to the root of the project."""
    for target in re.findall(r"\]\(([^)\s]+)\)", body):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        at = (ROOT / page).parent / file if file else ROOT / page
        yield at.resolve().relative_to(ROOT.resolve()).as_posix(), anchor


@cache
def anchors(page: str) -> frozenset[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ +(.+)$", re.sub(r"```.*?```", "", text(page), flags=re.DOTALL), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def dead(page: str, body: str) -> list[str]:
    """Links that lead to no file, or to no heading of it."""
    return [
        f"{file}#{anchor}"
        for file, anchor in links(page, body)
        if not (ROOT / file).exists() or (anchor and anchor not in anchors(file))
    ]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_or_heading(page: str) -> None:
    assert dead(page, text(page)) == []


def test_a_dead_link_would_be_found() -> None:
    body = "[a](methods.md) [b](nowhere.md) [c](methods.md#time) [d](methods.md#1-time) [e](https://a.b)"
    assert dead("docs/decisions.md", body) == ["docs/nowhere.md#", "docs/methods.md#time"]


@pytest.mark.parametrize("page", [p for p in PAGES if p != "CHANGELOG.md"])
def test_every_path_of_the_project_that_is_named_exists(page: str) -> None:
    named = re.findall(rf"`({OURS}/[\w./-]*)`", text(page))
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_module_that_is_run_exists(page: str) -> None:
    run = re.findall(r"python -m ((?:tools|tests|analytics|dashboards)[\w.]*\w)", text(page))
    places = {name: ROOT / name.replace(".", "/") for name in run}
    assert [n for n, at in places.items() if not (at.with_suffix(".py").exists() or at.is_dir())] == []


def commands_shown(page: str) -> list[list[str]]:
    """The words behind `wakeline` wherever a page shows a command, in a line of its own or within a sentence."""
    body = text(page).replace("\\|", "|")
    shown = re.findall(r"`(?:[^`\n]* )?wakeline ([^`\n]+)`", body)
    shown += re.findall(r"^(?:    |\$ .*?\b)wakeline (.+)$", body, re.MULTILINE)
    return [re.split(r" \| | && ", one)[0].split() for one in shown]


def called(words: list[str]) -> tuple[str, list[str]]:
    """(command, options) of the words behind `wakeline`; "" where a page shows no command but a place for one."""
    bare = [word.strip("[]()…") for word in words]
    while bare and bare[0].startswith("--"):
        bare = bare[2:]
    options = [o for word in bare[1:] for o in word.split("|") if re.fullmatch(r"--[a-z-]+", o)]
    is_command = bool(bare) and re.fullmatch(r"[a-z]+", bare[0]) is not None
    return (bare[0] if is_command else ""), options


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_is_shown_exists_with_its_options(page: str) -> None:
    commands: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
    for words in commands_shown(page):
        name, options = called(words)
        if not name:
            continue
        assert name in commands, words
        within = getattr(commands[name], "commands", {})  # Of a group: the command behind its name.
        assert not within or words[1:2] == [] or words[1] in within, words
        one = within.get(words[1], commands[name]) if len(words) > 1 else commands[name]
        known = {option for parameter in one.params for option in parameter.opts}
        assert set(options) <= known | {"--lang"}, words


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_every_command_of_a_console_block_parses(page: str) -> None:
    commands: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
    parsed = 0
    for line, _ in steps(page):
        for part in re.split(r" \| | && ", line):
            words = shlex.split(part)
            if "wakeline" not in words:
                continue
            arguments = words[words.index("wakeline") + 1 :]
            if arguments[0] == "--lang":
                arguments = arguments[2:]
            assert commands[arguments[0]].make_context(arguments[0], arguments[1:]).params
            parsed += 1
    assert parsed >= 4


@pytest.mark.parametrize("printed", [data_dictionary, command_reference])
def test_a_printed_page_is_what_the_code_prints_now(printed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert write_or_check(printed.PAGE, printed.page(), ["--check"]) == 0, capsys.readouterr().out


def test_a_stale_page_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert write_or_check(data_dictionary.PAGE, data_dictionary.page() + "more\n", ["--check"]) == 1
    assert "+more" in capsys.readouterr().out


def rows(page: str, heading: str) -> list[tuple[str, ...]]:
    """The cells of every table below a heading, without heads, as text."""
    body = text(page).split(f"\n{heading}\n", 1)[1]
    lines = [line for line in body.splitlines() if line.startswith("|") and not line.startswith("|-")]
    return [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines]


@cache
def words_of_the_code() -> frozenset[str]:
    """Every word of the sources, and every name of a module."""
    found: set[str] = set()
    for path in [*ROOT.glob("analytics/**/*.py"), *ROOT.glob("dashboards/**/*.py")]:
        found |= {path.stem, *re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    return frozenset(found)


def test_every_term_of_the_glossary_exists_in_the_code() -> None:
    body = text("docs/glossary.md").split("\n## What things were called")[0]
    terms = re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
    assert len(terms) > 60
    assert [term for term in terms if term not in words_of_the_code()] == []


def test_every_term_of_the_glossary_has_its_chinese_word() -> None:
    body = text("docs/glossary.md").split("\n## What things were called")[0]
    terms = [line for line in body.splitlines() if line.startswith("| `")]
    assert [line for line in terms if not line.rsplit(" | ", 1)[1].strip(" |")] == []


def test_every_new_name_of_the_renaming_exists() -> None:
    for new, _old, where in (
        row for row in rows("docs/glossary.md", "### Names inside modules") if row[0][0] == "`"
    ):
        path = where.strip("`")
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(?:class |def )?{new.strip('`')}\b", source, re.MULTILINE), (new, where)


def test_every_test_that_answers_a_threat_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", text("docs/SECURITY.md")))
    there = {
        name
        for path in ROOT.glob("tests/**/*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert named - there == set()


@pytest.mark.parametrize("page", [*PAGES, ".pre-commit-config.yaml"])
def test_no_page_names_a_machine_or_an_index(page: str) -> None:
    assert MACHINE.findall(text(page)) == []


def test_a_path_of_a_machine_would_be_found() -> None:
    assert MACHINE.search("see /home/somebody/case") and not MACHINE.search("CASE/tables, 127.0.0.1:8050/en")


def test_hooks_fetch_nothing() -> None:
    assert re.findall(r"repo: (\S+)", text(".pre-commit-config.yaml")) == ["local"]
