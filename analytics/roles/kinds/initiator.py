"""Initiator: the account that wrote an information first, as far as this export shows, and by how much."""

from collections.abc import Mapping

import polars as pl

from analytics.alleged.information import stated_ids
from analytics.importing.values import moment_of_weibo_id
from analytics.model.tables import ROLES
from analytics.model.thresholds import ListLimits
from analytics.roles.candidacy import NEVER
from analytics.roles.features import Features
from analytics.roles.grading import to_roles_table
from analytics.roles.role import Role
from analytics.text.normalized import plain as letters_of

LINES = ("first", "own_post", "about_target", "first_about", "alleged", "support", "marked")
GUARDS = ("unexplained", "shown")
NOT_ACCUSED = ("explain_target_itself", "explain_correction")


def rule(line: Mapping[str, pl.Expr]) -> pl.Expr:
    """Grade the earliest account by its lines.

    shown: more than one row of one file speaks of its item; whoever is first by such a row alone stays at C.
    B: first, in a post of its own, with words that people allege or coded as support (those of an alleged
    post, or the same letters), or with a mark of the lexicon, by no medium, authority or doubter. A: the
    same, alleged or coded, nobody's earlier post about the target spread, and case.toml alleges no earlier
    post that the exports lack. C: first otherwise; so is whoever quotes what is alleged with words of its own
    that nobody coded. Else insufficient.

    >>> lines = {name: pl.lit(True) for name in (*LINES, *GUARDS)}
    >>> pl.select(rule(lines)).item(), pl.select(rule({**lines, "own_post": pl.lit(False)})).item()
    ('A', 'C')
    """
    stated = line["support"]
    free = line["unexplained"] & line["shown"]
    stands = line["own_post"] & free & (line["alleged"] | line["about_target"])
    return (
        pl.when(~line["first"])
        .then(pl.lit("insufficient"))
        .when(stands & stated & line["first_about"])
        .then(pl.lit("A"))
        .when(stands & (stated | line["marked"]))
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
    )


def find(features: Features) -> pl.DataFrame:
    """Find initiators: the earliest surviving item of each information that was carried on.

    An information is a text family, or a single post with what hangs below it, that five or more other
    accounts carried on; subject_id is the family_id or root_id. value: seconds to the first item of another
    account (null: there is none); lower and upper: what the clocks leave open.

    The grade is "insufficient" if the margin is finer than the clocks, a moment is unknown, the earliest item
    cites a missing one, or an edited variant by another account is not clearly later. Whether a variant is
    the same information is for people: nobody is called first past it. What a target of case.toml wrote
    itself, and corrections, have no row. The author of an alleged post may be named, other initiators only if
    people coded the item as support.

    An item that stands alone (`standing_alone`) takes no place from one that does not: that one has its row
    as first of all others, never at A, and the one that stands alone, where it is earlier, has one at C.
    """
    every = _items(features)
    if every.is_empty():
        return ROLES.empty()
    items = every.filter(~pl.col("is_aside"))
    first = _with_asides(_first(items), every)
    carried = _carried(features, every, first)
    least = features.limits.roles.initiator_accounts_min
    units = first.join(carried, on=["unit", "event_id"]).filter(pl.col("reached_n") >= least)
    units = units.join(_variants(features, first), on=["unit", "event_id"], how="left")
    units = _ordered_about(_described(units, features), items, features)
    units = units.filter(~pl.any_horizontal(NOT_ACCUSED) & pl.col("account_id").is_not_null())
    second = pl.col("second_at").is_null() | (pl.col("margin_s") >= pl.col("width_s"))
    timed = pl.col("at").is_not_null() & (pl.col("unknown_n") == 0)
    varied = (
        pl.col("variant_at")
        < pl.col("at") + pl.duration(microseconds=(pl.col("width_s") * 1e6).cast(pl.Int64))
    ).fill_null(False)
    rows = units.with_columns(
        line_first=timed & second & ~pl.col("cites_missing") & ~varied,
        line_own_post=pl.col("kind") == "post",
        line_about_target=pl.col("is_about"),
        line_first_about=pl.col("is_first_about") & ~_after_absent(features) & (pl.col("before_n") == 0),
        line_shown=~pl.col("is_alone"),
        left_first=pl.col("again_next"),
        subject_id="unit",
        cluster_id=pl.lit(None, pl.String),
        value="margin_s",
        lower=pl.col("margin_s") - pl.col("width_s"),
        upper=pl.col("margin_s") + pl.col("second_width_s"),
        unit=pl.when(pl.col("margin_s").is_not_null()).then(pl.lit("s")),
        reason_code=_reason(timed, second, varied),
        params=pl.struct(
            items=pl.col("items_n"),
            carried=pl.col("carried_n"),
            margin_s=pl.col("margin_s").round(0).cast(pl.Int64),
            alone=pl.col("before_n"),
        ),
        explain_export_bound=pl.lit(True),
        explain_own_post_earlier=pl.col("is_about") & ~pl.col("is_first_about"),
        explain_earlier_alone=pl.col("before_n") > 0,
        explain_stands_alone=pl.col("is_alone"),
        explain_alleged_absent=_after_absent(features),
        explain_not_alleged=~pl.col("line_alleged") & ~pl.col("line_support"),
    )
    return to_roles_table(rows, "initiator", rule, LINES, ("ask_earlier_item",), GUARDS)


