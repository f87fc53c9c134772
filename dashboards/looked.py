"""What files are, before anything is imported: layout, map to correct, first records, what would be lost."""

import tomllib
from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analytics.importing.column_map import Columns, Rule, Source
from analytics.importing.map_text import kind_text, source_text
from analytics.model.messages import say
from analytics.model.untrusted_text import cut
from dashboards.page import View
from dashboards.widgets.cards import Parts, card, stranger
from dashboards.wording import count

FILES_MAX = 200
FORMS_MAX = 12  # Forms on a page; more unknown layouts than that are better told apart at the command line.
KINDS = ("post", "repost", "comment", "quote")
_ROW = ("kind", "account_id", "account_name", "at", "root_id", "text")
_ORDERS = ("", "day_first", "month_first")
_OPEN = '"?"'


def looked(result: Mapping[str, Any], zones: tuple[str, ...], view: View) -> Component:
    """The card of one look: a part for each file, then what can be done with them."""
    files = result["files"]
    body: Parts = [_file(k, row, zones, view) for k, row in enumerate(files[:FILES_MAX])]
    if len(files) > FILES_MAX:
        body.append(html.P(view.t("look_more", n=count(len(files) - FILES_MAX)), className="wl-hint"))
    body.append(html.Div(_buttons(files, view), className="wl-buttons"))
    return card(
        view.t("look_title", n=count(len(files))), body, note=view.t("look_note"), class_name="wl-looked"
    )


def can_import(row: Mapping[str, Any]) -> bool:
    """Whether a file can be imported as it was last looked at."""
    return bool(row["importer"]) and not row.get("map_fault")


def _buttons(files: list[dict[str, Any]], view: View) -> Parts:
    def button(name: str, look: str) -> Component:
        ident = {"role": "looked", "name": name}
        return html.Button(view.t(f"look_{name}"), id=ident, type="button", n_clicks=0, className=look)

    parts: Parts = []
    if any(can_import(row) for row in files):
        parts.append(button("go", "wl-button wl-main"))
    if any(row["form"] for row in files):
        parts.append(button("again", "wl-button"))
    return [*parts, button("leave", "wl-button")]


def _file(k: int, row: Mapping[str, Any], zones: tuple[str, ...], view: View) -> Component:
    parts: Parts = [html.H3(stranger(row["name"], view))]
    fault = row["map_fault"] if "stated" in row else row["fault"]
    if fault:
        parts.append(html.P(fault[view.lang], className="wl-remark"))
    if row["records_n"]:
        parts += _told(row, view)
    if row["form"] and k < FORMS_MAX:
        parts.append(_form(k, row, zones, view))
    return html.Section(parts, className="wl-looked-file")


def _told(row: Mapping[str, Any], view: View) -> Parts:
    """Counts, warnings, first records and reasons, in the words of the command line."""
    told = {"duplicates": count(row["acts_n"] - row["distinct_n"])}
    told |= {name: count(row[f"{name}_n"]) for name in ("records", "acts", "rejected", "other")}
    layout = {name: row[name] or "-" for name in ("importer", "label", "container", "encoding")}
    parts: Parts = []
    if row["importer"]:
        parts.append(html.P(say("cli.inspect_layout", view.lang, **layout)))
    parts.append(html.P(say("cli.inspect_records", view.lang, **told), className="wl-sum"))
    parts.append(
        html.P(say("cli.inspect_without", view.lang, **row["without"], n=row["acts_n"]), className="wl-hint")
    )
    warnings = []
    if row["lacking"]:
        warnings.append(say("cli.inspect_lacking", view.lang, fields=", ".join(row["lacking"])))
    if row["is_shared"]:
        numbers = {"n": count(row["acts_n"]), "distinct": count(row["distinct_n"])}
        warnings.append(say("cli.inspect_shared", view.lang, **numbers))
    warnings += [say(f"cli.inspect_lacks_{need}", view.lang) for need in row["lacks"]]
    warnings += [
        say("cli.inspect_reason", view.lang, reason=one[view.lang], n=one["n"]) for one in row["reasons"]
    ]
    warnings += [cut(text, 400) for text in row["remarks"][view.lang]]
    parts += [html.P(text, className="wl-remark") for text in warnings]
    return [*parts, _rows(row["rows"], view)] if row["rows"] else parts


def _rows(rows: list[dict[str, Any]], view: View) -> Component:
    head = html.Tr([html.Th(view.t(f"map_field_{name}"), scope="col") for name in _ROW])
    body = [
        html.Tr([html.Td(stranger(cut(str(row[name] or ""), 60), view)) for name in _ROW]) for row in rows
    ]
    caption = html.Caption(view.t("look_rows"), className="wl-hint")
    return html.Table([caption, html.Thead(head), html.Tbody(body)], className="wl-table")


