"""How well the default classifier tells offensive comments on COLD (thu-coai, Apache-2.0; never shipped): macro-F1, confusion.

    python -m tests.benchmarks.cold FOLDER      (with dev.csv and test.csv; trained on dev, measured on test)

Then the same on an invented labelled set, abuse against criticism (tests/benchmarks/texts/criticism.csv): sentences made up for
this purpose by the tool's authors, so its figure shows that the two can be told apart there, not how often in the wild.
"""

import argparse
from pathlib import Path

import polars as pl

from analytics.text.classifier import predicted, train

INVENTED = Path(__file__).parent / "texts" / "criticism.csv"


def told(truth: pl.Series, named: pl.Series, title: str) -> float:
    """Print a confusion table with precision and recall of each class; macro-F1."""
    classes = sorted(set(truth.unique()) | set(named.unique()))
    scores = []
    print(
        f"\n{title}: {len(truth)} texts\n\n| truth | {' | '.join(classes)} | recall | precision | F1 |\n|---|{'---|' * (len(classes) + 3)}"
    )
    for c in classes:
        row = [int(((truth == c) & (named == d)).sum()) for d in classes]
        right, of, called = row[classes.index(c)], sum(row), int((named == c).sum())
        f1 = 2 * right / (of + called) if of + called else 0.0
        scores.append(f1)
        print(
            f"| {c} | {' | '.join(map(str, row))} | {right / of if of else 0:.3f} | {right / called if called else 0:.3f} | {f1:.3f} |"
        )
    macro = sum(scores) / len(scores)
    print(f"\nmacro-F1 {macro:.3f}")
    return macro


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    read = {
        part: pl.read_csv(folder / f"{part}.csv", infer_schema_length=None).with_columns(
            label=pl.when(pl.col("label") == 1).then(pl.lit("offensive")).otherwise(pl.lit("not"))
        )
        for part in ("dev", "test")
    }
    model = train(read["dev"]["TEXT"], read["dev"]["label"])
    named = predicted(model, read["test"]["TEXT"])
    told(read["test"]["label"], named, "COLD test, trained on COLD dev")
    fine = (
        read["test"]
        .with_columns(named=named)
        .group_by("fine-grained-label")
        .agg(n=pl.len(), offensive=(pl.col("named") == "offensive").sum())
        .sort("fine-grained-label")
    )
    print(
        "\nby fine-grained label (0 other non-offensive, 1 attack individual, 2 attack group, 3 anti-bias):"
    )
    print(*(f"  {label}: {hit} of {n} called offensive" for label, n, hit in fine.iter_rows()), sep="\n")
    invented = pl.read_csv(INVENTED)
    half = pl.Series([k % 2 == 0 for k in range(invented.height)])
    learned = train(invented.filter(half)["text"], invented.filter(half)["label"])
    told(
        invented.filter(~half)["label"],
        predicted(learned, invented.filter(~half)["text"]),
        "Invented, abuse against criticism (every second text trained on)",
    )


if __name__ == "__main__":
    main()
