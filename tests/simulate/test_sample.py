"""The sample case: its bytes, its truth, its papers."""

import csv
import json
import re
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.simulate.sample.story import Story, tell
from analytics.store.case_toml import read_case_toml

COMMITTED = Path(__file__).parents[2] / "sample_data"
EPOCH_S = 515_483_463
MARK = re.compile(r"^\u00a0?//@(.+?)( ?[:：])")


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_the_committed_sample_is_what_its_readme_says_makes_it(sample: Path) -> None:
    made, kept = files_below(sample), files_below(COMMITTED)
    # Samples of single layouts stand beside the case and are written by hand.
    kept = {name: content for name, content in kept.items() if not name.startswith("formats/")}
    assert list(made) == list(kept)
    assert [name for name in made if made[name] != kept[name]] == []
    assert sum(map(len, made.values())) < 3_200_000


def test_another_seed_is_another_case(story: Story) -> None:
    assert not tell(8).model.acts.equals(story.model.acts)


def test_mids_agree_with_times(truth: dict[str, pl.DataFrame]) -> None:
    acts = truth["acts"]
    for mid, at in acts.select("mid", "at").iter_rows():
        assert (int(mid) >> 22) + EPOCH_S == datetime.fromisoformat(at).timestamp()
    assert acts["mid"].n_unique() == len(acts) == acts["bid"].n_unique()


def test_the_truth_is_one_forest(truth: dict[str, pl.DataFrame]) -> None:
    rows = {row["mid"]: row for row in truth["acts"].rows(named=True)}
    for row in rows.values():
        if row["kind"] == "post":
            assert row["parent_mid"] is None and row["root_mid"] == row["mid"]
            continue
        parent = rows[row["parent_mid"]]
        assert parent["root_mid"] == row["root_mid"] and parent["at"] < row["at"]
        assert (parent["deleted_at"] or "9") > row["at"] < (row["deleted_at"] or "9")
        assert parent["kind"] in ("post", row["kind"])
        if row["kind"] == "repost":
            assert row["level"] == parent["level"] + 1
        elif parent["kind"] == "comment":
            assert row["top_mid"] == (parent["top_mid"] or parent["mid"])
        else:
            assert row["top_mid"] is None


def test_chains_name_the_true_parent_unless_planted(story: Story) -> None:
    """By the truth's own columns: own words, then //@, then the name the parent's author bore at that second."""
    model = story.model
    taken = {who: (from_s, name) for who, from_s, name in model.renames.iter_rows()}

    def name_at(account: int, at_s: int) -> str:
        from_s, name = taken.get(account, (2**62, ""))
        return name if at_s >= from_s else str(model.accounts["name"][account])

    acts = model.acts.rows(named=True)
    seen = dict.fromkeys(("chain", "direct", "hidden", "cut"), 0)
    for row in acts:
        if row["kind"] != "repost" or row["form"] not in seen:
            continue
        seen[row["form"]] += 1
        rest = row["text"].removeprefix(row["own_text"] or "")
        if row["form"] == "direct":
            assert row["parent"] == -1 and row["text"] == (row["own_text"] or "转发微博")
        elif row["form"] == "hidden":
            assert row["parent"] >= 0 and row["text"] == "转发微博"
        else:
            parent = acts[row["parent"]]
            found = MARK.match(rest)
            assert found and found[1] == name_at(parent["account"], row["at_s"])
            assert rest[found.end() :] == parent["text"][: 140 - len(row["text"]) + len(rest) - found.end()]
            assert (len(row["text"]) == 140) or row["form"] == "chain"
    assert all(seen.values())


