"""What a group's bursts show of who gave the order: who came first, whose words, who announced them."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from analytics.model.thresholds import ListLimits, RoleLimits
from analytics.roles.features import Features
from analytics.roles.grading import poisson_binomial_sf
from analytics.roles.lead_lag import TESTS_EACH, LeadLag, Posts, leaders
from analytics.text.normalized import plain
from analytics.text.targets import names_mentioned

KINDS = ("repost", "quote", "comment")

ORDERS = pl.DataFrame(
    schema={
        "account_id": pl.String,
        "cluster_id": pl.String,
        "is_member": pl.Boolean,
        "led_n": pl.Int64,
        "led_of": pl.Int64,
        "ahead_s": pl.Float64,
        "p_lead": pl.Float64,
        "left_lead_p": pl.Float64,
        "first_n": pl.Int64,
        "first_of": pl.Int64,
        "p_text_first": pl.Float64,
        "left_text_first_p": pl.Float64,
        "announced_n": pl.Int64,
        "p_announced_lead": pl.Float64,
        "left_announced_lead_p": pl.Float64,
        "line_mentions": pl.Boolean,
        "line_tree": pl.Boolean,
        "line_client": pl.Boolean,
        "event_ids": pl.List(pl.String),
        "tests_n": pl.Int64,
    }
)


@dataclass(frozen=True)
class Announcement:
    """Tasks whose text stood in a post of the account before a member used it; p of the timing, p without
    one; the posts."""

    tasks_n: int
    p: float
    p_left: float
    event_ids: list[str]


def organizer_evidence(features: Features, cluster_id: str) -> pl.DataFrame:
    """ORDERS of one group: accounts with three hits of timing, three first texts, or two announcements.

    tests_n: how many tests were made for the group, for the correction. p_x: not corrected. left_x_p: without
        the best post.
    """
    members = features.clusters.filter(cluster_id=cluster_id)["account_id"]
    acts = _on_tasks(features, cluster_id)
    if acts.is_empty():
        return ORDERS.clear()
    posts, ids, tasks = _coded(acts)
    inside = ids.is_in(members.implode()).to_numpy()
    limits = features.limits.roles
    cells = _cells(acts, inside, ids, limits)
    led, tested = _leads(features, posts, ids, tasks, inside, cells)
    words = _first_words(cells, limits)
    told = _announced(features, cells)
    accounts = sorted({ids[a] for a in led} | set(words) | set(told))
    tests = tested * TESTS_EACH + acts["account_id"].n_unique()
    if not accounts:
        return ORDERS.clear()
    rows = []
    for account in accounts:
        code = ids.index_of(account)
        best, word, tell = led.get(code if code is not None else -1), words.get(account), told.get(account)
        rows.append(
            {
                "account_id": account,
                "cluster_id": cluster_id,
                "is_member": account in set(members),
                "tests_n": tests,
                "event_ids": _behind(acts, tasks, account, best, word is not None, tell),
                "led_n": len(best.posts) if best else 0,
                "led_of": best.of if best else 0,
                "ahead_s": best.ahead_s if best else None,
                "p_lead": best.p if best else None,
                "left_lead_p": best.p_left if best else None,
                "first_n": word[0] if word else 0,
                "first_of": word[1] if word else 0,
                "p_text_first": word[2] if word else None,
                "left_text_first_p": word[3] if word else None,
                "announced_n": tell.tasks_n if tell else 0,
                "p_announced_lead": tell.p if tell else None,
                "left_announced_lead_p": tell.p_left if tell else None,
            }
        )
    table = pl.DataFrame(rows, schema={k: v for k, v in ORDERS.schema.items() if not k.startswith("line_")})
    who = table["account_id"].implode()
    named, parents, client = (
        pl.col("account_id").is_in(x)
        for x in (
            _naming(features, members, who),
            _passed_on(features, acts, members),
            _rare_client(features, members),
        )
    )
    return table.with_columns(line_mentions=named, line_tree=parents, line_client=client).select(
        ORDERS.columns
    )


def _on_tasks(features: Features, cluster_id: str) -> pl.DataFrame:
    """First act of each account on each task of the group, sorted by post and moment; the post's author left
    out."""
    tasks = features.cluster_tasks.filter(cluster_id=cluster_id).select("object_id", "author_id")
    acts = features.acts.filter(
        pl.col("kind").is_in(KINDS)
        & (pl.col("width_s") <= features.limits.roles.order_width_s)
        & pl.col("at").is_not_null()
        & pl.col("account_id").is_not_null()
    )
    acts = acts.join(tasks, left_on="root_id", right_on="object_id").filter(
        pl.col("account_id").ne_missing(pl.col("author_id"))
    )
    return (
        acts.sort("root_id", "at", "event_id")
        .unique(["root_id", "account_id"], keep="first", maintain_order=True)
        .with_columns(at_s=pl.col("at").dt.epoch("us") / 1e6)
    )


def _coded(acts: pl.DataFrame) -> tuple[Posts, pl.Series, pl.Series]:
    """The acts as numbers, the account ids and the post ids that the codes stand for. Posts' moments are
    filled in by _leads."""
    ids, tasks = acts["account_id"].unique().sort(), acts["root_id"].unique().sort()
    account = acts["account_id"].rank("dense").cast(pl.Int64).to_numpy() - 1
    post = acts["root_id"].rank("dense").cast(pl.Int64).to_numpy() - 1
    start = np.searchsorted(post, np.arange(len(tasks) + 1)).astype(np.int64)
    at = acts["at_s"].to_numpy()
    return Posts(post, account, at, acts["width_s"].to_numpy(), start, at[start[:-1]]), ids, tasks


def _cells(acts: pl.DataFrame, inside: np.ndarray, ids: pl.Series, limits: RoleLimits) -> pl.DataFrame:
    """Acts whose words at least three accounts, two of them members, use on that post: with cell (number) and
    is_member."""
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
    features: Features,
    posts: Posts,
    ids: pl.Series,
    tasks: pl.Series,
    inside: np.ndarray,
    cells: pl.DataFrame,
) -> tuple[dict[int, LeadLag], int]:
    """The best lead of each account over the whole group and its cells, and how many accounts were tested in
    all."""
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
    best: dict[int, LeadLag] = {}
    tested = 0
    for part in (inside, *_parts(cells, ids, inside, limits)):
        found, n = leaders(posts, part, delays, usual, limits)
        tested += n
        for led in found:
            if led.account not in best or led.p < best[led.account].p:
                best[led.account] = led
    return best, tested


def _other_delays(
    features: Features, asked: pl.DataFrame, tasks: pl.Series, moments: pl.DataFrame
) -> dict[int, np.ndarray]:
    """Sorted seconds from post to act of each account asked for (account_id, code) on posts that are no
    tasks."""
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


def _parts(cells: pl.DataFrame, ids: pl.Series, inside: np.ndarray, limits: RoleLimits) -> list[np.ndarray]:
    """Cells within the group: members who share a text on three or more posts, directly or through others;
    not the whole group."""
    used = (
        cells.filter("is_member")
        .join(pl.DataFrame({"account_id": ids}).with_row_index("code"), on="account_id")
        .select(pl.col("code").cast(pl.Int64), "cell")
    )
    pairs = (
        used.join(used, on="cell", suffix="_b")
        .filter(pl.col("code") < pl.col("code_b"))
        .group_by("code", "code_b")
        .len()
        .filter(pl.col("len") >= limits.order_together_min)
    )
    if pairs.is_empty():
        return []
    n = len(ids)
    graph = coo_matrix((np.ones(len(pairs)), (pairs["code"].to_numpy(), pairs["code_b"].to_numpy())), (n, n))
    _, label = connected_components(graph, directed=False)
    parts = [
        np.isin(np.arange(n), np.flatnonzero(label == k))
        for k in np.unique(label)
        if (label == k).sum() >= limits.order_cell_min
    ]
    return [p for p in parts if p.sum() < limits.order_cell_share_max * inside.sum()]


def _first_words(cells: pl.DataFrame, limits: RoleLimits) -> dict[str, tuple[int, int, float, float]]:
    """account -> (posts on which it was first to use a text that the group shares there, posts on which it
    uses one, p, p without one).

    Null: any of those who use the text on the post is equally likely to be the first. Three or more authors'
        posts.
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
        left = np.delete(q, np.flatnonzero(hit)[np.argmin(q[hit])])
        found[account] = (
            int(hit.sum()),
            len(q),
            poisson_binomial_sf(q, int(hit.sum())),
            poisson_binomial_sf(left, int(hit.sum()) - 1),
        )
    return found


