"""What is answered where the case does not say which information is meant: what it could be."""

import polars as pl

from analytics.alleged.actors import account_kinds
from analytics.questions.question import Asked, line, records
from analytics.report.blocks import Claim
from analytics.report.placeholders import Code, Foreign
from analytics.text.targets import at_targets

PROPOSED_MAX = 5  # Posts that are proposed; a person chooses.
TEXT_MAX = 120  # Characters of their text.


def which_information(asked: Asked) -> list[Claim]:
    """Propose the posts about a target of the case with most reposts and comments, and ask which is meant.

    Nobody is named: whether a post is complained of at all is for people. Posts of the target, of authorities
    and press, and corrections are not proposed.
    """
    found = _posts(asked)
    claims = [line("unstated")]
    if not asked.facts.toml.targets:
        claims.append(line("unstated_target"))
    elif found.is_empty():
        claims.append(line("unstated_none"))
    claims += [
        line(
            "unstated_post",
            records(row["below"]),
            id=Code(row["event_id"]),
            text=Foreign(row["own_text"], TEXT_MAX),
            n=len(row["below"]),
        )
        for row in found.to_dicts()
    ]
    example = found["event_id"][0] if found.height else "weibo:..."
    return [*claims, line("unstated_ask", example=Code(f'[[alleged]] id = "{example}"'))]


def _posts(asked: Asked) -> pl.DataFrame:
    """Posts that speak of a target: event_id, own_text, below (ids of what hangs under them), most first."""
    case, toml = asked.case, asked.facts.toml
    aimed = at_targets(case.read_or_empty("targets"), toml.targets)["event_id"].implode()
    kinds = account_kinds(case.read_or_empty("accounts"), case.read_or_empty("account_names"))
    spared = [
        *kinds.filter(pl.any_horizontal("is_authority", "is_medium", "is_named_press"))["account_id"],
        *(one for target in toml.targets for one in target.ids),
        *toml.case.provider_accounts,
    ]
    corrections = [one.event_id for one in toml.corrections]
    posts = (
        case.scan("events")
        .filter(
            (pl.col("kind") == "post")
            & pl.col("event_id").is_in(aimed)
            & ~pl.col("event_id").is_in(corrections)
            & ~pl.col("account_id").is_in(spared).fill_null(False)
        )
        .select("event_id", "own_text")
        .collect()
    )
    roots = posts["event_id"].implode()
    placed = case.placed_events(pl.col("kind") != "post").select("event_id", "root_id").collect()
    below = placed.filter(pl.col("root_id").is_in(roots)).group_by("root_id").agg(below=pl.col("event_id"))
    found = posts.join(below, left_on="event_id", right_on="root_id", how="left").with_columns(
        pl.col("below").fill_null([])
    )
    return found.sort(pl.col("below").list.len(), "event_id", descending=[True, False]).head(PROPOSED_MAX)
