"""The package: checked by bagit, case_validate, a stranger's script and wakeline verify; any change is found; whole or not at all."""

import hashlib
import json
import random
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import bagit
import pytest

from analytics.evidence.package import package
from analytics.evidence.package_check import verify_package
from analytics.evidence.redaction import redact
from analytics.evidence.verification import verify
from analytics.model.errors import CaseError
from analytics.report.fonts import find_fonts
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case
from analytics.store.custody_log import entries
from analytics.store.reviews import Entry, record
from tests.evidence.test_redact import made
from tests.test_commands import wakeline

STRANGER = Path(__file__).parent / "stranger.py"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    done = made(tmp_path_factory.mktemp("package"), "a-very-secret-key")
    record(done.folder, Entry("label", "case", "abuse", "看过", "甲"))
    write_report(done, "zh", None)
    return open_case(done.folder)


@pytest.fixture(scope="module")
def bag(case: Case) -> Path:
    return package(case, case.folder.parent / "案卷 package")


def stranger(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(STRANGER), str(folder)], capture_output=True, text=True, check=False
    )


def broken(folder: Path) -> list[str]:
    return [check.code for check in verify_package(folder) if not check.ok]


def test_everybody_agrees_that_it_is_whole(bag: Path) -> None:
    bagit.Bag(str(bag)).validate()
    done = stranger(bag)
    assert done.returncode == 0 and done.stdout.startswith("OK: "), done.stdout
    assert broken(bag) == []
    shown = wakeline("verify", str(bag))
    assert shown.returncode == 0 and "all" in shown.stdout
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def test_the_readme_names_the_program_so_that_its_own_command_recognises_it(bag: Path) -> None:
    """The value that the command of the README gives here is the one printed: this program wrote the report."""
    text = (bag / "README.txt").read_text(encoding="utf-8")
    commands = {line.strip() for line in text.splitlines() if line.strip().startswith("python3 -c")}
    (code,) = {shlex.split(command)[2] for command in commands}
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    source = done.stdout.strip()
    assert len(source) == 64 and text.count(source) == 2  # Once a language.
    assert text.count(f"wakeline {version('wakeline')}") == 2 and f"polars {version('polars')}" in text


