"""Signature and time stamp with an authority and a time stamp server that live for one run; no other address is asked."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.evidence.package_check import verify_package
from analytics.model.errors import CaseError
from analytics.report.fonts import find_fonts
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case, sha256_of
from analytics.store.custody_log import entries, head_line
from analytics.store.reviews import Entry, record
from tests.evidence.authority import PASSWORD, openssl, self_signed, stamping, write_keys
from tests.evidence.test_redact import made
from tests.evidence.test_verification import chained
from tests.test_commands import wakeline

signers = pytest.importorskip("pyhanko.sign.signers", reason="the extra `sign` is not installed")
seal_proofs = pytest.importorskip("analytics.evidence.seal_proofs")
signing = pytest.importorskip("analytics.evidence.signing")
signature_over, signer_of = seal_proofs.signature_over, signing.signer_of
pytestmark = [
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
    pytest.mark.skipif(find_fonts() is None, reason="Noto CJK fonts are not installed"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    write_keys(folder)
    return folder


@pytest.fixture(scope="module")
def tsa(keys: Path) -> Iterator[str]:
    with stamping(keys) as address:
        yield address


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    done = made(tmp_path_factory.mktemp("sign"))
    write_report(done, "zh", None)
    return open_case(done.folder)


@pytest.fixture(scope="module")
def bag(case: Case, keys: Path, tsa: str) -> Path:
    out = case.folder.parent / "bag"
    done = wakeline(
        "package",
        "--case",
        str(case.folder),
        "--out",
        str(out),
        "--sign",
        str(keys / "signer.p12"),
        "--timestamp",
        tsa + "/",
        "--roots",
        str(keys / "ca.pem"),
        WAKELINE_P12_PASSWORD=PASSWORD,
    )
    assert done.returncode == 0, done.stderr
    return out


def test_the_signed_pdf_is_the_reproducible_one_and_more(case: Case, bag: Path) -> None:
    unsigned, signed = (
        (bag / "data/report/report.zh.pdf").read_bytes(),
        (bag / "signed/report.zh.pdf").read_bytes(),
    )
    assert (
        signed.startswith(unsigned)
        and unsigned == (case.report / "report.zh.pdf").read_bytes()
        and len(signed) > len(unsigned)
    )
    told = next(e for e in entries(case.folder) if e["what"] == "package")["detail"]
    assert told["unsigned report.zh.pdf"] == sha256_of(case.report / "report.zh.pdf") and told[
        "signed report.zh.pdf"
    ] == sha256_of(bag / "signed/report.zh.pdf")


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_another_program_finds_the_signature_valid_and_a_flipped_byte(bag: Path, tmp_path: Path) -> None:
    shown = subprocess.run(
        ["pdfsig", "-nocert", str(bag / "signed/report.zh.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in shown and "Total document signed" in shown
    raw = bytearray((bag / "signed/report.zh.pdf").read_bytes())
    raw[len(raw) // 3] ^= 1
    (tmp_path / "x.pdf").write_bytes(raw)
    shown = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "x.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" not in shown


def test_pyhanko_agrees_and_finds_a_flipped_byte(bag: Path, keys: Path) -> None:
    from io import BytesIO

    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    trust = ValidationContext(trust_roots=[load_cert_from_pemder(str(keys / "ca.pem"))])
    raw = (bag / "signed/report.zh.pdf").read_bytes()
    status = validate_pdf_signature(PdfFileReader(BytesIO(raw)).embedded_signatures[0], trust)
    assert status.intact and status.valid and status.trusted and status.coverage.name == "ENTIRE_FILE"
    assert (
        status.timestamp_validity is not None
        and status.timestamp_validity.intact
        and status.timestamp_validity.valid
    )
    changed = bytearray(raw)
    changed[1000] ^= 1
    status = validate_pdf_signature(PdfFileReader(BytesIO(bytes(changed))).embedded_signatures[0], trust)
    assert not status.bottom_line


def test_the_time_stamp_holds_offline_and_openssl_agrees(bag: Path, keys: Path, tmp_path: Path) -> None:
    shown = wakeline("verify", str(bag), "--roots", str(keys / "ca.pem"))
    assert shown.returncode == 0, shown.stdout
    stamp, stamped = bag / "tagmanifest-sha256.txt.tsr", bag / "tagmanifest-sha256.txt"
    words = f"ts -verify -in {stamp} -data {stamped} -CAfile {keys / 'ca.pem'}"
    assert b"OK" in openssl(tmp_path, words)
    other = self_signed(tmp_path, "other", "other")
    shown = wakeline("verify", str(bag), "--roots", str(other))
    assert shown.returncode == 1 and "Time stamp" in shown.stdout


def test_a_manifest_changed_after_the_stamp_is_found(bag: Path, keys: Path, tmp_path: Path) -> None:
    shutil.copytree(bag, tmp_path / "bag")
    (tmp_path / "bag/README.txt").write_text("another", encoding="utf-8")
    from analytics.evidence.package import seal_tags

    seal_tags(tmp_path / "bag")  # as a forger would
    assert all(check.ok for check in verify_package(tmp_path / "bag"))
    shown = wakeline("verify", str(tmp_path / "bag"), "--roots", str(keys / "ca.pem"))
    assert shown.returncode == 1 and "Time stamp" in shown.stdout


def test_without_roots_it_says_what_was_not_checked(bag: Path) -> None:
    shown = wakeline("verify", str(bag))
    assert shown.returncode == 0 and "not checked" in shown.stderr


@pytest.mark.parametrize(
    "key, password, said",
    [
        ("signer.p12", "wrong", "password is wrong"),
        ("signer.p12", "", "password is wrong"),
        ("old.p12", PASSWORD, "not valid today"),
        ("ca.pem", PASSWORD, "no PKCS#12"),
        ("none.p12", PASSWORD, "cannot be read"),
    ],
)
def test_a_key_that_will_not_do_is_one_clear_line(
    case: Case, keys: Path, tmp_path: Path, key: str, password: str, said: str
) -> None:
    before = (case.folder / "custody.jsonl").read_bytes()
    done = wakeline(
        "package",
        "--case",
        str(case.folder),
        "--out",
        str(tmp_path / "bag"),
        "--sign",
        str(keys / key),
        WAKELINE_P12_PASSWORD=password,
    )
    assert done.returncode == 2 and said in done.stderr and len(done.stderr.strip().splitlines()) == 1, (
        done.stderr
    )
    assert not list(tmp_path.iterdir()) and (case.folder / "custody.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "where, said",
    [
        ("/bad", "answers something else"),
        ("/old", "answers something else"),
        (None, "does not answer"),
        ("ftp://x", "must begin with"),
    ],
)
def test_a_server_that_will_not_do_is_one_clear_line(
    case: Case, keys: Path, tsa: str, tmp_path: Path, bag: Path, where: str | None, said: str
) -> None:
    if where is None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    else:
        address = where if ":" in where else tsa + where
    done = wakeline(
        "package", "--case", str(case.folder), "--out", str(tmp_path / "bag"), "--timestamp", address
    )
    assert done.returncode == 2 and said in done.stderr and len(done.stderr.strip().splitlines()) == 1, (
        done.stderr
    )
    assert not list(tmp_path.iterdir())


def test_an_answer_of_an_unknown_authority_is_refused(case: Case, tsa: str, tmp_path: Path) -> None:
    other = self_signed(tmp_path, "other", "other")
    done = wakeline(
        "package",
        "--case",
        str(case.folder),
        "--out",
        str(tmp_path / "bag"),
        "--timestamp",
        tsa + "/",
        "--roots",
        str(other),
    )
    assert (
        done.returncode == 2
        and "does not lead to a certificate" in done.stderr
        and not (tmp_path / "bag").exists()
    )


def test_no_address_is_asked_unless_one_is_named(
    case: Case, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a connection was opened")

    from analytics.evidence.package import package
    from analytics.evidence.signing import sign, signer_of

    signer = signer_of(keys / "signer.p12", PASSWORD)
    monkeypatch.setattr(socket.socket, "connect", refused)
    package(open_case(case.folder), tmp_path / "bag", sign=lambda bag: sign(bag, signer, None))
    assert (tmp_path / "bag/signed/report.zh.pdf").exists()
    with pytest.raises(CaseError, match="not an empty folder"):
        package(open_case(case.folder), tmp_path / "bag")


def resigned(bag: Path, name: str, content: bytes) -> Path:
    """The package with a signed copy of other bytes, its tag manifests made anew as a forger would."""
    from analytics.evidence.package import seal_tags

    (bag / "signed").mkdir(exist_ok=True)
    (bag / "signed" / name).write_bytes(content)
    seal_tags(bag)
    return bag


@pytest.mark.parametrize(
    "forged", ["no signature", "changed after it", "longer after it", "a range of words"]
)
def test_a_signed_copy_whose_signature_does_not_hold_is_found(bag: Path, tmp_path: Path, forged: str) -> None:
    shutil.copytree(bag, tmp_path / "bag")
    unsigned = (bag / "data/report/report.zh.pdf").read_bytes()
    signed = (bag / "signed/report.zh.pdf").read_bytes()
    changed = bytearray(signed)
    changed[-200] ^= 1
    content = {
        "no signature": unsigned + b"% signed\n",
        "changed after it": bytes(changed),
        "longer after it": signed + b"% and more\n",
        "a range of words": unsigned + b"/ByteRange [0 1 " + b"1 %d]" % (len(unsigned) + 23 - 1),
    }[forged]
    shown = wakeline("verify", str(resigned(tmp_path / "bag", "report.zh.pdf", content)))
    assert shown.returncode == 1 and "report.zh.pdf" in shown.stdout, (shown.stdout, shown.stderr)


def test_a_signature_that_holds_is_told_with_what_was_not_checked(bag: Path) -> None:
    shown = wakeline("verify", str(bag))
    assert shown.returncode == 0 and "unbroken" in shown.stderr and "not checked" in shown.stderr


@pytest.mark.parametrize("folder", ["bag", "case"])
def test_roots_without_a_time_stamp_are_never_told_that_all_holds(
    case: Case, bag: Path, keys: Path, tmp_path: Path, folder: str
) -> None:
    shutil.copytree(bag if folder == "bag" else case.folder, tmp_path / folder)
    (tmp_path / folder / "tagmanifest-sha256.txt.tsr").unlink(missing_ok=True)
    shown = wakeline("verify", str(tmp_path / folder), "--roots", str(keys / "ca.pem"))
    assert shown.returncode == 1 and "no time stamp to check" in shown.stdout
    shown = wakeline("verify", str(tmp_path / folder), "--roots", str(keys / "no-such.pem"))
    assert shown.returncode == 2 and len(shown.stderr.strip().splitlines()) == 1


@pytest.fixture
def sealed(case: Case, keys: Path, tsa: str, tmp_path: Path) -> Path:
    """A case whose log is signed and stamped, with an act after it."""
    shutil.copytree(case.folder, tmp_path / "sealed")
    folder = tmp_path / "sealed"
    done = wakeline(
        *("seal", str(folder), "--sign", str(keys / "signer.p12"), "--timestamp", tsa + "/"),
        *("--roots", str(keys / "ca.pem")),
        WAKELINE_P12_PASSWORD=PASSWORD,
    )
    assert done.returncode == 0, done.stderr
    record(folder, Entry("note", "case", "note", "later", "甲"))
    return folder


def test_a_sealed_log_holds_and_openssl_agrees(sealed: Path, keys: Path, tmp_path: Path) -> None:
    (head,) = (sealed / "seals").glob("*.head")
    shown = wakeline("verify", str(sealed), "--roots", str(keys / "ca.pem"))
    assert shown.returncode == 0 and "unbroken" in shown.stderr, (shown.stdout, shown.stderr)
    stamp = f"ts -verify -in {head.with_suffix('.tsr')} -data {head} -CAfile {keys / 'ca.pem'}"
    assert b"OK" in openssl(tmp_path, stamp)
    signature = f"cms -verify -binary -inform DER -in {head.with_suffix('.p7s')} -content {head} -CAfile {keys / 'ca.pem'}"
    assert openssl(tmp_path, f"{signature} -purpose any") == head.read_bytes()
    line = (sealed / "custody.jsonl").read_text(encoding="utf-8").splitlines()[int(head.stem) - 1]
    told = f"{head.stem}:{json.loads(line)['sha256']}"
    assert wakeline("verify", str(sealed), "--head", told).returncode == 0
    other = told[:-1] + ("0" if told[-1] != "0" else "1")
    assert wakeline("verify", str(sealed), "--head", other).returncode == 1
    assert wakeline("verify", str(sealed), "--head", "seven").returncode == 2


@pytest.mark.parametrize(
    "how", ["with the seal left", "with the head made anew", "with the signature of another"]
)
def test_a_log_made_anew_after_the_seal_is_found(sealed: Path, keys: Path, tmp_path: Path, how: str) -> None:
    """Every hash in the log is right again; the signature and the time stamp cannot be."""
    chained(open_case(sealed), {1: {"who": "别人"}})
    (head,) = (sealed / "seals").glob("*.head")
    if how != "with the seal left":
        line = entries(sealed)[int(head.stem) - 1]
        head.write_bytes(head_line(line))
        if how == "with the signature of another":
            (tmp_path / "x").mkdir()
            write_keys(tmp_path / "x")
            signer = signer_of(tmp_path / "x" / "signer.p12", PASSWORD)
            head.with_suffix(".p7s").write_bytes(signature_over(head.read_bytes(), signer))
        files = {path.name: sha256_of(path) for path in (sealed / "seals").iterdir()}
        n = next(one["n"] for one in entries(sealed) if one["what"] == "seal")
        chained(
            open_case(sealed),
            {n: {"detail": {"line": int(head.stem), "files": files}, "after": line["sha256"]}},
        )
        head.write_bytes(head_line(entries(sealed)[int(head.stem) - 1]))
    shown = wakeline("verify", str(sealed), "--roots", str(keys / "ca.pem"))
    assert shown.returncode == 1 and "seal" in shown.stdout, shown.stdout


def test_a_seal_goes_with_the_package_and_cannot_be_taken_away(sealed: Path, tmp_path: Path) -> None:
    shutil.copytree(sealed, tmp_path / "less")
    shutil.rmtree(tmp_path / "less" / "seals")
    assert wakeline("verify", str(tmp_path / "less")).returncode == 1
    out = tmp_path / "out"
    done = wakeline("package", "--case", str(sealed), "--out", str(out))
    assert done.returncode == 0 and "--head" in done.stderr, done.stderr
    assert len(list((out / "data" / "seals").iterdir())) == 3
    n, sha256 = entries(out / "data")[-1]["n"], entries(out / "data")[-1]["sha256"]
    assert f"Wakeline-Log-Head: {n}:{sha256}" in (out / "bag-info.txt").read_text(encoding="utf-8")
    assert wakeline("verify", str(out)).returncode == 0
