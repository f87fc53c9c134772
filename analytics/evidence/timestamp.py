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
    """Send a request to a time stamp server and return its answer, both DER.

    Raises CaseError if there is none within WAIT_S.
    """
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


def stamped(content: bytes, url: str) -> tuple[bytes, str]:
    """Have bytes time-stamped; returns the answer, DER, and the moment that it states.

    It is checked that the answer is to this very question, not who gave it. Raises CaseError if the server
    does not answer, refuses, or answers something else.
    """
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
    return raw, info.gen_time.isoformat()


def add_timestamp(bag: Path, url: str, roots: Path | None) -> dict[str, str]:
    """Have the tag manifest of a bag time-stamped; the token is put beside it.

    url: the server; roots: PEM of the authorities to which the answer must lead; None: it is only checked
        that the answer is to this very question.

    Returns what the chain of custody says of it. Raises CaseError as `stamped` does, and if the answer does
    not lead to one of `roots`.
    """
    raw, at = stamped((bag / STAMPED).read_bytes(), url)
    (bag / TOKEN).write_bytes(raw)
    if roots is not None and not token_holds(bag, roots):
        raise CaseError("tsa_untrusted", found=url, roots=roots)
    return {"timestamp": at, "timestamp_url": url, "timestamp_sha256": hashlib.sha256(raw).hexdigest()}


def token_holds(bag: Path, roots: Path) -> bool:
    """Check that the token of a bag is over its tag manifest and leads to one of `roots`; no network is used.

    Raises CaseError if `roots` holds no certificate.
    """
    return token_over((bag / TOKEN).read_bytes(), (bag / STAMPED).read_bytes(), roots)


def token_over(token: bytes, content: bytes, roots: Path) -> bool:
    """Check that a token is over these bytes and leads to one of `roots`; no network is used.

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
        return bool(builder.build().verify_message(decode_timestamp_response(token), content))
    except (VerificationError, ValueError):
        return False
