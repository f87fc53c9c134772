"""An authority and a time stamp server that live for one run: keys, certificates, and answers on this machine."""

import http.server
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

PASSWORD = "geheim"
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


def openssl(folder: Path, words: str) -> bytes:
    """What openssl prints, called in a folder with words apart by blanks."""
    return subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True).stdout


def self_signed(folder: Path, name: str, common_name: str, options: str = "-days 3") -> Path:
    """A certificate that vouches for itself: NAME.pem, with NAME.key."""
    openssl(
        folder,
        f"req -x509 -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.pem -subj /CN={common_name} {options}",
    )
    return folder / f"{name}.pem"


def write_keys(folder: Path) -> None:
    """ca.pem, signer.p12, old.p12 (expired), stamper.pem with its key."""
    (folder / "c.cnf").write_text(CONFIG, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    self_signed(folder, "ca", "throw-away", "-days 30 -config c.cnf -extensions ca")
    for name, kind, days in (
        ("signer", "signer", "-days 10"),
        ("stamper", "stamper", "-days 10"),
        ("old", "signer", "-not_before 20200101000000Z -not_after 20210101000000Z"),
    ):
        openssl(
            folder,
            f"req -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.csr -config c.cnf -subj /CN={name}",
        )
        try:
            openssl(
                folder,
                f"x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out {name}.pem "
                f"-extfile c.cnf -extensions {kind} {days}",
            )
        except subprocess.CalledProcessError:  # an openssl whose x509 has no -not_before
            if name != "old":
                raise
            _expired(folder)
        if kind == "signer":
            openssl(
                folder,
                f"pkcs12 -export -in {name}.pem -inkey {name}.key -certfile ca.pem -out {name}.p12 "
                f"-passout pass:{PASSWORD}",
            )


def _expired(folder: Path) -> None:
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


@contextmanager
def stamping(keys: Path) -> Iterator[str]:
    """The address of a time stamp server on this machine: /, one that answers nonsense: /bad, one that answers an older question: /old."""

    class Desk(http.server.BaseHTTPRequestHandler):
        kept = b""

        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (keys / "q.tsq").write_bytes(query)
            openssl(keys, "ts -reply -queryfile q.tsq -out a.tsr -config c.cnf -section one")
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
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
