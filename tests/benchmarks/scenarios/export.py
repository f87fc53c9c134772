"""A scene as the tables that an import would give: ids, parents, chains of `//@`, lost rows, truth."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.importing.values import own_words
from analytics.model.tables import ACCOUNTS, PLACED_EVENTS
from tests.benchmarks.scenarios.scene import ALONE, CALLED, FOLLOWS, Scene
from tests.benchmarks.towns import Made

MID_EPOCH_S, MID_BITS = 515_483_463, 22  # Weibo's id holds its second (FORMATS).
LOST = (0.005, 0.02)
TRIED, LONGEST = 3, 138
BARE = "转发微博"
LINK = "http://weibo.example/p/"
LINK_MARK = "⟦"  # `⟦12⟧` in a text becomes the link of post 12.


@dataclass(frozen=True)
class Stated:
    """What the people of a case state: account ids of the target, words that mean it, event ids."""

    target_ids: tuple[str, ...]
    target_terms: tuple[str, ...]
    alleged_ids: tuple[str, ...]
    correction_ids: tuple[str, ...]


@dataclass(frozen=True)
class Told(Made):
    """A world with what is stated of it and what its seed drew for the group (copy, tasks_n, lag_s).

    truth also has is_called, acts_alone, follows, is_protected.
    """

    stated: Stated
    drawn: dict[str, float]


def tables(s: Scene) -> Told:
    """PLACED_EVENTS, ACCOUNTS, truth and what is stated; a few acts are lost, never a post."""
    rng = s.rng("export")
    flat = {k: np.concatenate([c[k] for c in s.acts]) for k in s.acts[0]}
    order = np.lexsort((flat["who"], flat["at"], flat["post"]))
    flat = {k: v[order] for k, v in flat.items()}
    above = np.full(len(order), -1) if s.is_star else parents(rng, s, flat)
    at = np.r_[s.posts["at"], flat["at"]]
    place = s.accounts["platform"][np.r_[s.posts["author"], s.posts["author"][flat["post"]]]]
    event = place + ":" + _mids(rng, at).astype(str).astype(object)
    text = chained(s, flat, _linked(s, flat["text"], event), above)
    account = _account_ids(rng, s)
    kept = np.r_[np.ones(s.posts_n, bool), rng.random(len(order)) >= rng.uniform(*LOST)]
    events = _events(
        rng, s, flat, {"event": event, "at": at, "account": account, "text": text, "above": above}
    )
    seen = np.array([s.shares_id.get(row, row) == row for row in range(s.accounts_n)])
    notes = s.notes
    stated = Stated(
        tuple(account[notes.targets]),
        tuple(notes.terms),
        tuple(event[np.array(notes.alleged, np.int64)]),
        tuple(event[np.array(notes.corrections, np.int64)]),
    )
    return Told(
        PLACED_EVENTS.fit(events.filter(pl.Series(kept))),
        _profiles(s, account).filter(pl.Series(seen)).sort("account_id"),
        _truth(s, account).filter(pl.Series(seen)).sort("account_id"),
        stated,
        s.drawn,
    )


def _events(
    rng: np.random.Generator, s: Scene, flat: dict[str, np.ndarray], made: dict[str, np.ndarray]
) -> pl.DataFrame:
    posts_n, n = s.posts_n, s.posts_n + len(flat["post"])
    who = np.r_[s.posts["author"], flat["who"]]
    event, above = made["event"], made["above"]
    acted = np.where(flat["comment"], "comment", "repost").astype(object)
    kind = np.r_[np.full(posts_n, "post", object), acted]
    parent = np.where(above >= 0, event[posts_n + above], event[flat["post"]])
    written = _words(np.r_[_linked(s, s.posts["text"], event), made["text"]])
    reposted = pl.Series(kind == "repost")
    # A clone: own_words writes into the series it is given.
    own = pl.select(pl.when(reposted).then(own_words(written.clone())).otherwise(written)).to_series()
    own_client = s.accounts["client"][flat["who"]]
    client = np.r_[
        s.accounts["client"][s.posts["author"]], np.where(flat["client"] == "", own_client, flat["client"])
    ]
    basis = "root" if s.is_star else "stated"
    return pl.DataFrame(
        {
            "event_id": _words(event),
            "platform": _words(
                s.accounts["platform"][np.r_[s.posts["author"], s.posts["author"][flat["post"]]]]
            ),
            "kind": _words(kind),
            "account_id": _words(made["account"][who]),
            "account_name": _words(_shown_names(s, who, made["at"])),
            "at": made["at"],
            "at_precision": ["s"] * n,
            "at_basis": ["export"] * n,
            "parent_id": _words(np.r_[np.full(posts_n, None, object), parent]),
            "parent_basis": _words(np.where(kind == "post", None, basis)),
            "root_id": _words(event[np.r_[np.arange(posts_n), flat["post"]]]),
            "text": written,
            "own_text": own,
            "client": _words(np.where(rng.random(n) < 0.97, client, None)),
            "region": _words(np.where(rng.random(n) > 0.06, s.accounts["region"][who], None)),
            "source_sha256": ["0" * 64] * n,
            "source_row": np.arange(n),
            "source_path": [""] * n,
        }
    ).with_columns(_moment("at"))


def _profiles(s: Scene, account: np.ndarray) -> pl.DataFrame:
    a, n = s.accounts, s.accounts_n
    names = a["name"].copy()
    for who, _, name in s.renamed:
        names[who] = name
    frame = pl.DataFrame(
        {
            "account_id": _words(account),
            "platform": _words(a["platform"]),
            "name": _words(np.full(n, None, object) if s.is_hashed else names),
            "verified": a["reason"] != "",
            "verified_reason": _words(np.where(a["reason"] == "", None, a["reason"])),
            "followers_n": a["followers"],
            "registered_at": a["registered"],
            "region": _words(a["region"]),
            "is_hashed": [s.is_hashed] * n,
            "source_sha256": ["0" * 64] * n,
            "source_row": np.arange(n),
            "source_path": [""] * n,
        }
    )
    return ACCOUNTS.fit(frame.with_columns(_moment("registered_at")))


def _truth(s: Scene, account: np.ndarray) -> pl.DataFrame:
    a = s.accounts
    flags = {"is_called": CALLED, "acts_alone": ALONE, "follows": FOLLOWS}
    return pl.DataFrame(
        {
            "account_id": _words(account),
            "role": _words(a["role"]),
            "group": _words(a["group"]),
            "is_natural": a["natural"].astype(bool),
            "is_campaign": a["campaign"].astype(bool),
            **{flag: a["bond"] == bond for flag, bond in flags.items()},
            "is_protected": a["protected"].astype(bool),
        }
    )


def _words(values: np.ndarray) -> pl.Series:
    return pl.Series(values.tolist(), dtype=pl.String)


def _moment(column: str) -> pl.Expr:
    return pl.from_epoch(pl.col(column), time_unit="s").dt.cast_time_unit("us").dt.replace_time_zone("UTC")


def _account_ids(rng: np.random.Generator, s: Scene) -> np.ndarray:
    number = np.unique(rng.integers(10**9, 8 * 10**9, s.accounts_n * 2))
    number = rng.permutation(number)[: s.accounts_n]
    if s.is_hashed:
        number = (number * 2_654_435_761_987) % (1 << 62)
    native = [f"{x:016x}" for x in number] if s.is_hashed else number.astype(str)
    ids = s.accounts["platform"] + ":" + np.array(native, dtype=object)
    for who, same in s.shares_id.items():
        ids[who] = ids[same]
    return ids


def _mids(rng: np.random.Generator, at: np.ndarray) -> np.ndarray:
    """Distinct ids that hold the second: the acts of one second are numbered from a chance start."""
    order = np.argsort(at, kind="stable")
    serial = np.empty(len(at), np.int64)
    serial[order] = np.arange(len(at)) - np.searchsorted(at[order], at[order])
    return ((at - MID_EPOCH_S) << MID_BITS) + serial * 89 + rng.integers(0, 89, len(at))


def _linked(s: Scene, text: np.ndarray, event: np.ndarray) -> np.ndarray:
    out = text.copy()
    for row in np.flatnonzero([LINK_MARK in one for one in text]):
        before, _, rest = out[row].partition(LINK_MARK)
        number, _, after = rest.partition("⟧")
        out[row] = before + LINK + event[int(number)].split(":")[1] + after
    return out


def _shown_names(s: Scene, who: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Names shown with the acts when they were captured: an account bears a new one from a moment on."""
    if s.is_hashed:
        return np.full(len(who), None, object)
    shown = s.accounts["name"][who]
    for account, since, name in s.renamed:
        shown = np.where((who == account) & (at >= since), name, shown)
    return shown


