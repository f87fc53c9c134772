"""What layouts of X share: the kind of a post and what its links mean.

X names the original of a repost, never the repost it was taken from; the post that is quoted and the post
that is answered are named directly, and the conversation is named by its first post.
"""

from typing import NamedTuple

import polars as pl

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