def test_the_commands_of_its_readme_hold(bag: Path) -> None:
    for words in (
        "sha256sum -c manifest-sha256.txt",
        "sha512sum -c manifest-sha512.txt",
        "sha256sum -c tagmanifest-sha256.txt",
    ):
        assert words in (bag / "README.txt").read_text(encoding="utf-8")
        subprocess.run(words.split(), cwd=bag, check=True, capture_output=True)
    text = (bag / "README.txt").read_text(encoding="utf-8")
    recipe = next(line.strip() for line in text.splitlines() if line.strip().startswith("sed -n Np"))
    known = entries(bag / "data")
    for n, entry in enumerate(known, 1):
        done = subprocess.run(
            ["sh", "-c", recipe.replace("-n Np", f"-n {n}p")],
            cwd=bag,
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout.split()[0] == entry["sha256"]
    if shutil.which("openssl"):
        for line in (bag / "sm3.txt").read_text(encoding="utf-8").splitlines()[:3]:
            value, path = line.split("  ", 1)
            done = subprocess.run(
                ["openssl", "dgst", "-sm3", path], cwd=bag, check=True, capture_output=True, text=True
            )
            assert done.stdout.split()[-1] == value


def test_its_provenance_is_case_and_uco(bag: Path, tmp_path: Path) -> None:
    command = Path(sys.executable).parent / "case_validate"
    done = subprocess.run(
        [str(command), str(bag / "data" / "provenance.jsonld")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0 and "Conforms: True" in done.stdout, done.stdout + done.stderr
    graph = json.loads((bag / "data" / "provenance.jsonld").read_text(encoding="utf-8"))["@graph"]
    actions = [node for node in graph if node["@type"] == "case-investigation:InvestigativeAction"]
    assert [a["uco-core:name"] for a in actions] == [e["what"] for e in entries(bag / "data")]


@pytest.mark.parametrize("seed", range(8))
def test_a_changed_byte_anywhere_is_found_by_both(bag: Path, tmp_path: Path, seed: int) -> None:
    shutil.copytree(bag, tmp_path / "bag")
    chance = random.Random(seed)
    file = chance.choice(sorted(p for p in (tmp_path / "bag").rglob("*") if p.is_file() and p.stat().st_size))
    file.chmod(0o644)
    raw = bytearray(file.read_bytes())
    place = chance.randrange(len(raw))
    raw[place] ^= 1 << chance.randrange(8)
    file.write_bytes(raw)
    try:
        seen = stranger(tmp_path / "bag").returncode
    finally:
        assert broken(tmp_path / "bag"), file
    assert seen == 1, file


def test_a_file_put_in_or_taken_out_is_found(bag: Path, tmp_path: Path) -> None:
    for name in ("data/evidence/more", "data/report/sets/x.csv", "more.txt"):
        shutil.copytree(bag, tmp_path / "a")
        (tmp_path / "a" / name).write_text("x", encoding="utf-8")
        assert "verify_bag_stranger" in broken(tmp_path / "a") and stranger(tmp_path / "a").returncode == 1
        shutil.rmtree(tmp_path / "a")
    shutil.copytree(bag, tmp_path / "b")
    (tmp_path / "b" / "data" / "custody.jsonl").unlink()
    assert "verify_bag_file" in broken(tmp_path / "b")


def test_the_key_and_the_sealed_table_stay_with_the_case(case: Case, bag: Path) -> None:
    assert "a-very-secret-key" in (case.folder / "case.toml").read_text(encoding="utf-8")
    for file in bag.rglob("*"):
        if file.is_file():
            assert b"a-very-secret-key" not in file.read_bytes(), file
    assert not {"sealed", "pseudonym.key"} & {p.name for p in bag.rglob("*")}


def test_the_cache_of_the_dashboard_stays_out_of_package_and_copy(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    cache = tmp_path / "case" / "dashboard" / "incoming"
    cache.mkdir(parents=True)
    (cache / "left-over.jsonl").write_text("somebody's words", encoding="utf-8")
    redact(open_case(tmp_path / "case"), tmp_path / "copy")
    package(open_case(tmp_path / "case"), tmp_path / "bag")
    for out in (tmp_path / "copy", tmp_path / "bag"):
        assert not [p for p in out.rglob("*") if p.name in ("dashboard", "left-over.jsonl")]
        assert all(b"somebody's words" not in p.read_bytes() for p in out.rglob("*") if p.is_file())


def test_with_hashes_only_no_export_goes_out(case: Case, tmp_path: Path) -> None:
    bag = package(open_case(case.folder), tmp_path / "bag", with_inputs=False)
    assert not list((bag / "data" / "evidence").iterdir() if (bag / "data" / "evidence").exists() else [])
    assert broken(bag) == [] and stranger(bag).returncode == 0
    assert "Wakeline-Inputs: hashes only" in (bag / "bag-info.txt").read_text(encoding="utf-8")
    for sha256 in case.read("sources")["sha256"]:
        assert sha256 in (bag / "data" / "inputs.txt").read_text(encoding="utf-8")


def test_the_same_case_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741827600")
    tags = []
    for name in ("1", "2"):
        done = made(tmp_path / name)
        write_report(done, "en", None)
        tags.append(
            (package(open_case(done.folder), tmp_path / f"bag{name}") / "tagmanifest-sha512.txt").read_bytes()
        )
    assert tags[0] == tags[1]


def test_the_package_is_an_act_of_the_case(case: Case, bag: Path) -> None:
    made_ = next(e for e in entries(case.folder) if e["what"] == "package")
    assert made_["after"] == hashlib.sha256((bag / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    assert [c for c in verify(open_case(case.folder)) if not c.ok] == []


def test_a_case_that_does_not_hold_is_not_packaged(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    (tmp_path / "case" / "report" / "thresholds.csv").write_text("x", encoding="utf-8")
    with pytest.raises(CaseError, match=r"thresholds\.csv"):
        package(open_case(tmp_path / "case"), tmp_path / "bag")
    shutil.rmtree(tmp_path / "case" / "report")
    (tmp_path / "case" / "report").mkdir()
    with pytest.raises(CaseError, match="no report yet"):
        package(open_case(tmp_path / "case"), tmp_path / "bag")
    assert not (tmp_path / "bag").exists() and not list(tmp_path.glob(".*"))


def test_a_key_that_cannot_be_taken_out_stops_it(tmp_path: Path) -> None:
    done = made(tmp_path / "x")
    file = done.folder / "case.toml"
    shown = file.read_text(encoding="utf-8")
    file.write_text(
        shown.replace("pseudonym_key = 'k-1'", "pseudonym_key = '''\nk-one\n'''"), encoding="utf-8"
    )
    with pytest.raises(CaseError):
        package(open_case(done.folder), tmp_path / "bag")
    assert not (tmp_path / "bag").exists()


def test_a_full_disk_leaves_nothing_half_written(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))\n"
        "from analytics.cli.app import main; main()"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            code,
            "package",
            "--case",
            str(tmp_path / "case"),
            "--out",
            str(tmp_path / "bag"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=STRANGER.parent.parent.parent,
        env={"WAKELINE_LANG": "en", "PATH": "/usr/bin", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 2 and "cannot be written" in done.stderr, done.stderr
    assert {p.name for p in tmp_path.iterdir()} == {"case"}


@pytest.mark.skipif(find_fonts() is None, reason="Noto CJK fonts are not installed")
def test_the_report_lies_in_it_in_every_form(bag: Path) -> None:
    documents = {f"{name}.zh.{end}" for name in ("report", "annex") for end in ("pdf", "html")}
    documents |= {"report.pdf", "report.html"}  # The first language once more, under its bare name.
    lists = {"inputs", "accounts", "groups", "events_of_U", "thresholds", "requests", "custody", "marks"}
    assert {*documents, "findings.json", "sets", *(f"{name}.csv" for name in lists)} == {
        p.name for p in (bag / "data" / "report").iterdir()
    }
