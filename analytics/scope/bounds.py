"""How far it went, as bounds for each root and for the case, with unit, moment, source and rule.

What a platform displayed enters as the newest value of each counter, with the interval that its form leaves
open. Counters of a root and of the events below it are never added: the platform counts the same repost in
both. note_code is a key of locale/scope.toml.
"""

import polars as pl

from analytics.importing.values import meant_between
from analytics.model.tables import SCOPE
from analytics.model.thresholds import ListLimits


def newest(counters: pl.DataFrame) -> pl.DataFrame:
    """Read the newest displayed value of each counter of each event, and the interval it leaves open.

    counters: COUNTERS.

    Returns event_id, counter, value, low, high, captured_at, is_floor, source_sha256; low and high are those
    of `meant_between`. Values without a capture time count as older than all others; of several at one moment
    the largest is taken.

    >>> from analytics.model.tables import COUNTERS
    >>> shown = pl.DataFrame({"event_id": ["p"], "counter": ["reposts"], "value": [12_000]})
    >>> shown = COUNTERS.fit(shown.with_columns(is_floor=False, is_rounded=True))
    >>> newest(shown).select("low", "high").row(0)
    (11500, 12999)
    """
    kept = (
        counters.sort("captured_at", "value", nulls_last=False)
        .group_by("event_id", "counter")
        .agg(pl.col("value", "is_floor", "is_rounded", "captured_at", "source_sha256").last())
    )
    low, high = meant_between("value", "is_rounded", "is_floor")
    return kept.with_columns(low=low, high=high)


CASE = "case"
CONTRADICTED = (
    # note_code where a displayed counter lies below what was traced: the smaller is the lower end.
    "traced_above_counter"
)
TRACED = {"reposts": ["repost", "quote"], "comments": ["comment"]}