def _after_absent(features: Features) -> pl.Expr:
    """Whether case.toml alleges a post that no export holds and that may be earlier than `at`: its id tells
    so, or tells no moment."""
    known = set(features.acts["event_id"]) | set(features.acts["family_id"].drop_nulls())
    absent = pl.DataFrame(
        {"id": [alleged.id for alleged in features.facts.alleged if alleged.id not in known]},
        schema={"id": pl.String},
    )
    if absent.is_empty():
        return pl.lit(False)
    native = pl.when(pl.col("id").str.starts_with("weibo:")).then(pl.col("id").str.slice(len("weibo:")))
    moments = absent.select(moment_of_weibo_id(native)).to_series()
    if moments.null_count():
        return pl.lit(True)
    return (pl.lit(moments.min()) < pl.col("at")).fill_null(True)


def _reason(timed: pl.Expr, second: pl.Expr, varied: pl.Expr) -> pl.Expr:
    """The key of the reason: what keeps the item from being first, or how it is."""
    return (
        pl.when(pl.col("is_absent"))
        .then(pl.lit("reason_initiator_root_missing"))
        .when(pl.col("cites_missing"))
        .then(pl.lit("reason_initiator_cites_missing"))
        .when(~timed)
        .then(pl.lit("reason_initiator_time_unknown"))
        .when(~second)
        .then(pl.lit("reason_initiator_too_close"))
        .when(varied)
        .then(pl.lit("reason_initiator_variant"))
        .when(pl.col("is_alone") & (pl.col("kind") == "post"))
        .then(pl.lit("reason_initiator_alone"))
        .when(pl.col("before_n") > 0)
        .then(pl.lit("reason_initiator_but_alone"))
        .when(pl.col("kind") != "post")
        .then(pl.lit("reason_initiator_words"))
        .when(pl.col("second_at").is_null())
        .then(pl.lit("reason_initiator_only"))
        .otherwise(pl.lit("reason_initiator_first"))
    )


