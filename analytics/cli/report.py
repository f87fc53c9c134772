"""`wakeline report`: the documents of a case."""

from typing import Annotated

import typer

from analytics.cli.speech import CaseOption, help_text, moment, note, out

LangOption = Annotated[str, typer.Option("--lang", help=help_text("report_lang"))]
DateOption = Annotated[str | None, typer.Option("--date", help=help_text("date"))]
PurposeOption = Annotated[str, typer.Option("--purpose", help=help_text("purpose"))]
NoPdfOption = Annotated[bool, typer.Option("--no-pdf", help=help_text("no_pdf"))]
ReplaceOption = Annotated[bool, typer.Option("--replace", help=help_text("replace_report"))]


def report(
    case: CaseOption,
    lang: LangOption = "zh",
    date: DateOption = None,
    purpose: PurposeOption = "court",
    no_pdf: NoPdfOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Write the report of a case."""
    from analytics.evidence.seal import log_head
    from analytics.report.write import write_report
    from analytics.store.case_folder import open_case

    opened = open_case(case)
    written = write_report(opened, lang, moment(date), purpose, not no_pdf, replace)
    folder = written[0].parent
    if not no_pdf and written[0].suffix != ".pdf":
        note("no_fonts")
    n, sha256 = log_head(opened)
    note("log_head", n=n, sha256=sha256)
    out(
        "wrote_report",
        folder=folder,
        documents=", ".join(path.name for path in written if path.suffix != ".csv"),
        sets=sum(path.suffix == ".csv" for path in written if path.parent != folder),
        lists=sum(path.suffix == ".csv" for path in written if path.parent == folder),
    )
