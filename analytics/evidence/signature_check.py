"""Whether the signature of a PDF is over all of it and unbroken; who the signer is, no authority is asked."""

from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

FAULTS = (
    PdfError,
    SigningError,
    UnacceptableSignerError,
    SignatureValidationError,
    SuspiciousModification,
    PathError,
    ValueError,
    KeyError,
    TypeError,
)


def signers_of(pdf: Path) -> list[str]:
    """Name the subjects of the certificates whose signatures are over the whole file and unbroken.

    Returns [] if there is no signature, or one that does not hold. Whether a certificate leads to an
    authority is another question: any certificate, made a minute ago, gives a signature that holds.
    """
    try:
        found = PdfFileReader(BytesIO(pdf.read_bytes())).embedded_signatures
        nobody = ValidationContext(trust_roots=[], allow_fetching=False)
        states = [validate_pdf_signature(one, signer_validation_context=nobody) for one in found]
    except FAULTS:
        return []
    whole = [state.coverage == SignatureCoverageLevel.ENTIRE_FILE for state in states]
    if not states or not whole[-1] or not all(state.intact and state.valid for state in states):
        return []
    return [state.signing_cert.subject.human_friendly for state in states]
