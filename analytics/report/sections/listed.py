"""Part 3: the accounts at A and B, a block each; those without coded words of support only as positions."""

from analytics.report.account_block import account_block
from analytics.report.blocks import Align, Block, Claim, Column, Grid, Items, Prose, Row
from analytics.report.favour import general
from analytics.report.firmness import firm_blocks
from analytics.report.listed_data import ListedAccount
from analytics.report.marks import marked
from analytics.report.placeholders import Joined, Moment, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word
from analytics.report.sections.answers import numbers_of_listed

BLOCKS_SHOWN = (
    3  # Blocks in the main part, which has twelve pages; the others stand in the annex, in the same form.
)


def build(facts: ReportData) -> list[Block]:
    """Build how many are listed, the first blocks, and what else explains such positions in general."""
    if not facts.groups.is_assigned:
        return [Claim("answers.listed_not_run")]
    if not facts.listed:
        return [Claim("answers.listed_none")]
    blocks: list[Block] = [numbers_of_listed(facts)]
    named = [one for one in facts.listed if one.is_named]
    if facts.purpose == "police-assist":
        return [*blocks, _identities(facts, named)] if named else blocks
    blocks += [Prose("listed.rule"), *firm_blocks(facts)]
    for one in named[:BLOCKS_SHOWN]:
        blocks += account_block(facts, one)
    if len(named) > BLOCKS_SHOWN:
        rest = [one.account_id for one in named[BLOCKS_SHOWN:]]
        blocks.append(Claim("listed.more", {"n": len(rest)}, (marked("accounts", rest),)))
    return [*blocks, *_unnamed(facts), *_general(facts)]


def build_annex(facts: ReportData) -> list[Block]:
    """Build the blocks that the main part has no room for, with all words of each account."""
    blocks: list[Block] = []
    for one in [one for one in facts.listed if one.is_named][BLOCKS_SHOWN:]:
        blocks += account_block(facts, one, is_whole=True)
    return blocks


def _unnamed(facts: ReportData) -> list[Block]:
    """How many accounts stand at A or B without a name, by role and grade."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in facts.listed:
        if not one.is_named:
            found.setdefault((one.roles[0]["role"], one.roles[0]["grade"]), []).append(one.account_id)
    if not found:
        return []
    roles = tuple(
        word(
            "answers.role_n",
            role=word("listed.role_grade", role=word(f"roles.role_{role}"), grade=grade),
            n=len(ids),
        )
        for (role, grade), ids in found.items()
    )
    params: dict[str, Value] = {"n": sum(map(len, found.values())), "roles": Joined(roles)}
    return [Claim("listed.unnamed", params, tuple(marked("accounts", ids) for ids in found.values()))]


def _general(facts: ReportData) -> list[Block]:
    """Explanations that hold of any account in a role, each once, with the roles that it holds of."""
    roles: dict[str, dict[str, None]] = {}
    for one in facts.listed:
        for row in one.roles:
            for code in general(one):
                if code in row["explanations"]:
                    roles.setdefault(code, {})[row["role"]] = None
    items = tuple(
        Claim(
            "listed.general",
            {
                "said": Word(f"roles.{code}"),
                "roles": Joined(tuple(word(f"roles.role_{role}") for role in found)),
            },
        )
        for code, found in roles.items()
    )
    return [Prose("listed.general_head", style="heading"), Items(items)] if items else []


def _identities(facts: ReportData, named: list[ListedAccount]) -> Grid:
    """Every named account, by role and grade, with the span of its records on the information."""
    rows = tuple(
        Row(
            (
                facts.names.shown(one.account_id),
                Joined(
                    tuple(
                        word("listed.role_grade", role=word(f"roles.role_{row['role']}"), grade=row["grade"])
                        for row in one.roles
                    )
                ),
                *_ends(one),
                one.on_alleged.height,
            ),
            (marked("records", one.on_alleged["event_id"]),),
        )
        for one in named
    )
    columns = (
        Column("listed.col_account", width=31),
        Column("listed.col_role", width=22),
        Column("listed.col_first", width=15),
        Column("listed.col_last", width=15),
        Column("col_n", Align.RIGHT, 7),
    )
    notes = (word("listed.settles_user"),)
    return Grid("listed.table_identities", columns, rows, {"n": len(named)}, notes, style="small")


def _ends(one: ListedAccount) -> tuple[Value, Value]:
    """The moments of its first and last record on the information."""
    dated = one.on_alleged["at"].drop_nulls()
    return (Moment(dated[0], "min"), Moment(dated[-1], "min")) if len(dated) else (None, None)


SECTION = Section("listed", 3, build, build_annex)
