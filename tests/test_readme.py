"""The READMEs tell the truth: every console block is run, and its output compared."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


def steps(readme: str) -> list[tuple[str, str]]:
    """(command, expected output) of every console block, in order."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    found = []
    for block in blocks:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first README run leaves the analysed case: its stages are taken from there by the second."""
    return tmp_path_factory.mktemp("analysed") / "case"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_output_shown_is_the_output_given(readme: str, tmp_path: Path, analysed: Path) -> None:
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "wakeline"
    command.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c 'from analytics.cli.app import main; main()' \"$@\"\n"
    )
    command.chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "WAKELINE_LANG": "en",
    }
    assert steps(readme)
    for words, expected in steps(readme):
        if " analyse " in words and analysed.exists():
            shutil.rmtree(tmp_path / "case")
            shutil.copytree(analysed, tmp_path / "case")
        done = subprocess.run(
            ["sh", "-c", words], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (words, done.stderr)
        if " analyse " in words and not analysed.exists():
            shutil.copytree(tmp_path / "case", analysed)
        shown, given = expected.splitlines(), done.stdout.splitlines()
        assert len(shown) == len(given), (words, done.stdout)
        for want, got in zip(shown, given, strict=True):
            if want.endswith("...") and not want.endswith(" ...."):
                assert got.startswith(want[:-3]), (words, got)
            else:
                assert got == want, words


def snippet(readme: str) -> str:
    """The lines of Python that a README shows for a notebook."""
    (source,) = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    return source


def test_the_notebook_lines_run(tmp_path: Path) -> None:
    import analytics

    taken = analytics.import_files(tmp_path / "case", ROOT / "sample_data" / "exports")
    analytics.analyse(taken.case, until="scope")
    subprocess.run(
        [sys.executable, "-c", snippet("README.md")],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_both_readmes_show_the_same_lines_of_python() -> None:
    assert ast.dump(ast.parse(snippet("README.md"))) == ast.dump(ast.parse(snippet("README.zh-CN.md")))