def _items(features: Features) -> pl.DataFrame:
    """Events that state an information: members of families, single posts, and what hangs below an absent
    root.

    In order of moment within each unit. cites_missing: its parent or its post is named, not exported, and may
    be earlier. is_alone: it stands alone (`standing_alone`); is_aside: so it does, beside a post that does
    not, and it has a moment or people allege the other one by its id.
    """
    acts = features.acts
    posts = acts.filter(pl.col("kind") == "post").select(
        "event_id", unit=pl.coalesce("family_id", "event_id")
    )
    here = acts.join(
        posts.select(root_id="event_id", has_post=pl.lit(True)),
        on="root_id",
        how="left",
        maintain_order="left",
    ).with_columns(has_post=pl.col("has_post").fill_null(False))
    stated = here.filter(pl.col("family_id").is_not_null() | (pl.col("kind") == "post")).with_columns(
        unit=pl.coalesce("family_id", "event_id"), is_absent=pl.lit(False)
    )
    below = here.filter(
        ~pl.col("has_post") & pl.col("root_id").is_not_null() & (pl.col("kind") != "post")
    ).with_columns(unit="root_id", is_absent=pl.lit(True))
    missing = (pl.col("parent_basis") == "missing").fill_null(False)
    cites = (pl.col("kind") != "post") & (missing | ~pl.col("has_post"))
    alone = pl.col("event_id").is_in(features.alone.implode())
    told = pl.Series([one.id for one in features.facts.alleged], dtype=pl.String)
    is_told = pl.col("event_id").is_in(told.implode()).any().over("unit")
    kept = pl.concat([stated, below]).with_columns(cites_missing=cites, is_alone=alone)
    return kept.select(
        *("unit", "event_id", "account_id", "at", "width_s", "kind", "root_id", "cites_missing", "is_absent"),
        "is_alone",
        is_aside=pl.col("is_alone")
        & (~pl.col("is_alone") & (pl.col("kind") == "post")).any().over("unit")
        & (pl.col("at").is_not_null() | is_told),
    )


def _with_asides(first: pl.DataFrame, every: pl.DataFrame) -> pl.DataFrame:
    """Add before_n, how many set aside items of others may be earlier; the first, if clear, has a row."""
    led = first.select(
        "unit", lead="account_id", lead_end=pl.col("at") + pl.duration(seconds=pl.col("width_s"))
    )
    aside = every.filter("is_aside").join(led, on="unit")
    aside = aside.filter(pl.col("account_id").ne_missing(pl.col("lead")))
    before = aside.filter(((pl.col("at") < pl.col("lead_end")) | pl.col("at").is_null()).fill_null(True))
    counts = before.group_by("unit").agg(before_n=pl.len().cast(pl.Int64))
    told = first.join(counts, on="unit", how="left").with_columns(pl.col("before_n").fill_null(0))
    earliest = before.drop_nulls("at").unique("unit", keep="first", maintain_order=True)
    rivals = every.filter(~pl.col("is_aside") | pl.col("event_id").is_in(earliest["event_id"].implode()))
    rivals = _first(rivals.join(earliest, on="unit", how="semi"))
    clearly = pl.col("margin_s").is_null() | (pl.col("margin_s") >= pl.col("width_s"))
    rivals = rivals.filter(clearly & pl.col("is_aside")).with_columns(before_n=pl.lit(0, pl.Int64))
    return pl.concat([told, rivals.select(told.columns)])


def _first(items: pl.DataFrame) -> pl.DataFrame:
    """The earliest item of each unit, the earliest by another account, and whether the next is its own."""
    lead = items.unique("unit", keep="first", maintain_order=True)
    rest = items.join(lead.select("unit", first_id="event_id", first_account="account_id"), on="unit")
    others = rest.filter((pl.col("account_id") != pl.col("first_account")) & pl.col("at").is_not_null())
    second = others.unique("unit", keep="first", maintain_order=True).select(
        "unit", second_at="at", second_width_s="width_s"
    )
    after = (
        rest.filter(pl.col("event_id") != pl.col("first_id"))
        .unique("unit", keep="first", maintain_order=True)
        .select("unit", again_next=pl.col("account_id") == pl.col("first_account"))
    )
    counts = items.group_by("unit").agg(
        items_n=pl.len().cast(pl.Int64),
        unknown_n=pl.col("at").null_count(),
        event_ids=pl.col("event_id").head(ListLimits.shown_n),
    )
    found = (
        lead.join(second, on="unit", how="left").join(after, on="unit", how="left").join(counts, on="unit")
    )
    return found.with_columns(
        margin_s=(pl.col("second_at") - pl.col("at")).dt.total_microseconds() / 1e6,
        again_next=pl.col("again_next").fill_null(False),
    )