def _form(k: int, row: Mapping[str, Any], zones: tuple[str, ...], view: View) -> Component:
    """The map as fields with the file's columns to choose from; of several tables, as one text."""
    form, stated = row["form"], row.get("stated")
    if form["text"]:
        label = html.Span(view.t("look_map_text"))
        value = stated or form["text"][view.lang]
        area = dcc.Textarea(
            id={"role": "map", "file": k, "field": "text/map"}, value=value, rows=18, spellCheck=False
        )
        return html.Label([label, area], className="wl-field")
    given = given_of(form, stated)
    head = [_platform(k, given, view), _kind(k, form, given, view)]
    head.append(
        _choice(
            k,
            "head/timezone",
            view.t("hint_timezone"),
            [("", view.t("look_zone_none")), *((z, z) for z in zones)],
            given,
        )
    )
    orders = [(order, view.t(f"look_order_{order or 'none'}")) for order in _ORDERS]
    head.append(_choice(k, "head/date_order", view.t("look_order"), orders, given))
    fields = [_field(k, ours, form, given, view) for ours in Columns.model_fields]
    unused = html.P(
        [view.t("look_unused"), " ", html.Bdi(cut(", ".join(form["unused"]), 400))], className="wl-hint"
    )
    note = html.P(view.t("look_map_note"), className="wl-hint")
    grids = [html.Div(part, className="wl-four") for part in (head, fields)]
    return html.Fieldset([html.Legend(view.t("look_map")), note, *grids, unused], className="wl-looked-map")


def _platform(k: int, given: Mapping[str, str], view: View) -> Component:
    value = given["head/platform"]
    field = dcc.Input(
        id={"role": "map", "file": k, "field": "head/platform"},
        type="text",
        value="" if value == "?" else value,
        spellCheck=False,
        placeholder="weibo",
    )
    return html.Label([html.Span(view.t("look_platform")), field], className="wl-field")


def _kind(k: int, form: Mapping[str, Any], given: Mapping[str, str], view: View) -> Component:
    options = [(_OPEN, view.t("look_kind_open"))]
    options += [("", view.t("look_kind_column"))] if form["kinds"] else []
    options += [(form["kind"], cut(form["kind"], 70))] if form["kind"].startswith("[") else []
    options += [(f'"{kind}"', view.t(f"kind_{kind}")) for kind in KINDS]
    return _choice(k, "head/kind", view.t("map_field_kind"), options, given)


def _field(k: int, ours: str, form: Mapping[str, Any], given: Mapping[str, str], view: View) -> Component:
    """One field: the columns with a first value each, and three values of the one that stands there."""
    value = given.get(f"columns/{ours}", "")
    proposed = form["fields"].get(ours, "")
    plain = {source_text(Source(column=name)): (name, shown) for name, shown in form["values"].items()}
    options = [
        ("", view.t("none")),
        *((made, cut(made, 70)) for made in dict.fromkeys((proposed, value)) if made and made not in plain),
    ]
    if ours in form["unsure"]:
        options.append((_OPEN, f"? {cut(form['unsure'][ours], 60)}"))
    options += [
        (made, cut(f"{name} ({shown[0]})" if shown else name, 70)) for made, (name, shown) in plain.items()
    ]
    shown = plain.get(value, ("", []))[1]
    hint = html.Span(html.Bdi(cut(" · ".join(shown), 120)), className="wl-hint")
    return html.Div([_choice(k, f"columns/{ours}", view.t(f"map_field_{ours}"), options, given), hint])


def _choice(
    k: int, field: str, label: str, options: list[tuple[str, str]], given: Mapping[str, str]
) -> Component:
    chosen: Component = dmc.Select(
        id={"role": "map", "file": k, "field": field},
        label=label,
        data=[{"value": value, "label": text} for value, text in dict(options).items()],
        value=given.get(field, ""),
        allowDeselect=False,
        searchable=len(options) > 12,
        comboboxProps={"keepMounted": False},  # Twenty lists of all columns would weigh on the page.
        size="xs",
    )
    return chosen


def given_of(form: Mapping[str, Any], stated: str | None) -> dict[str, str]:
    """What stands in each field of a form: as proposed, or as a person stated it."""
    if stated is None:
        given = {f"head/{key}": value for key, value in form["head"].items()}
        given |= {f"columns/{ours}": value for ours, value in form["fields"].items()}
        given |= {f"columns/{ours}": _OPEN for ours in form["unsure"]}
        return given | {"head/kind": form["kind"], "head/timezone": given["head/timezone"].strip("?")}
    told = tomllib.loads(stated)
    kind = told.get("kind", "")
    rules = [Rule(**rule) for rule in kind] if isinstance(kind, list) else kind
    given = {f"head/{key}": told.get(key, "") for key in ("platform", "timezone", "date_order")}
    columns = told.get("columns", {})
    return (
        given
        | {"head/kind": kind_text(rules) if rules else ""}
        | {
            f"columns/{o}": source_text(Source(**c) if isinstance(c, dict) else Source(column=c))
            for o, c in columns.items()
        }
    )


def map_of_form(form: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """The TOML text of a form as it was filled in."""
    if "text/map" in given:
        return given["text/map"]
    lines = []
    for key in ("platform", "timezone", "date_order"):
        if value := (given.get(f"head/{key}") or "").strip():
            lines.append(f"{key} = {source_text(Source(column=value))}")
    by_column = bool(form["kinds"]) and not given.get("head/kind")
    if not by_column:
        lines.append(f"kind = {given.get('head/kind') or _OPEN}")
    lines.append("[columns]")
    for ours in Columns.model_fields:
        column = given.get(f"columns/{ours}")
        if column and (ours != "kind" or by_column):
            lines.append(f"{ours} = {column}")
    if by_column:
        lines += [
            "[kinds]",
            *(f'{source_text(Source(column=v))} = "{kind}"' for v, kind in form["kinds"].items()),
        ]
    return "\n".join(lines) + "\n"
