"""What a group's target posts show of an organizer: what was announced elsewhere, who came first there."""

from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.model.thresholds import ListLimits, RoleLimits
from analytics.roles.announcements import Announcement, announcements, first_uses
from analytics.roles.features import Features
from analytics.roles.grading import poisson_binomial_sf
from analytics.roles.lead_lag import TESTS_EACH, LeadLag, Posts, leaders
from analytics.text.targets import names_mentioned

KINDS = ("repost", "quote", "comment")

ORDERS = pl.DataFrame(
    schema={
        "account_id": pl.String,
        "cluster_id": pl.String,
        "is_member": pl.Boolean,
        "is_source": pl.Boolean,
        "led_n": pl.Int64,
        "led_of": pl.Int64,
        "ahead_s": pl.Float64,
        "p_lead": pl.Float64,
        "first_n": pl.Int64,
        "first_of": pl.Int64,
        "p_text_first": pl.Float64,
        "tests_n": pl.Int64,
        "announced_n": pl.Int64,
        "announced_days": pl.Int64,
        "p_announced": pl.Float64,
        "left_announced_n": pl.Int64,
        "left_announced_p": pl.Float64,
        "announcers_n": pl.Int64,
        "line_named": pl.Boolean,
        "line_passed_on": pl.Boolean,
        "event_ids": pl.List(pl.String),
    }
)


class FirstHere(NamedTuple):
    """On how many posts an account first used a shared text, of how many, and how likely that is."""

    first_n: int
    of: int
    p: float


def organizer_evidence(features: Features, cluster_id: str) -> pl.DataFrame:
    """Find the accounts that announced a group's texts, that came first on its posts, or that it follows.

    Returns ORDERS. is_source: `source_followers_min` members' moments are explained by coming after it.
    tests_n: tests made of who came first, for the correction of p_lead and p_text_first; announcers_n: of
    announcements, for p_announced.
    """
    clusters = features.clusters.filter(pl.col("grade").is_in(["A", "B"]), cluster_id=cluster_id)
    members, limits = clusters["account_id"], features.limits.roles
    known = features.timed
    tasks = features.cluster_tasks.filter(cluster_id=cluster_id).select("object_id", "author_id")
    acts = _on_tasks(known, tasks)
    sources = _sources(clusters, limits)
    told = _announced(known, tasks, members, features)
    led: dict[str, LeadLag] = {}
    words: dict[str, FirstHere] = {}
    tests = 0
    if not acts.is_empty():
        posts, ids, coded = _coded(acts)
        inside = ids.is_in(members.implode()).to_numpy()
        found, tested = _leads(features, posts, ids, coded, inside)
        led = {ids[a]: lead for a, lead in found.items()}
        words = _first_words(_cells(acts, inside, ids, limits), limits)
        tests = tested * TESTS_EACH + acts["account_id"].n_unique()
    accounts = sorted({*led, *words, *told, *sources})
    if not accounts:
        return ORDERS.clear()
    who = pl.Series("account_id", accounts)
    rows = [
        _row(account, led.get(account), words.get(account), told.get(account))
        | {"event_ids": _behind(acts, account, told.get(account))}
        for account in accounts
    ]
    table = pl.DataFrame(rows, schema={k: ORDERS.schema[k] for k in rows[0]})
    return table.with_columns(
        cluster_id=pl.lit(cluster_id),
        is_member=pl.col("account_id").is_in(members.implode()),
        is_source=pl.col("account_id").is_in(sources),
        tests_n=pl.lit(tests, pl.Int64),
        announcers_n=pl.lit(len(told), pl.Int64),
        line_named=pl.col("account_id").is_in(_named(features, members, who)),
        line_passed_on=pl.col("account_id").is_in(_passed_on(known, acts, members, limits)),
    ).select(ORDERS.columns)


def _row(
    account: str, lead: LeadLag | None, word: FirstHere | None, told: Announcement | None
) -> dict[str, object]:
    return {
        "account_id": account,
        "led_n": len(lead.posts) if lead else 0,
        "led_of": lead.of if lead else 0,
        "ahead_s": lead.ahead_s if lead else None,
        "p_lead": lead.p if lead else None,
        "first_n": word.first_n if word else 0,
        "first_of": word.of if word else 0,
        "p_text_first": word.p if word else None,
        "announced_n": told.tasks_n if told else 0,
        "announced_days": told.days_n if told else 0,
        "p_announced": told.p if told else None,
        "left_announced_n": told.tasks_n - 1 if told else 0,
        "left_announced_p": told.p_left if told else None,
    }