def _variants(features: Features, first: pl.DataFrame) -> pl.DataFrame:
    """unit, event_id, variant_at: the earliest event of the wider family by another account than this one's.

    The wider family is that with edited variants. An event that stands alone is none of them beside an item
    that people allege by its id.
    """
    wider = features.acts.filter(pl.col("wider_id").is_not_null() & pl.col("at").is_not_null()).select(
        "event_id", "wider_id", account="account_id", at="at"
    )
    told = pl.Series([one.id for one in features.facts.alleged], dtype=pl.String)
    of_told = wider.filter(pl.col("event_id").is_in(told.implode()))["wider_id"].unique()
    apart = pl.col("wider_id").is_in(of_told.implode()) & pl.col("event_id").is_in(features.alone.implode())
    wider = wider.filter(~apart)
    top = wider.unique("wider_id", keep="first", maintain_order=True).select(
        "wider_id", top="account", top_at="at"
    )
    rest = (
        wider.join(top, on="wider_id")
        .filter(pl.col("account").ne_missing(pl.col("top")))
        .group_by("wider_id")
        .agg(next_at=pl.col("at").min())
    )
    lead = (
        first.select("unit", "event_id", lead="account_id")
        .join(wider.select("event_id", "wider_id"), on="event_id")
        .join(top, on="wider_id")
        .join(rest, on="wider_id", how="left")
    )
    other = pl.when(pl.col("lead").ne_missing(pl.col("top"))).then("top_at").otherwise("next_at")
    return lead.select("unit", "event_id", variant_at=other)