def _announced(features: Features, cells: pl.DataFrame) -> dict[str, Announcement]:
    """What each account announced.

    Null of the timing: its posts fall anywhere in the time of the case.
    """
    limits = features.limits.roles
    supplied = (
        cells.filter("is_member")
        .group_by("root_id", "family_id")
        .agg(pl.col("own").first(), burst_s=pl.col("at_s").min())
        .sort("root_id", "family_id")
    )
    own = features.acts.filter(
        (pl.col("kind") == "post")
        & pl.col("own").is_not_null()
        & pl.col("at").is_not_null()
        & (pl.col("width_s") <= features.limits.roles.order_width_s)
        & pl.col("account_id").is_not_null()
    )
    if supplied.is_empty() or own.is_empty():
        return {}
    at_s = pl.col("at").dt.epoch("us") / 1e6
    own = own.select("event_id", "account_id", "width_s", at_s=at_s, plain=plain(own["own"])).drop_nulls(
        "plain"
    )
    hits = _announcements(own, supplied, limits.order_text_chars_min)
    if not hits:
        return {}
    told = pl.concat(hits).sort("at_s").unique(["account_id", "root_id"], keep="last", maintain_order=True)
    span = max(
        1.0,
        float(features.acts.select((pl.col("at").max() - pl.col("at").min()).dt.total_seconds()).item() or 1),
    )
    found = {}
    for account in (
        told.filter(pl.len().over("account_id") >= limits.announced_min)["account_id"].unique().sort()
    ):
        mine = told.filter(account_id=account)
        posts_n, tasks_n = own.filter(account_id=account).height, supplied["root_id"].n_unique()
        ps = []
        for window in limits.lead_windows_s:
            n = int((mine["burst_s"] - mine["at_s"] <= window).sum())
            q = np.full(tasks_n, min(1.0, posts_n * window / span))
            ps.append((poisson_binomial_sf(q, n), poisson_binomial_sf(q[1:], n - 1)))
        found[account] = Announcement(
            mine.height, *min(ps), mine["event_id"].unique(maintain_order=True).to_list()
        )
    return found


