"""A file that does not agree with the certificate that came with it is refused before it is read, and nothing of it stays."""

import hashlib
from pathlib import Path

import pytest

from analytics.evidence.verification import verify
from analytics.importing.certificates import stated_in
from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.model.errors import ExportError, SettingsError
from analytics.model.thresholds import Thresholds
from analytics.store.case_folder import open_case
from analytics.store.custody_log import entries
from tests.importing.invented import jsonl, repost
from tests.test_commands import wakeline


def imported(folder: Path, *paths: Path, certificates: tuple[Path, ...] = ()) -> ImportResult:
    return import_files(
        folder / "case", list(paths), ImportOptions(certificates=certificates), Thresholds(), lambda *_: None
    )


def export(folder: Path, name: str = "a.jsonl", n: int = 3) -> Path:
    path = folder / name
    path.write_bytes(jsonl([repost(k) for k in range(n)]))
    return path


def written(folder: Path, text: str, name: str = "电子证明文件.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def digest(path: Path, algorithm: str) -> str:
    return hashlib.new(algorithm, path.read_bytes()).hexdigest()


FORMS = {
    "letter": "电子数据证明文件\n调证法律文书编号：某公（网）调证字〔2025〕001号\n文件名称：{name}\n完整性校验值（SM3）：{sm3}\n来源：weibo.com\n",
    "sums": "{sha256} *{name}\n",
    "json": '{{"files": [{{"file": "other.zip", "md5": "{zero}"}}, {{"file": "{name}", "md5": "{md5}", "sha256": "{sha256}"}}]}}',
    "digest only": "SHA-512 = {sha512}",
    "table": "序号,文件,校验值\n1,{name},{sha1}\n2,x.csv,{zero}\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_certificate_that_agrees_is_kept_with_the_case(form: str, encoding: str, tmp_path: Path) -> None:
    file = export(tmp_path)
    values = {a: digest(file, a) for a in ("md5", "sha1", "sha256", "sha512", "sm3")}
    certificate = written(
        tmp_path, FORMS[form].format(name=file.name, zero="0" * 32, **values), encoding=encoding
    )
    case = imported(tmp_path, file, certificates=(certificate,)).case
    rows = case.read("certificates").to_dicts()
    assert rows and all(
        row["value"] == values[row["algorithm"]] and row["source_sha256"] == values["sha256"] for row in rows
    )
    assert rows[0]["document"] == ("某公（网）调证字〔2025〕001号" if form == "letter" else None)
    assert (case.evidence / rows[0]["certificate_sha256"]).read_bytes() == certificate.read_bytes()
    assert {row["value"] for row in entries(case.folder)[0]["detail"]["certificates"]} == {
        row["value"] for row in rows
    }
    checks = verify(case)
    assert all(check.ok for check in checks) and "verify_certificate" in {check.code for check in checks}


@pytest.mark.parametrize("form", FORMS)
def test_one_that_does_not_agree_is_refused_with_both_values_and_nothing_stays(
    form: str, tmp_path: Path
) -> None:
    file = export(tmp_path)
    values = {a: digest(file, a) for a in ("md5", "sha1", "sha256", "sha512", "sm3")}
    certificate = written(tmp_path, FORMS[form].format(name=file.name, zero="0" * 32, **values))
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(
        ExportError, match="fits none" if form == "digest only" else "but the certificate"
    ) as caught:
        imported(tmp_path, file, certificates=(certificate,))
    if form != "digest only":
        now = {digest(file, a) for a in values}
        assert now & set(str(caught.value).replace(",", "").split()) and set(values.values()) & set(
            str(caught.value).replace(";", "").split()
        )
    assert not (tmp_path / "case").exists()


def test_one_bad_file_among_good_ones_stops_the_whole_import_and_the_case_stays_as_it_was(
    tmp_path: Path,
) -> None:
    imported(tmp_path, export(tmp_path, "first.jsonl", 2))
    before = {
        p.relative_to(tmp_path): p.read_bytes() for p in sorted((tmp_path / "case").rglob("*")) if p.is_file()
    }
    folder = tmp_path / "more"
    folder.mkdir()
    good, bad = export(folder, "a.jsonl", 4), export(folder, "b.jsonl", 5)
    written(folder, f"{digest(good, 'sha256')}  a.jsonl\n", "a.jsonl.sha256")
    written(folder, f"{digest(good, 'sm3')}  b.jsonl\n", "b.jsonl.sm3")
    with pytest.raises(
        ExportError,
        match=rf"b\.jsonl: its SM3 is {digest(bad, 'sm3')}, but the certificate b\.jsonl\.sm3 states {digest(good, 'sm3')}",
    ):
        imported(tmp_path, folder)
    assert {
        p.relative_to(tmp_path): p.read_bytes() for p in sorted((tmp_path / "case").rglob("*")) if p.is_file()
    } == before
    (folder / "b.jsonl.sm3").write_text(digest(bad, "sm3"), encoding="utf-8")
    assert imported(tmp_path, folder).case.read("certificates").height == 2


def test_a_value_typed_by_a_person_is_compared_and_the_page_is_kept(tmp_path: Path) -> None:
    file = export(tmp_path)
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "证明.pdf").write_bytes(b"%PDF-1.4 a scanned page")

    def state(value: str) -> None:
        (tmp_path / "case" / "case.toml").write_text(
            f"[[captures]]\nsource = 'a.jsonl'\ndocument = '〔2025〕1号'\ncertificate = '证明.pdf'\nintegrity = '{value}'\n",
            encoding="utf-8",
        )

    state(f"SM3: {'0' * 64}")
    with pytest.raises(
        ExportError,
        match=rf"its SM3 is {digest(file, 'sm3')}, but the certificate 证明\.pdf states {'0' * 64}",
    ):
        imported(tmp_path, file)
    state("whirlpool:00")
    with pytest.raises(SettingsError, match='no "algorithm:digest"'):
        imported(tmp_path, file)
    state(f"SM3: {digest(file, 'sm3').upper()}")
    case = imported(tmp_path, file).case
    row = case.read("certificates").row(0, named=True)
    assert (row["basis"], row["document"], row["name"]) == ("case_toml", "〔2025〕1号", "证明.pdf")
    assert (case.evidence / row["certificate_sha256"]).read_bytes() == b"%PDF-1.4 a scanned page"


def test_a_certificate_that_cannot_be_used_says_what_to_do(tmp_path: Path) -> None:
    file = export(tmp_path)
    for path, told in (
        (tmp_path / "none.txt", "no such certificate"),
        (written(tmp_path, "%PDF-1.7", "a.pdf"), r"integrity = \"sm3:"),
        (
            written(tmp_path, f"{'1' * 64}  other.csv", "o.txt"),
            r"speaks of other\.csv and fits none of the files of this import \(a\.jsonl\)",
        ),
    ):
        with pytest.raises(ExportError, match=told):
            imported(tmp_path, file, certificates=(path,))
        assert not (tmp_path / "case").exists()


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    file = export(tmp_path)
    certificate = written(tmp_path, f"{'1' * 64}  a.jsonl\n")
    done = wakeline("import", str(file), "--case", str(tmp_path / "case"), "--certificate", str(certificate))
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1
    assert (
        "1" * 64 in done.stderr and digest(file, "sha256") in done.stderr and "Ask the issuer" in done.stderr
    )
    assert not (tmp_path / "case").exists()


def test_it_can_come_later_and_twice(tmp_path: Path) -> None:
    file = export(tmp_path)
    case = imported(tmp_path, file).case
    assert not case.has("certificates")
    certificate = written(tmp_path, digest(file, "sha256"))
    case = imported(tmp_path, file, certificates=(certificate,)).case
    assert case.read("certificates").height == 1 and case.read("events").height == 3
    again = imported(tmp_path, file, certificates=(certificate,)).case
    assert again.manifest["generation"] == case.manifest["generation"]


def test_a_changed_certificate_is_found(tmp_path: Path) -> None:
    file = export(tmp_path)
    case = imported(tmp_path, file, certificates=(written(tmp_path, digest(file, "sha256")),)).case
    stored = case.evidence / case.read("certificates")["certificate_sha256"][0]
    stored.chmod(0o644)
    stored.write_bytes(stored.read_bytes() + b" ")
    assert [c.code for c in verify(open_case(case.folder)) if not c.ok] == ["verify_certificate_file"]


def test_a_digest_belongs_to_the_name_on_its_line_else_to_the_one_above() -> None:
    text = f"文件：a.csv\nMD5：{'1' * 32}\n文件：b b.csv\n{'2' * 64}\n"
    assert [(s.file, s.algorithm, s.value[0]) for s in stated_in(text)] == [
        ("a.csv", "md5", "1"),
        ("b.csv", None, "2"),
    ]
