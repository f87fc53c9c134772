"""A copy of a case to hand on: tables under pseudonyms, without the key and what may name somebody."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analytics.evidence.coarsening import LEAST, coarse_moments, told_apart
from analytics.evidence.redaction_plan import TRAIT_MEASURES, Treatment, treatment_of
from analytics.model.errors import CaseError
from analytics.model.messages import LANGS, say
from analytics.model.tables import PARENTS, TABLES, Table
from analytics.store.case_folder import Case, Commit, create_case, toml_hashes, writing
from analytics.store.custody_log import CustodyEntry
from analytics.store.placed_events import with_parents
from analytics.store.pseudonyms import HIDDEN, Pseudonyms, hidden_words, key_of, names_of, sealed

_SAFE = re.compile(r"case|g\d+|(warnings|takedowns|penalties|notices|prior_cases|corrections)\.\d+")


_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
_HIDDEN_PARAMS = ("account_name", "document", "documents", "list")
_QUOTED_PARAMS = ("quote", "old", "new", "words")
_KEYS = ("source_sha256", "source_row", "source_path")


@dataclass(frozen=True)
class Redacted:
    """A copy to hand on.

    copy: the case that it is.
    told_apart: what somebody with the public posts can still single out in it (see `coarsening.told_apart`).
    """

    copy: Case
    told_apart: dict[str, tuple[int, int, int]]


def redact(case: Case, out: Path, keep_texts: bool = True) -> Redacted:
    """Write a pseudonymised copy of the tables of a case as a case of its own.

    out: the folder of the copy.
    keep_texts: False leaves out all texts.

    Exports, human records, names, links and profiles are not in it; in texts @names are replaced; moments are
    coarse, counters and sizes are told to their first digit, records are numbered anew in their file. The
    table of pseudonyms stays in CASE/sealed/ of the original. The same case and key give the same bytes.
    Raises CaseError if nothing was analysed, or if `out` is not empty or cannot be written.
    """
    if not case.has("scope"):
        raise CaseError("not_analysed", case=case.folder)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CaseError("out_not_empty", path=out)
    names = Pseudonyms(key_of(case))
    done = False
    try:
        with writing(out):
            written = _copied(case, out, names, keep_texts)
        done = True
    finally:
        if not done:
            shutil.rmtree(out, ignore_errors=True)
    sealed(case.folder, names)
    generation = written.copy.manifest["generation"]
    case.log(CustodyEntry("redact", {"texts": keep_texts, "generation": generation}), generation)
    return written


def _copied(case: Case, out: Path, names: Pseudonyms, keep_texts: bool) -> Redacted:
    out.mkdir(parents=True, exist_ok=True)
    (out / "case.toml").write_text(_toml(case, names), encoding="utf-8")
    commit = Commit(create_case(out))
    change = _Change(case, names, keep_texts)
    for name, table in TABLES.items():
        if case.has(name):
            commit.write(table, change.table(table, case.read(name)))
    events, nodes = commit.standing("events"), commit.standing("nodes")
    assert events is not None and nodes is not None  # A case with `scope` has both.
    parents = commit.standing("parents")
    if parents is not None:  # They stand in the order of events, which is another one in the copy.
        commit.write(PARENTS, events.select("event_id").join(parents, on="event_id", maintain_order="left"))
    placed = with_parents(events.lazy(), None if parents is None else parents.lazy()).collect()
    found = told_apart(placed, nodes, keep_texts)
    fields = {key: case.manifest[key] for key in ("stages", "settings", "versions") if key in case.manifest}
    (out / "README.txt").write_text(
        "\n".join(say("report.redacted_readme", lang) + told_lines(found, lang) for lang in LANGS),
        encoding="utf-8",
    )
    copied = commit.finish(
        CustodyEntry("change", {"redacted": True, "texts": keep_texts}),
        redacted=True,
        **toml_hashes(out),
        **fields,
    )
    return Redacted(copied, found)


def told_lines(found: dict[str, tuple[int, int, int]], lang: str) -> str:
    """Write what can be singled out in a copy, a line for each thing that is known."""
    lines = [
        say(f"redaction.apart_{name}", lang, alone=alone, few=few, of=of, least=LEAST)
        for name, (alone, few, of) in found.items()
    ]
    return "\n".join([say("redaction.apart", lang), *lines]) + "\n"


def _toml(case: Case, names: Pseudonyms) -> str:
    """A case.toml with what a reader of the copy needs: zone, allegation, rule set and corrections."""
    stated = case.toml()
    lines = [
        "[case]",
        f"reference = {json.dumps(names.of('case', stated.case.reference))}",
        f'title = "{HIDDEN}"',
        f"allegation = {json.dumps(stated.case.allegation)}",
        f"timezone = {json.dumps(stated.case.timezone)}",
        f"rule_set = {json.dumps(stated.case.rule_set)}",
        f'operator = "{HIDDEN}"',
    ]
    for correction in stated.corrections:
        lines += [
            "",
            "[[corrections]]",
            f"event_id = {json.dumps(names.of('act', correction.event_id))}",
            f'by = "{HIDDEN}"',
        ]
    return "\n".join(lines) + "\n"


class _Change:
    """What is done to each column, as `redaction_plan` says."""

    def __init__(self, case: Case, names: Pseudonyms, keep_texts: bool) -> None:
        self.names, self.keep_texts = names, keep_texts
        self.owners, self.hidden = names_of(case), hidden_words(case)
        stated = case.toml()
        self.timezone = stated.case.timezone
        placed = case.placed_events().collect()
        self.acts = set(placed["event_id"]) | set(placed["root_id"]) | set(placed["parent_id"])
        self.accounts = set(placed["account_id"]) | set(case.read_or_empty("accounts")["account_id"])
        self.targets = {target.name for target in stated.targets}
        self.coarse = coarse_moments(placed, self.timezone)
        self.rows = self._dealt(case)
        self.each: dict[Treatment, Callable[[str], str]] = {
            Treatment.SUBJECT: self._subject,
            Treatment.CLASS: self._class,
            Treatment.PARAMS: self._params,
            Treatment.FIGURES: self._figures,
            Treatment.DIGEST: self._digest,
        }
        self.whole: dict[Treatment, Callable[[pl.Series], pl.Series]] = {
            Treatment.CODE: lambda values: values,
            Treatment.TEXTS: self._texts,
            Treatment.DAY: self._day,
            Treatment.DIGIT: lambda values: values.round_sig_figs(1).cast(values.dtype),
            Treatment.REASON: lambda values: values.str.extract(r"^(\w+)"),
        }

    def table(self, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
        """Change, keep or leave out every column of a table."""
        frame = self._alone_rows(table, frame)
        changed = []
        for column in table.columns:
            if column.name not in frame.columns:
                continue
            values = self._column(table, column.name, frame)
            if values.null_count() and not column.nullable:
                values = self._filled(values)
            changed.append(values.alias(column.name))
        return pl.DataFrame(changed)

    def _alone_rows(self, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
        """Leave out rows that tell a trait of accounts, and gaps between acts of which no moment is told."""
        if table.name == "scope":
            return frame.filter(~pl.col("measure").is_in(TRAIT_MEASURES))
        if table.name != "coactions":
            return frame
        at = self.coarse.select("event_id", "at")
        return (
            frame.join(at, left_on="event_a", right_on="event_id", how="left", maintain_order="left")
            .join(at.rename({"at": "at_b"}), left_on="event_b", right_on="event_id", maintain_order="left")
            .with_columns(gap_s=(pl.col("at_b") - pl.col("at")).dt.total_seconds().abs().cast(pl.Float64))
            .filter(pl.col("gap_s").is_not_null())
        )

    def _column(self, table: Table, name: str, frame: pl.DataFrame) -> pl.Series:
        treatment, values = treatment_of(table.name, name), frame[name]
        if treatment in (None, Treatment.GONE):
            return values.clear(values.len())
        if treatment == Treatment.MOMENT:
            return self._beside(frame, ["event_id"], self.coarse, name)
        if treatment == Treatment.ROW:
            return self._beside(frame, list(_KEYS), self.rows, "dealt")
        if treatment in self.each:
            return self._each(values, self.each[treatment])
        if treatment in self.whole:
            return self.whole[treatment](values)
        return self._ids(str(treatment), values)

    def _beside(self, frame: pl.DataFrame, on: list[str], known: pl.DataFrame, name: str) -> pl.Series:
        told = known.select(*on, name)
        return frame.select(on).join(told, on=on, how="left", maintain_order="left")[name]

    def _texts(self, values: pl.Series) -> pl.Series:
        if not self.keep_texts:
            return values.clear(values.len())
        return self.names.texts(values, self.owners, self.hidden)

    def _filled(self, values: pl.Series) -> pl.Series:
        """Put something that says nothing where the table wants a value."""
        if values.dtype == pl.List(pl.String):
            return values.fill_null(pl.Series([[]], dtype=values.dtype))
        return values.fill_null(HIDDEN if values.dtype == pl.String else 0)

    def _ids(self, kind: str, values: pl.Series) -> pl.Series:
        if values.dtype != pl.List(pl.String):
            return self.names.column(kind, values)
        return self.names.lists(kind, values).list.sort()  # The order of a list tells moments.

    def _day(self, values: pl.Series) -> pl.Series:
        day = values.dt.convert_time_zone(self.timezone).dt.truncate("1d")
        return day.dt.convert_time_zone("UTC").dt.cast_time_unit("us")

    def _dealt(self, case: Case) -> pl.DataFrame:
        """The new number of every record: its rank among the records of its file under the key."""
        with_rows = [
            name for name, table in TABLES.items() if "source_row" in table.schema and case.has(name)
        ]
        keys = pl.concat([case.read(name, list(_KEYS)) for name in with_rows]).unique()
        records = keys.select("source_sha256", "source_row").unique()
        told = records.select(pl.format("{}:{}", "source_sha256", "source_row")).to_series()
        ranked = records.with_columns(
            dealt=pl.Series([self.names.digest("row", one) for one in told], dtype=pl.String)
        ).with_columns(pl.col("dealt").rank("ordinal").over("source_sha256").cast(pl.Int64) - 1)
        return keys.join(ranked, on=["source_sha256", "source_row"])

    def _digest(self, value: str) -> str:
        return self.names.digest("digest", value) if value else value

    def _each(self, values: pl.Series, change: Callable[[str], str]) -> pl.Series:
        if values.dtype == pl.List(pl.String):
            known = {value: change(value) for value in values.explode().drop_nulls().unique().sort()}
            one = pl.element().replace_strict(known, default=None, return_dtype=pl.String).sort()
            return pl.DataFrame({"v": values}).select(pl.col("v").list.eval(one))["v"]
        distinct = values.drop_nulls().unique().sort()
        changed = pl.Series([change(value) for value in distinct], dtype=pl.String)
        return values.replace_strict(distinct, changed, default=None, return_dtype=pl.String)

    def _subject(self, value: str) -> str:
        """The pseudonym of a subject, by what the case holds under that name; codes and "case" stay."""
        if _SAFE.fullmatch(value):
            return value
        if value in self.targets:
            return self.names.of("target", value)
        if value in self.acts:
            return self.names.of("act", value)
        if value in self.accounts:
            return self.names.of("account", value)
        return self.names.of("family" if value.startswith("text:") else "subject", value)

    def _params(self, value: str) -> str:
        return json.dumps(self._walked(json.loads(value)), ensure_ascii=False, sort_keys=True)

    def _class(self, value: str) -> str:
        """A class that a measure is by: a person, or a code, a day, a level that names nobody."""
        known = value in self.targets or value in self.acts or value in self.accounts
        return self._subject(value) if known else value

    def _figures(self, value: str) -> str:
        """Figures of a group: numbers stay (durations to their first digit, moments to the hour), ids get
        pseudonyms.

        All other words (reasons of verification, documents, people who recorded, posts) are hidden.
        """
        known = json.loads(value)
        for name, told in known.items():
            if isinstance(told, list):
                known[name] = sorted(self._subject(one) for one in told)
            elif isinstance(told, str) and not name.endswith("_at"):
                known[name] = self.names.of("account", told) if told in self.accounts else HIDDEN
            else:
                known[name] = _coarse(name, told)
        return json.dumps(known, ensure_ascii=False, sort_keys=True)

    def _walked(self, value: Any, name: str = "") -> Any:
        """Replace ids and names inside parameters, however deep they lie.

        name: under which the value stands.
        """
        if isinstance(value, dict):
            hidden = _HIDDEN_PARAMS if self.keep_texts else (*_HIDDEN_PARAMS, *_QUOTED_PARAMS)
            return {
                key: HIDDEN if key in hidden and inner is not None else self._walked(inner, key)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._walked(inner, name) for inner in value]
        if isinstance(value, str) and not _MOMENT.fullmatch(value):
            if value in self.acts or value in self.accounts or value in self.targets:
                return self._subject(value)
            return self.names.texts(pl.Series([value]), self.owners, self.hidden)[0]
        return _coarse(name, value)


def _coarse(name: str, value: Any) -> Any:
    """A moment to the hour, a number of seconds to its first digit; anything else as it is.

    >>> _coarse("lag_s", 11673.0), _coarse("at", "2025-03-04T13:26:02+00:00"), _coarse("of", 117)
    (10000.0, '2025-03-04T13:00:00+00:00', 117)
    """
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{value[:13]}:00:00+00:00"
    if name.endswith("_s") and isinstance(value, float | int):
        return float(f"{value:.0e}")
    return value
