"""Where records and accounts were, as the platform shows it and as accounts declare it, by province."""

from dataclasses import dataclass

import polars as pl

from analytics.search.asked import Search
from analytics.store.case_folder import Case
from dashboards.listing import Listing
from dashboards.views.posts import hits

# A tile for each province-level division, about where it lies: name, row, column. Our own scheme, no map.
TILES = (
    *(("黑龙江", 0, 9), ("新疆", 1, 1), ("内蒙古", 1, 6), ("吉林", 1, 9), ("甘肃", 2, 2), ("宁夏", 2, 4)),
    *(("山西", 2, 5), ("河北", 2, 6), ("北京", 2, 7), ("天津", 2, 8), ("辽宁", 2, 9), ("青海", 3, 2)),
    *(("陕西", 3, 4), ("河南", 3, 6), ("山东", 3, 7), ("西藏", 4, 1), ("四川", 4, 3), ("重庆", 4, 4)),
    *(("湖北", 4, 5), ("安徽", 4, 6), ("江苏", 4, 7), ("上海", 4, 8), ("云南", 5, 2), ("贵州", 5, 4)),
    *(("湖南", 5, 5), ("江西", 5, 6), ("浙江", 5, 7), ("广西", 6, 4), ("广东", 6, 5), ("福建", 6, 6)),
    *(("台湾", 6, 8), ("海南", 7, 3), ("澳门", 7, 4), ("香港", 7, 5)),
)
PROVINCES = tuple(name for name, _, _ in TILES)


@dataclass(frozen=True)
class Places:
    """Records and accounts by one kind of place.

    provinces: place, records_n, accounts_n of each province with any, values (the places as exported).
    others: places that are no province, as exported: other countries, "海外", words that name none.
    unknown: records_n and accounts_n of which the export says no place; whole: of all.
    Accounts with records from two places stand in both, so that provinces add up to more than all.
    """

    provinces: pl.DataFrame
    others: pl.DataFrame
    unknown: tuple[int, int]
    whole: tuple[int, int]


def places(case: Case, search: Search, kind: str) -> Places:
    """Count the records of a search, and their accounts, by place.

    kind: "region", the IP region of each record, or "location", the place that its account declares.
    """
    rows = hits(case, search).select("account_id", place="region")
    if kind == "location":
        told = case.read_or_empty("accounts").select("account_id", place="location")
        rows = rows.drop("place").join(told, on="account_id", how="left")
    return counted(rows)


def counted(rows: pl.DataFrame) -> Places:
    """Count records (account_id, place) by place; one that begins with the name of a province is its own.

    >>> places = ["江西 南昌", "日本", None, "江西"]
    >>> told = counted(pl.DataFrame({"account_id": list("uvwx"), "place": places}))
    >>> told.provinces.rows(), told.others.rows()
    ([('江西', 2, 2, ['江西', '江西 南昌'])], [('日本', 1, 1, ['日本'])])
    >>> told.unknown, told.whole
    ((1, 1), (4, 4))
    """
    province = pl.coalesce(
        pl.when(pl.col("place").str.starts_with(name)).then(pl.lit(name)) for name in PROVINCES
    )
    known = rows.with_columns(pl.col("place").replace("", None)).with_columns(province=province)
    unknown = known.filter(pl.col("place").is_null())
    inside = known.drop_nulls("province").with_columns(exported="place", place="province")
    outside = known.filter(pl.col("province").is_null() & pl.col("place").is_not_null())
    outside = outside.with_columns(exported="place")
    return Places(_by_place(inside), _by_place(outside), _both(unknown), _both(known))


def _by_place(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.group_by("place")
        .agg(
            records_n=pl.len(),
            accounts_n=pl.col("account_id").drop_nulls().n_unique(),
            values=pl.col("exported").unique().sort(),
        )
        .with_columns(pl.col("records_n", "accounts_n").cast(pl.Int64))
        .sort("accounts_n", "place", descending=[True, False])
    )


def _both(rows: pl.DataFrame) -> tuple[int, int]:
    return rows.height, rows["account_id"].drop_nulls().n_unique()


LISTINGS: tuple[Listing, ...] = ()  # No table of its own.
