"""The coding sheet: a stratified random sample of comments for people to code, and their agreement.

Coders work blind to each other. How far they agree beyond chance is told by Krippendorff's alpha for labels
without order.
"""

import csv
from pathlib import Path

import numpy as np
import polars as pl

from analytics.model.errors import CaseError
from analytics.model.thresholds import TextLimits
from analytics.text.lexicon_marks import CODES, hits

COLUMNS = ("event_id", "text", "label", "stratum", "weight")
SAMPLED = r"^sample:weight=([0-9.eE+-]+)$"  # The note of a label that came back on a sheet drawn by `sample`.
EACH_MIN = TextLimits.stratum_min  # Of each stratum, if it has so many.


def sample(comments: pl.DataFrame, n: int, seed: int) -> pl.DataFrame:
    """About n comments: event_id, text, stratum, weight (how many comments of the stratum each stands for),
    in random order.

    comments: event_id, root_id, own. Strata: root and whether a word of the lexicon stands in the text; sizes
        in proportion, but at least five. Equal arguments give equal sheets.
    """
    known = comments.filter(pl.col("own").str.strip_chars().fill_null("") != "").sort("event_id")
    if known.is_empty():
        return pl.DataFrame(
            schema={"event_id": pl.String, "text": pl.String, "stratum": pl.String, "weight": pl.Float64}
        )
    word = hits(known["own"]).select(pl.any_horizontal(pl.all())).to_series()
    known = known.with_columns(
        stratum=pl.concat_str("root_id", pl.Series(word.cast(pl.Int8)), separator="|", ignore_nulls=True)
    )
    rng = np.random.default_rng(seed)
    known = known.with_columns(draw=pl.Series(rng.random(known.height)), size=pl.len().over("stratum"))
    wanted = pl.max_horizontal(
        (pl.col("size") * (n / known.height)).round(0), pl.min_horizontal("size", EACH_MIN)
    )
    chosen = known.filter(pl.col("draw").rank("ordinal").over("stratum") <= wanted)
    chosen = chosen.with_columns(weight=pl.col("size") / pl.len().over("stratum"))
    return chosen.sort("draw").select("event_id", "stratum", "weight", text="own")


def write_sheet(table: pl.DataFrame, path: Path) -> None:
    """The sheet as CSV with an empty column `label`. Texts that a spreadsheet would run as a formula open
    with an apostrophe."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in table.iter_rows(named=True):
            text = row["text"]
            writer.writerow(
                {
                    "event_id": row["event_id"],
                    "text": f"'{text}" if text[:1] in "=+-@\t\r" else text,
                    "label": "",
                    "stratum": row["stratum"],
                    "weight": row["weight"],
                }
            )


def read_sheet(path: Path) -> pl.DataFrame:
    """A filled sheet: event_id, label, stratum, weight; rows without a label are left out.

    Raises CaseError for a missing column or a label that is none of abuse, criticism, neither.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as fault:
        raise CaseError("label_sheet", path=path, found=type(fault).__name__) from None
    lacking = [c for c in ("event_id", "label", "weight") if rows and c not in rows[0]]
    if lacking or not rows:
        raise CaseError("label_sheet", path=path, found=", ".join(lacking) or "0")
    given = [{**row, "label": (row["label"] or "").strip()} for row in rows]
    for number, row in enumerate(given, 1):
        if row["label"] and row["label"] not in CODES:
            raise CaseError(
                "label_unknown", path=path, row=number, found=row["label"], known=", ".join(CODES)
            )
    kept = [
        (row["event_id"], row["label"], row.get("stratum") or "", _number(row["weight"]))
        for row in given
        if row["label"]
    ]
    return pl.DataFrame(
        kept,
        schema={"event_id": pl.String, "label": pl.String, "stratum": pl.String, "weight": pl.Float64},
        orient="row",
    )


def drawn(weight: float) -> str:
    """The note that a label taken from a sheet carries: how many comments it stands for.

    >>> import re
    >>> float(re.match(SAMPLED, drawn(2.5)).group(1))
    2.5
    """
    return f"sample:weight={weight:.8g}"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def alpha(codes: pl.DataFrame) -> float:
    """Krippendorff's alpha, nominal, with missing codes allowed. codes: unit, coder, label; one row a
    judgment.

    1: full agreement; 0: what chance gives; below 0: systematic disagreement. nan with no unit coded twice,
        or one label only.
    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section on nominal data; the worked
        example with four observers gives .743.

    >>> alpha(pl.DataFrame({"unit": [1, 1, 2, 2], "coder": list("abab"), "label": ["x", "x", "y", "y"]}))
    1.0
    """
    judged = codes.drop_nulls(["unit", "label"]).with_columns(m=pl.len().over("unit")).filter(pl.col("m") > 1)
    counts = (
        judged.group_by("unit", "label", "m").agg(n=pl.len()).with_columns(pl.col("n", "m").cast(pl.Float64))
    )
    total = float(counts["n"].sum())
    observed = (
        float(counts.select((pl.col("n") * (pl.col("m") - pl.col("n")) / (pl.col("m") - 1)).sum()).item())
        if total
        else 0.0
    )
    by_label = counts.group_by("label").agg(pl.col("n").sum())["n"]
    expected = total * total - float((by_label**2).sum())
    if total < 2 or expected == 0:
        return float("nan")
    return 1 - (total - 1) * observed / expected
