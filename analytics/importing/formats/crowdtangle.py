"""Posts of Facebook and Instagram as CrowdTangle exported them: CSV, times in the zone of the user's account.

The own id is the number in the address of a post (on Instagram its short code). "EST" and the like stand for
several zones: without a zone that a person states such times are left out. A list of groups names the group,
not who posted there. Nothing tells whose post a post passes on: shared links alone connect posts
(`Final Link`, else `Link`). Exports that overlap show the counts of their own day, which they do not tell.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids

_FACEBOOK = ("User Name", "Facebook Id", "Post Created", "URL", "Message", "Link")
_INSTAGRAM = ("Account", "User Name", "Followers at Posting", "Post Created", "URL", "Photo", "Description")
_NUMBER = (
    r"(?:/posts/|/permalink/|/videos/|[?&]story_fbid=|/photos/(?:[^/?]+/)?)"
    r"(?:[^/?]*?[:.-])?(\d{5,})/?(?:[?&#]|$)"
)
_SHORT_CODE = r"/(?:p|reel|tv)/([0-9A-Za-z_-]+)"


def fits_facebook(probe: Probe) -> bool:
    """The columns of an export of pages or groups."""
    return probe.container == Container.TABLE and probe.has(*_FACEBOOK)


def fits_instagram(probe: Probe) -> bool:
    """The columns of an export of accounts of Instagram."""
    is_table = probe.container == Container.TABLE
    return is_table and probe.has(*_INSTAGRAM) and not probe.has("Facebook Id")


def draft_facebook(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post a row."""
    del hints
    is_group = cell("Group Name").is_not_null()
    linked = pl.coalesce(cell("Final Link"), cell("Link"))
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("post"),
        native=pl.col("URL").str.extract(_NUMBER, 1),
        account=pl.when(~is_group).then(pl.lit(native_ids(raw, "Facebook Id"))),
        account_name=pl.when(~is_group).then(pl.coalesce(name_cell("Page Name"), name_cell("User Name"))),
        at_text=cell("Post Created"),
        text=_filled("Message"),
        urls=links(raw.select(pl.when(linked != cell("URL")).then(linked)).to_series()),
        n_likes=cell("Likes"),
        n_comments=cell("Comments"),
        n_shares=cell("Shares"),
        n_views=cell("Post Views"),
        followers=pl.when(~is_group).then(cell("Followers at Posting")),
    )


def draft_instagram(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post a row; accounts have names only."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("post"),
        native=pl.col("URL").str.extract(_SHORT_CODE, 1),
        account_name=name_cell("User Name"),
        at_text=cell("Post Created"),
        text=_filled("Description"),
        n_likes=cell("Likes"),
        n_comments=cell("Comments"),
        n_views=cell("Views"),
    )


def _filled(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(name)


_SOURCE = "the columns that 4CAT at 227bead asks for, read 2026"
IMPORTERS = (
    Importer(
        name="facebook-crowdtangle",
        label="CrowdTangle Facebook posts CSV",
        source=_SOURCE,
        platform="facebook",
        never_shows=("reposts", "comments", "root", "region", "capture_time"),
        containers=frozenset({Container.TABLE}),
        fits=fits_facebook,
        draft=draft_facebook,
        timezone="",
        fields=(
            *("URL", "Facebook Id", "Page Name", "Group Name", "User Name", "Post Created", "Message"),
            *("Link", "Final Link", "Likes", "Comments", "Shares", "Post Views", "Followers at Posting"),
        ),
    ),
    Importer(
        name="instagram-crowdtangle",
        label="CrowdTangle Instagram posts CSV",
        source=_SOURCE,
        platform="instagram",
        never_shows=("reposts", "comments", "root", "account_id", "region", "capture_time"),
        containers=frozenset({Container.TABLE}),
        fits=fits_instagram,
        draft=draft_instagram,
        timezone="",
        fields=("URL", "User Name", "Post Created", "Description", "Likes", "Comments", "Views"),
    ),
)