def parents(rng: np.random.Generator, s: Scene, flat: dict[str, np.ndarray]) -> np.ndarray:
    """Act each act was taken from, -1 = the post: as wished (`under`), or an earlier one of its tree."""
    n, post = len(flat["post"]), flat["post"]
    rows, low = np.arange(n), np.searchsorted(post, post)
    direct = np.where(flat["comment"], 0.9, rng.beta(1.8, 1.3, s.posts_n)[post])
    pulls = np.log1p(s.accounts["followers"][flat["who"]]) + rng.gumbel(0, 1.5, n)
    best = np.full(n, -1)
    for _ in range(TRIED):
        one = low + (rng.random(n) * (rows - low)).astype(np.int64)
        ok = (one < rows) & (flat["comment"][np.minimum(one, n - 1)] == flat["comment"])
        best = np.where(ok & ((best < 0) | (pulls[one] > pulls[best])), one, best)
    organic = np.where(rng.random(n) < direct, -1, best)
    key = post * s.accounts_n + flat["who"]
    sources = np.flatnonzero(~flat["comment"])
    unique, first = np.unique(key[sources], return_index=True)
    wanted = post * s.accounts_n + flat["under"]
    place = np.minimum(np.searchsorted(unique, wanted), len(unique) - 1)
    source = sources[first[place]]
    found = (flat["under"] >= 0) & (unique[place] == wanted) & (source < rows) & ~flat["comment"]
    return np.where(found, source, np.where(flat["under"] == -1, -1, organic))