def test_planted_forms_are_there(story: Story) -> None:
    acts = story.model.acts.filter(pl.col("form").is_not_null())
    texts = {form: acts.filter(form=form)["text"].to_list() for form in acts["form"].unique()}
    assert all(len(text) == 140 and re.search(r"//@[^:：]{2}$", text) for text in texts["last_name_cut"])
    assert all(
        len(text) == 140 and text.count("//@") == 1 and ":" not in text.split("//@")[1]
        for text in texts["first_name_cut"]
    )
    assert all(text.startswith("回复@") for text in texts["reply_as_repost"])
    assert all(re.search(r"///@[^@]+@[^@]+ :", text) for text in texts["two_handles"])
    assert any("<script>" in text for text in texts["hostile_name"])


def test_both_names_of_the_renamed_account_are_in_chains(story: Story) -> None:
    old, new = story.cast.accounts["name"][story.cast.who["renamed"]], "荔枝搬家了"
    heir = story.cast.who["heir"]
    parents = story.model.acts["account"].gather(story.model.acts["parent"].clip(0))
    chained = story.model.acts.filter((pl.col("parent") >= 0) & (pl.col("kind") == "repost"))
    assert chained["text"].str.contains(f"//@{new}:", literal=True).any()
    assert chained["text"].str.contains(f"//@{old}:", literal=True).sum() > 3
    by_heir = story.model.acts.filter((parents == heir) & (pl.col("kind") == "repost"))
    assert f"//@{old}:" in by_heir["text"][0]


def test_the_campaign_is_what_the_truth_says(truth: dict[str, pl.DataFrame]) -> None:
    acts, accounts, tasks = truth["acts"], truth["accounts"], truth["tasks"]
    navy = accounts.filter(pl.col("roles") == "navy")["uid"]
    assert len(navy) == 12 and tasks["root_uid"].n_unique() >= 3
    for task in tasks.rows(named=True):
        done = acts.filter((pl.col("task") == task["task"]) & (pl.col("kind") != "post"))
        assert len(done) == task["acts_n"] >= 8 and done["uid"].is_in(navy.to_list()).all()
        assert set(done["root_mid"]) == {task["root_mid"]} and set(done["kind"]) == {task["kind"]}
        ordered = datetime.fromisoformat(task["ordered_at"])
        assert all(0 < (datetime.fromisoformat(at) - ordered).total_seconds() < 60 for at in done["at"])
    roles = accounts["roles"].str.split(" ").explode()
    assert {"initiator", "organizer", "navy", "repeater", "target", "reporter", "critic", "organic"} <= set(
        roles
    )


def test_the_repeater_acts_again_after_the_warning(sample: Path, truth: dict[str, pl.DataFrame]) -> None:
    case = read_case_toml(sample)
    warning = case.warnings[0]
    assert isinstance(warning.at, datetime)
    uid = warning.account_id.removeprefix("weibo:")
    acts = truth["acts"].filter(pl.col("uid") == uid)
    assert warning.event_id.removeprefix("weibo:") in acts["mid"].to_list()
    assert sum(datetime.fromisoformat(at) > warning.at for at in acts["at"]) >= 3
    assert case.case.allegation == "defamation" and case.targets and case.takedowns and case.corrections
    names = [file.name for file in (sample / "exports").rglob("*") if file.is_file()]
    assert sorted(capture.source for capture in case.captures) == sorted(names)


def test_what_a_file_shows_was_there_to_be_seen(sample: Path, truth: dict[str, pl.DataFrame]) -> None:
    acts = truth["acts"].select("mid", "at", "deleted_at")
    shown = truth["shown"].join(truth["files"], on="export").join(acts, on="mid", how="left")
    assert len(shown) == len(truth["shown"]) == truth["files"]["acts_n"].sum()
    assert (shown["at"] <= shown["captured_at"]).all()
    assert (shown["deleted_at"].is_null() | (shown["deleted_at"] > shown["captured_at"])).all()
    assert shown.group_by("mid").len().filter(pl.col("len") > 1).height > 100
    for export, files_n in truth["files"].select("export", "files_n").iter_rows():
        assert len(list((sample / "exports").glob(export))) == files_n


