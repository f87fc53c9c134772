"""Every forgery that was thought of, at the least check that finds it, or named as out of reach in docs/SECURITY.md.

verify:     the plain check fails (or the case is refused in one line).
recompute:  the forger took every hash anew and bound the log again, so that `verify` holds; tables made anew differ.
head:       tables agree with the inputs too; only a head of the log that was written down elsewhere tells.
none:       nothing in or beside the case tells; docs/SECURITY.md says so in the words given here.
"""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from analytics.api.recomputation import _compared, _made, import_steps
from analytics.evidence.seal import anchored, log_head, seal
from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import WakelineError
from analytics.model.tables import TABLES
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store import custody_log
from analytics.store.case_folder import Case, canonical_json, open_case, sha256_of, toml_hashes
from analytics.store.reviews import FIELDS, Entry, _hash, record, stored_rows
from tests.evidence.test_redact import made
from tests.importing.invented import jsonl, repost

pytestmark = pytest.mark.slow

Forgery = Callable[[Path], None]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("forged")
    done = made(folder)
    (folder / "more.jsonl").write_bytes(
        jsonl([repost(k, "去看看这家面包铺到底怎么回事，请大家都来评评理") for k in range(40, 52)])
    )
    import_files(done.folder, [folder / "more.jsonl"], ImportOptions(), Thresholds(), lambda *_: None)
    analyse(open_case(done.folder), Thresholds(), "findings", lambda _: None)
    write_report(open_case(done.folder), "en", None, with_pdf=False)
    record(done.folder, Entry("label", "case", "abuse", None, "甲"))
    return open_case(done.folder)


