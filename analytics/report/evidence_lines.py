"""The lines of evidence of a listed account in print: one observation a line, and what each rests on."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from analytics.model.stored_params import StoredParams
from analytics.report.blocks import Claim, Reference
from analytics.report.favour import EARLIER_ALONE, after_dealing, apart, later_item
from analytics.report.listed_data import ListedAccount
from analytics.report.marks import marked
from analytics.report.placeholders import Share, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import word

# What each line of evidence rests on; all others rest on moments.
ON_WORDS = {
    "line_support",
    "line_marked",
    "line_own_words",
    "line_again",
    "line_about_target",
    "line_announced",
    "line_own_post",
    "line_alleged",
    "line_same_matter",
}
ON_PLACE = {"line_loss", "line_largest", "line_passed_on", "line_on_information"}


def evidence(facts: ReportData, one: ListedAccount) -> tuple[Claim, ...]:
    """Tell each line of evidence of an account once, with what it rests on."""
    rows = {line: row for row in reversed(one.roles) for line in row["evidence_lines"]}
    lines = dict.fromkeys(line for row in one.roles for line in row["evidence_lines"])
    told = tuple(
        Claim(
            f"listed.basis_{_basis(line)}",
            {"line": _line(facts, one, line, rows[line])},
            _behind(facts, one, line, rows[line]),
        )
        for line in lines
    )
    return (Claim("listed.conditions"), *told) if len(told) > 1 else told


def _behind(
    facts: ReportData, one: ListedAccount, line: str, row: Mapping[str, Any]
) -> tuple[Reference, ...]:
    """The records that a line counts; none where its words print no number."""
    if line == "line_first":
        later = () if EARLIER_ALONE in row["explanations"] else apart(facts, one)
        return tuple(marked("records", [event_id]) for event_id in later)
    if line == "line_after":
        every = after_dealing(facts, one, row)
        left = set(every) - set(row["event_ids"])
        return tuple(marked("records", ids) for ids in (every, left) if ids)
    if line == "line_support":
        coded = (one.supports["event_id"], one.itself_coded["event_id"])
        return tuple(marked("records", ids) for ids in coded) if len(coded[0]) else ()
    if line == "line_loss":
        below = one.below.get(row["subject_id"], ())
        chained = one.chained.intersection(below)
        parts: tuple[Iterable[str], ...] = (below, set(below) - chained, chained)
        return tuple(marked("records", ids) for ids in parts) if below else ()
    if line not in ("line_same_matter", "line_on_information"):
        return ()
    return (marked("records", row["event_ids"]),)


def _basis(line: str) -> str:
    if line in ON_WORDS:
        return "words"
    return "place" if line in ON_PLACE else "moment"


def _line(facts: ReportData, one: ListedAccount, line: str, row: Mapping[str, Any]) -> Word:
    """The words of a line; with its figures, or with what is exactly the case, where that can be told."""
    told = FIGURES[line](facts, one, row) if line in FIGURES else None
    return told or Word(f"roles.{line}")


def _lost(facts: ReportData, one: ListedAccount, row: Mapping[str, Any]) -> Word | None:
    """How many reposts hang below its own, of all of the tree."""
    params = StoredParams("roles", row.get("reason_params"))
    if not params.get("acts"):
        return None
    lost, acts = int(params["lost"]), int(params["acts"])
    chained = one.chained.intersection(one.below.get(row["subject_id"], ()))
    counts: dict[str, Value] = {"stated": lost - len(chained), "chained": len(chained)}
    return word("listed.line_loss", n=lost, all=acts, share=Share(lost, acts), **counts)


def _later(facts: ReportData, one: ListedAccount, row: Mapping[str, Any]) -> Word | None:
    """By how much another item is earlier than its own; or that no other record has its words."""
    if EARLIER_ALONE in row["explanations"]:
        return word("listed.line_first_alone")
    later = later_item(facts, one)
    if later:
        return word("listed.line_first_later", **later)
    return word("listed.line_first_only") if row["value"] is None else None


def _after(facts: ReportData, one: ListedAccount, row: Mapping[str, Any]) -> Word:
    """How many records follow the dealing, and how many of them are left out as on another matter."""
    every = after_dealing(facts, one, row)
    return word("listed.line_after", n=len(every), rest=len(set(every) - set(row["event_ids"])))


def _item(facts: ReportData, one: ListedAccount, row: Mapping[str, Any]) -> Word | None:
    """Which item of the case file it wrote, or whose words it wrote in a record of its own."""
    stated = next((s for s in facts.alleged.stated if s.id in row["event_ids"]), None)
    if stated is None:
        return None
    is_own = stated.event is not None and stated.event["account_id"] == one.account_id
    return word("listed.line_alleged" if is_own else "listed.line_alleged_same", n=str(stated.number))


def _coded(facts: ReportData, one: ListedAccount, row: Mapping[str, Any]) -> Word | None:
    """Of how many of its texts people coded the record itself; or that an author's words are alleged."""
    if one.supports.is_empty():
        wrote = any(s.event and s.event["account_id"] == one.account_id for s in facts.alleged.stated)
        return word("listed.line_support_stated") if wrote else None
    n, k = one.supports.height, one.itself_coded.height
    key = "all" if k == n else "some" if k else "none"
    return word(f"listed.line_support_{key}", n=n, k=k)


def _same_matter(facts: ReportData, one: ListedAccount, row: Mapping[str, Any]) -> Word | None:
    """Of the records that a role rests on: on the information, aimed at a target, of the same text."""
    rests, on_it, aimed = _of(one, row)
    if not rests:
        return None
    counts: dict[str, Value] = {"n": len(rests), "k": len(on_it), "aimed": len(aimed - on_it)}
    return word("listed.line_same_matter", rest=len(rests - on_it - aimed), **counts)


def _on_information(facts: ReportData, one: ListedAccount, row: Mapping[str, Any]) -> Word | None:
    """Of the reposts that a role rests on: below which item, or how many on the information and elsewhere."""
    rests, on_it, _ = _of(one, row)
    if not rests:
        return None
    item = next((s.number for s in facts.alleged.stated if s.id == row["subject_id"]), None)
    if item is not None and rests == on_it:
        return word("listed.line_on_item", number=str(item), n=len(rests))
    return word("listed.line_on_information", n=len(rests), k=len(on_it), rest=len(rests - on_it))


def _of(one: ListedAccount, row: Mapping[str, Any]) -> tuple[set[str], set[str], set[str]]:
    """The records that a role rests on; those of them on the information; those aimed at a target."""
    rests = set(row["event_ids"])
    return rests, rests & set(one.on_alleged["event_id"]), rests & set(one.aimed["event_id"])


# Lines of evidence that are told with figures of the case, where these are known.
FIGURES: dict[str, Callable[[ReportData, ListedAccount, Mapping[str, Any]], Word | None]] = {
    "line_loss": _lost,
    "line_first": _later,
    "line_after": _after,
    "line_alleged": _item,
    "line_support": _coded,
    "line_same_matter": _same_matter,
    "line_on_information": _on_information,
}
