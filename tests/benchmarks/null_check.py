"""G4: are the p-values of pairs honest where nobody acts together? Real participation, times shuffled within objects.

    python -m tests.benchmarks.null_check CASE_OR_CSV ... [--shuffles 20] [--seed 1] [--windows 10,60,300,900]

A folder is a case (its events, every kind of co-action); a CSV has account_id, object_id, timestamp_share (seconds) or
user_id, repost_id, timestamp. Each shuffle deals the moments of an object's acts out again among them: who took part and
when anything happened stay real, togetherness is chance. Two ways: all acts, and first acts only (exactly the null of the
test). Prints one JSON line an input, way and kind: rows listed, rows with p below 1, share(p <= a) against a + 2 SE, null
where nothing is listed; ends with 1 if any share is above. SE = sqrt(a (1 - a) / rows), as if rows were independent, which
is the stricter reading. Few rows below 1 mean a weak check: widen the windows.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import polars as pl

from analytics.coordination.pairs.counting import coaction_pairs
from analytics.coordination.pairs.detectors import detectors
from analytics.coordination.pairs.significance import pair_p_values
from analytics.store.case_folder import open_case

LEVELS = (0.001, 0.01, 0.05, 0.1)


def shuffled(acts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """`acts` with the moments of each object dealt out at random among its acts."""
    work = acts.drop_nulls(["account_id", "at", "object_id"]).sort("object_id", "event_id")
    dealt = work.with_columns(chance=pl.Series(rng.random(work.height))).sort("object_id", "chance")["at"]
    return work.with_columns(at=dealt)


def first_acts(acts: pl.DataFrame) -> pl.DataFrame:
    """Each account's first act on each object."""
    return (
        acts.drop_nulls(["account_id", "at", "object_id"])
        .sort("at", "event_id")
        .unique(["object_id", "account_id"], keep="first", maintain_order=True)
    )


def null_shares(
    acts: pl.DataFrame, windows_s: tuple[float, ...], shuffles: int, seed: int
) -> dict[str, object]:
    """Rows listed in all shuffles, share(p <= a) and a + 2 SE for each level, and whether every share stays below."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(shuffles):
        dealt = shuffled(acts, rng)
        found.append(
            pair_p_values(dealt, coaction_pairs(dealt, "co_repost", windows_s))["p_value"].to_numpy()
        )
    p = np.concatenate(found)
    if not len(p):
        return {"rows": 0, "below_1": 0, "share": None, "most": None, "holds": None}
    share = {a: float(np.mean(p <= a)) for a in LEVELS}
    most = {a: a + 2 * float(np.sqrt(a * (1 - a) / len(p))) for a in LEVELS}
    return {
        "rows": len(p),
        "below_1": int((p < 1).sum()),
        "share": share,
        "most": most,
        "holds": all(share[a] <= most[a] for a in LEVELS),
    }


def read_csv(path: Path) -> pl.DataFrame:
    """Acts of a CSV of CooRTweet or of the coordination-network-toolkit."""
    table = pl.read_csv(path, infer_schema=False)
    names = (
        ("account_id", "object_id", "timestamp_share")
        if "timestamp_share" in table.columns
        else ("user_id", "repost_id", "timestamp")
    )
    account, about, second = names
    return table.with_row_index("row").select(
        event_id=pl.format("e{}", "row"),
        account_id=account,
        at=pl.from_epoch(pl.col(second).cast(pl.Int64))
        .dt.replace_time_zone("UTC")
        .cast(pl.Datetime("us", "UTC")),
        at_precision=pl.lit("s"),
        object_id=about,
    )


def acts_of(path: Path) -> dict[str, pl.DataFrame]:
    """Acts by kind of co-action."""
    if path.is_file():
        return {"co_repost": read_csv(path)}
    events = open_case(path).placed_events().collect().filter(pl.col("at_precision").is_in(["us", "ms", "s"]))
    return {name: detector.objects(events) for name, detector in detectors().items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--shuffles", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--windows", default="10,60,300,900")
    given = parser.parse_args()
    windows = tuple(float(w) for w in given.windows.split(","))
    held = True
    for path in given.inputs:
        for kind, acts in acts_of(path).items():
            for way, work in (("all acts", acts), ("first acts", first_acts(acts))):
                result = null_shares(work, windows, given.shuffles, given.seed)
                held = held and result["holds"] is not False
                print(
                    json.dumps(
                        {"input": path.name, "kind": kind, "dealt": way, "shuffles": given.shuffles, **result}
                    ),
                    flush=True,
                )
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