def _on_tasks(known: pl.DataFrame, tasks: pl.DataFrame) -> pl.DataFrame:
    """First event of each account on each target post but its author, sorted by post and moment."""
    acts = known.filter(pl.col("kind").is_in(KINDS)).join(tasks, left_on="root_id", right_on="object_id")
    acts = acts.filter(pl.col("account_id").ne_missing(pl.col("author_id")))
    return acts.sort("root_id", "at", "event_id").unique(
        ["root_id", "account_id"], keep="first", maintain_order=True
    )


def _sources(clusters: pl.DataFrame, limits: RoleLimits) -> list[str]:
    """Accounts after which enough members come, who would stand at A but for that."""
    followers = clusters.filter(
        pl.col("evidence_lines").list.contains("followed")
        & ~pl.col("evidence_lines").list.contains("moments")
    )
    many = followers.drop_nulls("leader_id").group_by("leader_id").len()
    return many.filter(pl.col("len") >= limits.source_followers_min)["leader_id"].sort().to_list()


def _announced(
    known: pl.DataFrame, tasks: pl.DataFrame, members: pl.Series, features: Features
) -> dict[str, Announcement]:
    """What each account announced of what members wrote on target posts, or in posts of their own."""
    marked = known.with_columns(is_member=pl.col("account_id").is_in(members.implode()))
    columns = ("object_id", "account_id", "is_member", "event_id", "at_s", "plain", "family_id", "urls")
    below = marked.filter(pl.col("kind").is_in(KINDS)).join(
        tasks.select(object_id="object_id", root_id="object_id"), on="root_id"
    )
    posts = marked.filter(pl.col("kind") == "post").join(
        tasks.select(object_id="object_id", family_id="object_id"), on="family_id"
    )
    used = pl.concat([below.select(columns), posts.select(columns)])
    if used.is_empty():
        return {}
    limits = features.limits.roles
    return announcements(known, first_uses(known, used, limits), features.facts.case.timezone, limits)


def _coded(acts: pl.DataFrame) -> tuple[Posts, pl.Series, pl.Series]:
    """Events as numbers, and the ids that the codes stand for; _leads fills in the moments of the posts."""
    ids, tasks = acts["account_id"].unique().sort(), acts["root_id"].unique().sort()
    account = acts["account_id"].rank("dense").cast(pl.Int64).to_numpy() - 1
    post = acts["root_id"].rank("dense").cast(pl.Int64).to_numpy() - 1
    start = np.searchsorted(post, np.arange(len(tasks) + 1)).astype(np.int64)
    at = acts["at_s"].to_numpy()
    return Posts(post, account, at, acts["width_s"].to_numpy(), start, at[start[:-1]]), ids, tasks


def _cells(acts: pl.DataFrame, inside: np.ndarray, ids: pl.Series, limits: RoleLimits) -> pl.DataFrame:
    """Events whose words three accounts, two of them members, use on that post, with cell and is_member."""
    used = acts.filter(pl.col("family_id").is_not_null()).join(
        pl.DataFrame({"account_id": ids, "is_member": inside}), on="account_id", how="left"
    )
    used = used.with_columns(cell=pl.struct("root_id", "family_id").rank("dense").cast(pl.Int64))
    kept = used.filter(
        (pl.len().over("cell") >= limits.order_accounts_min)
        & (pl.col("is_member").sum().over("cell") >= limits.order_members_min)
    )
    return kept.sort("root_id", "at", "event_id")


def _leads(
    features: Features, posts: Posts, ids: pl.Series, tasks: pl.Series, inside: np.ndarray
) -> tuple[dict[int, LeadLag], int]:
    """The best lead of each account, and how many accounts were tested."""
    moments = (
        features.acts.filter(pl.col("kind") == "post")
        .select("event_id", posted="at")
        .unique("event_id", keep="first")
    )
    posted = (
        pl.DataFrame({"event_id": tasks})
        .join(moments, on="event_id", how="left", maintain_order="left")
        .select(pl.col("posted").dt.epoch("us") / 1e6)
        .to_series()
        .to_numpy()
    )
    posts = Posts(
        posts.post, posts.account, posts.at_s, posts.width_s, posts.start, np.fmin(posted, posts.posted_s)
    )
    usual = np.sort((posts.at_s - posts.posted_s[posts.post])[~inside[posts.account]])
    limits = features.limits.roles
    # Nobody else can have enough hits.
    often = np.bincount(posts.account, minlength=len(ids)) >= limits.lead_posts_min
    delays = _other_delays(
        features,
        pl.DataFrame({"account_id": ids}).with_row_index("code").filter(pl.Series(often)),
        tasks,
        moments,
    )
    found, tested = leaders(posts, inside, delays, usual, limits)
    return {lead.account: lead for lead in found}, tested


