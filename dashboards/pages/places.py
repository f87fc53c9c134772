"""Places: the IP region that the platform shows and the place that accounts declare, side by side; no map."""

from dataclasses import replace
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from analytics.model.untrusted_text import cut
from analytics.search.asked import Search, search_of
from analytics.search.facets import Choice
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import Page, View
from dashboards.views.places import TILES, Places, places
from dashboards.widgets.cards import Parts, card
from dashboards.widgets.empty_case import empty_case
from dashboards.wording import count, share

OTHERS_SHOWN = 12  # Places that are no province, told at once; the others open below.
DEEPEST = 46  # Per cent of the accent in the tile with most accounts: words on it stay readable.


def layout(desk: CaseSession, view: View) -> Component:
    """Build both kinds of place for the records that the address means: of the information, or all."""
    if (nothing := empty_case(desk, view)) is not None:
        return nothing
    is_stated = desk.case.has("alleged_events") and bool(desk.facts.alleged)
    of = view.params.get("of", "alleged" if is_stated else "all")
    search = search_of(view.params)
    if of == "alleged" and is_stated:
        search = only(search, "u", ("yes",))
    kinds = [
        _kind(places(desk.case, search, kind), _chosen(desk, search, kind, view), (kind, search), view)
        for kind in ("region", "location")
    ]
    options = [
        html.Option(view.t(f"places.of_{one}"), value=one, selected=one == of or None)
        for one in (("alleged", "all") if is_stated else ("all",))
    ]
    pick = html.Select(options, name="of", className="wl-go")
    choice = html.Label([html.Span(view.t("places.of")), pick], className="wl-field")
    return html.Div(
        [
            html.P(view.t("places.standing"), className="wl-law"),
            html.Div([choice, *_narrowed(view)], className="wl-controls"),
            html.Div(kinds, className="wl-places"),
        ],
        className="wl-stack",
    )


def connect(app: Dash, desk: CaseSession) -> None:
    """Attach nothing: the choice stands in the address."""


def _narrowed(view: View) -> Parts:
    """What else the address asks for, which came along from the page of posts, and the way back there."""
    search = search_of(view.params)
    if search == Search():
        return []
    back = html.A(
        view.t("places.to_posts"), href=view.link("/posts", **search.params()), className="wl-button"
    )
    return [html.Span(view.t("places.narrowed"), className="wl-hint"), back]


def only(search: Search, name: str, values: tuple[str, ...]) -> Search:
    """Keep of a search only the records with one of some values of a facet.

    >>> only(Search(), "region", ("江西",)).params()["with"]
    '{"region": ["江西"]}'
    """
    kept = {**search.choice.kept, name: values}
    return replace(search, choice=Choice(kept, search.choice.left_out))


def _chosen(desk: CaseSession, search: Search, kind: str, view: View) -> dict[str, int]:
    """Count the records of the selection in each province; none where it alone is shown, or without one."""
    if view.selection.is_empty or search.within:
        return {}
    found = places(desk.case, replace(search, within=view.params["v"]), kind)
    return dict(found.provinces.select("place", "records_n").iter_rows())


def _kind(found: Places, chosen: dict[str, int], of: tuple[str, Search], view: View) -> Component:
    kind, _ = of
    records, accounts = found.whole
    unknown = view.t(
        "places.unknown",
        n=count(found.unknown[1]),
        all=count(accounts),
        share=share(found.unknown[1], accounts),
        records=count(found.unknown[0]),
        records_all=count(records),
    )
    body: Parts = [
        html.P(unknown, className="wl-sum"),
        *_others(found, view),
        _tiles(found, chosen, of, view),
    ]
    return card(view.t(f"places.{kind}"), body, note=view.t(f"places.{kind}_note"))


def _others(found: Places, view: View) -> Parts:
    """Places that are no province, by name as exported."""
    if found.others.is_empty():
        return [html.P(view.t("places.others_none"), className="wl-hint")]
    words = [
        view.t(
            "places.one",
            place=f"\u2068{cut(place, 20)}\u2069",
            accounts=count(accounts),
            records=count(records),
        )
        for place, records, accounts, _ in found.others.iter_rows()
    ]
    parts: Parts = [html.P([view.t("places.others"), view.t("comma").join(words[:OTHERS_SHOWN])])]
    if rest := words[OTHERS_SHOWN:]:
        more = html.P(view.t("comma").join(rest))
        parts.append(html.Details([html.Summary(view.t("places.more", n=count(len(rest)))), more]))
    return parts


def _tiles(found: Places, chosen: dict[str, int], of: tuple[str, Search], view: View) -> Component:
    """A tile for each province, deeper with more accounts; of the IP region a tile leads to its records.

    Where records of the selection lie, the tile has a frame and says how many.
    """
    kind, search = of
    known = {place: told for place, *told in found.provinces.iter_rows()}
    most = max(found.provinces["accounts_n"].to_list(), default=1)
    tiles = []
    for name, row, column in TILES:
        records, accounts, values = known.get(name, (0, 0, []))
        place: Any = {"gridRow": row + 1, "gridColumn": column}
        if accounts:
            deep = round(DEEPEST * accounts / most)
            place["background"] = f"color-mix(in srgb, var(--wl-accent) {deep}%, var(--wl-surface))"
        words = view.t("places.one", place=name, accounts=count(accounts), records=count(records))
        if chosen_n := chosen.get(name, 0):
            place["outline"] = "2px solid var(--wl-ink)"
            words += view.t("places.chosen", n=count(chosen_n))
        inside: Parts = [html.Span(name), html.Strong(count(accounts))]
        told = {"title": words, "style": place, **attributes({"aria-label": words})}
        if kind == "region" and records:
            href = view.link("/posts", **only(search, "region", tuple(values)).params())
            tiles.append(html.Li(html.A(inside, href=href), className="wl-tile-place", **told))
        else:
            look = "wl-tile-place" if accounts else "wl-tile-place wl-tile-none"
            tiles.append(html.Li(inside, className=look, **told))
    return html.Ul(tiles, className="wl-tile-grid", **attributes({"aria-label": view.t("places.grid")}))


PAGE = Page(
    name="places", title_key="places.page_places", path="/places", order=46, layout=layout, connect=connect
)
