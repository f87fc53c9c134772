"""Part 4: groups that acted together, told by what they did on the alleged information."""

from datetime import timedelta
from typing import Any

import polars as pl

from analytics.alleged.events import below
from analytics.alleged.sides import coded_itself
from analytics.coordination.explanations.wording import PROPOSITIONS, params_of
from analytics.model.messages import catalogue
from analytics.report.blocks import Block, Claim, Figure, Labelled, Prose
from analytics.report.common_sentences import common_sentences
from analytics.report.group_data import is_of_one_file
from analytics.report.group_explanations import answer_word, explanation_blocks, group_of, observation
from analytics.report.marks import marked
from analytics.report.moments_data import moments_of
from analytics.report.placeholders import Foreign, Joined, Moment, Share, Span, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word

GROUPS_SHOWN = 2  # Groups in the main part; the others stand in the annex.
SENTENCES_SHOWN = 4  # Common sentences of a group in the main part; the annex has all of them.
NAMES_SHOWN = 4  # Named members in a line; all of them stand in part 3.
WHOLE = 20_000  # Characters: no post is longer, so sentences are printed whole.
SIDES = ("support", "deny", "report", "ask", "other", "unread")
AGAINST = ("deny", "report", "ask")


def build(facts: ReportData) -> list[Block]:
    """Build each group: members, sides, common sentences, moments, what each alternative says."""
    groups = facts.groups
    if not groups.is_searched:
        return [Claim("groups.not_run")]
    ids = _ids(facts)
    if not ids:
        return [Claim("groups.none", {"n": groups.coordination.get("accounts_testable_n", (None, None))[0]})]
    blocks: list[Block] = [Prose("groups.rule")]
    for place, cluster_id in enumerate(ids[:GROUPS_SHOWN], 1):
        blocks += _group(facts, cluster_id, place, is_whole=False)
    rest = ids[GROUPS_SHOWN:]
    return [*blocks, *([Claim("groups.more", {"n": len(rest)}, (marked("groups", rest),))] if rest else [])]


def build_annex(facts: ReportData) -> list[Block]:
    """Build the groups that the main part leaves out, and the observations behind the alternatives of all."""
    blocks: list[Block] = []
    for place, cluster_id in enumerate(_ids(facts), 1):
        if place > GROUPS_SHOWN:
            blocks += _group(facts, cluster_id, place, is_whole=True)
        blocks += explanation_blocks(facts, cluster_id, str(place))
    return blocks


def _ids(facts: ReportData) -> list[str]:
    return facts.groups.clusters["cluster_id"].unique(maintain_order=True).to_list()


def _group(facts: ReportData, cluster_id: str, place: int, is_whole: bool) -> list[Block]:
    members = facts.groups.clusters.filter(cluster_id=cluster_id)
    ids = members["account_id"].unique()
    here = facts.alleged.same.filter(pl.col("account_id").is_in(ids.implode()))
    rows: tuple[tuple[Value, tuple[Claim, ...]], ...] = (
        (word("groups.label_members"), (_members(facts, members),)),
        (word("groups.label_ground"), (*_grounds(members), *_one_file(facts, cluster_id))),
        (word("groups.label_share"), (_share(facts, ids, here),)),
        (word("groups.label_side"), sides_of(here)),
        (word("groups.label_words"), _sentences(facts, cluster_id, here, is_whole)),
        (word("groups.label_moments"), (_moments(facts, cluster_id),)),
        (word("groups.label_called"), _called(facts, cluster_id)),
        (word("groups.label_else"), _alternatives(facts, cluster_id)),
    )
    head = Prose("groups.head", {"g": str(place), "n": len(ids)}, "heading")
    told = Labelled(tuple((label, claims) for label, claims in rows if claims))
    return [head, told, *_drawn(facts, cluster_id, place)]


def _drawn(facts: ReportData, cluster_id: str, place: int) -> list[Block]:
    """The figure of the group's moments; nothing where none of its events on a common post has a time."""
    data = moments_of(facts.groups.tasks, facts.groups.acts, cluster_id)
    if data is None:
        return []
    params: dict[str, Value] = {
        "g": str(place),
        "drawn": data.drawn_n,
        "posts": len(data.rows),
        "span": Span(max(second for row in data.rows for second in row.seconds)),
        "left_out": data.undrawn_n,
        "all": data.drawn_n + data.undrawn_n,
    }
    ids = facts.groups.acts.filter(cluster_id=cluster_id)["event_id"]
    rows = Joined(
        tuple(
            word(
                "figures.moments_row",
                k=k + 1,
                n=len(row.seconds),
                at=Moment(row.first_at),
                last=Span(row.seconds[-1]),
            )
            for k, row in enumerate(data.rows)
        )
    )
    notes = (word("figures.moments_counts", **params),)
    alt = word("figures.moments_alt", rows=rows, **params)
    return [Figure("figures.moments", data, params, (marked("records", ids),), notes, alt)]


