"""A person's data taken out of a case, while its chain of custody is kept.

Inputs that hold the person's records are replaced by copies without them, all tables are made anew from
these, and the log says which hash became which, how many records went, and why; of the person it holds a
digest under the key of the case. All of it is one commit: a crash leaves the case as it was, or as it is to
be. What a program cannot decide (a line of the log, a human record, a report that was handed on) is listed.
"""

import hashlib
import hmac
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from analytics.api.recomputation import input_names_alone, put, reimport, stored_certificates
from analytics.evidence.erasing import WORDS_MIN, Person, erased
from analytics.evidence.input_files import certificate_names
from analytics.evidence.source_record import opened_source
from analytics.evidence.unpacking import import_steps
from analytics.importing.staging import scan_parts
from analytics.model.errors import CaseError
from analytics.store.case_folder import ERASING, NEXT, Case, Commit, open_case, sha256_of, toml_hashes
from analytics.store.custody_log import CustodyEntry, entries
from analytics.store.inputs import sound_path
from analytics.store.lock import only_writer
from analytics.store.pseudonyms import key_of

Progress = Callable[[str], None]
_TEXTS = ("csv", "jsonl", "json")
_PLACE = ["source_sha256", "source_row", "source_path"]
_BESIDE = ("views", "sealed")  # Folders whose files a person's id may stand in, and that are made again.


@dataclass(frozen=True)
class Subject:
    """Whose data go: an account ("weibo:123"), or single records by their event ids."""

    account_id: str = ""
    event_ids: tuple[str, ...] = ()

    def chosen(self) -> pl.Expr:
        """Which EVENTS are meant; no null."""
        of_account = pl.col("account_id").eq_missing(pl.lit(self.account_id or None, pl.String))
        chosen = pl.col("event_id").is_in(list(self.event_ids))
        return (of_account & pl.col("account_id").is_not_null()) | chosen


@dataclass(frozen=True)
class InputErased:
    """What becomes of an input: records of the person's in it, places in others' records that are masked.

    is_whole: its records cannot be told apart in its bytes (an archive, a workbook, a database, a packed
    file), so that all of it goes.
    """

    name: str
    sha256: str
    rows_n: int
    masked_n: int
    is_whole: bool = False


@dataclass(frozen=True)
class Plan:
    """What would go, before anything is written.

    documents: files of the report folder, made from the old tables; files: others of the case that name the
    person and go. kept: what names the person and stays, since only people can decide it, as (code, detail).
    """

    person: Person
    subject: Subject
    inputs: list[InputErased]
    events_n: int
    documents: list[str]
    files: list[str]
    kept: list[tuple[str, str]]
    made: dict[str, Path] = field(default_factory=dict)  # SHA-256 before -> the copy without the person.


def planned(case: Case, subject: Subject, scratch: Path) -> Plan:
    """Find everything in a case that is of one account, or of some records. Nothing in the case is changed.

    scratch: an empty folder for the copies.

    Raises CaseError if the case does not hold the subject or its inputs, or an input is gone or was changed.
    """
    if case.manifest.get("redacted") or not case.has("sources"):
        raise CaseError("no_inputs_to_recompute", case=case.folder)
    own = case.scan("events").filter(subject.chosen()).collect()
    places = _places(case, own["event_id"].to_list(), subject.account_id)
    if not places:
        raise CaseError(
            "erase_nobody", case=case.folder, found=subject.account_id or ", ".join(subject.event_ids)
        )
    person = _person(case, subject, own)
    inputs: list[InputErased] = []
    made: dict[str, Path] = {}
    for source in case.read("sources").sort("name", "sha256").to_dicts():
        found = _input(case, source, places.get(source["sha256"], set()), person, scratch)
        if found is not None:
            one, copy = found
            inputs.append(one)
            made |= {one.sha256: copy} if copy else {}
    documents = [f.relative_to(case.report).as_posix() for f in _files(case.report)]
    beside = [f.relative_to(case.folder).as_posix() for f in _beside(case, person)]
    kept = _kept(case, person)
    return Plan(person, subject, _with_archives(case, inputs), own.height, documents, beside, kept, made)


