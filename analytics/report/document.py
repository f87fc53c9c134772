"""Contents to one self-contained HTML page: no script, nothing loaded from anywhere, equal contents give equal bytes."""

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analytics.report.contents import Contents
from analytics.report.figures import Bar, over_time, ranges, sail
from analytics.report.plain import duration, hostile, moment, number, visible
from analytics.report.references import References
from analytics.words import catalogue, say

TEMPLATES = Path(__file__).parent / "templates"
CONDITION_REPOSTS, CONDITION_VIEWS = 500, 5_000  # 法释〔2013〕21号, Article 2 (1): reposts; clicks or views.
BARS = ("reposts", "comments", "accounts")


def document(contents: Contents, lang: str) -> str:
    """The whole page in `lang`: "zh", "en", or "zh+en" (Chinese first)."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    langs = lang.split("+")
    bodies = [(one, Markup(environment.get_template("body.html").render(_view(contents, one)))) for one in langs]
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    return environment.get_template("page.html").render(
        lang=langs[0], bodies=bodies, style=style, title=f"{contents.toml.case.reference} {contents.toml.case.title}".strip() or "wakeline")


def _view(contents: Contents, lang: str) -> dict[str, Any]:
    """What the template sees: the contents, and how to say and show them in `lang`."""
    marks = References()

    def mark(subject: str) -> Markup:
        k = marks.of(subject)
        return Markup('<a class="mark" href="#{lang}-n{k}">[{k}]</a>').format(lang=lang, k=k)

    def measure(row: dict[str, Any]) -> str:
        return say(f"scope.{row['measure']}", lang)

    return {
        "c": contents, "lang": lang, "t": partial(_say, lang), "mark": mark, "marks": marks, "n": number, "bdi": hostile,
        "visible": visible, "at": partial(moment, zone=contents.zone), "lasting": duration, "measure": measure,
        "figure_time": over_time(contents.steps, say("report.figure_time", lang),
                                 (say("report.reposts", lang), say("report.comments", lang))),
        "figure_ranges": _ranges(contents, lang), "figure_sail": _sail(contents, lang),
        "is_defamation": contents.toml.case.allegation == "defamation", "reason": partial(_reason, lang=lang),
        "note_of_parent": partial(_note, lang=lang), "setting": lambda name, part: say(f"settings.{name}_{part}", lang),
        "note_text": lambda code: say(f"scope.{code}", lang),
    }


def _say(lang: str, key: str, /, **params: object) -> str:
    return say(f"report.{key}", lang, **params)


def _reason(code: str, lang: str) -> str:
    name, _, detail = code.partition(":")
    found, _, expected = detail.partition("/")
    return say(f"reasons.{name}", lang, found=found, expected=expected)


def _note(code: str | None, lang: str) -> str:
    key = f"note_{code}"
    return say(f"report.{key}", lang) if key in catalogue("report") else (code or "—")


def _ranges(contents: Contents, lang: str) -> Markup:
    root = contents.largest["root_id"] if contents.largest else None
    rows = {row["measure"]: row for row in contents.scope_roots if row["subject_id"] == root}
    case = {row["measure"]: row for row in contents.scope}
    bars = []
    if "reposts" in rows:
        shown = rows.get("reposts_displayed", {}).get("point")
        bars.append(Bar(say("report.largest_reposts", lang), rows["reposts"]["lower"], rows["reposts"]["upper"], shown))
    for name in BARS:
        if name in case and case[name]["lower"] is not None:
            upper = case[name]["upper"]
            lower = case[name]["lower"]
            # A case that holds a post with a far larger counter would flatten every other bar: its end is shown open.
            bars.append(Bar(say(f"scope.{name}", lang), lower, None if upper is not None and upper > 50 * max(lower, 1) else upper, None))
    is_defamation = contents.toml.case.allegation == "defamation"
    marks = [(float(CONDITION_REPOSTS), say("report.mark_500", lang))] if is_defamation and bars else []
    return ranges(bars, marks, say("report.figure_ranges", lang), say("report.unknown_upper", lang))


def _sail(contents: Contents, lang: str) -> Markup:
    first, last = contents.sail_ends
    return sail(contents.sail, say("report.figure_sail", lang), (moment(first, contents.zone), moment(last, contents.zone)))
