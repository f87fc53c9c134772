"""A disk that is full in the middle of any act that writes: one line, exit code 2, the case as it was, nothing half written."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.evidence.verification import verify
from analytics.store.case_folder import Case, open_case
from tests.evidence.test_redact import made
from tests.importing.invented import jsonl, repost

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
LIMITED = (
    "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); n = int(sys.argv.pop(1)); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))\nfrom analytics.cli.app import main; main()"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return made(tmp_path_factory.mktemp("full"))


def limited(n: int, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(n), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={
            "WAKELINE_LANG": "en",
            "PATH": "/usr/bin",
            "PYTHONDONTWRITEBYTECODE": "1",
            "NUMBA_CACHE_DIR": "/nonexistent",
        },
    )


def state(folder: Path) -> dict[Path, bytes]:
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(
    "words, n",
    [
        (["import", "{more}", "--case", "{case}"], 20_000),
        (["import", "{more}", "--case", "{case}"], 700_000),
        (["analyse", "--case", "{case}", "--until", "scope", "--set", "near_share=0.8"], 5_000),
        (["redact", "--case", "{case}", "--out", "{out}"], 5_000),
    ],
)
def test_nothing_is_half_written(case: Case, tmp_path: Path, words: list[str], n: int) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    more = tmp_path / "more.jsonl"
    more.write_bytes(jsonl([repost(k, "字" * 400 + str(k)) for k in range(600)]))
    before = state(tmp_path / "case")
    done = limited(
        n, *(word.format(case=tmp_path / "case", more=more, out=tmp_path / "out") for word in words)
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr, (done.returncode, done.stderr[-900:])
    told = [line for line in done.stderr.strip().splitlines() if not line.startswith("stage: ")]
    assert len(told) == 1 and "cannot be written" in told[0], done.stderr
    opened = open_case(tmp_path / "case")
    assert [check for check in verify(opened) if not check.ok] == []
    assert state(tmp_path / "case") == before
    assert not (tmp_path / "out").exists()