def _members(facts: ReportData, members: pl.DataFrame) -> Claim:
    graded = {grade: members.filter(grade=grade)["account_id"] for grade in "ABC"}
    named = [one for one in members["account_id"] if facts.names.may(one)]
    params: dict[str, Value] = {grade.lower(): len(ids) for grade, ids in graded.items()}
    refs = tuple(marked("accounts", ids) for ids in graded.values() if len(ids))
    if not named:
        return Claim("groups.members_nobody", params, refs)
    shown: Value = Joined(tuple(facts.names.short(one) for one in named))
    if len(named) > NAMES_SHOWN:
        shown = word("groups.members_named_n", n=len(named))
    return Claim("groups.members", {**params, "names": shown}, (*refs, marked("accounts", named)))


def _grounds(members: pl.DataFrame) -> tuple[Claim, ...]:
    """The lines of evidence on which the members' grades rest, each with the members for whom it stands.

    Where the moments stand for nobody, that is said: it is the test that the method tells of first.
    """
    rows = members.explode("evidence_lines").drop_nulls("evidence_lines")
    found = rows.group_by("evidence_lines").agg("account_id").sort("evidence_lines").iter_rows()
    lines = dict(found)
    claims = tuple(
        Claim(
            "groups.ground",
            {"line": Word(f"coordination.short_{line}"), "n": len(ids)},
            (marked("accounts", ids),),
        )
        for line, ids in lines.items()
    )
    if "moments" in lines:
        return claims
    none: dict[str, Value] = {"line": word("coordination.short_moments"), "n": members.height}
    return (*claims, Claim("groups.ground_moments_none", none, (marked("accounts", members["account_id"]),)))


def _share(facts: ReportData, ids: pl.Series, here: pl.DataFrame) -> Claim:
    """The share of the members' records on the information, and of all its reposts."""
    every = facts.groups.member_acts.filter(pl.col("account_id").is_in(ids.implode()))["event_id"]
    refs = (marked("records", here["event_id"]), marked("records", every))
    if here.is_empty():
        return Claim("groups.share_none", {"all": len(every)}, refs[1:])
    reposts = below(facts.alleged.same)["event_id"]
    mine = below(here)["event_id"]
    params: dict[str, Value] = {
        "all": len(every),
        "u": here.height,
        "share": Share(here.height, len(every)),
        "mine": len(mine),
        "reposts": len(reposts),
        "part": Share(len(mine), len(reposts)) if len(reposts) else None,
    }
    return Claim("groups.share", params, (*refs, marked("records", mine), marked("records", reposts)))


def _one_file(facts: ReportData, cluster_id: str) -> tuple[Claim, ...]:
    """Say that all records behind the grade come from one file, which may itself explain the pattern."""
    acts = facts.groups.acts.filter(cluster_id=cluster_id)["event_id"].unique()
    if not is_of_one_file(facts.groups, cluster_id):
        return ()
    return (Claim("groups.one_file", {"n": len(acts)}, (marked("records", acts),)),)


def sides_of(here: pl.DataFrame) -> tuple[Claim, ...]:
    """The sides of all words of the members on the information; what defends the target is said first."""
    if here.is_empty():
        return ()
    counted = {side: here.filter(side=side)["event_id"] for side in SIDES}
    bare = here.filter(pl.col("side").is_null())["event_id"]
    params: dict[str, Value] = {side: len(ids) for side, ids in counted.items()}
    support = here.filter(side="support")
    itself = coded_itself(support)["event_id"]
    alike = support.filter(~pl.col("event_id").is_in(itself.implode()))["event_id"]
    params |= {"itself": len(itself), "alike": len(alike)}
    refs = tuple(marked("records", ids) for ids in (*counted.values(), bare, itself, alike) if len(ids))
    against = sum(len(counted[side]) for side in AGAINST)
    said = []
    if against and against >= len(counted["support"]):
        said.append(Claim("groups.defends"))
    elif len(counted["unread"]) and not against and not len(counted["support"]):
        said.append(Claim("groups.unread"))
    return (*said, Claim("groups.sides", {**params, "bare": len(bare)}, refs))


