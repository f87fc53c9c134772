"""`wakeline seal`: the head of the log, signed or stamped, to be kept outside the case."""

from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.package import RootsOption, SignOption, StampOption, password_of
from analytics.cli.speech import help_text, note, out
from analytics.model.errors import CaseError


def seal(
    case: Annotated[Path, typer.Argument(help=help_text("seal_case"))],
    sign: SignOption = None,
    timestamp: StampOption = None,
    roots: RootsOption = None,
) -> None:
    """Seal the head of the log of a case."""
    from analytics.evidence.seal import seal as run
    from analytics.store.case_folder import open_case

    opened = open_case(case)
    done = run(opened, _makers(sign, timestamp, roots))
    out("sealed_head", n=done.n, sha256=done.sha256)
    out("sealed_files", folder=done.files[0].parent, files=", ".join(file.name for file in done.files))
    if sign is None and timestamp is None:
        note("seal_alone")
    if timestamp and roots is None:
        note("stamp_unchecked")


def _makers(p12: Path | None, url: str | None, roots: Path | None) -> dict[str, Any]:
    """What signs and what stamps."""
    if p12 is None and url is None:
        return {}
    try:
        from analytics.evidence.seal_proofs import signature_over
        from analytics.evidence.signing import signer_of
        from analytics.evidence.timestamp import stamped, token_over
    except ImportError as fault:
        raise CaseError("sign_absent", found=fault.name or fault) from None
    if roots is not None and not roots.is_file():
        raise CaseError("roots_unreadable", path=roots, found="-")

    def stamp(head: bytes) -> bytes:
        raw = stamped(head, str(url))[0]
        if roots is not None and not token_over(raw, head, roots):
            raise CaseError("tsa_untrusted", found=url, roots=roots)
        return raw

    makers: dict[str, Any] = {}
    if p12 is not None:
        signer = signer_of(p12, password_of())
        makers["p7s"] = lambda head: signature_over(head, signer)
    if url is not None:
        makers["tsr"] = stamp
    return makers