def _other_delays(
    features: Features, asked: pl.DataFrame, tasks: pl.Series, moments: pl.DataFrame
) -> dict[int, np.ndarray]:
    """Sorted seconds from post to event of each account asked for, on posts that are no target posts."""
    other = (
        features.acts.filter(pl.col("kind").is_in(KINDS) & ~pl.col("root_id").is_in(tasks.implode()))
        .join(asked, on="account_id")
        .join(moments, left_on="root_id", right_on="event_id")
    )
    since = (pl.col("at") - pl.col("posted")).dt.total_microseconds() / 1e6
    other = other.select("code", delay=since.clip(0)).drop_nulls().sort("code", "delay")
    code, delay = other["code"].to_numpy(), other["delay"].to_numpy()
    cut = np.flatnonzero(np.diff(code)) + 1
    return {int(c[0]): d for c, d in zip(np.split(code, cut), np.split(delay, cut), strict=True) if len(c)}


def _first_words(cells: pl.DataFrame, limits: RoleLimits) -> dict[str, FirstHere]:
    """Who was the first to use a shared text again and again.

    Null: any of those who use the text on the post is equally likely to be the first.
    """
    if cells.is_empty():
        return {}
    users = cells.with_columns(
        n=pl.len().over("cell"),
        next_s=pl.col("at_s").shift(-1).over("cell"),
        place=pl.int_range(pl.len()).over("cell"),
    )
    users = users.with_columns(
        hit=(pl.col("place") == 0) & (pl.col("next_s") - pl.col("at_s") >= pl.col("width_s"))
    )
    hits = (
        users.filter("hit")
        .group_by("account_id")
        .agg(sources=pl.col("author_id").drop_nulls().n_unique(), hits=pl.len())
    )
    found = {}
    least = limits.lead_posts_min
    for account in hits.filter((pl.col("sources") >= least) & (pl.col("hits") >= least))["account_id"].sort():
        mine = users.filter(account_id=account)
        q, hit = 1 / mine["n"].to_numpy(), mine["hit"].to_numpy()
        found[account] = FirstHere(int(hit.sum()), len(q), poisson_binomial_sf(q, int(hit.sum())))
    return found


def _behind(acts: pl.DataFrame, account: str, told: Announcement | None) -> list[str]:
    """Its announcements, then its events on the target posts."""
    mine = [] if acts.is_empty() else acts.filter(account_id=account)["event_id"].to_list()
    return [*dict.fromkeys([*(told.event_ids if told else ()), *mine])][: ListLimits.shown_n]


def _named(features: Features, members: pl.Series, who: pl.Series) -> list[str]:
    """Accounts that three or more members name with an @ in their own words."""
    said = (
        features.acts.filter(
            pl.col("account_id").is_in(members.implode()) & pl.col("own").str.contains("@", literal=True)
        )
        .select("account_id", name=names_mentioned("own"))
        .explode("name")
    )
    bearing = features.names.filter(pl.col("account_id").is_in(who.implode())).select("name", to="account_id")
    named = said.join(bearing.drop_nulls().unique(), on="name").filter(pl.col("to") != pl.col("account_id"))
    many = named.group_by("to").agg(n=pl.col("account_id").n_unique())
    return many.filter(pl.col("n") >= features.limits.roles.order_named_min)["to"].sort().to_list()


def _passed_on(known: pl.DataFrame, acts: pl.DataFrame, members: pl.Series, limits: RoleLimits) -> list[str]:
    """Accounts whose events three or more members pass on directly, by known parents, on three target
    posts."""
    if acts.is_empty():
        return []
    below = acts.filter(
        pl.col("account_id").is_in(members.implode()) & pl.col("parent_basis").is_in(["stated", "chain"])
    ).select("root_id", "parent_id", member="account_id")
    above = below.join(
        known.select(parent_id="event_id", account_id="account_id", above="kind"), on="parent_id"
    )
    above = above.filter((pl.col("above") != "post") & (pl.col("member") != pl.col("account_id")))
    many = above.group_by("account_id").agg(
        tasks=pl.col("root_id").n_unique(), members=pl.col("member").n_unique()
    )
    enough = (pl.col("tasks") >= limits.lead_posts_min) & (pl.col("members") >= limits.order_named_min)
    return many.filter(enough)["account_id"].sort().to_list()
