"""The lists beside a report as CSV that any spreadsheet opens: named accounts only.

    inputs.csv       every file that was handed over, and every certificate, by the name that `unpack` gives
    accounts.csv     the accounts that the report names, one row a role
    groups.csv       candidate groups: how many accounts of each grade, and the named ones among them
    events_of_U.csv  every event on the alleged information; author, time and words of named accounts only
    thresholds.csv   every number that decides a grade or a row: value, default, range, reason, as part 8
    requests.csv     what to preserve and whom to ask for it; rows of files as a spreadsheet counts them
    custody.csv      what was done to the data, by whom and when: the one list that depends on the clock

The accounts that the report does not name stand in none of them; a report in the public interest, which names
no candidate, has lists of its own of what tells of accounts.
"""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from analytics.evidence.input_files import certificate_names, input_names
from analytics.evidence.row_numbers import RowNumbers
from analytics.evidence.unpacking import folders_of
from analytics.model.messages import LANGS, say
from analytics.model.thresholds import recorded
from analytics.report.csv_files import write_csv
from analytics.report.group_data import NAMED
from analytics.report.method_data import threshold_table
from analytics.report.names import Names
from analytics.report.sets import SetFinder, group_ids, list_file, set_finder
from analytics.roles.standing import best_rows
from analytics.store.case_folder import Case
from analytics.store.custody_log import DATA, entries

CUSTODY = "custody.csv"  # The file whose content is not made from the tables.


def write_packaged_csv(case: Case, names: Names, purpose: str, folder: Path) -> list[str]:
    """Write every list, and return the file names, sorted."""
    finder = set_finder(case, names, purpose)
    files = {list_file(name, purpose): made for name, made in LISTS.items()}
    for name, made in files.items():
        write_csv(made(case, finder).lazy(), folder / name)
    return sorted(files)


def _inputs(case: Case, finder: SetFinder) -> pl.DataFrame:
    columns = (
        *(
            "sha256",
            "sm3",
            "bytes",
            "format",
            "importer",
            "encoding",
            "records_n",
            "events_n",
            "duplicates_n",
        ),
        *("rejected_n", "other_n", "timezone", "captured_at", "obtained", "container_sha256"),
    )
    sources = case.read("sources")
    folder = pl.col("sha256").replace_strict(folders_of(case), default=None, return_dtype=pl.String)
    files = sources.select(
        folder.alias("folder"),
        pl.col("sha256").replace_strict(input_names(case), return_dtype=pl.String).alias("file"),
        pl.lit("export").alias("what"),
        *columns,
    )
    held = certificate_names(case)
    certificates = pl.DataFrame(
        {"folder": ["certificates"] * len(held), "file": list(held.values()), "sha256": list(held)},
        schema={"folder": pl.String, "file": pl.String, "sha256": pl.String},
    ).with_columns(what=pl.lit("certificate"))
    return pl.concat([files, certificates], how="diagonal").sort("what", "file", descending=[True, False])


def _accounts(case: Case, finder: SetFinder) -> pl.DataFrame:
    named = pl.DataFrame({"account_id": sorted(finder.names.named)}, schema={"account_id": pl.String})
    roles = best_rows(case.read_or_empty("roles"), NAMED).select("account_id", "role", "grade", "subject_id")
    found = named.join(roles, on="account_id", how="left").with_columns(
        name=pl.col("account_id").replace_strict(
            dict(finder.names.screen_names), default=None, return_dtype=pl.String
        ),
        wrote_alleged=pl.col("account_id").is_in(sorted(finder.names.authors)),
    )
    acts = finder.acts.select("account_id", "event_id", "at")
    of_u = acts.filter(pl.col("event_id").is_in(case.read_or_empty("alleged_events")["event_id"].implode()))
    for part, frame in (("events_n", acts), ("events_of_U_n", of_u)):
        counts = frame.group_by("account_id").agg(pl.len().alias(part))
        found = found.join(counts, on="account_id", how="left").with_columns(pl.col(part).fill_null(0))
    span = of_u.group_by("account_id").agg(first_at=pl.col("at").min(), last_at=pl.col("at").max())
    order = ("account_id", "name", "wrote_alleged", "role", "grade", "subject_id")
    return found.join(span, on="account_id", how="left").sort(order[0], *order[3:]).select(*order, *_COUNTED)


