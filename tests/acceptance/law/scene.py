"""Small hand-made tables brought through the public pipeline: import by a column map, analyse, findings.

Everything is invented. The alleged words are about the shop 雨檐书屋 and its keeper 阿澈, whose account is `owner`.
"""

import csv
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from analytics.importing.import_files import ImportOptions, import_files
from analytics.law.rendering import read_findings
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case, open_case
from analytics.store.reviews import Entry, record

START = datetime(2025, 3, 7, 12, 0, tzinfo=UTC)  # 20:00 in Shanghai.
CODED = datetime(2025, 3, 21, 1, tzinfo=UTC)
SAID = "雨檐书屋把盗印教材当正版卖给学生，家长找上门，老板阿澈收了钱就是不退"
COLUMNS = ("id", "uid", "name", "at", "text", "root", "parent", "kind", "reposts", "followers", "verified")
MAP = """platform = "{platform}"
kind = "repost"
timezone = "Asia/Shanghai"

[columns]
id = "id"
account_id = "uid"
account_name = "name"
at = "at"
text = "text"
root_id = "root"
parent_id = "parent"
kind = "kind"
reposts = "reposts"
followers = "followers"
verified_type = "verified"

[kinds]
"post" = "post"
"repost" = "repost"
"comment" = "comment"
"""
TARGET = '[[targets]]\nname = "阿澈"\nids = ["{platform}:owner"]\nterms = ["雨檐书屋", "阿澈"]\n'


@dataclass
class Table:
    """Rows of one table; ids are n1, n2, ... in the order of writing."""

    platform: str = "xhs"
    minutes: bool = False  # Times are exported to the minute.
    facts: str = ""
    target: str = TARGET
    allegation: str = "defamation"
    captured_s: float | None = None  # When the file was captured, in seconds after START.
    rows: list[dict[str, Any]] = field(default_factory=list)
    codes: list[tuple[str, str, str]] = field(default_factory=list)

    def post(self, who: str, at_s: float, text: str = SAID, **more: Any) -> str:
        return self._add(who, at_s, text, "post", None, None, more)

    def repost(
        self, who: str, at_s: float, root: str, text: str = "", parent: str | None = None, **more: Any
    ) -> str:
        return self._add(who, at_s, text, "repost", root, parent or root, more)

    def comment(self, who: str, at_s: float, root: str, text: str, **more: Any) -> str:
        return self._add(who, at_s, text, "comment", root, root, more)

    def crowd(
        self, root: str, n: int, at_s: float = 1_000, parent: str | None = None, first: int = 0
    ) -> None:
        """Let n accounts pass `root` on, a minute apart, without a word."""
        for k in range(first, first + n):
            self.repost(f"crowd{k}", at_s + 60 * (k - first), root, parent=parent)

    def allege(self, *events: str) -> None:
        self.facts += "".join(f'\n[[alleged]]\nid = "{event}"\nwhat = "称卖盗印教材"\n' for event in events)

    def code(self, event: str, label: str, author: str = "编码员丙") -> None:
        self.codes.append((event, label, author))

    def _add(
        self,
        who: str,
        at_s: float,
        text: str,
        kind: str,
        root: str | None,
        parent: str | None,
        more: dict[str, Any],
    ) -> str:
        side = more.pop("side", None)
        shown = START + timedelta(seconds=at_s, hours=8)
        row = {
            "id": f"n{len(self.rows) + 1}",
            "uid": who,
            "name": more.pop("name", f"号{who}"),
            "at": shown.strftime("%Y-%m-%d %H:%M" if self.minutes else "%Y-%m-%d %H:%M:%S"),
            "text": text,
            "root": (root or "").removeprefix(f"{self.platform}:"),
            "parent": (parent or "").removeprefix(f"{self.platform}:"),
            "kind": kind,
            **more,
        }
        self.rows.append(row)
        event = f"{self.platform}:{row['id']}"
        if side:
            self.code(event, f"side:{side}")
        return event


def analysed(table: Table, folder: Path, *more: Table) -> Case:
    """The case of one or more tables (each a file of its own), analysed up to its findings."""
    folder.mkdir(parents=True, exist_ok=True)
    case = folder / "case"
    case.mkdir()
    captures = ""
    for k, one in enumerate((table, *more)):
        if one.captured_s is not None:
            at = (START + timedelta(seconds=one.captured_s)).isoformat()
            captures += f'\n[[captures]]\nsource = "table{k}.csv"\ncaptured_at = {at}\n'
    head = f'[case]\nreference = "T"\nallegation = "{table.allegation}"\ntimezone = "Asia/Shanghai"\noperator = "invented"\n\n'
    target = table.target.replace("{platform}", table.platform)
    (case / "case.toml").write_text(head + target + table.facts + captures, encoding="utf-8")
    for k, one in enumerate((table, *more)):
        file, shape = folder / f"table{k}.csv", folder / f"map{k}.toml"
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(one.rows)
        shape.write_text(MAP.replace("{platform}", one.platform), encoding="utf-8")
        import_files(case, [file], ImportOptions(format=str(shape)), Thresholds(), lambda *_: None)
        for event, label, author in one.codes:
            record(case, Entry("label", event, label, None, author, CODED))
    return analyse(open_case(case), Thresholds(), "findings", lambda _: None)


class Rows:
    """The rows of a case as a reader sees them, in Chinese, without blanks."""

    def __init__(self, case: Case) -> None:
        self.findings = case.read("findings")
        self.lines = read_findings(self.findings, "zh")
        self.roles = case.read("roles")

    def status(self, factor: str) -> set[str]:
        return {line.status for line in self.lines if line.factor_id == factor}

    def said(self, factor: str) -> str:
        """All that is said below the heading of a row (or of several of one name), one after the other."""
        found = []
        for line in (line for line in self.lines if line.factor_id == factor):
            parts = (
                line.observation,
                line.value,
                line.threshold,
                line.distance,
                line.words,
                *line.exculpatory,
            )
            found.append("|".join(part for part in parts if part))
        return re.sub(r"\s+", "", "\n".join(found))

    def ends(self, factor: str) -> list[tuple[float | None, float | None]]:
        return self.findings.filter(pl.col("factor_id") == factor).select("lower", "upper").rows()

    def named(self) -> set[str]:
        return set(self.roles.filter(pl.col("may_be_named"))["account_id"])


def rows(table: Table, folder: Path, *more: Table) -> Rows:
    return Rows(analysed(table, folder, *more))
