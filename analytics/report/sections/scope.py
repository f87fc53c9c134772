"""Part 5: how far each piece of alleged information went, traced and displayed; nothing else is counted."""

from dataclasses import replace

from analytics.alleged.actors import ACTORS
from analytics.alleged.events import SAME
from analytics.law.rule_set import Provision, RuleSet
from analytics.report.blocks import Align, Block, Claim, Column, Figure, Grid, Prose, Row
from analytics.report.figures.spread_tree import Tree
from analytics.report.figures.traced_shown import Reach
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Joined, Moment, Range, Told, Value, Word
from analytics.report.reach_words import place_of
from analytics.report.report_data import ReportData
from analytics.report.scope_data import SIDES, Extent, Spread, figure_of
from analytics.report.section import COURT, Section, word

ROWS_MAX = 12  # Rows of the table in the main part; the annex has all.
NAME_MAX = 16  # Characters of a screen name in the figure.


def build(facts: ReportData) -> list[Block]:
    """Build the table, for a court its figure, who stands apart, and the one line on everything else."""
    if not facts.alleged.is_stated:
        return [Prose("extent.not_stated")]
    spread = facts.spread
    if not spread.extents:
        return [Prose("extent.none_seen"), _rest(spread)]
    return [
        *_rule(facts),
        _table(facts, spread.extents[:ROWS_MAX]),
        *_contradictions(spread),
        *(_figure(facts, spread) if facts.purpose == COURT else []),
        *_people(spread),
        _rest(spread),
    ]


def build_annex(facts: ReportData) -> list[Block]:
    """Build the tree of the piece most reposted, and the table or figure that the main part leaves out."""
    extents = facts.spread.extents
    whole = [_table(facts, extents)] if len(extents) > ROWS_MAX else []
    bars = _figure(facts, facts.spread) if extents and facts.purpose != COURT else []
    return [*whole, *bars, *_tree(facts)]


def _rule(facts: ReportData) -> list[Block]:
    """The number of law with its text, once; or that law names none for the allegation."""
    named = facts.numbers.provisions.get("reposts")
    if named is None:
        return [Prose("extent.no_number")]
    return [Claim("extent.rule", _cited(*named))]


def _cited(rules: RuleSet, provision: Provision) -> dict[str, Value]:
    return {
        "number": rules.number,
        "article": Told(provision.article, provision.article_en),
        "n": int(provision.threshold or 0),
    }


def _table(facts: ReportData, extents: tuple[Extent, ...]) -> Grid:
    has_place = any(one.place is not None for one in extents)
    columns = [
        Column("extent.col_piece", width=19),
        Column("extent.col_reposts", Align.RIGHT, 9),
        Column("extent.col_shown", Align.RIGHT, 9),
        Column("extent.col_comments", Align.RIGHT, 9),
        Column("extent.col_comments_shown", Align.RIGHT, 9),
        Column("extent.col_as_of", width=14),
    ]
    if has_place:
        columns.append(Column("extent.col_place"))
    rows = tuple(_row(facts, one, has_place) for one in extents)
    all_n = len(facts.spread.extents)
    notes: tuple[Word, ...] = (word("extent.table_note"),)
    if len(extents) < all_n:
        notes += (word("extent.table_more", n=all_n - len(extents), all=all_n),)
    return Grid("extent.table", tuple(columns), rows, notes=notes, style="small")


def _row(facts: ReportData, one: Extent, has_place: bool) -> Row:
    shown = one.shown.get("reposts")
    cells: list[Value] = [
        _name(facts, one),
        len(one.reposts),
        _displayed(one, "reposts"),
        len(one.comments),
        _displayed(one, "comments"),
        Moment(shown.at if shown else None, "min"),
    ]
    if has_place:
        cells.append(place_of(facts, one))
    refs = [marked("records", one.reposts), marked("records", one.comments)]
    if one.shown:
        refs.append(marked("counters", [seen.mark_id for seen in one.shown.values()]))
    return Row(tuple(cells), tuple(refs))


def _displayed(one: Extent, counter: str) -> Value:
    shown = one.shown.get(counter)
    if shown is None:
        return word("extent.not_exported" if one.post_id else "extent.not_added")
    return Range(shown.low, shown.high)


def _name(facts: ReportData, one: Extent) -> Value:
    """Which piece and layer a row is about; of the stated one also who wrote it."""
    if one.layer != "stated":
        return word(f"extent.layer_{one.layer}", k=one.number, n=one.posts_n)
    return word("extent.piece", k=one.number, who=_author(facts, one.number))


def _author(facts: ReportData, number: int) -> Value:
    piece = facts.course.pieces[number - 1]
    return facts.names.short(piece.event["account_id"]) if piece.event else Foreign(piece.id)


def _contradictions(spread: Spread) -> list[Block]:
    """Where an exact, newer counter is smaller than what was traced: said, and the smaller is compared."""
    found: list[Block] = []
    for one in spread.extents:
        shown = one.shown.get("reposts")
        if one.place is not None and one.place.is_contradiction and shown is not None:
            params: dict[str, Value] = {
                "k": one.number,
                "shown": Range(shown.low, shown.high),
                "traced": len(one.reposts),
            }
            refs = (marked("records", one.reposts), marked("counters", [shown.mark_id]))
            found.append(Claim("extent.contradiction", params, refs))
    return found


