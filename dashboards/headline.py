"""The case in five sentences, with numbers that open what they count: the first thing the server answers."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analytics.model.untrusted_text import cut
from analytics.report.alleged_data import Stated
from dashboards.accounts import role_name
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views.headline import LISTED_GRADES, Headline, Reach, headline
from dashboards.views.measures import RangeView
from dashboards.widgets.cards import Parts, ask_button, copy_button
from dashboards.widgets.grid import grid
from dashboards.widgets.sentence import Opening, sentence
from dashboards.wording import count, lower_figure, moment, standings_words, upper_figure

TEXTS_SHOWN = 2  # Alleged texts told at once; the others open below them.
TEXT_MAX = 120  # Characters of an alleged text in a sentence; the drawer shows all.
ITEMS_SHOWN = 3  # Pieces of information whose range is told at once; the page of ranges holds all.
LEADS = ("C",)  # The grade of accounts that are counted here and not named.
LISTED_SHOWN = 12  # Accounts told at once; the others open below them.
EXAMPLE = '# case.toml\n[[alleged]]\nid = "weibo:..."'


def headline_card(desk: CaseSession, view: View) -> Component:
    """Build the five sentences of the case that is open."""
    told = desk.ask(headline)
    said = (
        _alleged(told, view),
        _first(told, view),
        _range(told, view),
        _listed(told, view),
        _cannot(told, view),
    )
    items = [html.Li(parts, className="wl-said") for parts in said]
    note = html.P(view.t("overview.numbers_note"), className="wl-hint")
    return html.Section(
        [html.H2(view.t("overview.answer"), className="wl-card-title"), html.Ol(items), note],
        className="wl-card wl-headline",
    )


def _alleged(told: Headline, view: View) -> Parts:
    if not told.items:
        return [
            html.P(view.t("overview.alleged_unstated")),
            html.Div([html.Code(EXAMPLE), copy_button(EXAMPLE)], className="wl-command"),
            dcc.Link(view.t("overview.unstated_find"), href=view.link("/posts"), className="wl-button"),
        ]
    texts: Parts = []
    for one in told.items[:TEXTS_SHOWN]:
        texts += [" ", *_text(one, view)]
    params: dict[str, Any] = {"texts": texts, "n": str(len(told.items))}
    key = "overview.alleged_untargeted"
    if told.targets:
        key, params["targets"] = "overview.alleged", html.Bdi(view.t("comma").join(told.targets))
    parts: Parts = [html.P(sentence(key, view, params))]
    rest = told.items[TEXTS_SHOWN:]
    if rest:
        listed = html.Ul([html.Li(_text(one, view)) for one in rest], className="wl-reasons")
        parts.append(html.Details([html.Summary(view.t("overview.texts_more", n=count(len(rest)))), listed]))
    return parts


def _text(one: Stated, view: View) -> Parts:
    """The words of a stated item as a button; of one that no export holds, the words of the case file."""
    if one.event is None:
        return sentence("overview.text_absent", view, {"text": html.Bdi(cut(one.what or one.id, TEXT_MAX))})
    words = one.versions[0].text if one.versions else one.event["own_text"] or one.event["text"] or one.id
    quoted = view.t("overview.text", text=cut(words, TEXT_MAX))
    return [ask_button(f"act|{one.id}", html.Bdi(quoted), "wl-ask", "alleged")]


def _first(told: Headline, view: View) -> Parts:
    if not told.items:
        return [view.t("overview.first_unstated")]
    if told.first is None:
        return [view.t("overview.first_unknown")]
    first, row = told.first, told.first.row
    role: Any = view.t("overview.first_none")
    if first.grade:
        role = view.t("overview.first_role", role=role_name("initiator", view), grade=first.grade)
    ties: Parts = []
    if first.ties:
        ties = sentence("overview.first_ties", view, {"n": Opening(count(len(first.ties)), "set|ties")})
    who = cut(first.name or row["account_id"] or view.t("none"), 40)
    params = {
        "who": Opening(who, f"account|{row['account_id']}" if row["account_id"] else "", "first"),
        "at": Opening(moment(row["at"], view, row["at_precision"]), f"act|{row['event_id']}", "first"),
        "role": role,
        "ties": ties,
    }
    return sentence("overview.first", view, params)


def _range(told: Headline, view: View) -> Parts:
    rest = sentence("overview.rest", view, {"n": Opening(count(told.rest_n), "set|rest")})
    if not told.items:
        return sentence("overview.range_unstated", view, {"n": count(told.rest_n)})
    if not told.reach or not told.is_measured:
        return [view.t("overview.range_unmeasured")]
    if len(told.reach) == 1:
        whole = sentence("overview.range_whole", view, _ends(told.reach[0], view))
        return sentence("overview.range", view, {"items": whole, "rest": rest})
    items: Parts = []
    for one in told.reach[:ITEMS_SHOWN]:
        ends = {**_ends(one, view), "k": ",".join(map(str, one.numbers))}
        items += [
            *([view.t("overview.between")] if items else []),
            *sentence("overview.range_item", view, ends),
        ]
    if len(told.reach) > ITEMS_SHOWN:
        more = view.t("overview.texts_more", n=count(len(told.reach) - ITEMS_SHOWN))
        items += [view.t("overview.between"), dcc.Link(more, href=view.link("/scope"))]
    traced = {
        "reposts": Opening(count(len(told.reposts)), "set|reposts"),
        "comments": Opening(count(len(told.comments)), "set|comments"),
        "items": items,
    }
    return sentence(
        "overview.range", view, {"items": sentence("overview.range_all", view, traced), "rest": rest}
    )


def _ends(one: Reach, view: View) -> dict[str, Any]:
    """Both ends of reposts and comments of one piece of information."""
    numbers = ",".join(map(str, one.numbers))
    return {
        name: _between(found, f"set|{name}|{numbers}", view)
        for name, found in (("reposts", one.reposts), ("comments", one.comments))
    }


def _between(found: RangeView | None, subject: str, view: View) -> Any:
    """Both ends of a range, of which the lower opens the records traced; an open upper end is said."""
    if found is None or found.lower is None:
        return view.t("overview.range_absent")
    lower = Opening(lower_figure(found.lower), subject)
    if found.upper is None:
        return sentence("overview.range_from", view, {"n": lower})
    return [lower] if found.upper == found.lower else [lower, f"–{upper_figure(found.upper)}"]


def _listed(told: Headline, view: View) -> Parts:
    if not told.is_assigned:
        return [view.t("overview.listed_not_run")]
    if told.listed.is_empty():
        return [view.t("overview.listed_none"), *_leads(told, view)]
    each = [_counted(role, told, LISTED_GRADES, view) for role in told.counts]
    counts = " · ".join(words for words in each if words)
    names = [html.Li(_account(row, view)) for row in told.listed.head(LISTED_SHOWN).iter_rows(named=True)]
    parts: Parts = [
        html.P([*sentence("overview.listed", view, {"counts": counts}), *_leads(told, view)]),
        html.Ul(names, className="wl-leads"),
    ]
    rest_n = told.listed.height - LISTED_SHOWN
    if rest_n > 0:
        summary = html.Summary(view.t("overview.listed_more", n=count(rest_n)))
        parts.append(html.Details([summary, grid("listed", "", view, told.listed.height)]))
    return parts


def _counted(role: str, told: Headline, grades: tuple[str, ...], view: View) -> str:
    """How many accounts stand in a role at each of some grades: "首发候选 A1 B2"; "" for none."""
    numbers = [f"{grade}{count(told.counts[role][grade])}" for grade in grades if grade in told.counts[role]]
    return " ".join([role_name(role, view), *numbers]) if numbers else ""


def _leads(told: Headline, view: View) -> Parts:
    """How many accounts are leads in each role, not named here; each leads to the page that lists them."""
    leads = [words for role in told.counts if (words := _counted(role, told, LEADS, view))]
    if not leads:
        return []
    links: Parts = []
    for words in leads:
        links += [*([" · "] if links else []), dcc.Link(words, href=view.link("/roles"))]
    return [view.t("overview.between"), *sentence("overview.leads", view, {"counts": links})]


def _account(row: dict[str, Any], view: View) -> Parts:
    """An account with each of its roles at A or B; a grade always stands beside its own role."""
    name = html.Bdi(cut(row["name"] or row["account_id"], 30))
    return [
        ask_button(f"account|{row['account_id']}", name, place="lead"),
        html.Span(standings_words(row["roles"], row["role_grades"], view), className="wl-hint"),
    ]


def _cannot(told: Headline, view: View) -> Parts:
    lost: Parts = [view.t("overview.cannot_unstated")]
    if told.items and told.is_measured:
        params = {
            "missing": Opening(count(len(told.missing)), "set|missing"),
            "assumed": Opening(count(len(told.assumed)), "set|assumed"),
        }
        lost = sentence("overview.cannot_parents", view, params)
    return sentence("overview.cannot", view, {"lost": lost})
