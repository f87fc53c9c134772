"""Signature and time stamp with an authority and a time stamp server that live for one run; no other address is asked."""

import http.server
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.evidence.package_check import verify_package
from analytics.model.errors import CaseError
from analytics.report.fonts import find_fonts
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case, sha256_of
from analytics.store.custody_log import entries
from tests.evidence.test_redact import made
from tests.test_commands import wakeline

signers = pytest.importorskip("pyhanko.sign.signers", reason="the extra `sign` is not installed")
pytestmark = [
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
    pytest.mark.skipif(find_fonts() is None, reason="Noto CJK fonts are not installed"),
    pytest.mark.slow,
]

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = throw-away
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[stamper]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = one
[one]
dir = .
serial = ./serial
crypto_device = builtin
signer_cert = ./stamper.pem
signer_key = ./stamper.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha384,sha512
accuracy = secs:1
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *words: str) -> bytes:
    return subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ca.pem, signer.p12, old.p12 (expired), stamper.pem with its key."""
    folder = tmp_path_factory.mktemp("keys")
    (folder / "c.cnf").write_text(CONFIG, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    openssl(
        folder,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-days",
        "30",
        "-config",
        "c.cnf",
        "-extensions",
        "ca",
        "-subj",
        "/CN=Throw-away CA",
    )
    for name, kind, days in (
        ("signer", "signer", "10"),
        ("stamper", "stamper", "10"),
        ("old", "signer", "-1"),
    ):
        openssl(
            folder,
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            f"{name}.key",
            "-out",
            f"{name}.csr",
            "-config",
            "c.cnf",
            "-subj",
            f"/CN={name}",
        )
        when = (
            ["-days", days]
            if days != "-1"
            else ["-not_before", "20200101000000Z", "-not_after", "20210101000000Z"]
        )
        try:
            openssl(
                folder,
                "x509",
                "-req",
                "-in",
                f"{name}.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-out",
                f"{name}.pem",
                "-extfile",
                "c.cnf",
                "-extensions",
                kind,
                *when,
            )
        except subprocess.CalledProcessError:  # an openssl whose x509 has no -not_before
            expired(folder)
        if kind == "signer":
            openssl(
                folder,
                "pkcs12",
                "-export",
                "-in",
                f"{name}.pem",
                "-inkey",
                f"{name}.key",
                "-certfile",
                "ca.pem",
                "-out",
                f"{name}.p12",
                "-passout",
                "pass:geheim",
            )
    return folder


def expired(folder: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    key = serialization.load_pem_private_key((folder / "old.key").read_bytes(), None)
    ca_key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    ca = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "old")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(ca.subject)
        .public_key(key.public_key())
        .serial_number(77)
    )
    old = (
        builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2021, 1, 1, tzinfo=UTC))
        .sign(ca_key, hashes.SHA256())
    )
    (folder / "old.pem").write_bytes(old.public_bytes(serialization.Encoding.PEM))


@pytest.fixture(scope="module")
def tsa(keys: Path) -> Iterator[str]:
    """The address of a time stamp server on this machine: /, one that answers nonsense: /bad, one that answers an older question: /old."""

    class Desk(http.server.BaseHTTPRequestHandler):
        kept = b""

        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (keys / "q.tsq").write_bytes(query)
            openssl(
                keys,
                "ts",
                "-reply",
                "-queryfile",
                "q.tsq",
                "-out",
                "a.tsr",
                "-config",
                "c.cnf",
                "-section",
                "one",
            )
            answer = (keys / "a.tsr").read_bytes()
            if self.path == "/bad":
                answer = b"<html>closed</html>"
            if self.path == "/old":
                answer = Desk.kept
            Desk.kept = Desk.kept or answer
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


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
        WAKELINE_P12_PASSWORD="geheim",
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
    words = (
        "ts",
        "-verify",
        "-in",
        str(bag / "tagmanifest-sha256.txt.tsr"),
        "-data",
        str(bag / "tagmanifest-sha256.txt"),
        "-CAfile",
        str(keys / "ca.pem"),
    )
    assert b"OK" in openssl(tmp_path, *words)
    openssl(
        tmp_path,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "o.key",
        "-out",
        "other.pem",
        "-days",
        "3",
        "-subj",
        "/CN=other",
    )
    shown = wakeline("verify", str(bag), "--roots", str(tmp_path / "other.pem"))
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
        ("old.p12", "geheim", "not valid today"),
        ("ca.pem", "geheim", "no PKCS#12"),
        ("none.p12", "geheim", "cannot be read"),
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
    openssl(
        tmp_path,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "o.key",
        "-out",
        "other.pem",
        "-days",
        "3",
        "-subj",
        "/CN=other",
    )
    done = wakeline(
        "package",
        "--case",
        str(case.folder),
        "--out",
        str(tmp_path / "bag"),
        "--timestamp",
        tsa + "/",
        "--roots",
        str(tmp_path / "other.pem"),
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

    signer = signer_of(keys / "signer.p12", "geheim")
    monkeypatch.setattr(socket.socket, "connect", refused)
    package(open_case(case.folder), tmp_path / "bag", sign=lambda bag: sign(bag, signer, None))
    assert (tmp_path / "bag/signed/report.zh.pdf").exists()
    with pytest.raises(CaseError, match="not an empty folder"):
        package(open_case(case.folder), tmp_path / "bag")
