"""`wakeline challenge`: how often each listed account stays listed with one thing changed."""

from pathlib import Path
from typing import Annotated

import typer

from analytics.cli.speech import JsonOption, help_text, note, out
from analytics.model.thresholds import ListLimits

OutOption = Annotated[Path | None, typer.Option("--out", help=help_text("challenge_out"), metavar="CSV")]
CaseArgument = Annotated[Path, typer.Argument(help=help_text("challenge_case"))]
SHOWN = ListLimits.shown_n


def challenge(case: CaseArgument, out_: OutOption = None, json_: JsonOption = False) -> None:
    """Try the findings of a case, or of a package, with one thing changed at a time."""
    from collections import Counter

    from analytics.model.errors import CaseError
    from analytics.store.case_folder import canonical_json, open_case
    from analytics.study.challenge_stage import challenge as run

    is_package = (case / "bagit.txt").is_file()
    if out_ is not None and out_.exists():
        raise CaseError("file_exists", path=out_)
    answer = run(open_case(case / "data" if is_package else case), _say, not is_package)
    rows = answer.table.sort("kept_n", "account_id", "role", "subject_id")
    if out_ is not None:
        lists = rows.with_columns(rows["overturned_by"].list.join("; "))
        lists.write_csv(out_)
        note("challenge_wrote", out=out_)
    if json_:
        print(canonical_json(rows.to_dicts()), end="")
        return
    kinds = Counter(change.kind for change in answer.tried)
    out("challenge_runs", n=len(answer.tried), kinds=", ".join(f"{kind} {n}" for kind, n in kinds.items()))
    for row in rows.head(SHOWN).iter_rows(named=True):
        out(
            "challenge_row",
            account=row["account_id"],
            role=row["role"],
            subject=row["subject_id"],
            grade=row["grade"],
            kept=row["kept_n"],
            runs=row["runs_n"],
            by="; ".join(row["overturned_by"][:3]) or "-",
        )
    if rows.height > SHOWN:
        out("challenge_more", n=rows.height - SHOWN)
    if rows.is_empty():
        out("challenge_nobody")


def _say(said: str) -> None:
    note("stage", stage=said)