def _announcements(own: pl.DataFrame, supplied: pl.DataFrame, chars_min: int) -> list[pl.DataFrame]:
    """For each supplied text of `chars_min` characters or more, the earlier posts elsewhere that contain
    it."""
    hits = []
    for row in supplied.with_columns(plain=plain(supplied["own"])).iter_rows(named=True):
        if row["plain"] is None or len(row["plain"]) < chars_min:
            continue
        holds = own.filter(
            pl.col("plain").str.contains(row["plain"], literal=True)
            & (pl.col("at_s") + pl.col("width_s") <= row["burst_s"])
            & (pl.col("event_id") != row["root_id"])
        )
        hits.append(
            holds.select(
                "event_id",
                "account_id",
                "at_s",
                root_id=pl.lit(row["root_id"]),
                burst_s=pl.lit(row["burst_s"]),
            )
        )
    return hits


def _behind(
    acts: pl.DataFrame,
    tasks: pl.Series,
    account: str,
    best: LeadLag | None,
    has_words: bool,
    told: Announcement | None,
) -> list[str]:
    """Its announcements, then its acts on the posts it led (and, where it wrote first, on the other
    tasks)."""
    mine = acts.filter(account_id=account)
    led = mine.filter(pl.col("root_id").is_in(tasks.gather(best.posts if best else []).implode()))
    rest = mine.filter(
        ~pl.col("event_id").is_in(led["event_id"].implode()) & pl.lit(has_words or best is None)
    )
    return [*(told.event_ids if told else ()), *led["event_id"], *rest["event_id"]][: ListLimits.shown_n]


def _naming(features: Features, members: pl.Series, who: pl.Series) -> pl.Series:
    """Accounts of which one act names three or more members."""
    said = (
        features.acts.filter(pl.col("account_id").is_in(who) & pl.col("own").str.contains("@", literal=True))
        .select("event_id", "account_id", name=names_mentioned("own"))
        .explode("name")
    )
    bearing = (
        features.names.filter(pl.col("account_id").is_in(members.implode()))
        .select("name", to="account_id")
        .unique()
    )
    named = said.join(bearing, on="name")
    many = (
        named.filter(pl.col("to") != pl.col("account_id"))
        .group_by("event_id", "account_id")
        .agg(n=pl.col("to").n_unique())
    )
    return (
        many.filter(pl.col("n") >= features.limits.roles.order_named_min)["account_id"]
        .unique()
        .sort()
        .implode()
    )


def _passed_on(features: Features, acts: pl.DataFrame, members: pl.Series) -> pl.Series:
    """Accounts whose acts three or more members pass on directly, on three or more tasks, by stated or
    chained parents."""
    below = acts.filter(
        pl.col("account_id").is_in(members.implode()) & pl.col("parent_basis").is_in(["stated", "chain"])
    ).select("root_id", "parent_id", member="account_id")
    above = below.join(
        features.acts.select(parent_id="event_id", account_id="account_id", above="kind"), on="parent_id"
    ).filter((pl.col("above") != "post") & (pl.col("member") != pl.col("account_id")))
    many = above.group_by("account_id").agg(
        tasks=pl.col("root_id").n_unique(), members=pl.col("member").n_unique()
    )
    limits = features.limits.roles
    return (
        many.filter(
            (pl.col("tasks") >= limits.lead_posts_min) & (pl.col("members") >= limits.order_named_min)
        )["account_id"]
        .sort()
        .implode()
    )


def _rare_client(features: Features, members: pl.Series) -> pl.Series:
    """Accounts whose most used client at most 1 % of the case's accounts use, three members and a quarter
    of the group among them."""
    used = features.trait_values.get("client")
    if used is None or used.is_empty():
        return pl.Series([], dtype=pl.String).implode()
    everywhere = used.group_by("value").agg(n=pl.len())
    mine = used.filter(pl.col("account_id").is_in(members.implode())).group_by("value").agg(k=pl.len())
    limits = features.limits.roles
    rare = everywhere.join(mine, on="value").filter(
        (pl.col("n") <= limits.client_share_max * len(used))
        & (pl.col("k") >= max(limits.order_named_min, limits.client_members_share * len(members)))
    )
    return used.filter(pl.col("value").is_in(rare["value"].implode()))["account_id"].sort().implode()
