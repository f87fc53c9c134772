"""What a challenge found, laid beside the rows of CLUSTERS and ROLES that it is about."""

import polars as pl

GROUP = "group"
FOUND = ("runs_n", "kept_n", "overturned_by")


def subject() -> pl.Expr:
    """Name what a row is about: "group" for a group and all that hangs on one, else its subject_id.

    Groups have no name that lasts from run to run.
    """
    return pl.when(pl.col("cluster_id").is_not_null()).then(pl.lit(GROUP)).otherwise("subject_id")


def with_fragility(rows: pl.DataFrame, fragility: pl.DataFrame) -> pl.DataFrame:
    """Add runs_n, kept_n and overturned_by to rows, which keep their order; null where a row was not tried.

    rows: CLUSTERS or ROLES, or some columns of them; rows below grade B are not tried.
    fragility: FRAGILITY.

    >>> told = {"account_id": ["u"], "role": ["group"], "subject_id": ["group"], "runs_n": [200]}
    >>> table = pl.DataFrame({**told, "kept_n": [187], "overturned_by": [["links_min=9"]]})
    >>> members = pl.DataFrame({"account_id": ["u", "v"], "cluster_id": ["g1", "g1"], "grade": ["B", "C"]})
    >>> with_fragility(members, table)["kept_n"].to_list()
    [187, None]
    """
    is_role = "role" in rows.columns
    keyed = rows.with_columns(
        _role=pl.col("role") if is_role else pl.lit(GROUP),
        _subject=pl.when(pl.col("grade").is_in(["A", "B"])).then(subject() if is_role else pl.lit(GROUP)),
    )
    tried = fragility.select("account_id", *FOUND, _role="role", _subject="subject_id")
    on = ["account_id", "_role", "_subject"]
    return keyed.join(tried, on=on, how="left", maintain_order="left").drop("_role", "_subject")
