"""How far coders agree beyond chance: Krippendorff's alpha for labels without order."""

import polars as pl


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
