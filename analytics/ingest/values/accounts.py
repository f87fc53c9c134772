"""Accounts as exports name them: an unknown one is null, an address of a profile is the id it holds."""

import polars as pl

# What a platform writes in place of an account that is gone: any number of people.
GONE_ACCOUNTS = ("[deleted]", "[removed]", "u/[deleted]", "已注销", "账号已注销", "用户已注销")
_UID_IN_URL = r"(?i)weibo\.(?:com|cn)/{1,2}(?:u/|profile/)?(\d{5,12})(?:[/?#]|$)|^u/(\d{5,12})$"
_NAME_IN_URL = r"(?i)weibo\.(?:com|cn)/{1,2}n/([^/?#]+)"


def account_columns_known(account: pl.Series, name: pl.Series) -> pl.DataFrame:
    """`account` and `name` of each act as far as they are known.

    [deleted] is nobody. The uid of weibo.com/u/<uid> is an id; weibo.com/n/<name> gives a name and no id: a
    name is no identity.
    """
    table = pl.DataFrame({"account": account, "name": name})
    if not table.select(pl.col("account").str.contains(r"[\[/]|注销").any()).item():
        return table
    is_gone = pl.col("account").is_in(GONE_ACCOUNTS)
    is_address = pl.col("account").str.contains(r"(?i)weibo\.(?:com|cn)/|^u/\d")
    uid = pl.coalesce(
        pl.col("account").str.extract(_UID_IN_URL, 1), pl.col("account").str.extract(_UID_IN_URL, 2)
    )
    return table.with_columns(
        account=pl.when(is_gone).then(None).when(is_address).then(uid).otherwise("account"),
        name=pl.coalesce("name", pl.when(is_address).then(pl.col("account").str.extract(_NAME_IN_URL, 1))),
    ).with_columns(name=pl.when(~pl.col("name").is_in(GONE_ACCOUNTS)).then("name"))
