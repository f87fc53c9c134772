"""Every command has help, stands in both READMEs, and says its errors in one line with exit code 2."""

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
    "export",
    "review",
    "label",
    "redact",
    "package",
    "verify",
    "challenge",
    "formats",
    "rules",
    "simulate",
    "demo",
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


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_both_languages(command: str) -> None:
    for lang in ("en", "zh"):
        done = wakeline(command, "--help", WAKELINE_LANG=lang)
        assert done.returncode == 0
        assert len(done.stdout) > 80


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


@pytest.mark.parametrize(
    "words",
    [
        ["analyse", "--case", "no-such-case"],
        ["import", "no-such-file", "--case", "no-such-case"],
        ["show", "weibo:1", "--case", "no-such-case"],
        ["verify", "no-such-case"],
        ["review", "--case", "no-such-case"],
        ["report", "--case", "no-such-case"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_error_is_one_line_with_exit_code_2(words: list[str], lang: str, tmp_path: Path) -> None:
    done = wakeline(*words, cwd=tmp_path, WAKELINE_LANG=lang, PYTHONPATH=str(ROOT))
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())
