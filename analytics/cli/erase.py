"""`wakeline erase`: a person's data out of a case, with the log kept; told before it is done."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from analytics.cli.speech import LANG, help_text, note, out
from analytics.model.errors import SettingsError
from analytics.model.messages import say

if TYPE_CHECKING:
    from analytics.api.erasure import Plan

AccountOption = Annotated[
    str | None, typer.Option("--account", help=help_text("erase_account"), metavar="ID")
]
EventOption = Annotated[list[str], typer.Option("--event", help=help_text("erase_event"), metavar="ID")]
ReasonOption = Annotated[str, typer.Option("--reason", help=help_text("erase_reason"), metavar="TEXT")]
YesOption = Annotated[bool, typer.Option("--yes", help=help_text("erase_yes"))]
ReportsOption = Annotated[bool, typer.Option("--reports", help=help_text("erase_reports"))]


def erase(
    case: Annotated[Path, typer.Argument(help=help_text("erase_case"))],
    reason: ReasonOption,
    account: AccountOption = None,
    event: EventOption = [],  # noqa: B006
    reports: ReportsOption = False,
    yes: YesOption = False,
) -> None:
    """Take a person's data out of a case."""
    from analytics.api.erasure import Subject, planned
    from analytics.api.erasure import erase as run
    from analytics.store.case_folder import open_case

    if not account and not event:
        raise SettingsError("erase_whom")
    subject = Subject(account or "", tuple(event))
    opened = open_case(case)
    if not yes:
        with TemporaryDirectory(prefix="wakeline-") as scratch:
            _say_plan(planned(opened, subject, Path(scratch)), reports)
        note("erase_dry")
        return
    plan, _ = run(opened, subject, reason, reports, lambda what: None)
    _say_plan(plan, reports)
    out("erased", case=case, inputs=len(plan.inputs), n=plan.events_n)


def _say_plan(plan: "Plan", reports: bool) -> None:
    """What goes, input by input, and what stays though it names the person."""
    out("erase_plan", n=plan.events_n, inputs=len(plan.inputs))
    for one in plan.inputs:
        key = "erase_input_whole" if one.is_whole else "erase_input"
        print("  " + say(f"cli.{key}", LANG, name=one.name, rows=one.rows_n, masked=one.masked_n))
    for name in plan.files:
        print("  " + say("cli.erase_file", LANG, name=name))
    if plan.documents:
        key = "erase_documents_go" if reports else "erase_documents_stay"
        print("  " + say(f"cli.{key}", LANG, names=", ".join(plan.documents), n=len(plan.documents)))
    for code, what in plan.kept:
        print("  " + say(f"cli.erase_kept_{code}", LANG, name=what))