def _places(case: Case, own: list[str], account_id: str) -> dict[str, set[tuple[int, str]]]:
    """(row, pointer) of every record to go, by source: acts, captured again too, and profiles of the account.

    A profile that lies within another's act is no record of its own: there the person is masked.
    """
    acts = case.scan("occurrences").filter(pl.col("event_id").is_in(own))
    parsed = [
        case.path(n.removesuffix(".parquet")) for n in case.manifest["tables"] if n.startswith("parsed/")
    ]
    profiles = pl.concat(scan_parts(parsed, "accounts")).filter(account_id=account_id)
    alone = profiles.join(case.scan("occurrences"), on=_PLACE, how="anti")
    found: dict[str, set[tuple[int, str]]] = {}
    for frame in (acts, alone):
        for sha256, row, pointer in frame.select(_PLACE).collect().iter_rows():
            found.setdefault(sha256, set()).add((row, pointer or ""))
    return found


def _person(case: Case, subject: Subject, own: pl.DataFrame) -> Person:
    """What tells the data: names of the account, and words that nobody else posted."""
    said = {text for name in ("own_text", "text") for text in own[name].drop_nulls()}
    others = case.scan("events").filter(~subject.chosen()).select("own_text").unique().collect()
    shared = set(others["own_text"].drop_nulls())
    words = {text for text in said if len(text.strip()) >= WORDS_MIN} - shared
    if not subject.account_id:
        return Person("", (), tuple(sorted(words)))
    names = set(
        case.read_or_empty("account_names").filter(account_id=subject.account_id)["name"].drop_nulls()
    )
    names |= set(own["account_name"].drop_nulls())
    return Person(subject.account_id.split(":", 1)[-1], tuple(sorted(names)), tuple(sorted(words)))


def _input(
    case: Case, source: dict[str, Any], places: set[tuple[int, str]], person: Person, scratch: Path
) -> tuple[InputErased, Path | None] | None:
    """What becomes of a source, and the copy of it; None for one that holds nothing of the person's."""
    with opened_source(case, source) as path:
        is_plain = source["container_sha256"] is None and source["format"] in _TEXTS and source["encoding"]
        name, sha256 = source["name"], source["sha256"]
        if is_plain:
            work = scratch / sha256
            shutil.copyfile(path, work)
            found = erased(work, source["format"], source["encoding"], places, person)
            work.unlink()
            if found is not None:
                if not found.rows_n and not found.masked_n:
                    return None
                work.write_bytes(found.content)
                return InputErased(name, sha256, found.rows_n, found.masked_n), work
        if source["format"] in ("zip", "tar"):
            return None  # Its members tell.
        content = path.read_bytes()
        codecs = (source["encoding"] or "utf-8", "utf-8", "utf-16-le", "gb18030")
        holds = bool(places) or any(person.is_in(content.decode(codec, "replace")) for codec in codecs)
        return (InputErased(name, sha256, len(places), 0, True), None) if holds else None


def _with_archives(case: Case, inputs: list[InputErased]) -> list[InputErased]:
    """The same with the archives of members that go, and with all members of such an archive."""
    sources = case.read("sources").to_dicts()
    going = {one.sha256 for one in inputs}
    held = {s["container_sha256"] for s in sources if s["container_sha256"] and s["sha256"] in going}
    more = [s for s in sources if s["sha256"] not in going and ({s["sha256"], s["container_sha256"]} & held)]
    return [*inputs, *(InputErased(s["name"], s["sha256"], 0, 0, True) for s in more)]


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and NEXT not in path.parts)


def _beside(case: Case, person: Person) -> list[Path]:
    """Files beside the tables that name the person and are made again: views, pseudonyms, resumed work."""
    beside = [f for name in _BESIDE for f in _files(case.folder / name)]
    found = [f for f in beside if person.is_in(f.read_bytes().decode("utf-8", "replace"))]
    return [*found, *sorted(case.folder.glob(".*.jsonl"))]


def _kept(case: Case, person: Person) -> list[tuple[str, str]]:
    """What names the person and stays: lines of the log, human records, case.toml, pictures, packages."""
    log = (case.folder / "custody.jsonl").read_text(encoding="utf-8", errors="replace").splitlines()
    kept = [("log", str(n)) for n, line in enumerate(log, 1) if person.is_in(line)]
    for name in ("case.toml", "review.sqlite"):
        file = case.folder / name
        if file.exists() and person.is_in(file.read_bytes().decode("utf-8", "replace")):
            kept.append(("file", name))
    kept += [("picture", f.name) for f in _files(case.folder / "pictures")]
    outside = {
        e["detail"].get("out") or "?" for e in entries(case.folder) if e["what"] in ("package", "redact")
    }
    return kept + [("copy", str(place)) for place in sorted(outside)]


