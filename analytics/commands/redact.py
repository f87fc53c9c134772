"""`wakeline redact`: a copy of a case that can be handed on."""

from pathlib import Path
from typing import Annotated

import typer

from analytics.commands.speech import CaseOption, help_text, out

OutOption = Annotated[Path, typer.Option("--out", help=help_text("redact_out"))]
NoTextOption = Annotated[bool, typer.Option("--no-texts", help=help_text("no_texts"))]


def redact(case: CaseOption, out_: OutOption, no_texts: NoTextOption = False) -> None:
    """Write a pseudonymised copy of a case."""
    from analytics.evidence.redact import redact as run
    from analytics.store.folder import open_case

    done = run(open_case(case), out_, not no_texts)
    out("redacted", out=out_, tables=len(done.manifest["tables"]), sealed=case / "sealed" / "pseudonyms.csv")