@pytest.fixture(scope="module")
def again(sound: Case, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The tables that the inputs give, made once: the forgeries below leave inputs, options and records as they are."""
    steps = import_steps(custody_log.entries(sound.folder))
    return _made(sound, steps, tmp_path_factory.mktemp("again"), lambda _: None)


@pytest.fixture
def folder(sound: Case, tmp_path: Path) -> Path:
    shutil.copytree(sound.folder, tmp_path / "case")
    return tmp_path / "case"


def found_by_verify(folder: Path) -> bool:
    try:
        return not all(check.ok for check in verify(open_case(folder)))
    except WakelineError:
        return True


def bound(folder: Path, change: dict[int, dict[str, object]], dropped: int = 0) -> None:
    """Change lines of the log, drop some off the end, and bind it anew, with its head."""
    last, lines, entry = None, [], {}
    known = custody_log.entries(folder)
    for stated in known[: len(known) - dropped]:
        entry = stated | change.get(stated["n"], {}) | {"previous": last}
        last = entry["sha256"] = custody_log.sealed(entry)
        lines.append(custody_log.line(entry) + b"\n")
    (folder / "custody.jsonl").write_bytes(b"".join(lines))
    (folder / "custody.head").write_bytes(custody_log.head_line(entry))


def remade(folder: Path, **fields: object) -> None:
    """Take every hash anew, as whoever may write can: tables, case.toml, analysis.json, documents, log, head."""
    file = folder / "analysis.json"
    manifest = json.loads(file.read_text(encoding="utf-8")) | toml_hashes(folder) | fields
    old = manifest.pop("generation")
    manifest["tables"] = {
        path.relative_to(folder / "tables").as_posix(): {
            "sha256": sha256_of(path),
            "bytes": path.stat().st_size,
        }
        for path in sorted((folder / "tables").rglob("*.parquet"))
    }
    new = manifest["generation"] = hashlib.sha256(canonical_json(manifest).encode()).hexdigest()
    file.write_text(canonical_json(manifest), encoding="utf-8")
    change: dict[int, dict[str, object]] = {}
    for one in custody_log.entries(folder):
        told: dict[str, object] = {side: new for side in ("before", "after") if one[side] == old}
        if one["what"] == "report":
            stated = one["detail"]["files"]
            files = {
                name: sha256_of(folder / "report" / name)
                for name in stated
                if (folder / "report" / name).exists()
            }
            told |= {"detail": one["detail"] | {"files": files}, "after": files.get("findings.json")}
        change[one["n"]] = told
    bound(folder, change)


def table(name: str, /, **changed: pl.Expr) -> Forgery:
    """One table with other values, every hash taken anew."""

    def forge(folder: Path) -> None:
        file = folder / "tables" / f"{name}.parquet"
        frame = pl.read_parquet(file)
        assert frame.height, name
        other = frame.with_columns(**changed)
        assert not other.equals(frame), name
        TABLES[name].fit(other).write_parquet(file)
        remade(folder)

    return forge


def rows(name: str, keep: pl.Expr) -> Forgery:
    """One table with fewer rows, every hash taken anew."""

    def forge(folder: Path) -> None:
        file = folder / "tables" / f"{name}.parquet"
        frame = pl.read_parquet(file)
        fewer = frame.filter(keep)
        assert fewer.height < frame.height, name
        fewer.write_parquet(file)
        if name in ("events", "rejected"):
            column = "events_n" if name == "events" else "rejected_n"
            sources = folder / "tables" / "sources.parquet"
            counted = pl.read_parquet(sources)
            first = pl.int_range(pl.len()) == counted[column].arg_max()
            less = pl.when(first).then(frame.height - fewer.height).otherwise(0)
            counted.with_columns(pl.col(column) - less, pl.col("records_n") - less).write_parquet(sources)
        remade(folder)

    return forge


def written(name: str, old: str, new: str) -> Forgery:
    """One word of a file replaced, nothing else."""

    def forge(folder: Path) -> None:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text, (name, old)
        file.chmod(0o644)
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return forge


def gone(*names: str) -> Forgery:
    def forge(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return forge


def put(name: str, content: bytes = b"x") -> Forgery:
    def forge(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    return forge


def first_input(folder: Path) -> Path:
    return sorted((folder / "evidence").iterdir())[0]


def input_changed(folder: Path) -> None:
    file = first_input(folder)
    file.chmod(0o644)
    file.write_bytes(file.read_bytes().replace("转发微博".encode(), "转发围脖".encode()))


def input_gone(folder: Path) -> None:
    first_input(folder).unlink()


def parsed_forged(folder: Path) -> None:
    part = next((folder / "tables" / "parsed").glob("*events.parquet"))
    pl.read_parquet(part).with_columns(own_text=pl.lit("伪造")).write_parquet(part)


def tables_swapped(folder: Path) -> None:
    one, two = folder / "tables" / "events.parquet", folder / "tables" / "parents.parquet"
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)


def sql(*statements: str) -> Forgery:
    """The records of people changed behind the triggers."""

    def forge(folder: Path) -> None:
        with sqlite3.connect(folder / "review.sqlite") as base:
            for name in ("no_update", "no_delete", "in_order"):
                base.execute(f"DROP TRIGGER IF EXISTS {name}")
            for one in statements:
                base.execute(one)

    return forge


def record_rewritten(folder: Path) -> None:
    """A human record with another value, its chain and the log made anew."""
    known, before = stored_rows(folder), "0" * 64
    with sqlite3.connect(folder / "review.sqlite") as base:
        base.execute("DROP TRIGGER no_update")
        for row in known:
            old = row["entry_sha256"]
            row.update(
                {"previous_sha256": before} | ({"value": "kind:other"} if row["kind"] == "label" else {})
            )
            before = row["entry_sha256"] = _hash(row)
            names = ", ".join(f"{name} = ?" for name in FIELDS)
            base.execute(
                f"UPDATE entries SET {names} WHERE entry_sha256 = ?", [*(row[n] for n in FIELDS), old]
            )
    change = {}
    logged = [one for one in custody_log.entries(folder) if one["what"] == "review"]
    for one, row in zip(logged, known, strict=True):
        detail = {name: row[name] for name in ("number", "kind", "subject_id", "value")}
        change[one["n"]] = {"detail": detail, "before": row["previous_sha256"], "after": row["entry_sha256"]}
    bound(folder, change)
    remade(folder, review_head=str(known[0]["entry_sha256"]))


def record_taken_out(folder: Path) -> None:
    """The last record and its line, with the head of the log made anew."""
    sql("DELETE FROM entries WHERE number = (SELECT MAX(number) FROM entries)")(folder)
    bound(folder, {}, dropped=1)


def record_in_another_name(folder: Path) -> None:
    record(folder, Entry("label", "case", "abuse", None, "另一位"))


def log_line(n: int, **change: object) -> Forgery:
    return lambda folder: bound(folder, {n: change})


def log_cut(folder: Path) -> None:
    file = folder / "custody.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-2]))


def log_cut_with_its_head(folder: Path) -> None:
    log_cut(folder)
    gone("custody.head")(folder)


def log_and_records_cut(folder: Path) -> None:
    file = folder / "custody.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    sql("DELETE FROM entries WHERE number = (SELECT MAX(number) FROM entries)")(folder)


def log_line_gone(folder: Path) -> None:
    file = folder / "custody.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:1], *lines[2:]]))


def report_with_its_log(folder: Path) -> None:
    written("report/report.en.html", "</body>", "<p>added</p></body>")(folder)
    remade(folder)


def findings_gone_report_edited(folder: Path) -> None:
    gone("report/findings.json")(folder)
    written("report/report.html", "</body>", "<p>added</p></body>")(folder)


def another_case(folder: Path) -> None:
    """Another input in its place and the whole study anew: nothing in it contradicts anything."""
    stated = (folder / "case.toml").read_bytes()
    text = (
        (folder / "evidence" / first_input(folder).name)
        .read_bytes()
        .replace("去看看".encode(), "去骂骂".encode())
    )
    shutil.rmtree(folder)
    (folder.parent / "new").mkdir()
    (folder.parent / "new" / "more.jsonl").write_bytes(text)
    folder.mkdir()
    (folder / "case.toml").write_bytes(stated)
    import_files(
        folder, [folder.parent / "new" / "more.jsonl"], ImportOptions(), Thresholds(), lambda *_: None
    )
    analyse(open_case(folder), Thresholds(), "findings", lambda _: None)


def who_acted(folder: Path) -> None:
    known = custody_log.entries(folder)
    bound(folder, {one["n"]: {"who": "别人"} for one in known if one["what"] != "review"})


def sealed_and_cut(folder: Path) -> None:
    seal(open_case(folder), {})
    bound(folder, {1: {"who": "别人"}})


other = pl.lit("伪造")
first = pl.int_range(pl.len()) == 0
VERIFY: dict[str, Forgery] = {
    "a word of an input": input_changed,
    "an input taken away": input_gone,
    "a file beside the inputs": put("evidence/notes.txt"),
    "two tables swapped": tables_swapped,
    "a table taken away": gone("tables/families.parquet"),
    "a table put in": put("tables/more.parquet"),
    "a part between imports": parsed_forged,
    "a setting": written("analysis.json", '"id_gap_s": ', '"id_gap_s": 1'),
    "a stage": written("analysis.json", '"findings"', '"findingz"'),
    "case.toml": written("case.toml", "SECRET-TITLE", "OTHER"),
    "a statement hidden in the line of the key": written(
        "case.toml", "[case]\n", "[case]\npseudonym_key = '''\n[[targets]]\nname = 'x'\npseudonym_key = '''\n"
    ),
    "a word of the report": written("report/report.en.html", "</body>", "<p>added</p></body>"),
    "a word of the report's other name": written("report/report.html", "</body>", "<p>added</p></body>"),
    "a report without its findings": findings_gone_report_edited,
    "a number in findings.json": written("report/findings.json", '"records_n"', '"records_m"'),
    "a set of a mark": written("report/sets/E1.csv", "\n", "\n\n"),
    "a report taken away": gone("report/report.en.html"),
    "a report in another language": put("report/report.zh.html", b"<p>x</p>"),
    "a human record changed": sql("UPDATE entries SET value = 'other'"),
    "a human record taken out": sql("DELETE FROM entries WHERE number = 1"),
    "all human records taken away": gone("review.sqlite"),
    "a line of the log": written("custody.jsonl", '"who":"', '"who":"x'),
    "a line of the log taken out": log_line_gone,
    "the log cut off": log_cut,
    "the log and the records cut off": log_and_records_cut,
    "the log cut off and its head taken away": log_cut_with_its_head,
    "the log taken away": gone("custody.jsonl", "custody.head"),
    "the files of an import, bound anew": log_line(1, detail={"files": [], "options": {}, "settings": {}}),
    "who recorded, in the log alone": lambda folder: bound(
        folder, {one["n"]: {"who": "x"} for one in custody_log.entries(folder) if one["what"] == "review"}
    ),
    "a seal and a log made anew": sealed_and_cut,
}
RECOMPUTE: dict[str, Forgery] = {
    "words of acts": table("events", own_text=other),
    "moments of acts": table("events", at=pl.col("at").dt.offset_by("1h")),
    "authors of acts": table("events", account_id=pl.col("account_id").first()),
    "the kind of acts": table("events", kind=pl.lit("comment")),
    "acts taken out, sums made anew": rows("events", ~first),
    "refused records taken out, sums made anew": rows("rejected", ~first),
    "parents": table("parents", parent_id=pl.lit(None, pl.String)),
    "roots": table("parents", root_id=other),
    "places in trees": table("nodes", depth=pl.col("depth") + 1),
    "sizes of trees": table("cascades", size=pl.col("size") * 2),
    "depths of trees": table("levels", events_n=pl.col("events_n") + 1),
    "families of words": table("families", layer=pl.lit("edited")),
    "measures of scope": table("scope", lower=pl.lit(41.0), upper=pl.lit(41.0)),
    "findings": table("findings", status=pl.lit("measured"), value=pl.lit(41.0)),
    "findings taken out": rows("findings", ~first),
    "displayed numbers": table("counters", value=pl.col("value") + 500),
    "followers and names of accounts": table("accounts", name=other),
    "names that accounts bore": rows("account_names", ~first),
    "captures": table("occurrences", is_kept=pl.lit(False)),
    "what is to be asked for": rows("requests", ~first),
    "labels of people in the table alone": table("labels", label=other),
    "how a file was obtained, in the table alone": table("sources", obtained=other),
}
HEAD: dict[str, Forgery] = {
    "a report rewritten with its log": report_with_its_log,
    "a human record rewritten with its log": record_rewritten,
    "a human record taken out with its line and the head": record_taken_out,
    "who acted, in every line": who_acted,
    "another input and everything anew": another_case,
}
NONE: dict[str, tuple[Forgery, str]] = {
    "a record in another person's name": (record_in_another_name, "A name in a record is what was typed")
}


def test_the_sound_case_holds_at_every_level(sound: Case, again: Case) -> None:
    assert not found_by_verify(sound.folder)
    assert [check for check in _compared(sound, again) if not check.ok] == []
    assert anchored(sound, "{}:{}".format(*log_head(sound))).ok
    assert len(VERIFY) + len(RECOMPUTE) + len(HEAD) + len(NONE) >= 52


@pytest.mark.parametrize("name", VERIFY)
def test_found_by_verify(folder: Path, name: str) -> None:
    VERIFY[name](folder)
    assert found_by_verify(folder)


@pytest.mark.parametrize("name", RECOMPUTE)
def test_found_when_made_anew_though_every_hash_is_right(
    sound: Case, again: Case, folder: Path, name: str
) -> None:
    RECOMPUTE[name](folder)
    assert not found_by_verify(folder)
    assert {p.name for p in (folder / "evidence").iterdir()} == {p.name for p in sound.evidence.iterdir()}
    assert any(not check.ok for check in _compared(open_case(folder), again))


@pytest.mark.parametrize("name", HEAD)
def test_found_by_a_head_written_down_elsewhere(sound: Case, folder: Path, name: str) -> None:
    told = "{}:{}".format(*log_head(sound))
    HEAD[name](folder)
    assert not found_by_verify(folder)
    assert not anchored(open_case(folder), told).ok


@pytest.mark.parametrize("name", NONE)
def test_what_is_out_of_reach_is_said(sound: Case, folder: Path, name: str) -> None:
    forge, words = NONE[name]
    told = "{}:{}".format(*log_head(sound))
    forge(folder)
    assert not found_by_verify(folder) and anchored(open_case(folder), told).ok
    assert words in (Path(__file__).parents[2] / "docs" / "SECURITY.md").read_text(encoding="utf-8")