def _figure(facts: ReportData, spread: Spread) -> list[Block]:
    names = {one.number: _figure_name(facts, one.number) for one in spread.extents}
    data = figure_of(spread, names, facts.numbers)
    if data is None:
        return []
    first = max(data.rows, key=lambda row: row.traced_n)
    own = [one for one in spread.extents if one.layer == "stated"]
    drawn_n = sum(row.traced_n for row in data.rows)
    params: dict[str, Value] = {
        "n": drawn_n,
        "pieces": len(data.rows),
        "name": first.name,
        "most": first.traced_n,
    }
    ids = [event_id for one in own for event_id in one.reposts]
    values = Joined(tuple(_spoken(row) for row in data.rows))
    number = word("extent.alt_no_number")
    if data.number is not None:
        number = word("extent.alt_number", n=int(data.number))
    counts = word("extent.figure_counts", drawn=drawn_n, left_out=data.left_out_n)
    alt = word("extent.figure_alt", values=values, number=number)
    return [Figure("extent.figure", data, params, (marked("records", ids),), (counts,), alt)]


def _spoken(row: Reach) -> Word:
    shown = Range(*row.shown) if row.shown else None
    return word("extent.alt_row", name=row.name, traced=row.traced_n, shown=shown)


def _figure_name(facts: ReportData, number: int) -> Value:
    piece = facts.course.pieces[number - 1]
    account = piece.event["account_id"] if piece.event else None
    named = facts.names.screen_names.get(account) if account and facts.names.may(account) else None
    if not named:
        return word("extent.bar_plain", k=number)
    return word("extent.bar", k=number, who=Foreign(named, NAME_MAX))


def _tree(facts: ReportData) -> list[Block]:
    """The tree of the piece most reposted; none where nothing was reposted or the post is not exported."""
    return [] if facts.tree is None else [_tree_figure(*facts.tree)]


def _tree_figure(number: int, tree: Tree, ids: tuple[str, ...]) -> Figure:
    named_n = sum(knot.name is not None for knot in tree.knots)
    params: dict[str, Value] = {
        "k": number,
        "all": len(ids),
        "direct": tree.levels[1],
        "named": named_n,
        "drawn": len(tree.knots),
        "left_out": tree.left_out_n,
    }
    levels = Joined(tuple(word("extent.alt_level", depth=k, n=n) for k, n in enumerate(tree.levels)))
    return Figure(
        "extent.tree",
        tree,
        params,
        (marked("records", ids),),
        (word("extent.tree_counts", **params),),
        word("extent.tree_alt", levels=levels, deeper=tree.deeper_n, **params),
    )


def _people(spread: Spread) -> list[Block]:
    """Accounts and repeats, those who stand apart, and the sides that people coded.

    Where the coders of a record disagreed the milder side counts, and how often that was is said.
    """
    accounts: dict[str, Value] = {
        "passers": len(spread.passers),
        "commenters": len(spread.commenters),
        "repeats": len(spread.repeats),
    }
    refs = (
        marked("accounts", spread.passers),
        marked("accounts", spread.commenters),
        marked("records", spread.repeats),
    )
    blocks: list[Block] = [Claim("extent.accounts", accounts, refs)]
    if any(spread.actors.values()):
        apart = _listed("apart", spread.actors, ACTORS)
        blocks.append(replace(apart, params=apart.params | _kinds(spread)))
    key, among = ("sides_disputed", spread.disputed) if spread.disputed else ("sides", ())
    sides = _listed(key, spread.sides, (*SIDES, "none"), among)
    itself, support = spread.itself, spread.sides["support"]
    if not support:
        return [*blocks, sides]
    alike = sorted(set(support) - set(itself))
    params = {"n": len(support), "itself": len(itself), "alike": len(alike)}
    said = sides.params["items"]
    if isinstance(said, Joined):  # Support is the first of the sides listed.
        said = Joined((word("extent.in_support_alike", **params), *said.items[1:]))
    opened = (sides.refs[0], marked("records", itself), marked("records", alike), *sides.refs[1:])
    return [*blocks, replace(sides, params=sides.params | {"items": said}, refs=opened)]


def _listed(
    key: str, sets: dict[str, tuple[str, ...]], order: tuple[str, ...], among: tuple[str, ...] = ()
) -> Claim:
    """List how many records each set holds, empty sets left out. among: records of which the end speaks."""
    names = [name for name in order if sets[name]]
    said = Joined(tuple(word(f"extent.in_{name}", n=len(sets[name])) for name in names))
    marks = [marked("records", sets[name]) for name in names]
    if not among:
        return Claim(f"extent.{key}", {"items": said}, tuple(marks))
    return Claim(f"extent.{key}", {"items": said, "n": len(among)}, (*marks, marked("records", among)))


def _kinds(spread: Spread) -> dict[str, Value]:
    """Of those who stand apart: how many records, and how many of them are reposts and comments."""
    apart = {one for ids in spread.actors.values() for one in ids}
    own = [one for one in spread.extents if one.layer in SAME]
    reposts, comments = ({i for one in own for i in getattr(one, name)} for name in ("reposts", "comments"))
    return {"n": len(apart), "reposts": len(apart & reposts), "comments": len(apart & comments)}


def _rest(spread: Spread) -> Claim:
    return Claim("extent.rest", {"n": len(spread.rest)}, (marked("records", spread.rest),))


SECTION = Section("scope", 5, build, build_annex)
