"""Edited variants: texts that say the same information with other words, figures or the opposite sense.

Edited variants are a third layer, shown apart: whether one is "the same information" is for people. Groups
and roles never read it.

Texts with the same letters except for a "not" are near duplicates by letters and opposites by meaning.
Whoever wrote "he did not" must never be counted for "he did": texts with unlike signs (reversing words and
numbers, counted) are kept in different families. Counting understands no language. It cannot see opposites
without such a word (who struck whom, sold and bought), irony, or a "not" that moves to another clause.
"""

import numpy as np
import polars as pl
import polars_hash as plh
from numba import njit
from numpy.typing import NDArray

from analytics.model.tables import FAMILIES
from analytics.model.thresholds import DEFAULT, TextLimits
from analytics.text.near_duplicates import Ints, Least, Runs, are_alike, code_points
from analytics.text.normalized import plain
from analytics.text.polarity import figures, reversals
from analytics.text.targets import own_words

Hashes = NDArray[np.uint64]
BANDS, ROWS = 40, 3  # A pair at .5 is a candidate with 1 - (1 - .5**3)**40 = .995.
NEIGHBOURS = 8  # Texts of a bucket each is compared with: keeps buckets of thousands linear.


def edited_variants(
    events: pl.DataFrame, families: pl.DataFrame, limits: TextLimits = DEFAULT.texts
) -> pl.DataFrame:
    """Find edited variants, as FAMILIES rows of layer `edited`, among the events that are in no family.

    events: EVENTS.
    families: FAMILIES of the same events (exact and near).

    Each text is compared with the first text of each family and with other lone texts, and joins the first
    that is alike (half of the character pairs in common), never by way of a third: variants of variants stay
    apart. The first of a new family is `exact`. Texts with unlike numbers of reversing words, or other
    figures, never join: "did" and "did not", "3 hurt" and "30 hurt" are no variants of one text. Texts with
    fewer than ten character pairs are left out.
    """
    said = (
        events.select("event_id", own=own_words())
        .drop_nulls("own")
        .join(families.select("event_id", "family_id"), on="event_id", how="left", maintain_order="left")
    )
    said = said.with_columns(plain=plain(said["own"])).drop_nulls("plain")
    heads = said.drop_nulls("family_id").unique("family_id", keep="first", maintain_order=True)
    lone = said.filter(pl.col("family_id").is_null()).unique("plain", keep="first", maintain_order=True)
    texts = pl.concat([heads, lone])
    if texts.height < 2:
        return FAMILIES.empty()
    points, start = code_points(texts["plain"])
    pairs = _pairs(points, start)
    signs = pl.DataFrame({"turned": reversals(texts["own"]), "figures": figures(texts["own"])})
    sign = signs.select(pl.struct(pl.all()).rank("dense")).to_series().cast(pl.Int64).to_numpy()
    least = Least(limits.edited_share, limits.edited_pairs_min)
    head = _joined(pairs, heads.height, sign, least)
    joined = texts.with_columns(head=pl.Series(head), row=pl.int_range(pl.len())).with_columns(
        target=pl.col("family_id").gather(pl.col("head")), first=pl.col("plain").gather(pl.col("head"))
    )
    joined = joined.slice(heads.height).filter(pl.col("target").is_not_null() | (pl.len().over("head") > 1))
    named = joined.with_columns(
        family_id=pl.coalesce(
            "target", pl.concat_str(pl.lit("text:"), plh.col("first").chash.sha2_256().str.slice(0, 16))
        )
    )
    layer = pl.when(pl.col("head") == pl.col("row")).then(pl.lit("exact")).otherwise(pl.lit("edited"))
    return FAMILIES.fit(named.select("event_id", "family_id", layer=layer)).sort(FAMILIES.order)


@njit(cache=True)
def _mix(x: np.uint64) -> np.uint64:
    x ^= x >> np.uint64(31)
    x *= np.uint64(0x7FB5D329728EA185)
    x ^= x >> np.uint64(27)
    return x * np.uint64(0x81DADEF4BC2DD44D)


@njit(cache=True)
def _pairs(points: NDArray[np.uint32], start: Ints) -> Runs:
    """Sorted distinct character pairs of each text, one behind the other, and where each text's begin."""
    found = np.empty(len(points), np.uint64)
    begin = np.zeros(len(start), np.int64)
    n = 0
    for k in range(len(start) - 1):
        count = max(0, start[k + 1] - start[k] - 1)
        one = np.empty(count, np.uint64)
        for i in range(count):
            one[i] = _mix(
                np.uint64(points[start[k] + i]) * np.uint64(2097152)
                + np.uint64(points[start[k] + i + 1])
                + np.uint64(1)
            )
        one.sort()
        for i in range(count):
            if i == 0 or one[i] != one[i - 1]:
                found[n] = one[i]
                n += 1
        begin[k + 1] = n
    return Runs(found[:n], begin)


@njit(cache=True)
def _keys(pairs: Hashes, begin: Ints, band: int, sign: Ints) -> Hashes:
    """For each text the hash of one band of minima and of its sign."""
    odd = np.empty(ROWS, np.uint64)
    for r in range(ROWS):
        odd[r] = _mix(np.uint64(band * ROWS + r + 1)) | np.uint64(1)
    key = np.empty(len(begin) - 1, np.uint64)
    for k in range(len(key)):
        value = _mix(np.uint64(band + 1) + np.uint64(sign[k]) * np.uint64(BANDS))
        for r in range(ROWS):
            least = np.uint64(0xFFFFFFFFFFFFFFFF)
            for i in range(begin[k], begin[k + 1]):
                least = min(least, pairs[i] * odd[r])
            value = _mix(value ^ least)
        key[k] = value
    return key


@njit(cache=True)
def _joined(texts: Runs, heads_n: int, sign: Ints, least: Least) -> Ints:
    """For each text the text it joins (itself, if none). The first heads_n join nothing; unlike signs never
    join."""
    pairs, begin = texts
    n = len(begin) - 1
    above = np.full(n, -1, np.int64)  # The earliest alike text met in a bucket.
    for band in range(BANDS):
        key = _keys(pairs, begin, band, sign)
        order = np.argsort(key, kind="mergesort")
        low = 0
        for x in range(n):
            if key[order[x]] != key[order[low]]:
                low = x
            k = order[x]
            if k < heads_n:
                continue
            for place in range(low, min(x, low + NEIGHBOURS)):  # The earliest of the bucket: heads first.
                j = order[place]
                if (above[k] < 0 or j < above[k]) and sign[j] == sign[k] and are_alike(texts, j, k, least):
                    above[k] = j
                    break
    head = np.arange(n)
    for k in range(heads_n, n):
        if above[k] >= 0:
            top = head[above[k]]
            if top == above[k] or are_alike(texts, top, k, least):
                head[k] = top
    return head
