"""RFC 3161 time stamps, requested from the address the user names, checked offline against given roots."""

import hashlib
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from analytics.model.errors import CaseError

WAIT_S = 30.0  # Seconds: public servers answer within two; whoever waits longer meets one that is down.
TOKEN = "tagmanifest-sha256.txt.tsr"
STAMPED = "tagmanifest-sha256.txt"
_GRANTED = (0, 1)  # PKIStatus granted, grantedWithMods
_MOST = 2**20  # Bytes of an answer that are read: a token with its certificates has a few thousand.


def request_timestamp(url: str, request: bytes) -> bytes:
    """The answer of a time stamp server to a request, both DER. Raises CaseError if there is none within
    WAIT_S."""
    if not url.startswith(("http://", "https://")):
        raise CaseError("tsa_address", found=url)
    call = urllib.request.Request(
        url, request, {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    )
    try:
        with urllib.request.urlopen(call, timeout=WAIT_S) as answer:
            return bytes(answer.read(_MOST))
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as fault:
        raise CaseError("tsa_silent", found=url, fault=" ".join(str(fault).split())[:200]) from None


def add_timestamp(bag: Path, url: str, roots: Path | None) -> dict[str, str]:
    """Have the tag manifest of a bag stamped; the token lies beside it. What the chain of custody says of it
    is returned.

    roots: PEM of the authorities that the answer must lead to; None: only that it answers this very question
        is checked.
    Raises CaseError if the server does not answer, refuses, or answers something else.
    """
    content = (bag / STAMPED).read_bytes()
    query = TimestampRequestBuilder().data(content).build()
    raw = request_timestamp(url, query.as_bytes())
    try:
        answer = decode_timestamp_response(raw)
        granted, info = int(answer.status) in _GRANTED, answer.tst_info
    except ValueError as fault:
        raise CaseError("tsa_answer", found=url, fault=str(fault)[:200]) from None
    if (
        not granted
        or info.nonce != query.nonce
        or info.message_imprint.message != query.message_imprint.message
    ):
        raise CaseError("tsa_answer", found=url, fault="status, nonce or imprint")
    (bag / TOKEN).write_bytes(raw)
    if roots is not None and not token_holds(bag, roots):
        raise CaseError("tsa_untrusted", found=url, roots=roots)
    return {
        "timestamp": info.gen_time.isoformat(),
        "timestamp_url": url,
        "timestamp_sha256": hashlib.sha256(raw).hexdigest(),
    }


def token_holds(bag: Path, roots: Path) -> bool:
    """Whether the token of a bag is over its tag manifest and leads to one of `roots`; no network is used.

    Raises CaseError if `roots` holds no certificate.
    """
    try:
        trusted = x509.load_pem_x509_certificates(roots.read_bytes())
    except (OSError, ValueError) as fault:
        raise CaseError("roots_unreadable", path=roots, found=fault) from None
    builder = VerifierBuilder()
    for certificate in trusted:
        builder = builder.add_root_certificate(certificate)
    try:
        answer = decode_timestamp_response((bag / TOKEN).read_bytes())
        return bool(builder.build().verify_message(answer, (bag / STAMPED).read_bytes()))
    except (VerificationError, ValueError):
        return False
