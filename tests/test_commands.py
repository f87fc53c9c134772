"""Every command has help, stands in both READMEs, and says its errors in one line with exit code 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
COMMANDS = [
    "import",
    "inspect",
    "analyse",
    "report",
    "dashboard",
    "show",
    "marks",
    "ask",
    "export",
    "review",
    "label",
    "redact",
    "package",
    "unpack",
    "verify",
    "seal",
    "erase",
    "challenge",
    "formats",
    "rules",
    "simulate",
    "demo",
    "users",
]


def wakeline(*words: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from analytics.cli.app import main; main()", *words],
        cwd=cwd or ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "WAKELINE_LANG": "en", **env},
    )


# Several commands one after the other in one process, whose start takes longer than such a command.
ONE_BY_ONE = """
import contextlib, io, json, sys
from analytics.cli.app import main
said = []
for words in json.loads(sys.argv[1]):
    sys.argv = ["wakeline", *words]
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as left:
            code = left.code or 0
    said.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(said))
"""


def one_by_one(commands: list[list[str]], lang: str, cwd: Path) -> list[tuple[int, str, str]]:
    """Exit code, stdout and stderr of each command."""
    done = subprocess.run(
        [sys.executable, "-c", ONE_BY_ONE, json.dumps(commands)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "WAKELINE_LANG": lang, "PYTHONPATH": str(ROOT)},
    )
    assert done.stderr == ""
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_command_has_help_in_both_languages(lang: str) -> None:
    said = one_by_one([[command, "--help"] for command in COMMANDS], lang, ROOT)
    for command, (code, out, _) in zip(COMMANDS, said, strict=True):
        assert code == 0 and len(out) > 80, command


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_stands_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"wakeline {command}" in text, command


def test_the_list_of_commands_is_whole() -> None:
    shown = wakeline("--help").stdout.split("Commands:")[1]
    assert [
        line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line[2] != " "
    ] == COMMANDS


WITHOUT_A_CASE = [
    ["analyse", "--case", "no-such-case"],
    ["import", "no-such-file", "--case", "no-such-case"],
    ["show", "weibo:1", "--case", "no-such-case"],
    ["verify", "no-such-case"],
    ["review", "--case", "no-such-case"],
    ["report", "--case", "no-such-case"],
]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_error_is_one_line_with_exit_code_2(lang: str, tmp_path: Path) -> None:
    for words, (code, out, err) in zip(
        WITHOUT_A_CASE, one_by_one(WITHOUT_A_CASE, lang, tmp_path), strict=True
    ):
        assert (code, out, len(err.strip().splitlines())) == (2, "", 1), words
    assert not list(tmp_path.iterdir())


def test_an_error_of_a_process_of_its_own_is_one_line_too(tmp_path: Path) -> None:
    done = wakeline(*WITHOUT_A_CASE[0], cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (done.returncode, done.stdout, len(done.stderr.strip().splitlines())) == (2, "", 1)
