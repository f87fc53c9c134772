"""Weibo ids that agree with their moment: mid from the second, bid from the mid.

Written apart from the importer's reading of ids on purpose: the one can then be tested against the other.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

EPOCH_S = 515_483_463  # Seconds: mid >> 22 counts from here (checked on 1.15 million public reposts).
LOW_BITS = 22
RANK_BITS = 12  # Of the low bits: acts of one second inside one block; the other 10 number the block.
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAIRS = pl.Series([a + b for a in _ALPHABET for b in _ALPHABET])
_LEADING = pl.Series([_ALPHABET[k // 62] * (k > 61) + _ALPHABET[k % 62] for k in range(100)])

Ints = NDArray[np.int64]


def mids_at(at_s: Ints, block: int) -> Ints:
    """Make a mid for each moment (Unix seconds), all different within a block (0 to 1023) and between blocks.

    Within a second the rank goes into the low bits, which are then mixed by a constant of that second, so
    that they look as arbitrary as the platform's. Raises ValueError for more than 4,096 events of one block
    in one second.

    >>> mids = mids_at(np.array([1741000000, 1741000000]), block=0)
    >>> [int(mid >> 22) + EPOCH_S for mid in mids], bool(mids[0] != mids[1])
    ([1741000000, 1741000000], True)
    """
    order = np.argsort(at_s, kind="stable")
    ordered = at_s[order]
    first = np.searchsorted(ordered, ordered, side="left")
    rank = np.empty(len(at_s), np.int64)
    rank[order] = np.arange(len(at_s)) - first
    if len(rank) and np.max(rank) >= 1 << RANK_BITS:
        raise ValueError(f"more than {1 << RANK_BITS} acts in one second")
    low = (block % 1024 << RANK_BITS) | rank
    low ^= (at_s * 2_654_435_761) & ((1 << LOW_BITS) - 1)
    return ((at_s - EPOCH_S) << LOW_BITS) | low


def bids_of(mids: Ints) -> pl.Series:
    """Write the base62 form of 16-digit mids.

    7 decimal digits make 4 characters; the leading 2 make 1 (2 from 62 on).

    >>> bids_of(np.array([3501756485200075])).item()
    'z0JH2lOMb'
    """
    low, middle, high = mids % 10**7, mids // 10**7 % 10**7, mids // 10**14
    parts = [_LEADING.gather(high)]
    for group in (middle, low):
        parts += [_PAIRS.gather(group // 3844), _PAIRS.gather(group % 3844)]
    named = [part.alias(str(k)) for k, part in enumerate(parts)]
    return pl.DataFrame(named).select(pl.concat_str(pl.all())).to_series().alias("bid")