def _sentences(facts: ReportData, cluster_id: str, here: pl.DataFrame, is_whole: bool) -> tuple[Claim, ...]:
    """The sentences that two or more members wrote on the information, most used first, with their side."""
    same = common_sentences(facts, here)
    if same.is_empty():
        return (Claim("groups.sentences_none"),)
    shown = same if is_whole else same.head(SENTENCES_SHOWN)
    claims = tuple(_sentence(facts, cluster_id, row) for row in shown.to_dicts())
    left = same["ids"][shown.height :].explode().drop_nulls()
    params: dict[str, Value] = {"n": same.height - shown.height, "k": len(left)}
    more = (Claim("groups.sentences_more", params, (marked("records", left),)),)
    return (*claims, *(more if len(left) else ()))


def _sentence(facts: ReportData, cluster_id: str, row: dict[str, Any]) -> Claim:
    """A common sentence with how often members wrote it, and which accounts outside the group did too.

    The mark of those outside opens one record of each: the first that holds this very sentence.
    """
    others = facts.groups.others_words.filter(cluster_id=cluster_id, same=row["same"])
    outside = others["account_id"].unique()
    params: dict[str, Value] = {
        "text": Foreign(row["own_text"], WHOLE),
        "n": len(row["ids"]),
        "k": len(row["accounts"]),
        "side": word(f"listed.side_{row['side']}"),
        "outside": "",
    }
    refs = (marked("records", row["ids"]), marked("accounts", row["accounts"]))
    if not len(outside):
        return Claim("groups.sentence", params, refs)
    first = others.filter(pl.col("at") < row["first_at"]).sort("at", "event_id").head(1)
    key = "groups.outside_first" if first.height else "groups.outside"
    params["outside"] = word(key, k=len(outside))
    wrote = others.sort("at", "event_id", nulls_last=True).unique("account_id", keep="first")["event_id"]
    return Claim("groups.sentence", params, (*refs, marked("records", wrote)))


def _moments(facts: ReportData, cluster_id: str) -> Claim:
    """Posts in common, and the median time from one member to the next on the same post."""
    acts = (
        facts.groups.acts.filter(cluster_id=cluster_id).drop_nulls("at").sort("object_id", "at", "event_id")
    )
    gaps = acts.select(gap=pl.col("at").diff().over("object_id"))["gap"].drop_nulls()
    middle = gaps.median()
    gap: Value = Span(middle.total_seconds()) if isinstance(middle, timedelta) else None
    posts = facts.groups.tasks.filter(cluster_id=cluster_id).height
    on_it = acts.join(facts.alleged.same, on="event_id", how="semi")["event_id"]
    params: dict[str, Value] = {"posts": posts, "n": acts.height, "u": len(on_it), "gap": gap}
    return Claim("groups.moments", params, (marked("records", acts["event_id"]), marked("records", on_it)))


def _called(facts: ReportData, cluster_id: str) -> tuple[Claim, ...]:
    """A post of an account outside the group that quotes what members then wrote, whole; nobody is named."""
    rows = facts.groups.explained.filter(cluster_id=cluster_id).to_dicts()
    params = params_of(rows[0]) if rows else {}
    if not params.get("called_n"):
        return ()
    refs = (marked("records", params["called_ids"]), marked("accounts", params["called_member_ids"]))
    return (Claim("explanations.called", dict(observation("called", params).params), refs),)


def _alternatives(facts: ReportData, cluster_id: str) -> tuple[Claim, ...]:
    """One line an explanation: how many observations speak for and against it, and what follows (nothing)."""
    found = facts.groups.explained.filter(cluster_id=cluster_id)
    rows = {row["proposition"]: row for row in found.to_dicts()}
    if not rows:
        return (Claim("explained_not_run"),)
    lines = tuple(_alternative(rows[name]) for name in PROPOSITIONS if name in rows)
    return (*lines, Claim("groups.else_rates"))


def _alternative(row: dict[str, Any]) -> Claim:
    params: dict[str, Value] = {"name": word(f"groups.else_{row['proposition']}")}
    if not row["for_lines"] and not row["against_lines"]:
        return Claim("groups.else_open", {**params, "answer": answer_word(row)})
    for side in ("for", "against"):
        lines, known = row[f"{side}_lines"], params_of(row)
        said = Joined(tuple(dict.fromkeys(_said(line, known) for line in lines)))
        params[side] = (
            word("groups.else_lines", n=len(lines), said=said) if lines else word("groups.else_no_line")
        )
    return Claim("groups.else_told", {**params, "answer": answer_word(row)}, (group_of(row),))


def _said(line: str, params: dict[str, Any]) -> Word:
    if f"said_{line}" not in catalogue("groups"):
        return word("groups.said_other")
    return Word(f"groups.said_{line}", observation(line, params).params)


SECTION = Section("groups", 4, build, build_annex)