@pytest.mark.parametrize("suffix", ["jsonl", "json", "csv"])
def test_every_export_parses_but_for_the_planted_line(
    sample: Path, truth: dict[str, pl.DataFrame], suffix: str
) -> None:
    found = sorted((sample / "exports").rglob(f"*.{suffix}"))
    assert found
    broken = []
    for file in found:
        if suffix == "csv":
            with file.open(encoding="utf-8-sig", newline="") as text:
                table = list(csv.reader(text, strict=True))
            assert {len(row) for row in table} == {len(table[0])}
        elif suffix == "json":
            assert json.loads(file.read_text(encoding="utf-8"))["ok"] == 1
        else:
            for k, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
                try:
                    json.loads(line)
                except ValueError:
                    broken.append((file.name, k))
    planted = truth["broken_rows"].filter(fault="truncated_json").select("file", "row").rows()
    assert len(planted) == 1 and broken == (planted if suffix == "jsonl" else [])


def test_damaged_records_are_where_the_truth_says(sample: Path, truth: dict[str, pl.DataFrame]) -> None:
    faults = pl.concat([truth["broken_rows"].cast(pl.String), truth["wrong_dates"].cast(pl.String)])
    for fault in faults.rows(named=True):
        file, row = next((sample / "exports").rglob(fault["file"])), int(fault["row"])
        if file.suffix == ".csv":
            with file.open(encoding="utf-8-sig", newline="") as text:
                assert list(csv.DictReader(text))[row][fault["field"]] == fault["now"]
        elif fault["fault"] == "truncated_json":
            assert len(file.read_text(encoding="utf-8").splitlines()) == row + 1
        elif fault["now"]:
            record = json.loads(file.read_text(encoding="utf-8").splitlines()[row])
            assert record[fault["field"]] == fault["now"] and record["_id"] == fault["mid"]
        else:
            record = json.loads(file.read_text(encoding="utf-8").splitlines()[row])
            assert fault["mid"] not in map(str, record.values()) or fault["fault"] != "no_id"
            assert not set(fault["field"].split()) & set(record)
    wrong = truth["wrong_dates"].row(0, named=True)
    assert wrong["now"][:4] == "2024"


def test_displayed_counters_grow(sample: Path) -> None:
    def counts(name: str) -> dict[str, int]:
        lines = (sample / "exports" / "nghuyong" / name).read_text(encoding="utf-8").splitlines()
        return {row["_id"]: row["reposts_count"] for row in map(json.loads, lines)}

    early, late = counts("tweet_20250306090000.jsonl"), counts("tweet_20250312200000.jsonl")
    both = early.keys() & late.keys()
    assert len(both) == 4 and all(early[mid] <= late[mid] for mid in both)
    assert any(early[mid] < late[mid] for mid in both)
    search = next((sample / "exports" / "weibo_search").glob("*.csv")).read_text(encoding="utf-8-sig")
    assert "100万+" in search and "1.2万" in search


def test_the_readme_agrees_with_the_files(sample: Path, truth: dict[str, pl.DataFrame]) -> None:
    readme = (sample / "README.md").read_text(encoding="utf-8")
    for export, captured, n in truth["files"].select("export", "captured_at", "acts_n").iter_rows():
        assert f"| `exports/{export}` |" in readme
        assert re.search(
            rf"{re.escape(export)}` \| \w+ \| {captured[:10]} {captured[11:16]} \| {n} \|", readme
        )
    kinds = dict(truth["acts"].group_by("kind").len().iter_rows())
    assert (
        f"{kinds['post']} posts, {kinds['repost']} reposts" in readme
        and f"{kinds['comment']} comments" in readme
    )
    for form, n in truth["acts"].filter(pl.col("form").is_not_null()).group_by("form").len().iter_rows():
        assert f"| {form} | {n} |" in readme
    for fault in truth["broken_rows"].rows(named=True):
        assert f"| `{fault['file']}` | {fault['row']} | {fault['fault']} | {fault['mid']} |" in readme
