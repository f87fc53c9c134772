"""Who acts: the target, authorities, press, debunkers and the provider stand apart from everybody else."""

import polars as pl

from analytics.store.case_toml import CaseToml

_AUTHORITY = ("1", "政府")  # Weibo's verified types: 1 government, 3 media.
_MEDIUM = ("3", "媒体")
# Words of a stated reason, or of a name, that say what an account is; they only ever spare it.
_AUTHORITY_WORDS = [
    *("公安", "派出所", "检察院", "法院", "市场监管", "监督管理", "卫健委", "教育局", "人民政府", "街道办"),
    *("网信", "消防", "官方辟谣", "政务"),
]
_MEDIUM_WORDS = ["媒体", "记者", "日报", "晚报", "电视台", "新闻"]
_MEDIUM_NAMES = [
    *(
        "日报",
        "晚报",
        "晨报",
        "早报",
        "都市报",
        "商报",
        "电视台",
        "广播电台",
        "融媒",
        "通讯社",
        "新闻",
        "周刊",
    ),
    *("快报", "记者"),
]

ACTORS = ("target", "authority", "press", "debunker", "provider")  # Of several the first is kept.


def account_kinds(accounts: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Read what the latest profile of each account and its names say of it.

    accounts: ACCOUNTS; names: ACCOUNT_NAMES.

    Returns account_id, is_authority, is_medium (both verified by the platform), is_named_press (by its name
    alone), followers_n.

    >>> from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS
    >>> seen = ACCOUNTS.fit(pl.DataFrame({"account_id": ["a", "b"], "verified_type": ["1", None]}))
    >>> account_kinds(seen, ACCOUNT_NAMES.empty()).filter("is_authority")["account_id"].to_list()
    ['a']
    """
    kind = pl.col("verified_type").fill_null("")
    reason = pl.col("verified_reason").fill_null("")
    press = (
        names.filter(pl.col("name").fill_null("").str.contains_any(_MEDIUM_NAMES))
        .select("account_id", is_named_press=pl.lit(True))
        .unique()
    )
    known = accounts.unique("account_id").join(press, on="account_id", how="full", coalesce=True)
    return known.select(
        "account_id",
        "followers_n",
        is_authority=kind.is_in(_AUTHORITY) | reason.str.contains_any(_AUTHORITY_WORDS),
        is_medium=kind.is_in(_MEDIUM) | reason.str.contains_any(_MEDIUM_WORDS),
        is_named_press=pl.col("is_named_press").fill_null(False)
        | pl.col("name").fill_null("").str.contains_any(_MEDIUM_NAMES),
    ).unique("account_id")


def actors(
    accounts: pl.DataFrame, names: pl.DataFrame, facts: CaseToml, debunkers: pl.Series
) -> pl.DataFrame:
    """Tell of each account that stands apart what it is: account_id, actor.

    accounts: ACCOUNTS; names: ACCOUNT_NAMES.
    facts: targets and provider_accounts of case.toml.
    debunkers: ids of accounts that wrote a correction, or that people coded as denying the information.

    An account that bears a name of a target of which case.toml states no account counts as the target's. One
    that is several of these is the first of ACTORS.
    """
    kinds = account_kinds(accounts, names)
    without = {n for t in facts.targets if not t.ids for n in (t.name, *t.names)}
    told = {
        "target": pl.concat(
            [pl.Series([i for t in facts.targets for i in t.ids], dtype=pl.String), bearing(names, without)]
        ),
        "authority": kinds.filter("is_authority")["account_id"],
        "press": kinds.filter("is_medium")["account_id"],
        "debunker": debunkers.cast(pl.String),
        "provider": pl.Series(facts.case.provider_accounts, dtype=pl.String),
    }
    rows = [ids.to_frame("account_id").with_columns(actor=pl.lit(name)) for name, ids in told.items()]
    return pl.concat(rows).drop_nulls().unique("account_id", keep="first", maintain_order=True)


def bearing(names: pl.DataFrame, wanted: set[str]) -> pl.Series:
    """Find the accounts that bore one of the names. names: ACCOUNT_NAMES."""
    return names.filter(pl.col("name").is_in(sorted(wanted)))["account_id"].drop_nulls().unique().sort()
