"""A copy of a case to hand on: tables under pseudonyms, without the key and what may name somebody."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from analytics.model.errors import CaseError
from analytics.model.messages import LANGS, say
from analytics.model.tables import TABLES, Table
from analytics.store.case_folder import Case, Commit, create_case, toml_hash, writing
from analytics.store.custody_log import CustodyEntry
from analytics.store.pseudonyms import HIDDEN, Pseudonyms, hidden_words, key_of, names_of, sealed

# Columns of ids: by their name, or by table and name.
KINDS = {
    **dict.fromkeys(("account_id", "account_a", "account_b", "author_id", "leader_id"), "account"),
    **dict.fromkeys(
        (
            "event_id",
            "parent_id",
            "parent_used_id",
            "root_id",
            "stated_parent_id",
            "stated_root_id",
            "post_id",
            "object_id",
            "object_ids",
            "event_a",
            "event_b",
            "event_ids",
        ),
        "act",
    ),
    "family_id": "family",
    "account_names.name": "name",
    "sources.name": "file",
}
MIXED = ("subject_id", "target_id", "item_id")
TEXTS = ("text", "own_text")
PARAMS = ("reason_params", "note_params")
# Columns of words that name nobody. A column that stands nowhere in this file is left out: new ones are safe
# until they are judged.
KEPT = frozenset(
    (
        "platform",
        "kind",
        "at_precision",
        "at_basis",
        "parent_basis",
        "parent_note",
        "root_basis",
        "client",
        "region",
        "source_sha256",
        "source_path",
        "sha256",
        "sm3",
        "importer",
        "format",
        "encoding",
        "hints_basis",
        "timezone",
        "container_sha256",
        "counter",
        "tree",
        "measure",
        "unit",
        "note_code",
        "cluster_id",
        "grade",
        "evidence_lines",
        "reasons",
        "found_by",
        "trait",
        "value",
        "role",
        "reason_code",
        "explanations",
        "proposition",
        "for_lines",
        "against_lines",
        "challenges",
        "article10",
        "status",
        "rule_set",
        "factor_id",
        "label",
        "human_needed",
        "exculpatory",
        "inculpatory",
        "part",
        "side",
        "side_basis",
        "actor",
        "layer",
        "basis",
        "verified_type",
        "reason",
        "stage",
        "entry_sha256",
        "source",
        "algorithm",
    )
)
_SAFE = re.compile(r"case|g\d+|(warnings|takedowns|penalties|notices|prior_cases|corrections)\.\d+")


def redact(case: Case, out: Path, keep_texts: bool = True) -> Case:
    """Write a pseudonymised copy of the tables of a case as a case of its own, and return it.

    out: the folder of the copy.
    keep_texts: False leaves out all texts.

    Exports, human records, names, links and profiles are not in it; in texts @names are replaced. The table
    of pseudonyms stays in CASE/sealed/ of the original. The same case and key give the same bytes. Raises
    CaseError if nothing was analysed, or if `out` is not empty or cannot be written.
    """
    if not case.has("scope"):
        raise CaseError("not_analysed", case=case.folder)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CaseError("out_not_empty", path=out)
    names = Pseudonyms(key_of(case))
    done = False
    try:
        with writing(out):
            copied = _copied(case, out, names, keep_texts)
        done = True
    finally:
        if not done:
            shutil.rmtree(out, ignore_errors=True)
    sealed(case.folder, names)
    case.log(
        CustodyEntry("redact", {"texts": keep_texts, "generation": copied.manifest["generation"]}),
        copied.manifest["generation"],
    )
    return copied


def _copied(case: Case, out: Path, names: Pseudonyms, keep_texts: bool) -> Case:
    out.mkdir(parents=True, exist_ok=True)
    (out / "case.toml").write_text(_toml(case, names), encoding="utf-8")
    commit = Commit(create_case(out))
    change = _Change(case, names, keep_texts)
    for name, table in TABLES.items():
        if case.has(name):
            commit.write(table, change.table(table, case.read(name)))
    fields = {key: case.manifest[key] for key in ("stages", "settings", "versions") if key in case.manifest}
    (out / "README.txt").write_text(
        "\n".join(say("report.redacted_readme", lang) for lang in LANGS), encoding="utf-8"
    )
    return commit.finish(
        CustodyEntry("change", {"redacted": True, "texts": keep_texts}),
        redacted=True,
        case_toml=toml_hash(out),
        **fields,
    )


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
    """What is done to each column: by its name, the same in every table."""

    def __init__(self, case: Case, names: Pseudonyms, keep_texts: bool) -> None:
        self.names, self.keep_texts = names, keep_texts
        self.owners, self.hidden = names_of(case), hidden_words(case)
        ids = case.placed_events().select("event_id", "account_id", "root_id", "parent_id").collect()
        self.acts = set(ids["event_id"]) | set(ids["root_id"]) | set(ids["parent_id"])
        self.accounts = set(ids["account_id"]) | set(case.read_or_empty("accounts")["account_id"])
        self.targets = {target.name for target in case.toml().targets}

    def table(self, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
        """Change, keep or leave out every column of a table."""
        changed = []
        for column in table.columns:
            if column.name not in frame.columns:
                continue
            values = self._column(table, column.name, frame[column.name])
            if values.null_count() and not column.nullable:
                values = values.fill_null(HIDDEN)
            changed.append(values.alias(column.name))
        return pl.DataFrame(changed)

    def _column(self, table: Table, name: str, values: pl.Series) -> pl.Series:
        """Replace ids, mixed subjects, parameters and texts.

        All other words are left out that are not known to be harmless.
        """
        kind = KINDS.get(f"{table.name}.{name}") or KINDS.get(name)
        if kind is not None:
            return (
                self.names.lists(kind, values)
                if values.dtype == pl.List(pl.String)
                else self.names.column(kind, values)
            )
        if name in MIXED or name in PARAMS:
            return self._each(values, self._subject if name in MIXED else self._params)
        if name == "params":
            return self._each(values, self._figures)
        if name in TEXTS and self.keep_texts:
            return self.names.texts(values, self.owners, self.hidden)
        is_words = values.dtype in (pl.String, pl.List(pl.String))
        return values.clear(values.len()) if is_words and name not in KEPT else values

    def _each(self, values: pl.Series, change: Callable[[str], str]) -> pl.Series:
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

    def _figures(self, value: str) -> str:
        """Figures of a group: numbers and moments stay, ids get pseudonyms.

        All other words (reasons of verification, documents, people who recorded, posts) are hidden.
        """
        known = json.loads(value)
        for name, told in known.items():
            if isinstance(told, list):
                known[name] = [self._subject(one) for one in told]
            elif isinstance(told, str) and not name.endswith("_at"):
                known[name] = self.names.of("account", told) if told in self.accounts else HIDDEN
        return json.dumps(known, ensure_ascii=False, sort_keys=True)

    def _walked(self, value: Any) -> Any:
        """Replace ids and names inside parameters, however deep they lie."""
        if isinstance(value, dict):
            hidden = ("account_name",) if self.keep_texts else ("account_name", "quote")
            return {key: HIDDEN if key in hidden else self._walked(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._walked(inner) for inner in value]
        if isinstance(value, str):
            if value in self.acts or value in self.accounts or value in self.targets:
                return self._subject(value)
            return self.names.texts(pl.Series([value]), self.owners, self.hidden)[0]
        return value
