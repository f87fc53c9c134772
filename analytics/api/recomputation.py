"""The study over again from the inputs alone, in a folder of its own, and what comes out otherwise.

Hashes tell that nothing was changed since they were taken. Who may write to a case can take them anew; that
the tables follow from the exports shows only if they are made again. What is read is the exports, case.toml,
what people recorded, and how the log says the files were imported; tables are read to be compared, and for
the names of files.
"""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from analytics.evidence.check import Check, compared
from analytics.evidence.input_files import certificate_names, input_names
from analytics.evidence.unpacking import ImportStep, import_steps
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case, open_case
from analytics.store.custody_log import entries
from analytics.store.inputs import sound_path
from analytics.store.review_log import LOG, exported_log, load_log
from analytics.store.reviews import START
from analytics.study.challenge_stage import challenge

Progress = Callable[[str], None]


def recomputed(case: Case, progress: Progress) -> list[Check]:
    """Import and analyse the inputs of a case anew in a temporary folder, and compare every table.

    A table with other bytes but the same rows, as another version of a library writes it, holds.

    Raises CaseError where the case holds no inputs (a redacted copy, a package of hashes only), where one is
    gone or was changed, or where the log does not say how the files were imported.
    """
    steps = import_steps(entries(case.folder))
    if case.manifest.get("redacted") or not steps:
        raise CaseError("no_inputs_to_recompute", case=case.folder)
    with TemporaryDirectory(prefix="wakeline-again-") as scratch:
        again = _made(case, steps, Path(scratch), progress)
        return _compared(case, again)


def _made(case: Case, steps: list[ImportStep], scratch: Path, progress: Progress) -> Case:
    """The same case from its inputs."""
    folder = scratch / "case"
    stored = {sha256: sound_path(case.evidence, sha256) for sha256 in set().union(*(s.files for s in steps))}
    certificates = put(stored_certificates(case), certificate_names(case), scratch / "certificates")
    reimport(case, folder, steps, (input_names_alone(case), stored, certificates), progress)
    log = _records(case)
    if log:
        (scratch / LOG).write_text(log, encoding="utf-8", newline="\n")
        load_log(folder, scratch / LOG)
    stages = case.stages()
    if len(stages) > 1:
        settings = Thresholds().restored(case.manifest.get("settings", {}))
        analyse(open_case(folder), settings, stages[-1], progress)
    if case.has("fragility"):
        challenge(open_case(folder), progress)
    return open_case(folder)


Stored = Mapping[str, Path | None]  # SHA-256 of an input -> where its bytes lie; None: gone, or not sound.


def reimport(
    case: Case,
    folder: Path,
    steps: list[ImportStep],
    files: tuple[dict[str, str], Stored, list[Path]],
    progress: Progress,
) -> None:
    """Import the inputs of a case into a new case in `folder`, as its log says they were imported.

    files: the names of inputs by SHA-256, where their bytes lie, and the certificates to compare them with.
    What is needed on the way lies beside `folder`. Raises CaseError where an input is gone or was changed.
    """
    named, stored, certificates = files
    folder.mkdir()
    if (case.folder / "case.toml").exists():
        shutil.copyfile(case.folder / "case.toml", folder / "case.toml")
    for step in steps:
        progress(f"import {step.folder}")
        names = {sha256: named[sha256] for sha256 in step.files if sha256 in named}
        if not put(stored, names, folder.parent / step.folder):
            continue
        options = replace(_options(step, folder.parent), certificates=tuple(certificates))
        settings = Thresholds().changed({name: str(value) for name, value in step.settings.items()})
        import_files(folder, [folder.parent / step.folder], options, settings, lambda *_: None)
        certificates = []  # They were taken with the first files, as the reproduction of a report does.


def stored_certificates(case: Case) -> Stored:
    """Where the certificates of a case lie, each hashed before it is used."""
    return {sha256: sound_path(case.evidence, sha256) for sha256 in certificate_names(case)}


def _records(case: Case) -> str:
    """The human records that the tables rest on: those up to the one that analysis.json names as the last."""
    lines = exported_log(case.folder).splitlines(keepends=True)
    last = case.manifest.get("review_head", START)
    hashes = [json.loads(line)["entry_sha256"] for line in lines]
    return "".join(lines[: hashes.index(last) + 1]) if last in hashes else ""


def input_names_alone(case: Case) -> dict[str, str]:
    """Name the files that lie in evidence/, by SHA-256; members lie in their archives."""
    alone = case.read("sources").filter(pl.col("container_sha256").is_null())["sha256"]
    names = input_names(case)
    return {sha256: names[sha256] for sha256 in alone}


def put(stored: Stored, names: dict[str, str], folder: Path) -> list[Path]:
    """Put inputs under their names. Raises CaseError where one is gone or was changed."""
    made = []
    for sha256, name in names.items():
        source, target = stored.get(sha256), folder / name
        if source is None or ".." in Path(name).parts or Path(name).is_absolute():
            raise CaseError("evidence_gone", case=folder, found=sha256, name=name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        made.append(target)
    return made


def _options(step: ImportStep, scratch: Path) -> ImportOptions:
    """What the user said of the files of a step."""
    stated = dict(step.options)
    if step.column_map is not None:
        map_file = scratch / step.map_path
        map_file.parent.mkdir(parents=True, exist_ok=True)
        map_file.write_text(step.column_map, encoding="utf-8", newline="")
        stated["format"] = str(map_file)
    captured = stated.get("captured_at")
    return ImportOptions(
        format=stated.get("format"),
        timezone=stated.get("timezone"),
        about=stated.get("about"),
        author=stated.get("author"),
        obtained=stated.get("obtained"),
        captured_at=datetime.fromisoformat(captured) if captured else None,
    )


def _compared(case: Case, again: Case) -> list[Check]:
    """Each table of either case against the other's."""
    old, new = case.manifest.get("tables", {}), again.manifest.get("tables", {})
    checks = [_table(case, again, name) for name in sorted(old.keys() | new.keys())]
    stages = compared("verify_recomputed_stages", "analysis.json", case.stages(), again.stages())
    return [stages, *checks]


def _table(case: Case, again: Case, name: str) -> Check:
    here, there = (one.manifest.get("tables", {}).get(name) for one in (case, again))
    if here is None or there is None:
        told = ["-" if entry is None else "a table" for entry in (here, there)]
        return compared("verify_recomputed", name, *told)
    if here["sha256"] == there["sha256"]:
        return compared("verify_recomputed", name, here["sha256"], there["sha256"])
    table = name.removesuffix(".parquet")
    found, expected = case.read(table), again.read(table)
    if found.equals(expected):
        return compared("verify_recomputed", name, expected.height, expected.height)
    return Check(
        "verify_recomputed",
        False,
        {"name": name, "found": _differing(found, expected), "expected": f"{expected.height} rows"},
    )


def _differing(found: pl.DataFrame, expected: pl.DataFrame) -> str:
    """Tell in a few words what is other: rows, columns, and where the first row differs."""
    if found.columns != expected.columns or found.height != expected.height:
        return f"{found.height} rows, {len(found.columns)} columns"
    columns = [name for name in found.columns if not found[name].equals(expected[name])]
    rows = pl.select(
        pl.any_horizontal(found[name].ne_missing(expected[name]) for name in columns)
    ).to_series()
    n, first = rows.sum(), rows.arg_true()
    return f"{n} other rows ({', '.join(columns[:5])}), the first at {first[0] if first.len() else '-'}"