def measure_scope(
    events: pl.DataFrame, counters: pl.DataFrame, accounts: pl.DataFrame, subjects: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Measure reposts, comments, accounts, views and followers of every root, family of posts and the case.

    events: EVENTS with roots.
    counters: COUNTERS.
    accounts: ACCOUNTS.
    subjects: root_id, subject_id: which roots a family holds; without it only the case is added up.

    Returns SCOPE with the measures reposts, reposts_displayed, comments, comments_displayed, accounts, views
    and followers_sum. Where a measure cannot be given, its bounds are null and note_code says why.
    """
    acts = events.filter(pl.col("root_id").is_not_null()).select(
        "event_id", "kind", "account_id", "at", "root_id", "source_sha256"
    )
    roots = acts.select("root_id").unique()
    of_roots = newest(counters.join(roots.select(event_id="root_id"), on="event_id", how="semi")).rename(
        {"event_id": "root_id"}
    )
    traced = {measure: _counted(acts, roots, of_roots, measure, kinds) for measure, kinds in TRACED.items()}
    rows = [*traced.values(), *(_displayed(roots, of_roots, *one) for one in traced.items())]
    rows += [_views(roots, of_roots, acts), _people(acts, accounts)]
    by_root = pl.concat([SCOPE.fit(frame) for frame in rows])
    wider = (
        roots.with_columns(subject_id=pl.lit(CASE))
        if subjects is None
        else subjects.filter(pl.col("subject_id") != pl.col("root_id"))
    )
    added = [SCOPE.fit(_added(by_root, wider)), SCOPE.fit(_wider_people(acts, accounts, wider))]
    return SCOPE.fit(pl.concat([by_root, *added])).sort(SCOPE.order)


def _counted(
    acts: pl.DataFrame, roots: pl.DataFrame, shown: pl.DataFrame, measure: str, kinds: list[str]
) -> pl.DataFrame:
    """Events traced record by record (point) and what the displayed counter allows beyond them (upper).

    An exact counter that is newer than the last traced event and shows fewer contradicts it: the smaller is
    then the lower end, and there is no upper one.
    """
    traced = (
        acts.filter(pl.col("kind").is_in(kinds) & (pl.col("event_id") != pl.col("root_id")))
        .group_by("root_id")
        .agg(
            n=pl.len().cast(pl.Int64),
            last=pl.col("at").max(),
            event_ids=pl.col("event_id").sort().head(ListLimits.shown_n),
            source_sha256=pl.col("source_sha256").unique().sort().head(ListLimits.shown_n),
        )
    )
    counter = shown.filter(counter=measure).select(
        "root_id", "high", "is_floor", "is_rounded", seen="captured_at"
    )
    table = (
        roots.join(traced, on="root_id", how="left")
        .join(counter, on="root_id", how="left")
        .with_columns(pl.col("n").fill_null(0))
    )
    absent, floor = pl.col("is_floor").is_null(), pl.col("is_floor")
    older = (pl.col("seen") < pl.col("last")).fill_null(pl.col("seen").is_null())
    code = (
        pl.when(absent)
        .then(pl.lit("traced_no_counter"))
        .when(floor)
        .then(pl.lit("traced_counter_floor"))
        .when(pl.col("is_rounded"))
        .then(pl.lit("traced_counter_rounded"))
        .when(older)
        .then(pl.lit("traced_counter_older"))
        .when(pl.col("high") < pl.col("n"))
        .then(pl.lit(CONTRADICTED))
        .otherwise(pl.lit("traced_to_counter"))
    )
    return table.select(
        measure=pl.lit(measure),
        subject_id="root_id",
        lower=pl.when(code == CONTRADICTED).then(pl.min_horizontal("n", "high")).otherwise("n"),
        point=pl.when(pl.col("n") > 0).then("n"),
        upper=pl.when(code == "traced_to_counter").then(pl.max_horizontal("n", "high")),
        unit=pl.lit(measure),
        as_of=pl.max_horizontal("last", "seen"),
        note_code=code,
        source_sha256="source_sha256",
        event_ids="event_ids",
    )


def _displayed(roots: pl.DataFrame, shown: pl.DataFrame, measure: str, traced: pl.DataFrame) -> pl.DataFrame:
    """The platform's own number as it stood at its capture.

    Where more was traced by then, the number has missed some and bounds nothing. traced: the rows of
    `measure`.
    """
    missed = traced.filter(note_code=CONTRADICTED)["subject_id"].implode()
    is_missed = pl.col("root_id").is_in(missed)
    table = roots.join(shown.filter(counter=measure), on="root_id", how="left")
    return table.select(
        measure=pl.lit(f"{measure}_displayed"),
        subject_id="root_id",
        lower="low",
        point="value",
        upper=pl.when(~is_missed).then("high"),
        unit=pl.lit(measure),
        as_of="captured_at",
        note_code=pl.when(is_missed).then(pl.lit(CONTRADICTED)).otherwise(_form()),
        source_sha256=_listed(),
        event_ids=pl.concat_list("root_id"),
    )


def _views(roots: pl.DataFrame, shown: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Displayed views (or plays, where only those are shown): a lower bound, and an upper one up to the
    capture.
    """
    seen = (
        shown.filter(pl.col("counter").is_in(["views", "plays"]))
        .sort("counter", descending=True)
        .unique("root_id", keep="first", maintain_order=True)
    )
    last = acts.group_by("root_id").agg(last=pl.col("at").max())
    table = roots.join(seen, on="root_id", how="left").join(last, on="root_id", how="left")
    is_current = (pl.col("captured_at") >= pl.col("last")).fill_null(False)
    return table.select(
        measure=pl.lit("views"),
        subject_id="root_id",
        lower="low",
        point="value",
        upper=pl.when(is_current).then("high"),
        unit=pl.lit("views"),
        as_of="captured_at",
        note_code=pl.when(pl.col("value").is_null())
        .then(pl.lit("not_exported"))
        .when(pl.col("counter") == "plays")
        .then(pl.lit("plays_for_views"))
        .when(~is_current & ~pl.col("is_floor"))
        .then(pl.lit("counter_older"))
        .otherwise(_form()),
        source_sha256=_listed(),
        event_ids=pl.concat_list("root_id"),
    )


def _form() -> pl.Expr:
    """The note of a displayed counter, by its form: exact, rounded, a floor, or not exported."""
    return (
        pl.when(pl.col("value").is_null())
        .then(pl.lit("not_exported"))
        .when(pl.col("is_floor"))
        .then(pl.lit("displayed_floor"))
        .when(pl.col("is_rounded"))
        .then(pl.lit("displayed_rounded"))
        .otherwise(pl.lit("displayed_exact"))
    )


def _listed() -> pl.Expr:
    return pl.when(pl.col("source_sha256").is_not_null()).then(pl.concat_list("source_sha256"))


def _people(acts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Distinct accounts of each root, and the sum of their followers."""
    distinct = acts.filter(pl.col("account_id").is_not_null()).select("root_id", "account_id").unique()
    moments = acts.group_by("root_id").agg(
        as_of=pl.col("at").max(), unknown=pl.col("account_id").null_count()
    )
    return _people_rows(distinct, moments, accounts)


def _wider_people(acts: pl.DataFrame, accounts: pl.DataFrame, wider: pl.DataFrame) -> pl.DataFrame:
    """The same for families and the whole case: an account that acted under several roots counts once."""
    under = (
        acts.select("root_id", "account_id", "at")
        .join(wider, on="root_id")
        .select("account_id", "at", root_id="subject_id")
    )
    distinct = under.filter(pl.col("account_id").is_not_null()).select("root_id", "account_id").unique()
    moments = under.group_by("root_id").agg(
        as_of=pl.col("at").max(), unknown=pl.col("account_id").null_count()
    )
    return _people_rows(distinct, moments, accounts)


def _people_rows(distinct: pl.DataFrame, moments: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Rows of `accounts` and `followers_sum`.

    The number of accounts is open above. The sum of followers is bounded above only where every profile is
    known.
    """
    followed = (
        distinct.join(accounts.select("account_id", "followers_n"), on="account_id", how="left")
        .group_by("root_id")
        .agg(
            n=pl.len().cast(pl.Int64), total=pl.col("followers_n").sum(), known=pl.col("followers_n").count()
        )
    )
    table = moments.join(followed, on="root_id", how="left").with_columns(pl.col("n").fill_null(0))
    people = table.select(
        measure=pl.lit("accounts"),
        subject_id="root_id",
        lower="n",
        point="n",
        upper=pl.lit(None, pl.Float64),
        unit=pl.lit("accounts"),
        as_of="as_of",
        note_code=pl.when(pl.col("unknown") > 0)
        .then(pl.lit("accounts_some_unknown"))
        .otherwise(pl.lit("accounts_seen")),
    )
    has_any = (pl.col("known") > 0).fill_null(False)
    total = pl.when(has_any).then("total")
    followers = table.select(
        measure=pl.lit("followers_sum"),
        subject_id="root_id",
        lower=total,
        point=total,
        upper=pl.when(has_any & (pl.col("known") == pl.col("n"))).then("total"),
        unit=pl.lit("followers"),
        as_of="as_of",
        note_code=pl.when(~has_any)
        .then(pl.lit("not_exported"))
        .when(pl.col("known") < pl.col("n"))
        .then(pl.lit("followers_some_unknown"))
        .otherwise(pl.lit("followers_all_known")),
    )
    return pl.concat([SCOPE.fit(people), SCOPE.fit(followers)])


def _added(by_root: pl.DataFrame, wider: pl.DataFrame) -> pl.DataFrame:
    """Counts of events and of root counters, added over roots; an upper bound only if every root has one."""
    parts = (
        by_root.filter(~pl.col("measure").is_in(["accounts", "followers_sum"]))
        .drop("class_value")
        .rename({"subject_id": "root_id"})
    )
    unbounded = pl.col("upper").is_null()
    added = (
        parts.join(wider, on="root_id")
        .group_by("subject_id", "measure", "unit")
        .agg(
            *(pl.when(pl.col(c).count() > 0).then(pl.col(c).sum()).alias(c) for c in ("lower", "point")),
            upper=pl.when(~unbounded.any()).then(pl.col("upper").sum()),
            as_of=pl.col("as_of").max(),
            open_n=unbounded.sum(),
            source_sha256=pl.col("source_sha256")
            .explode()
            .drop_nulls()
            .unique()
            .sort()
            .head(ListLimits.shown_n),
            event_ids=pl.col("event_ids").explode().drop_nulls().unique().sort().head(ListLimits.shown_n),
        )
    )
    code = (
        pl.when(pl.col("lower").is_null())
        .then(pl.lit("not_exported"))
        .when(pl.col("open_n") > 0)
        .then(pl.lit("sum_some_roots"))
        .otherwise(pl.lit("sum_all_roots"))
    )
    return added.with_columns(note_code=code)