def erase(
    case: Case, subject: Subject, reason: str, with_reports: bool, progress: Progress
) -> tuple[Plan, Case]:
    """Take the data out of a case, and say so in the log; what was done, and the case as it then stands.

    with_reports: documents made from the old tables go too; else they stay, and `Plan.documents` names them.

    Raises CaseError as `planned` does, and if the reason names the person or is empty, if another process
    holds the case, or if nothing would be left of it. Then nothing has changed.
    """
    with only_writer(case.folder):
        scratch = case.folder / ERASING
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        try:
            plan = planned(case, subject, scratch)
            if not reason.strip() or plan.person.is_in(reason):
                raise CaseError("erase_reason", found=reason)
            return plan, _erased(case, plan, reason, with_reports, progress)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def _erased(case: Case, plan: Plan, reason: str, with_reports: bool, progress: Progress) -> Case:
    copies = {old: (sha256_of(copy), copy) for old, copy in plan.made.items()}
    detail = _detail(case, plan, reason, {old: sha256 for old, (sha256, _) in copies.items()}, with_reports)
    certificates = _certificates(case, {one.sha256 for one in plan.inputs})
    again = _imported(case, detail, dict(copies.values()), certificates, progress)
    commit = Commit(case)
    for name in again.manifest["tables"]:
        shutil.copyfile(again.tables / name, commit.place(name))
    for name in case.manifest["tables"]:
        if name not in again.manifest["tables"]:
            commit.drop(name)
    for sha256, copy in copies.values():
        shutil.copyfile(copy, commit.place_input(sha256))
    gone = [case.evidence / one.sha256 for one in plan.inputs]
    gone += [case.evidence / sha256 for sha256 in certificate_names(case) if sha256 not in certificates]
    gone += [case.folder / name for name in plan.files]
    gone += [case.report / name for name in plan.documents] if with_reports else []
    commit.erase(gone)
    fields = {
        name: again.manifest[name] for name in ("inputs", "settings", "stages") if name in again.manifest
    }
    return commit.finish(CustodyEntry("erase", detail), stage_inputs={}, **toml_hashes(case.folder), **fields)


def _detail(
    case: Case, plan: Plan, reason: str, became: dict[str, str], with_reports: bool
) -> dict[str, Any]:
    """What the log says: no name and no id, but what proves to the holder of the key whose data it was."""
    sizes = {old: copy.stat().st_size for old, copy in plan.made.items()}
    told = plan.subject.account_id or "\n".join(sorted(plan.subject.event_ids))
    digest = hmac.new(key_of(case), told.encode(), hashlib.sha256).hexdigest()
    return {
        "reason": reason,
        "subject": digest,
        "events_n": plan.events_n,
        "inputs": [
            {
                "before": one.sha256,
                "after": became.get(one.sha256),
                "bytes": sizes.get(one.sha256, 0),
                "rows_n": one.rows_n,
                "masked_n": one.masked_n,
            }
            for one in plan.inputs
        ],
        "removed": plan.documents if with_reports else [],
        "files_n": len(plan.files),
    }


def _certificates(case: Case, changed: set[str]) -> list[str]:
    """Certificates that state nothing of an input that changes: the others fit no file any more."""
    rows = case.read_or_empty("certificates")
    unfit = set(rows.filter(pl.col("source_sha256").is_in(list(changed)))["certificate_sha256"].drop_nulls())
    return [sha256 for sha256 in certificate_names(case) if sha256 not in unfit]


def _imported(
    case: Case, detail: dict[str, Any], copies: dict[str, Path], certificates: list[str], progress: Progress
) -> Case:
    """The case made anew in a scratch folder from the inputs that are left.

    Raises CaseError where none is.
    """
    scratch = case.folder / ERASING
    became = {one["before"]: one["after"] for one in detail["inputs"]}
    steps = import_steps([*entries(case.folder), {"what": "erase", "detail": detail}])
    wanted = {sha256 for step in steps for sha256 in step.files}
    stored = {sha256: copies.get(sha256) or sound_path(case.evidence, sha256) for sha256 in wanted}
    names = {became.get(old, old): name for old, name in input_names_alone(case).items()}
    kept = {sha256: name for sha256, name in certificate_names(case).items() if sha256 in certificates}
    put_at = put(stored_certificates(case), kept, scratch / "certificates")
    left = {sha256: name for sha256, name in names.items() if sha256 is not None}
    if not set(left) & wanted:
        raise CaseError("erase_all", case=case.folder)
    reimport(case, scratch / "case", steps, (left, stored, put_at), progress)
    return open_case(scratch / "case")
