"""The PAdES signature of a report by a PKCS#12 key; the signed PDF begins with the unsigned bytes."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper

from analytics.evidence.timestamp import request_timestamp
from analytics.model.errors import CaseError
from analytics.store.case_folder import sha256_of

FOLDER = "signed"


class _Asked(TimeStamper):
    """Time stamps for the signature from the one server that the user names."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(request_timestamp(self.url, req.dump()))


def signer_of(p12: Path, password: str) -> SimpleSigner:
    """Load the key of a PKCS#12 file.

    Raises CaseError for an unreadable file, a wrong password, a file without key, or a certificate that is
    not valid today.
    """
    try:
        raw = p12.read_bytes()
    except OSError as fault:
        raise CaseError("p12_unreadable", path=p12, found=fault.strerror or fault) from None
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(raw, password.encode() or None)
    except ValueError:
        raise CaseError("p12_password", path=p12) from None
    if key is None or certificate is None:
        raise CaseError("p12_empty", path=p12)
    _check_valid(p12, certificate)
    signer: SimpleSigner | None = SimpleSigner.load_pkcs12(  # type: ignore[no-untyped-call]
        str(p12), passphrase=password.encode() or None
    )
    if signer is None:
        raise CaseError("p12_empty", path=p12)
    return signer


def _check_valid(p12: Path, certificate: x509.Certificate) -> None:
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= datetime.now(UTC) <= last:
        raise CaseError("p12_expired", path=p12, found=f"{first:%Y-%m-%d} - {last:%Y-%m-%d}")


def sign(bag: Path, signer: SimpleSigner, url: str | None) -> dict[str, str]:
    """Sign every PDF of the report in a bag into bag/signed.

    url: the time stamp server for the signature; None for none.

    Returns what the chain of custody says of it. Raises CaseError if there is no PDF or the server does not
    answer.
    """
    found = sorted((bag / "data" / "report").glob("report*.*.pdf"))  # report.pdf is one of them once more.
    if not found:
        raise CaseError("no_pdf_to_sign")
    (bag / FOLDER).mkdir()
    told = {}
    for pdf in found:
        about = PdfSignatureMetadata(
            field_name="Signature1", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        out = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(pdf.read_bytes()))
        signers.sign_pdf(writer, about, signer, timestamper=_Asked(url) if url else None, output=out)
        (bag / FOLDER / pdf.name).write_bytes(out.getvalue())
        told[f"unsigned {pdf.name}"] = sha256_of(pdf)
        told[f"signed {pdf.name}"] = sha256_of(bag / FOLDER / pdf.name)
    return told