def chained(s: Scene, flat: dict[str, np.ndarray], said: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Texts as the platform shows them: own words, then `//@name:words` of everyone the act came through."""
    comment = flat["comment"]
    out = np.where((said == "") & ~comment, BARE, said).astype(object)
    if s.is_wordless:
        return np.where(comment, out, None)
    names = _names_at(s, flat)
    depth, up = np.zeros(len(above), np.int64), above.copy()
    while (up >= 0).any():
        depth += up >= 0
        up = np.where(up >= 0, above[up.clip(0)], -1)
    for level in range(1, int(depth.max(initial=0)) + 1):
        rows = np.flatnonzero((depth == level) & ~comment)
        own, tail = out[rows], "//@" + names[above[rows]] + ":" + out[above[rows]]
        out[rows] = [(a + b)[: max(LONGEST, len(a))] for a, b in zip(own, tail, strict=True)]
        rows = np.flatnonzero((depth == level) & comment)
        out[rows] = "回复@" + names[above[rows]] + ":" + out[rows]
    return out


def _names_at(s: Scene, flat: dict[str, np.ndarray]) -> np.ndarray:
    """The names that chains show; where ids are hashed, names are masked."""
    if s.is_hashed:
        return np.array([name[0] + "***" for name in s.accounts["name"]], object)[flat["who"]]
    return _shown_names(s, flat["who"], flat["at"])
