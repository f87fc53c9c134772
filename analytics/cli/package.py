"""`wakeline package`, `verify` and `redact`: the bag for a court, its check, and a copy to hand on."""

import os
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.speech import LANG, CaseOption, JsonOption, help_text, note, out
from analytics.model.errors import CaseError

OutOption = Annotated[Path, typer.Option("--out", help=help_text("package_out"))]
HashesOption = Annotated[bool, typer.Option("--hashes-only", help=help_text("hashes_only"))]
SignOption = Annotated[Path | None, typer.Option("--sign", help=help_text("sign"), metavar="P12")]
StampOption = Annotated[str | None, typer.Option("--timestamp", help=help_text("timestamp"), metavar="URL")]
RootsOption = Annotated[Path | None, typer.Option("--roots", help=help_text("roots"), metavar="PEM")]
HeadOption = Annotated[str | None, typer.Option("--head", help=help_text("verify_head"), metavar="N:SHA256")]
RecomputeOption = Annotated[bool, typer.Option("--recompute", help=help_text("recompute"))]
PASSWORD = "WAKELINE_P12_PASSWORD"


def package(
    case: CaseOption,
    out_: OutOption,
    hashes_only: HashesOption = False,
    sign: SignOption = None,
    timestamp: StampOption = None,
    roots: RootsOption = None,
) -> None:
    """Write the package of a case."""
    from analytics.evidence.package import package as run
    from analytics.evidence.seal import log_head
    from analytics.store.case_folder import open_case

    opened = open_case(case)
    sealing, stamping = _seals(sign, timestamp, roots)
    bag = run(opened, out_, not hashes_only, sealing, stamping)
    if timestamp and roots is None:
        note("stamp_unchecked")
    n, sha256 = log_head(opened)
    note("log_head", n=n, sha256=sha256)
    out("packaged", out=bag, files=sum(path.is_file() for path in bag.rglob("*")))


def _seals(p12: Path | None, url: str | None, roots: Path | None) -> tuple[Any, Any]:
    """What signs and what stamps, with everything checked that can be checked beforehand."""
    if p12 is None and url is None:
        return None, None
    try:
        from analytics.evidence import signing as sign
        from analytics.evidence.timestamp import add_timestamp
    except ImportError as fault:
        raise CaseError("sign_absent", found=fault.name or fault) from None
    if roots is not None and not roots.is_file():
        raise CaseError("roots_unreadable", path=roots, found="-")
    signing = partial(sign.sign, signer=sign.signer_of(p12, password_of()), url=url) if p12 else None
    return signing, partial(add_timestamp, url=url, roots=roots) if url else None


def password_of() -> str:
    """Read the password of a key from the environment, else ask on a terminal; "" where there is neither."""
    known = os.environ.get(PASSWORD)
    if known is not None or not sys.stdin.isatty():
        return known or ""
    return str(
        typer.prompt(help_text("p12_password"), hide_input=True, err=True, default="", show_default=False)
    )


def unpack(
    folder: Annotated[Path, typer.Argument(help=help_text("package_folder"), metavar="PACKAGE")],
    to: Annotated[Path, typer.Option("--to", help=help_text("unpack_to"), metavar="DIR")],
) -> None:
    """Write the inputs of a package under their first names."""
    from analytics.evidence.unpacking import unpack as run

    out("unpacked", n=len(run(folder, to)), out=to)


