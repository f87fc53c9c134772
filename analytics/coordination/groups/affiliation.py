"""Publicly stated affiliation: members who carry the name of what they repost, or whom the platform verified.

Fans, staff, sister accounts and clubs act together too, with supplied text. What sets them apart in public
data is that they say who they are. A group in which enough members do so gets grade B at most.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import binom

from analytics.coordination.groups.attribute_enrichment import DEFAULT_NAME
from analytics.coordination.groups.case_arrays import CaseArrays, Ints
from analytics.model.thresholds import DEFAULT, GradeLimits
from analytics.text.normalized import plain

_WORD = r"[a-z]{3,}"


@dataclass(frozen=True)
class Affiliation:
    """What accounts and posts say of themselves. A mark is two Han characters in a row or a word of three or
    more Latin letters.

    bearers: mark -> sorted codes of the accounts whose name or stated reason holds it; verified: of each
        account; about: plain text of each post with its author's profile (name and stated reason); posts_n:
        mark -> on how many posts it stands there.
    """

    bearers: dict[str, Ints]
    verified: NDArray[np.bool_]
    about: list[str]
    posts_n: dict[str, int]


def affiliation(
    acts: CaseArrays, events: pl.DataFrame, accounts: pl.DataFrame, limits: GradeLimits = DEFAULT.grades
) -> Affiliation:
    """What accounts and posts say of themselves. events: EVENTS; accounts: ACCOUNTS. Names given by the
    platform say nothing."""
    said = accounts.unique("account_id", keep="first", maintain_order=True).select(
        "account_id",
        name=pl.when(~pl.col("name").str.contains(DEFAULT_NAME)).then("name"),
        reason="verified_reason",
        is_verified=(pl.col("verified") & (pl.col("verified_reason").fill_null("") != "")).fill_null(False),
    )
    said = said.with_columns(
        profile=pl.concat_str(plain(said["name"]), plain(said["reason"]), separator=" ", ignore_nulls=True)
    )
    of_account = _in_order("account_id", acts.account_ids, said)
    marks = _marked(of_account["profile"], limits.mark_members_min)
    posts = events.filter(pl.col("kind") == "post").select(
        object_id="event_id", text=pl.coalesce("own_text", "text")
    )
    posts = posts.unique("object_id", keep="first", maintain_order=True)
    posts = posts.with_columns(text=plain(posts["text"]))
    of_author = _in_order("account_id", acts.author_ids, said)["profile"].gather(acts.author)
    text = _in_order("object_id", acts.object_ids, posts)["text"]
    about = pl.select(pl.concat_str(text, of_author, separator=" ", ignore_nulls=True)).to_series()
    posts_n = _marks(about).filter(pl.col("mark").is_in(list(marks))).group_by("mark").len()
    return Affiliation(
        marks,
        of_account["is_verified"].fill_null(False).to_numpy(),
        about.to_list(),
        dict(posts_n.iter_rows()),
    )


def _in_order(name: str, ids: pl.Series, table: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame({name: ids}).join(table, on=name, how="left", maintain_order="left")


def _marked(profiles: pl.Series, members_min: int) -> dict[str, Ints]:
    """Mark -> sorted places in `profiles` that hold it; marks of fewer than `members_min` are left out."""
    held = (
        _marks(profiles)
        .group_by("mark")
        .agg(pl.col("place").sort(), n=pl.len())
        .filter(pl.col("n") >= members_min)
    )
    return {mark: np.array(place, np.int64) for mark, place in held.select("mark", "place").iter_rows()}


def _marks(texts: pl.Series) -> pl.DataFrame:
    """place, mark: every mark of each plain text, once."""
    frame = texts.rename("text").to_frame().with_row_index("place").drop_nulls()
    chars = frame.select("place", char=pl.col("text").str.split("")).explode(
        "char", keep_nulls=False, empty_as_null=False
    )
    pairs = chars.with_columns(
        mark=pl.col("char") + pl.col("char").shift(-1), beside=pl.col("place") == pl.col("place").shift(-1)
    )
    pairs = (
        pairs.filter("beside").filter(pl.col("mark").str.contains(r"^\p{Han}{2}$")).select("place", "mark")
    )
    words = frame.select("place", mark=pl.col("text").str.extract_all(_WORD)).explode(
        "mark", keep_nulls=False, empty_as_null=False
    )
    return pl.concat([pairs, words]).unique()


def affiliation_marks(text: str) -> set[str]:
    """The marks of one plain text.

    >>> sorted(affiliation_marks("禾栀面包 bakery"))
    ['bakery', '栀面', '禾栀', '面包']
    """
    found = {a + b for a, b in pairwise(text) if _is_han(a) and _is_han(b)}
    word = ""
    for letter in text + " ":
        if "a" <= letter <= "z":
            word += letter
        else:
            if len(word) >= 3:
                found.add(word)
            word = ""
    return found


def _is_han(letter: str) -> bool:
    return "一" <= letter <= "鿿" or "㐀" <= letter <= "䶿"


def named_share(
    ground: Affiliation, members: Ints, tasks: Ints, limits: GradeLimits = DEFAULT.grades
) -> float:
    """Share of `members` who bear a mark that their tasks are about.

    Such a mark stands on two or more of the tasks, five times as often as on the other posts of the case (or
    on half of the tasks), and members bear it far more often than the other accounts (binomial, p < .01 over
    all marks looked at).
    """
    held = Counter(mark for o in tasks.tolist() for mark in affiliation_marks(ground.about[o]))
    marks = sorted(mark for mark, n in held.items() if n >= limits.mark_posts_min and mark in ground.bearers)
    if not marks:
        return 0.0
    everybody, posts_n = len(ground.verified), len(ground.about)
    inside = np.zeros(everybody, bool)
    inside[members] = True
    known = [ground.bearers[mark] for mark in marks]
    mine, on_tasks = np.array([inside[who].sum() for who in known]), np.array([held[mark] for mark in marks])
    rate = (np.array([len(who) for who in known]) - mine + 1) / (everybody - len(members) + 1)
    usual = (np.array([ground.posts_n[mark] for mark in marks]) - on_tasks + 1) / (posts_n - len(tasks) + 1)
    p = binom.sf(mine - 1, len(members), np.minimum(rate, 1.0)) * len(marks)
    far = on_tasks / len(tasks) >= limits.mark_lift * usual
    about = on_tasks >= limits.mark_about_share * len(tasks)
    counts = (mine >= limits.mark_members_min) & (p < limits.mark_p) & (far | about)
    bears = np.zeros(everybody, bool)
    for who, is_mark in zip(known, counts, strict=True):
        if is_mark:
            bears[who] = True
    return float(bears[members].mean())


def verified_share(ground: Affiliation, members: Ints) -> float:
    """Share of `members` whom the platform verified with a stated reason."""
    return float(ground.verified[members].mean()) if len(members) else 0.0