_COUNTED = ("events_n", "events_of_U_n", "first_at", "last_at")


def _groups(case: Case, finder: SetFinder) -> pl.DataFrame:
    """One row a group, g1 first; a mark of groups names its row here."""
    clusters = case.read_or_empty("clusters")
    graded = [pl.col("grade").eq(grade).sum().alias(f"grade_{grade}_n") for grade in "ABC"]
    named = finder.names.only().drop_nulls().unique().sort().alias("named")
    counted = clusters.group_by("cluster_id").agg(pl.len().alias("accounts_n"), *graded, named)
    return pl.DataFrame({"cluster_id": group_ids(case)}, schema={"cluster_id": pl.String}).join(
        counted, on="cluster_id", how="left", maintain_order="left"
    )


def _events_of_u(case: Case, finder: SetFinder) -> pl.DataFrame:
    told = case.read_or_empty("alleged_events").drop("account_id", "at", "at_precision")
    acts = finder.acts.with_columns(finder.names.only())
    placed = told.join(acts, on="event_id", how="left", maintain_order="left")
    order = ("event_id", "file", "row", "pointer", *(name for name in told.columns if name != "event_id"))
    return placed.select(*order, "account_id", "at", "words").sort("event_id")


def _thresholds(case: Case, finder: SetFinder) -> pl.DataFrame:
    """The list that part 8 prints: what decides a grade or a row, as this case used it."""
    del finder
    return threshold_table(recorded(case.manifest.get("settings", {})))


def _requests(case: Case, finder: SetFinder) -> pl.DataFrame:
    """Requests in words, in the time of the case; an id of an account that is not named is left out."""
    frame = case.read_or_empty("requests")
    known = set(case.scan("events").select("account_id").unique().collect()["account_id"].drop_nulls())
    hidden = pl.Series(sorted(known - finder.names.named), dtype=pl.String)
    kinds = frame["kind"].to_list()
    names = case.read_or_empty("sources").select("sha256", "name").iter_rows()
    files = {name: finder.files[sha256] for sha256, name in names if sha256 in finder.names.files}
    files |= _row_labels(case)
    words = {
        f"{part}_{lang}": pl.Series([say(f"law.ask_{kind}{tail}", lang) for kind in kinds], dtype=pl.String)
        for part, tail in (("what", ""), ("whom", "_whom"), ("settles", "_settles"))
        for lang in LANGS
    }
    shown = pl.element().filter(~pl.element().is_in(hidden.implode())).replace(files)
    subjects = pl.col("subject_ids", "account_ids").list.eval(shown)
    zone = case.toml().case.timezone
    moments = pl.col("first_at", "last_at", "known_to").dt.convert_time_zone(zone)
    return (
        frame.with_columns(**words)
        .with_columns(subjects, moments.dt.strftime("%Y-%m-%dT%H:%M:%S%:z"))
        .drop("table", "condition", strict=False)
    )


def _row_labels(case: Case) -> dict[str, str]:
    """Name each rejected record, as REQUESTS does, by its file and its row as a spreadsheet counts it."""
    rows = RowNumbers(case).added(case.read_or_empty("rejected")).to_dicts()
    return {
        f"{row['source_sha256'][:16]}:{row['source_row']}{row['source_path']}": say(
            "names.row_label", "en", hash=row["source_sha256"][:16], row=row["row"], path=row["source_path"]
        )
        for row in rows
    }


def _custody(case: Case, finder: SetFinder) -> pl.DataFrame:
    """What the numbers rest on; reports and packages are lines of custody.jsonl alone."""
    told = ("n", "at", "who", "what", "before", "after", "sha256")
    rows = [
        {name: None if one.get(name) is None else str(one[name]) for name in told}
        for one in entries(case.folder)
        if one.get("what") in DATA
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(told, pl.String))


LISTS: dict[str, Callable[[Case, SetFinder], pl.DataFrame]] = {
    "inputs.csv": _inputs,
    "accounts.csv": _accounts,
    "groups.csv": _groups,
    "events_of_U.csv": _events_of_u,
    "thresholds.csv": _thresholds,
    "requests.csv": _requests,
    CUSTODY: _custody,
}
