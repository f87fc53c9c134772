"""When a counter reached a number of the rule set in force: an interval, as wide as the captures leave it."""

import polars as pl

from analytics.scope.crossing import crossings
from analytics.scope.material import Material, Measure, rows, unknown


def find(material: Material) -> pl.DataFrame:
    """number_reached_after of each alleged root or family that reached a number (class_value:
    `reposts 500`), in seconds after its first act.

    upper: the earlier of the traced act that made the number full and the first capture that shows it; lower:
        the last capture that shows fewer (exactly), or 0. as_of: the moment of upper. Families of several
        posts: by traced acts alone, since counters of several posts stand at different moments. Null for the
        case if no number is given, if case.toml states nothing as alleged, or if none was seen to be reached;
        that none was seen does not show that none was reached.
    """
    if not material.numbers:
        return unknown("number_reached_after", "seconds", "no_number_in_law")
    alleged = material.alleged()
    if not alleged:
        return unknown("number_reached_after", "seconds", "number_of_alleged_only")
    timed = material.acts.filter(pl.col("at").is_not_null()).select("root_id", "at")
    begun = material.by_subject(timed).group_by("subject_id").agg(begun=pl.col("at").min())
    wider = material.subjects.filter(pl.col("subject_id").str.starts_with("text:"))
    of_families = (
        material.reposts().join(wider, on="root_id").select("event_id", "kind", "at", root_id="subject_id")
    )
    found = []
    for measure, number in material.numbers:
        parts = [
            crossings(acts, counters, measure, number)
            for acts, counters in (
                (material.acts, material.counters),
                (of_families, material.counters.clear()),
            )
        ]
        each = pl.concat(parts).join(begun, left_on="root_id", right_on="subject_id")
        since = [(pl.col(c) - pl.col("begun")).dt.total_microseconds() / 1e6 for c in ("from_at", "until_at")]
        found.append(
            each.select(
                subject_id="root_id",
                class_value=pl.lit(f"{measure} {number:.0f}"),
                lower=since[0].fill_null(0.0).clip(0),
                upper=since[1].clip(0),
                as_of="until_at",
            )
        )
    table = pl.concat(found).filter(pl.col("subject_id").is_in(alleged))
    return (
        unknown("number_reached_after", "seconds", "number_not_seen")
        if table.is_empty()
        else rows(table, "number_reached_after", "seconds", "number_reached")
    )


MEASURE = Measure("reached", ("number_reached_after",), find)
