"""A scene as the tables that an import of its exports would give: parents, chains of `//@`, ids, lost rows, truth."""

import numpy as np
import polars as pl

from analytics.importing.values import own_words
from analytics.model.tables import ACCOUNTS, PLACED_EVENTS
from tests.benchmarks.foreign.scene import Scene
from tests.benchmarks.towns import Made

PLATFORMS = np.array(["weibo", "douyin"], dtype=object)
MID_EPOCH_S, MID_BITS = 515_483_463, 22  # Weibo's id holds its second (FORMATS).
DIRECT = (1.9, 1.3)  # Beta of a cascade's share taken from the post itself: real quartiles .39, .61, .79.
TRIED = 3  # Earlier reposts seen; the one with most followers is passed on. Real depths: .57, .23, .08, .04.
LONGEST = 138


def tables(s: Scene) -> Made:
    """PLACED_EVENTS, ACCOUNTS and truth; 1 to 3 % of the rows are lost."""
    rng = s.rng("export")
    flat = {k: np.concatenate([c[k] for c in s.acts]) for k in s.acts[0]}
    order = np.lexsort((flat["who"], flat["at"], flat["post"]))
    flat = {k: v[order] for k, v in flat.items()}
    n, posts_n = len(order), len(s.at)
    above = parents(rng, s, flat)
    text = chained(s, flat, above)
    account = _account_ids(rng, s)
    post_platform = PLATFORMS[s.platform[s.tribe[s.author]]]
    at = np.r_[s.at, flat["at"]]
    mid = np.char.add("", _mids(rng, at).astype(str)).astype(object)
    root = np.r_[np.arange(posts_n), flat["post"]]
    who = np.r_[s.author, flat["who"]]
    event = post_platform[root] + ":" + mid
    client = np.r_[s.client[s.author], np.where(flat["client"] == "", s.client[flat["who"]], flat["client"])]
    kind = np.r_[
        np.full(posts_n, "post", object), np.where(flat["comment"], "comment", "repost").astype(object)
    ]
    written = _words(np.r_[s.post_text, text])
    reposted = pl.Series(kind == "repost")
    own = pl.select(pl.when(reposted).then(own_words(written)).otherwise(written)).to_series()
    parent = np.r_[
        np.full(posts_n, None, object), np.where(above >= 0, event[posts_n + above], event[flat["post"]])
    ]
    shown = rng.random(n + posts_n)
    frame = pl.DataFrame(
        {
            "event_id": _words(event),
            "platform": _words(post_platform[root]),
            "kind": _words(kind),
            "account_id": _words(account[who]),
            "account_name": _words(s.name[who]),
            "at": at,
            "at_precision": ["s"] * len(at),
            "at_basis": ["export"] * len(at),
            "parent_id": _words(parent),
            "parent_basis": _words(np.where(kind == "post", None, "stated")),
            "root_id": _words(event[root]),
            "text": written,
            "own_text": own,
            "client": _words(np.where(shown < 0.97, client, None)),
            "region": _words(np.where(shown > 0.06, s.region[who], None)),
            "source_sha256": ["0" * 64] * len(at),
            "source_row": np.arange(len(at)),
            "source_path": [""] * len(at),
        }
    ).with_columns(_moment("at"))
    kept = rng.random(len(at)) >= rng.uniform(0.01, 0.03)
    accounts = ACCOUNTS.fit(
        pl.DataFrame(
            {
                "account_id": _words(account),
                "platform": _words(PLATFORMS[s.platform[s.tribe]]),
                "name": _words(s.name),
                "verified": s.reason != "",
                "verified_reason": _words(np.where(s.reason == "", None, s.reason)),
                "followers_n": s.followers,
                "registered_at": s.registered,
                "region": _words(s.region),
                "is_hashed": [False] * len(account),
                "source_sha256": ["0" * 64] * len(account),
                "source_row": np.arange(len(account)),
                "source_path": [""] * len(account),
            }
        ).with_columns(_moment("registered_at"))
    )
    truth = pl.DataFrame(
        {
            "account_id": _words(account),
            "role": _words(s.role),
            "group": _words(s.group),
            "is_natural": s.natural,
            "is_campaign": s.campaign,
        }
    )
    return Made(
        PLACED_EVENTS.fit(frame.filter(pl.Series(kept))),
        accounts.sort("account_id"),
        truth.sort("account_id"),
    )


def _words(values: np.ndarray) -> pl.Series:
    return pl.Series(values.tolist(), dtype=pl.String)


def _moment(column: str) -> pl.Expr:
    return pl.from_epoch(pl.col(column), time_unit="s").dt.cast_time_unit("us").dt.replace_time_zone("UTC")


def _account_ids(rng: np.random.Generator, s: Scene) -> np.ndarray:
    number = np.unique(rng.integers(10**9, 8 * 10**9, len(s.tribe) * 2))
    return (
        PLATFORMS[s.platform[s.tribe]]
        + ":"
        + rng.permutation(number)[: len(s.tribe)].astype(str).astype(object)
    )


def _mids(rng: np.random.Generator, at: np.ndarray) -> np.ndarray:
    """Distinct ids that hold the second: the acts of one second are numbered from a chance start."""
    order = np.argsort(at, kind="stable")
    serial = np.empty(len(at), np.int64)
    sorted_at = at[order]
    serial[order] = np.arange(len(at)) - np.searchsorted(sorted_at, sorted_at)
    return ((at - MID_EPOCH_S) << MID_BITS) + serial * 97 + rng.integers(0, 97, len(at))


def parents(rng: np.random.Generator, s: Scene, flat: dict[str, np.ndarray]) -> np.ndarray:
    """Act each act was taken from, -1 = the post: as wished (`under`), or an earlier repost of the same post that many follow."""
    n, post = len(flat["post"]), flat["post"]
    rows = np.arange(n)
    low = np.searchsorted(post, post)
    is_repost = ~flat["comment"]
    direct = rng.beta(*DIRECT, len(s.at))[post]
    pulls = np.log1p(s.followers[flat["who"]]) + rng.gumbel(0, 1.5, n)
    best = np.full(n, -1)
    for _ in range(TRIED):
        one = low + (rng.random(n) * (rows - low)).astype(np.int64)
        ok = (one < rows) & is_repost[np.minimum(one, n - 1)]
        best = np.where(ok & ((best < 0) | (pulls[one] > pulls[best])), one, best)
    organic = np.where((rng.random(n) < direct) | ~is_repost, -1, best)
    key = post * len(s.tribe) + flat["who"]
    sources = np.flatnonzero(is_repost)
    unique, first = np.unique(key[sources], return_index=True)
    wanted = post * len(s.tribe) + flat["under"]
    place = np.minimum(np.searchsorted(unique, wanted), len(unique) - 1)
    source = sources[first[place]]
    found = (flat["under"] >= 0) & is_repost & (unique[place] == wanted) & (source < rows)
    return np.where(found, source, np.where(flat["under"] == -2, organic, -1))


def chained(s: Scene, flat: dict[str, np.ndarray], above: np.ndarray) -> np.ndarray:
    """Texts as the platform shows them: own words, then `//@name:words` of everyone the act came through, cut when too long."""
    out = np.where((flat["text"] == "") & ~flat["comment"], "转发微博", flat["text"]).astype(object)
    names = s.name[flat["who"]]
    for row in np.flatnonzero(above >= 0):  # A parent comes before its children.
        own = out[row]
        out[row] = (own + "//@" + names[above[row]] + ":" + out[above[row]])[: max(LONGEST, len(own))]
    return out