def _carried(features: Features, items: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """How many other accounts wrote the same or passed on or answered a post that states it.

    reached_n: whosever post it was; carried_n: the account's own post, since nobody follows another's.
    """
    posts = items.filter(pl.col("kind") == "post").select("unit", root_id="event_id", by="account_id")
    acts = features.acts.filter(pl.col("kind") != "post").select("root_id", "account_id")
    below = acts.join(posts, on="root_id").select("unit", "account_id", "by")
    wrote = items.select("unit", "account_id", by=pl.lit(None, pl.String))
    who = pl.concat([wrote, below]).drop_nulls("account_id").unique()
    led = first.select("unit", "event_id", first_account="account_id")
    others = who.join(led, on="unit").filter(pl.col("account_id").ne_missing(pl.col("first_account")))
    own = pl.col("by").is_null() | (pl.col("by") == pl.col("first_account"))
    return others.group_by("unit", "event_id").agg(
        reached_n=pl.col("account_id").n_unique().cast(pl.Int64),
        carried_n=pl.col("account_id").filter(own).n_unique().cast(pl.Int64),
    )


def _described(units: pl.DataFrame, features: Features) -> pl.DataFrame:
    """What speaks for the account, whether its item is aimed at a target or alleged, and its side."""
    about = features.about.select("event_id").unique().with_columns(is_about=pl.lit(True))
    ids = stated_ids(features.facts, features.labels)
    stated = pl.Series(ids, dtype=pl.String).implode()
    alleged = features.alleged.select("event_id").unique().with_columns(is_copy=pl.lit(True))
    links = features.acts.select(
        "event_id", explain_links=(pl.col("urls").list.len() > 0) | pl.col("own").str.contains(r"https?://")
    )
    stances = features.stances.select("event_id", explain_hearsay="hearsay")
    sides = features.said.select("event_id", "code", "harm", "accusation", marked_against="against")
    never = features.candidacy.select("account_id", *NEVER, "explain_named_press", "line_marked").rename(
        {"explain_target_itself": "is_target", "line_marked": "is_marked"}
    )
    found = (
        units.join(about, on="event_id", how="left")
        .join(alleged, on="event_id", how="left")
        .join(links, on="event_id", how="left")
        .join(stances, on="event_id", how="left")
        .join(sides, on="event_id", how="left")
        .join(never, on="account_id", how="left")
    )
    corrections = [c.event_id for c in features.facts.corrections]
    same = pl.col("event_id").is_in(_same_letters(features, ids).implode())
    # Who alleges a family by its id alleges each of its events.
    is_stated = pl.col("event_id").is_in(stated) | pl.col("unit").is_in(stated) | same
    found = found.with_columns(
        is_about=pl.col("is_about").fill_null(False),
        explain_target_itself=pl.col("is_target").fill_null(False),
        explain_correction=pl.col("event_id").is_in(corrections),
        explain_press=pl.col("explain_press").fill_null(False)
        | pl.col("explain_named_press").fill_null(False),
        line_alleged=is_stated | pl.col("is_copy").fill_null(False),
        line_support=(pl.col("code") == "support").fill_null(False) | (is_stated & pl.col("code").is_null()),
        explain_doubt=(pl.col("marked_against") | (pl.col("code") == "against")).fill_null(False),
    )
    marked = (pl.col("harm") | pl.col("accusation")).fill_null(False) & pl.col("is_marked").fill_null(False)
    # A word of the lexicon ("not true") does not outweigh that people allege this very post.
    doubts = pl.col("explain_doubt") & ~pl.col("line_alleged")
    spares = pl.any_horizontal("explain_press", "explain_corrects", "explain_reports").fill_null(False)
    free = ~spares & ~doubts
    return found.with_columns(
        line_marked=marked & pl.lit(not ids),
        line_unexplained=free,
        may_be_named=free & pl.col("line_support"),
    )


def _same_letters(features: Features, stated: list[str]) -> pl.Series:
    """Find the events with the very letters of a stated post, whatever stands between them."""
    acts = features.acts.select("event_id", "own").drop_nulls()
    acts = acts.with_columns(letters=letters_of(acts["own"]))
    told = acts.filter(pl.col("event_id").is_in(pl.Series(stated, dtype=pl.String).implode()))["letters"]
    return acts.filter(pl.col("letters").is_in(told.drop_nulls().implode()))["event_id"]


def _ordered_about(units: pl.DataFrame, items: pl.DataFrame, features: Features) -> pl.DataFrame:
    """is_first_about: no earlier information about a target of case.toml spread here.

    Where people allege posts, these alone are compared with each other, whatever else was said before. Else
    only one by another account than the target's counts, as a post or as words below another's post. Posts of
    the target itself, of authorities and media and corrections are not counted as earlier ones and are never
    first: they report on the matter.
    """
    plain = ~pl.any_horizontal(
        pl.col(c).fill_null(False)
        for c in ("explain_press", "explain_target_itself", "explain_correction", "explain_doubt")
    )
    about = (
        features.about.join(items.select("event_id", "unit"), on="event_id").select("unit", "target").unique()
    )  # By any of its items.
    firm = units.filter(plain & ~pl.col("is_aside"))
    of_target = about.join(firm.select("unit", "event_id", "at", "width_s"), on="unit")
    alleged = units.filter(pl.col("line_alleged") & ~pl.col("is_aside")).select(
        "unit", "event_id", "at", "width_s", target=pl.lit("")
    )
    known = _earliest(of_target.select(alleged.columns) if alleged.is_empty() else alleged)
    first = known.select("event_id").unique().with_columns(is_first_about=pl.lit(True))
    return units.join(first, on="event_id", how="left").with_columns(
        is_first_about=pl.col("is_first_about").fill_null(False)
    )


def _earliest(items: pl.DataFrame) -> pl.DataFrame:
    """The earliest item of each target, where it is earlier than the clocks leave open.

    An unknown moment comes first: it may be the earliest, and then nobody is.
    """
    ordered = items.sort("at", "event_id").with_columns(
        next_at=pl.col("at").shift(-1).over("target"), place=pl.int_range(pl.len()).over("target")
    )
    clear = pl.col("next_at").is_null() | (
        (pl.col("next_at") - pl.col("at")).dt.total_microseconds() / 1e6 >= pl.col("width_s")
    )
    return ordered.filter((pl.col("place") == 0) & pl.col("at").is_not_null() & clear)


ROLE = Role(
    "initiator",
    "earliest surviving item of a family; no inference of sources: Shah & Zaman 2011, arXiv:0909.4370",
    find,
)
