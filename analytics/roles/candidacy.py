"""Who may stand above C, who may be named, and which documents people recorded about an account.

Never a candidate above C: a target of the case, an authority, a medium, whoever wrote a correction, and
whoever denies, reports, asks or calms as often as it supports. Nobody is named whose words no person coded.
"""

import polars as pl

from analytics.model.thresholds import RoleLimits
from analytics.roles.sides import side_of
from analytics.store.case_toml import CaseToml

# Labels on an account that say what a person has seen; the note says which document and where it is.
DOCUMENTS = (
    "document:task_list",
    "document:payment",
    "document:chat",
    "platform:device",
    "platform:session",
    "platform:registration",
)
REPORTERS = ("report_authority", "report_medium")
NEVER = ("explain_target_itself", "explain_press", "explain_corrects", "explain_reports")
REASONS = (*NEVER, "explain_named_press")


def protected(
    kinds: pl.DataFrame, names: pl.DataFrame, facts: CaseToml, labels: pl.DataFrame, acts: pl.DataFrame
) -> pl.DataFrame:
    """Find the accounts that are never candidates above C, with the reason.

    kinds: account_id, is_authority, is_medium, is_named_press. names: ACCOUNT_NAMES. acts: as in Features.

    An account that bears a stated name of a target counts as the target's where case.toml states no account
    of that target. Returns account_id and a flag for each of REASONS; the last, a medium by its name alone,
    keeps an account at C only while no person coded its words as support.
    """
    targets = {i for target in facts.targets for i in target.ids}
    without = {n for target in facts.targets if not target.ids for n in (target.name, *target.names)}
    corrections = [c.event_id for c in facts.corrections]
    writers = {c.by for c in facts.corrections if c.by}
    of_correction = acts.filter(pl.col("event_id").is_in(corrections))["account_id"].drop_nulls()
    reporters = labels.filter(pl.col("label").is_in(REPORTERS))["subject_id"]
    named = names.select("account_id", "name").drop_nulls()

    def bearing(wanted: set[str]) -> list[str]:
        return named.filter(pl.col("name").is_in(sorted(wanted)))["account_id"].to_list()

    reasons = {
        "explain_target_itself": [*targets, *bearing(without)],
        "explain_press": kinds.filter(pl.col("is_authority") | pl.col("is_medium"))["account_id"].to_list(),
        "explain_corrects": [*of_correction, *bearing(writers)],
        "explain_reports": [*reporters],
        "explain_named_press": kinds.filter("is_named_press")["account_id"].to_list(),
    }
    rows = [(account, reason) for reason, accounts in reasons.items() for account in set(accounts)]
    frame = pl.DataFrame(rows, schema={"account_id": pl.String, "reason": pl.String}, orient="row")
    return frame.group_by("account_id").agg(
        (pl.col("reason") == reason).any().alias(reason) for reason in REASONS
    )


def candidacy(never: pl.DataFrame, said: pl.DataFrame, limits: RoleLimits) -> pl.DataFrame:
    """Sum up what allows an account to stand, and what speaks for it.

    never: as `protected` gives it; said: SAID.

    Returns account_id; line_support (people coded its words), line_marked (a lexicon marks them), occasions;
    the flags of REASONS; explain_against (its words deny, report, ask or calm); line_unexplained: none of
    these keeps it at C.
    """
    sides = side_of(said.drop_nulls("account_id"), ["account_id"], limits).rename(
        {"is_coded": "line_support", "is_marked": "line_marked", "is_against": "explain_against"}
    )
    both = sides.join(never, on="account_id", how="full", coalesce=True)
    flags = ["line_support", "line_marked", "explain_against", *REASONS]
    return both.with_columns(
        *(pl.col(f).fill_null(False) for f in flags), occasions=pl.col("occasions").fill_null(0)
    ).with_columns(
        line_unexplained=~pl.any_horizontal("explain_against", *NEVER)
        & (~pl.col("explain_named_press") | pl.col("line_support"))
    )


def with_candidacy(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of `candidacy` to rows by account; an account of which nothing is known took no side.

    explain_uncoded: no person coded its words.
    """
    flags = [c for c, kind in known.schema.items() if kind == pl.Boolean and c != "line_unexplained"]
    joined = rows.join(known, on="account_id", how="left").with_columns(
        *(pl.col(f).fill_null(False) for f in flags),
        occasions=pl.col("occasions").fill_null(0).cast(pl.Int64),
        line_unexplained=pl.col("line_unexplained").fill_null(True),
    )
    return joined.with_columns(
        explain_uncoded=~pl.col("line_support"),
        may_be_named=pl.col("line_support") & pl.col("line_unexplained"),
    )


def documented(facts: CaseToml, labels: pl.DataFrame) -> pl.DataFrame:
    """Find the accounts about which people recorded a document or data of the platform.

    A label of DOCUMENTS on the account counts with a note that names the document; `[[directions]]` of
    case.toml counts with its `document`. Returns account_id, documents (the notes, in one string).
    """
    noted = labels.filter(
        (pl.col("kind").fill_null("label") == "label")
        & pl.col("label").is_in(DOCUMENTS)
        & (pl.col("note").fill_null("").str.strip_chars() != "")
    ).select(account_id="subject_id", document="note")
    stated = [(i, d.document) for d in facts.directions if d.document.strip() for i in d.accounts]
    rows = pl.DataFrame(stated, schema={"account_id": pl.String, "document": pl.String}, orient="row")
    return (
        pl.concat([noted, rows])
        .group_by("account_id")
        .agg(documents=pl.col("document").unique().sort().str.join("; "), line_document=pl.lit(True))
    )
