"""A small invented case: six accounts come to the same posts within seconds, on twelve days, among forty that do not.

posts.csv and more.csv are two captures; the post p03 and its reposts stand in both. The second of a repost is
drawn with a fixed seed.
"""

import csv
import random
from datetime import UTC, datetime
from pathlib import Path

import analytics
from analytics.store.case_folder import Case

COLUMNS = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
DAYS_N, GROUP_N, READERS_N = 12, 6, 40
START_S = int(datetime(2025, 3, 1, 2, tzinfo=UTC).timestamp())
TWICE = "p03"  # The post that both captures hold.
FACTS = """\
[case]
allegation = "defamation"
timezone = "Asia/Shanghai"
"""
ALLEGED = ("p01", "p04", "p07", "p10")  # The posts of author1.
FEW = analytics.Thresholds().changed({"surrogates_n": "0"})

# Words of twelve posts that have no pair of words in common.
SAID = (
    "a baker sold bread of last week",
    "children fell ill after lunch",
    "an inspector came unasked",
    "prices rose by half",
    "queues reached round my corner",
    "someone found a nail inside",
    "ovens stood cold since monday",
    "neighbours wrote an open letter",
    "lawyers answered nobody",
    "windows were painted over",
    "flour arrived from elsewhere",
    "doors opened again at dawn",
)
Row = dict[str, str]


def rows() -> list[Row]:
    """Every row of the export: a post a day of one of three authors, and its reposts."""
    rng = random.Random(4)
    made: list[Row] = []
    for day in range(DAYS_N):
        post, author, at_s = f"p{day:02}", f"author{day % 3}", START_S + 86_400 * day + rng.randrange(20_000)
        made.append(_row(post, author, "", f"{SAID[day]} {SAID[day]}", at_s))
        together_s = at_s + rng.randrange(1_000, 9_000)
        came = {f"member{k}": together_s + rng.randrange(12) for k in range(GROUP_N)}
        for k in rng.sample(range(READERS_N), 24):
            came[f"reader{k}"] = at_s + 20 + int(rng.lognormvariate(7.5, 1.2))
        made += [_row(f"{who}@{post}", who, post, "Look at this", s) for who, s in sorted(came.items())]
    return made


def _row(event: str, account: str, above: str, said: str, at_s: int) -> Row:
    return dict(zip(COLUMNS, (event, account, account, above, "", said, str(at_s), ""), strict=True))


def captures(every: list[Row]) -> dict[str, list[Row]]:
    """The two files: the first half of the days, and the rest with `TWICE`."""

    def post(row: Row) -> str:
        return row["repost_id"] or row["message_id"]

    return {
        "posts.csv": [row for row in every if post(row) < "p06"],
        "more.csv": [row for row in every if post(row) >= "p06" or post(row) == TWICE],
    }


def analysed(folder: Path, files: dict[str, list[Row]]) -> Case:
    """The case of these files, analysed without shuffled copies."""
    (folder / "exports").mkdir(parents=True)
    (folder / "case").mkdir()
    (folder / "case" / "case.toml").write_text(
        FACTS + "".join(f'[[alleged]]\nid = "generic:{post}"\n' for post in ALLEGED), encoding="utf-8"
    )
    for name, some in files.items():
        with (folder / "exports" / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(some)
    return analytics.analyse(analytics.import_files(folder / "case", folder / "exports").case, FEW)
