"""The one grammar of values: how exports write ids, nothing, moments, counts, texts, links and accounts."""

from analytics.importing.values.accounts import GONE_ACCOUNTS, account_columns_known
from analytics.importing.values.counts import counts, meant_between
from analytics.importing.values.ids import (
    DESTROYED,
    HASHES_OF_NOTHING,
    KIND_PREFIX,
    ROUNDED_N,
    are_rounded,
    ids_in_urls,
    is_rounded,
    mid_of_bid,
    mids_of_bids,
    moment_of_weibo_id,
    native_id,
    native_ids,
    platform_ids,
    weibo_ids,
    without_kind,
)
from analytics.importing.values.links import links
from analytics.importing.values.nulls import NULL_NAMES, NULL_TEXTS, NULL_WORDS, cell, name_cell, null_texts
from analytics.importing.values.relative import is_other_day, relative_moments
from analytics.importing.values.texts import (
    BARE_REPOSTS,
    are_placeholders,
    ip_region,
    own_words,
    plain_text,
    readable,
    without_address,
    without_false_marks,
)
from analytics.importing.values.times import WIDTH_S, Reading, day_comes_first, moments

__all__ = [
    "BARE_REPOSTS",
    "DESTROYED",
    "GONE_ACCOUNTS",
    "HASHES_OF_NOTHING",
    "KIND_PREFIX",
    "NULL_NAMES",
    "NULL_TEXTS",
    "NULL_WORDS",
    "ROUNDED_N",
    "WIDTH_S",
    "Reading",
    "account_columns_known",
    "are_placeholders",
    "are_rounded",
    "cell",
    "counts",
    "day_comes_first",
    "ids_in_urls",
    "ip_region",
    "is_other_day",
    "is_rounded",
    "links",
    "meant_between",
    "mid_of_bid",
    "mids_of_bids",
    "moment_of_weibo_id",
    "moments",
    "name_cell",
    "native_id",
    "native_ids",
    "null_texts",
    "own_words",
    "plain_text",
    "platform_ids",
    "readable",
    "relative_moments",
    "weibo_ids",
    "without_address",
    "without_false_marks",
    "without_kind",
]
