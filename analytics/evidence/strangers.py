"""Files in the folders of a case that nothing names: nobody can say where they come from."""

from collections.abc import Iterable
from pathlib import Path

from analytics.evidence.check import Check
from analytics.store.case_folder import NEXT, Case
from analytics.store.report_pictures import FOLDER as PICTURES
from analytics.store.report_pictures import VALUE
from analytics.store.reviews import history


def strangers(case: Case, documents: Iterable[str], inputs: Iterable[str] | None) -> list[Check]:
    """List what lies in evidence/, tables/, report/ and pictures/ and is named by nothing.

    documents: files of the report folder that the log names; inputs: names of files that belong in evidence/;
        None: they cannot be told, since a table of them is broken.
    """
    notes = history(case.folder)["value"]
    kept = {f"{value.removeprefix(VALUE)}.png" for value in notes if value.startswith(VALUE)}
    found = _named("verify_stranger_table", case.tables, case.manifest.get("tables", {}))
    found += _named("verify_stranger_report", case.report, documents)
    found += _named("verify_stranger_picture", case.folder / PICTURES, kept)
    return found if inputs is None else found + _named("verify_stranger", case.evidence, inputs)


def _named(code: str, folder: Path, known: Iterable[str]) -> list[Check]:
    """A check that does not hold for each file of a folder that is not known.

    What a report that is being written, or was cut off, leaves in .next is taken away by the next one.
    """
    names = set(known)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() or path.is_symlink()]
    told = [path.relative_to(folder).as_posix() for path in files]
    return [
        Check(code, False, {"name": name, "found": name, "expected": "-"})
        for name in told
        if name not in names and not (code == "verify_stranger_report" and name.startswith(f"{NEXT}/"))
    ]
