"""What layouts of X share: the kind of a post and what its links mean.

X names the original of a repost, never the repost it was taken from; the post that is quoted and the post
that is answered are named directly, and the conversation is named by its first post. A repost has no words of
its own. Each edit of a post gives it another id; all versions are one act, under the id of the first.
"""

from typing import NamedTuple

import polars as pl

from analytics.importing.values import own_words

# Where an own id, or the id of another post, stands in an address of X.
STATUS_IN_URL = r"(?:twitter|x)\.com/[^/]+/status(?:es)?/(\d+)"


class Links(NamedTuple):
    """Ids that a post names, null where it names none; `conversation` is the first post of the thread."""

    native: pl.Series
    reposted: pl.Series
    quoted: pl.Series
    answered: pl.Series
    conversation: pl.Series | None = None


def linked(links: Links) -> dict[str, pl.Expr]:
    """kind, root, parent and parent_note of each post: repost, else quote, else comment, else post.

    A quote that is an answer too keeps both links: what it quotes as root, what it answers as parent. A post
    of another's conversation that names no answered post is a comment whose parent is unknown.
    """
    reposted, quoted, answered = (pl.lit(s) for s in (links.reposted, links.quoted, links.answered))
    thread = pl.lit(None, pl.String) if links.conversation is None else pl.lit(links.conversation)
    is_repost, is_quote = reposted.is_not_null(), quoted.is_not_null()
    is_inside = (thread != pl.lit(links.native)).fill_null(False)
    is_comment = answered.is_not_null() | is_inside
    return {
        "kind": pl.when(is_repost)
        .then(pl.lit("repost"))
        .when(is_quote)
        .then(pl.lit("quote"))
        .when(is_comment)
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post")),
        "root": pl.when(is_repost).then(reposted).when(is_quote).then(quoted).when(is_comment).then(thread),
        "parent": pl.when(~is_repost).then(pl.coalesce(answered, quoted)),
        "parent_note": pl.when(is_repost)
        .then(pl.lit("root_only"))
        .when(is_inside & ~is_quote & answered.is_null())
        .then(pl.lit("in_thread")),
    }


class Versions(NamedTuple):
    """Ids of posts with those of later versions replaced by the first's.

    links: of the records. later: the first version's id where the record is a later version, else null; its
    own time is the edit's. is_edited: whether the record names more than one version.
    """

    links: Links
    later: pl.Series
    is_edited: pl.Expr


def as_one_act(links: Links, versions: pl.Series) -> Versions:
    """Name every version of a post, and every link to one, by the first version.

    versions: the ids of all versions of each record as text, the oldest first (edit_history_tweet_ids). Of a
    link to a version that no record of this block lists nothing is known: it stays.

    >>> none = pl.Series([None], dtype=pl.String)
    >>> one = as_one_act(Links(pl.Series(["12"]), none, none, none), pl.Series(['["11", "12"]']))
    >>> one.links.native.to_list(), one.later.to_list()
    (['11'], ['11'])
    """
    listed = versions.str.extract_all(r"\d+")
    table = pl.DataFrame({"first": listed.list.first(), "id": listed}).explode("id").drop_nulls()
    table = table.filter(pl.col("first") != pl.col("id")).unique("id", keep="first", maintain_order=True)

    def first(ids: pl.Series) -> pl.Series:
        return ids.replace(table["id"], table["first"])

    named = Links(
        first(links.native),
        first(links.reposted),
        first(links.quoted),
        first(links.answered),
        None if links.conversation is None else first(links.conversation),
    )
    is_later = links.native != named.native
    later = pl.select(pl.when(pl.lit(is_later)).then(pl.lit(named.native))).to_series()
    return Versions(named, later, pl.lit(listed.list.len() > 1))


def own_text(reposted: pl.Series, text: pl.Series) -> pl.Expr:
    """The words of the account itself: none where the post passes another on."""
    return pl.when(pl.lit(reposted.is_null())).then(pl.lit(own_words(text)))
