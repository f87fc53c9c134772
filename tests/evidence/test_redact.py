"""What is handed on names nobody: no id, name, link of the case in any file; stable under one key; resolved by the sealed table alone."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.evidence.coarsening import coarse_moments
from analytics.evidence.redaction import _Change, redact
from analytics.evidence.redaction_plan import TREATMENTS, Treatment, treatment_of
from analytics.evidence.verification import verify
from analytics.graph.export import export_graph, pseudonymise_graph
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.errors import CaseError
from analytics.model.tables import EXPLANATIONS, ROLES, TABLES, TARGETS, Column
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case
from analytics.store.pseudonyms import HIDDEN, Pseudonyms
from analytics.store.reviews import Entry, record
from tests.importing.invented import jsonl, repost
from tests.law.made import role, rows
from tests.test_commands import wakeline

TARGET = "面包铺老板"
NAME = "很少见的昵称"


def made(folder: Path, key: str = "k-1") -> Case:
    (folder / "case").mkdir(parents=True)
    (folder / "case" / "case.toml").write_text(
        f"[case]\nreference = 'SECRET-REF'\ntitle = 'SECRET-TITLE'\npseudonym_key = '{key}'\noperator = 'SECRET-OPERATOR'\n"
        f"[[targets]]\nname = '{TARGET}'\nids = ['weibo:9100000003']\nterms = ['禾禾']\n"
        f"[[corrections]]\nevent_id = 'weibo:{repost(3)['_id']}'\nby = 'SECRET-BY'\n",
        encoding="utf-8",
    )
    rows = [
        repost(1),
        repost(2, "对//@虚构1号:转发微博"),
        repost(3, f"@{NAME} 去问{TARGET}，13812345678，https://weibo.com/9100000001/x 禾禾"),
        repost(4, user={"_id": "9100000004", "nick_name": NAME, "location": "SECRET-PLACE"}),
        repost(5, "=1+1 9100000001"),
    ]
    (folder / "9100000001_secret-file.jsonl").write_bytes(jsonl(rows) + b'{"SECRET-RAW')
    case = import_files(
        folder / "case",
        [folder / "9100000001_secret-file.jsonl"],
        ImportOptions(obtained="SECRET-HOW"),
        Thresholds(),
        lambda *_: None,
    ).case
    record(case.folder, Entry("note", "case", "note", "SECRET-NOTE", "SECRET-AUTHOR"))
    return analyse(open_case(case.folder), Thresholds(), "scope", lambda _: None)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return made(tmp_path_factory.mktemp("redact"))


@pytest.fixture(scope="module")
def copy(case: Case) -> Case:
    return redact(case, case.folder.parent / "out").copy


def words(folder: Path) -> str:
    """All that can be read in a folder: tables as text, other files as they are."""
    parts = []
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".parquet":
            frame = pl.read_parquet(file)
            parts += [file.name] + [str(frame[c].to_list()) for c in frame.columns]
        elif file.is_file():
            parts += [str(file.relative_to(folder)), file.read_bytes().decode("utf-8", "replace")]
    return "\n".join(parts)


def secrets_of(case: Case) -> set[str]:
    events, accounts = case.placed_events().collect(), case.read("accounts")
    ids = {
        i for c in ("event_id", "account_id", "root_id", "parent_id") for i in events[c].drop_nulls()
    } | set(accounts["account_id"])
    bare = {i.split(":", 1)[1] for i in ids}
    names = set(accounts["name"].drop_nulls()) | set(case.read("account_names")["name"])
    return {
        s
        for s in ids
        | bare
        | names
        | {TARGET, "禾禾", "13812345678", "weibo.com", "SECRET", "secret-file", "k-1"}
        if s
    }


def test_nothing_in_the_copy_names_anybody(case: Case, copy: Case) -> None:
    write_report(copy, "zh+en", None, with_pdf=False)
    text = words(copy.folder)
    assert sorted(s for s in secrets_of(case) if s in text) == []
    assert "account-" in text and "⟨link⟩" in text and "⟨number⟩" in text and "⟨target-" in text


def test_the_copy_is_a_case_that_holds_and_has_the_same_shape(case: Case, copy: Case) -> None:
    assert [c for c in verify(open_case(copy.folder)) if not c.ok] == []
    for table in ("events", "cascades", "nodes", "parents", "counters"):
        assert copy.read(table).height == case.read(table).height
    old, new = case.read("cascades"), copy.read("cascades")
    assert sorted(old["size"]) == sorted(new["size"]) and sorted(old["depth"]) == sorted(new["depth"])
    nodes = copy.read("nodes")
    assert set(nodes["parent_used_id"].drop_nulls()) <= set(nodes["event_id"]) | set(nodes["root_id"])
    assert not list((copy.folder / "evidence").iterdir()) and not (copy.folder / "review.sqlite").exists()


def test_a_name_in_a_text_and_the_account_of_that_name_have_one_pseudonym(case: Case, copy: Case) -> None:
    names = Pseudonyms(b"k-1")
    text = (
        copy.read("events").filter(event_id=names.of("act", f"weibo:{repost(3)['_id']}"))["own_text"].item()
    )
    assert text.startswith("@" + names.of("account", "weibo:9100000004").split(":")[1] + " ")


def test_names_are_kept_apart_under_pseudonyms_and_not_left_out(case: Case, copy: Case) -> None:
    """Who had which of several names can still be told, without one of them being readable."""
    names = Pseudonyms(b"k-1")
    real = case.read("account_names").select("account_id", "name").rows()
    expected = {(names.of("account", account), names.of("name", name)) for account, name in real}
    assert len(expected) == len(set(real)) > 1
    assert set(copy.read("account_names").select("account_id", "name").rows()) == expected


def test_a_target_and_what_a_reason_is_filled_with_get_the_pseudonyms_of_their_kinds(case: Case) -> None:
    """A target that case.toml names is a target, no other subject; of parameters only ids and names change."""
    names = Pseudonyms(b"k-1")
    change = _Change(case, names, keep_texts=True)
    aimed = rows(TARGETS, {"event_id": f"weibo:{repost(3)['_id']}", "target_id": TARGET, "basis": "term"})
    assert change.table(TARGETS, aimed)["target_id"].to_list() == [names.of("target", TARGET)]
    filled = json.dumps({"after": "weibo:9100000002", "posts": 3, "of": [TARGET]}, ensure_ascii=False)
    found = change.table(ROLES, rows(ROLES, role("organizer", "B", "weibo:9100000001", reason_params=filled)))
    assert json.loads(found["reason_params"].item()) == {
        "after": names.of("account", "weibo:9100000002"),
        "posts": 3,
        "of": [names.of("target", TARGET)],
    }


def test_every_column_of_every_table_has_been_judged() -> None:
    """A new column is left out of a copy until somebody says here what becomes of it; no judgment is for a column that is gone."""
    unjudged = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if treatment_of(table.name, column.name) is None
    ]
    known = {f"{t.name}.{c.name}" for t in TABLES.values() for c in t.columns}
    known |= {c.name for t in TABLES.values() for c in t.columns}
    assert (unjudged, sorted(set(TREATMENTS) - known)) == ([], [])


def test_every_table_can_be_filled_and_left_out_in_its_own_types(case: Case) -> None:
    """Every table with a row of text in every column goes through and keeps the types and the nulls of its schema."""
    change = _Change(case, Pseudonyms(b"k-1"), keep_texts=False)
    for table in TABLES.values():
        row = {c.name: value_of(c) for c in table.columns}
        frame = table.fit(pl.DataFrame([row], schema=table.schema))
        changed = table.fit(change.table(table, frame))
        for column in table.columns:
            if not column.nullable and changed.height:
                assert changed[column.name].null_count() == 0, f"{table.name}.{column.name}"
        assert "SECRET" not in str(changed.to_dicts())


def value_of(column: Column) -> object:
    """Something of the type of a column: JSON where parameters stand, an act of the case, else a word."""
    if column.name == "event_id":
        return f"weibo:{repost(1)['_id']}"
    if column.name.endswith("params"):
        return '{"account_name": "SECRET", "document": "SECRET"}'
    is_code = column.dtype in (pl.String, pl.List(pl.String)) and any(
        treatment_of(table.name, column.name) in (Treatment.CODE, Treatment.CLASS, Treatment.REASON)
        for table in TABLES.values()
        if column in table.columns
    )
    word = "CODE" if is_code else "SECRET"
    if column.dtype == pl.List(pl.String):
        return [word]
    values = {pl.String: word, pl.Int64: 1, pl.Float64: 1.5, pl.Boolean: True}
    return values.get(column.dtype, datetime(2025, 3, 8, 4, 5, 6, tzinfo=UTC))  # type: ignore[call-overload]


def test_moments_are_told_as_finely_as_five_of_a_kind_share() -> None:
    """By hand: five in one minute keep it; two in another with three of the same hour keep the hour; one that is alone keeps none."""
    placed = pl.DataFrame(
        [
            *((f"a{k}", "repost", f"2025-03-08T04:05:{k * 7:02}") for k in range(5)),
            *(
                (f"b{k}", "repost", f"2025-03-08T06:{t}")
                for k, t in enumerate(("10:01", "10:59", "20:00", "30:00", "59:59"))
            ),
            ("c", "repost", "2025-03-09T00:00:00"),
            *((f"d{k}", "comment", "2025-03-08T04:05:00") for k in range(4)),
        ],
        schema=["event_id", "kind", "at"],
        orient="row",
    ).with_columns(
        pl.col("at").str.to_datetime(time_unit="us").dt.replace_time_zone("UTC"),
        platform=pl.lit("weibo"),
        root_id=pl.lit("r"),
        at_precision=pl.lit("s"),
    )
    told = {
        one: (None if at is None else f"{at:%H:%M:%S}", precision)
        for one, at, precision in coarse_moments(placed, "Asia/Shanghai").iter_rows()
    }
    assert {told[f"a{k}"] for k in range(5)} == {("04:05:00", "min")}
    assert {told[f"b{k}"] for k in range(5)} == {("06:00:00", "h")}
    assert {told[one] for one in ("c", "d0", "d1", "d2", "d3")} == {(None, None)}


def test_no_moment_and_no_number_of_a_record_leads_back(case: Case, copy: Case) -> None:
    """No act keeps its second, no record its place, no file its hash; the sums of each file stay."""
    own, shown = case.read("events"), copy.read("events")
    assert set(shown["source_sha256"]).isdisjoint(own["source_sha256"])
    assert not set(shown["at"].drop_nulls()) & set(own["at"].drop_nulls())
    assert sorted(shown["source_row"]) == list(range(shown.height)) or shown["source_row"].is_unique().all()
    assert copy.read("parents")["event_id"].to_list() == shown["event_id"].to_list()
    sums = ["records_n", "events_n", "duplicates_n", "rejected_n", "other_n"]
    assert copy.read("sources").select(sums).sum().row(0) == case.read("sources").select(sums).sum().row(0)
    readme = (copy.folder / "README.txt").read_text(encoding="utf-8")
    assert "of 5 acts, 0 are alone" in readme or "fewer than 5 of their like" in readme


def test_figures_of_a_group_stay_and_every_word_among_them_is_hidden(case: Case) -> None:
    """Whose words were copied gets a pseudonym; reasons of verification, documents and authors of records are hidden."""
    names = Pseudonyms(b"k-1")
    told = {"first_id": "weibo:9100000001", "lag_s": 900.0, "members_n": 4}  # one digit already
    words = {
        "organisation_name": "SECRET-BODY",
        "payment_name": "SECRET-PAPER",
        "recorded_for_name": "SECRET-AUTHOR",
    }
    row = {"cluster_id": "g1", "proposition": "directed", "basis": "document", "event_ids": []}
    row |= {"for_lines": ["document_payment"], "against_lines": ["fast"]}
    frame = rows(EXPLANATIONS, row | {"params": json.dumps(told | words)})
    found = _Change(case, names, keep_texts=True).table(EXPLANATIONS, frame).to_dicts()[0]
    assert json.loads(found["params"]) == told | dict.fromkeys(words, HIDDEN) | {
        "first_id": names.of("account", "weibo:9100000001")
    }
    assert (found["proposition"], found["for_lines"], found["against_lines"]) == (
        "directed",
        ["document_payment"],
        ["fast"],
    )


def test_the_sealed_table_resolves_it_and_stays(case: Case, copy: Case) -> None:
    file = case.folder / "sealed" / "pseudonyms.csv"
    known = {p: i for _, i, p in pl.read_csv(file).iter_rows()}
    assert {known[i] for i in copy.read("events")["account_id"].drop_nulls()} == set(
        case.read("events")["account_id"].drop_nulls()
    )
    assert file.stat().st_mode & 0o077 == 0 and not (copy.folder / "sealed").exists()
    assert [c for c in verify(open_case(case.folder)) if not c.ok] == []


def test_the_same_key_gives_the_same_bytes_and_another_key_other_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741827600")
    made_ = {}
    for name, key in (("1", "k-1"), ("2", "k-1"), ("3", "k-2")):
        redact(made(tmp_path / name, key), tmp_path / f"out{name}")
        made_[name] = words(tmp_path / f"out{name}")
    assert made_["1"] == made_["2"] != made_["3"]
    names = Pseudonyms(b"k-2").of("account", "weibo:9100000001")
    assert names in made_["3"] and names not in made_["1"]


def test_without_texts_there_are_none(case: Case, tmp_path: Path) -> None:
    bare = redact(case, tmp_path / "bare", keep_texts=False).copy
    assert (
        bare.read("events")["text"].null_count()
        == bare.read("events").height
        == bare.read("events")["own_text"].null_count()
    )


def test_a_folder_with_something_in_it_is_refused_and_left(case: Case, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    with pytest.raises(CaseError, match="not an empty folder"):
        redact(case, tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["x"]


def test_a_case_without_a_key_gets_one_that_stays(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([repost(1), repost(2)]))
    case = analyse(
        import_files(
            tmp_path / "case", [tmp_path / "a.jsonl"], ImportOptions(), Thresholds(), lambda *_: None
        ).case,
        Thresholds(),
        "scope",
        lambda _: None,
    )
    one, two = redact(case, tmp_path / "1").copy, redact(case, tmp_path / "2").copy
    key = case.folder / "pseudonym.key"
    assert key.stat().st_mode & 0o077 == 0 and len(key.read_text()) == 64
    assert one.read("events").equals(two.read("events")) and key.read_text() not in words(tmp_path / "1")


@pytest.mark.parametrize("level", ["act", "account"])
@pytest.mark.parametrize("form", ["gexf", "graphml", "csv", "parquet"])
def test_an_exported_graph_names_nobody(case: Case, tmp_path: Path, form: str, level: str) -> None:
    real = export_graph(case, "repost", level, form, tmp_path / "real" / f"g.{form}")
    assert (
        export_graph(
            case, "repost", level, form, tmp_path / "veiled" / f"g.{form}", pseudonymise_graph(case, level)
        )
        == real
    )
    text = words(tmp_path / "veiled")
    assert sorted(s for s in secrets_of(case) if s in text) == []
    assert "weibo:9100000001" in words(tmp_path / "real")


def test_the_command_exports_pseudonyms_unless_told(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    words_ = (
        "export",
        "--case",
        str(tmp_path / "case"),
        "--graph",
        "repost",
        "--format",
        "csv",
        "--level",
        "account",
    )
    assert wakeline(*words_, "--out", str(tmp_path / "a.csv")).returncode == 0
    assert wakeline(*words_, "--out", str(tmp_path / "b.csv"), "--real-ids").returncode == 0
    assert "weibo:9100000001" not in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "weibo:9100000001" in (tmp_path / "b.csv").read_text(encoding="utf-8-sig")