def verify(
    folder: Annotated[Path, typer.Argument(help=help_text("verify_folder"))],
    roots: RootsOption = None,
    recompute: RecomputeOption = False,
    head: HeadOption = None,
    json_: JsonOption = False,
) -> None:
    """Recompute every hash and every sum of a case or a package."""
    from analytics.evidence.package_check import is_package, verify_package
    from analytics.evidence.seal import anchored
    from analytics.evidence.verification import verify as check_all
    from analytics.store.case_folder import canonical_json, open_case

    if roots is not None and not roots.is_file():
        raise CaseError("roots_unreadable", path=roots, found="-")
    inside = folder / "data" if is_package(folder) else folder
    checks = verify_package(folder) if is_package(folder) else check_all(open_case(folder))
    checks += [*_signatures(folder), *_token(folder, inside, roots), *_sealed(inside, roots)]
    if head is not None:
        checks.append(anchored(open_case(inside), head))
    if recompute:
        from analytics.api.recomputation import recomputed

        checks += recomputed(open_case(inside), lambda said: note("stage", stage=said))
    else:
        note("not_recomputed")
    broken = [check for check in checks if not check.ok]
    if json_:
        print(canonical_json([asdict(check) for check in checks]), end="")
    else:
        for check in broken:
            out(check.code, **check.params)
        out("verified" if not broken else "not_verified", case=folder, checks=len(checks), broken=len(broken))
    if broken:
        raise typer.Exit(1)


def _token(folder: Path, inside: Path, roots: Path | None) -> list[Any]:
    """The check of time stamps against roots, of a package and of the seals of the case in it.

    Who names roots must not be told that all holds where there is none.
    """
    from analytics.evidence.check import Check
    from analytics.evidence.seal import FOLDER

    token = folder / "tagmanifest-sha256.txt.tsr"
    seals = sorted((inside / FOLDER).glob("*.tsr"))
    params: dict[str, object] = {"name": token.name, "found": str(roots), "expected": "-"}
    if not token.is_file() and not seals:
        return [] if roots is None else [Check("verify_stamp_absent", False, params)]
    if roots is None:
        note("stamp_unchecked")
        return []
    try:
        from analytics.evidence.timestamp import token_holds
    except ImportError as fault:
        raise CaseError("sign_absent", found=fault.name or fault) from None
    return [Check("verify_bag_stamp", token_holds(folder, roots), params)] if token.is_file() else []


def _sealed(inside: Path, roots: Path | None) -> list[Any]:
    """The checks of signatures and time stamps of seals; said to be unchecked where that cannot be done."""
    from analytics.evidence.seal import sealed_heads

    if not any(head.with_suffix(end).is_file() for head in sealed_heads(inside) for end in (".tsr", ".p7s")):
        return []
    try:
        from analytics.evidence.seal_proofs import proofs
    except ImportError:
        note("seal_unchecked")
        return []
    checks, signers = proofs(inside, roots)
    for signer in signers:
        note("sealed_by", signer=signer)
    return checks


def _signatures(bag: Path) -> list[Any]:
    """Validate the signed copies; where the program for it is not installed, say that nobody did."""
    from analytics.evidence.check import Check
    from analytics.evidence.package_check import signed_files

    files = signed_files(bag)
    if not files:
        return []
    try:
        from analytics.evidence.signature_check import signers_of
    except ImportError:
        note("signature_unchecked", n=len(files))
        return []
    checks = []
    for file in files:
        signers = signers_of(file)
        params: dict[str, object] = {"name": file.name, "found": "-", "expected": "-"}
        checks.append(Check("verify_bag_signature", bool(signers), params))
        if signers:
            note("signed_by", name=file.name, signers="; ".join(signers))
    return checks


OutOption_redact = Annotated[Path, typer.Option("--out", help=help_text("redact_out"))]
NoTextOption = Annotated[bool, typer.Option("--no-texts", help=help_text("no_texts"))]


def redact(case: CaseOption, out_: OutOption_redact, no_texts: NoTextOption = False) -> None:
    """Write a pseudonymised copy of a case."""
    from analytics.evidence.redaction import redact as run
    from analytics.evidence.redaction import told_lines
    from analytics.store.case_folder import open_case

    done = run(open_case(case), out_, not no_texts)
    print(told_lines(done.told_apart, LANG), end="")
    tables = len(done.copy.manifest["tables"])
    out("redacted", out=out_, tables=tables, sealed=case / "sealed" / "pseudonyms.csv")
