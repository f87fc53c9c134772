"""What signs and stamps the head of a log, and whether signature and time stamp of a seal hold."""

import asyncio
from pathlib import Path

from asn1crypto import cms
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from analytics.evidence.check import Check
from analytics.evidence.seal import sealed_heads
from analytics.evidence.signature_check import FAULTS
from analytics.evidence.timestamp import token_over


def signature_over(content: bytes, signer: SimpleSigner) -> bytes:
    """Sign bytes: a detached CMS signature, DER."""
    made = asyncio.run(signer.async_sign_general_data(content, "sha256", detached=True))
    return bytes(made.dump())


def signer_over(content: bytes, raw: bytes) -> str | None:
    """Name the subject of the certificate of a signature over bytes; None where it does not hold.

    Whether the certificate leads to an authority is not asked.
    """
    try:
        signed = cms.ContentInfo.load(raw)["content"]
        nobody = ValidationContext(trust_roots=[], allow_fetching=False)
        state = asyncio.run(async_validate_detached_cms(content, signed, nobody))
    except FAULTS:
        return None
    return str(state.signing_cert.subject.human_friendly) if state.intact and state.valid else None


def proofs(folder: Path, roots: Path | None) -> tuple[list[Check], list[str]]:
    """Check the time stamps and signatures of the seals of a case.

    roots: PEM of the authorities of time stamps; None: time stamps are not checked.

    Returns the checks, and the subjects of the certificates of signatures that hold.
    """
    checks, signers = [], []
    for head in sealed_heads(folder):
        content = head.read_bytes()
        token, signature = head.with_suffix(".tsr"), head.with_suffix(".p7s")
        if token.is_file() and roots is not None:
            ok = token_over(token.read_bytes(), content, roots)
            checks.append(
                Check("verify_seal_stamp", ok, {"name": token.name, "found": str(roots), "expected": "-"})
            )
        if signature.is_file():
            signer = signer_over(content, signature.read_bytes())
            checks.append(
                Check(
                    "verify_seal_signature",
                    signer is not None,
                    {"name": signature.name, "found": "-", "expected": "-"},
                )
            )
            signers += [signer] if signer else []
    return checks, signers
