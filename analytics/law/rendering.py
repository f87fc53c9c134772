"""FINDINGS in the words of a language: one pure function for the report, the dashboard and the command line.

Text that people wrote (`by`, `words`, `subject_id`) is a field of its own and never stands inside a sentence:
whoever shows it escapes it. All other fields are the catalogue's or a provision's.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.law.citation import Citation
from analytics.law.citation import citation as citation_of
from analytics.law.comparison import Bounds, Comparison, compare
from analytics.law.factor import FACTORS, factors
from analytics.law.rule_set import RULES, Provision, rule_sets
from analytics.model.formatting import figure, lower_figure, moment, upper_figure
from analytics.model.messages import catalogue, say
from analytics.model.time import BEIJING
from analytics.model.untrusted_text import cut, one_line
from analytics.roles.reasons import attribute_words
from analytics.scope.bounds import CONTRADICTED
from analytics.store.case_toml import LawChecked

# Names of fields that hold an end of an interval, whole or as the last word: "lower", "abuse_lo".
LOWER_ENDS, UPPER_ENDS = ("lower", "lo"), ("upper", "hi")
WIDTHS = {"days", "hours", "item", "post"}  # Numbers in sentences that count nothing.
CODE_PARTS = ("articles", "alleged")  # Catalogues that tell the codes of rows in words.


@dataclass(frozen=True)
class Line:
    """A finding as a reader sees it.

    state: the status in words; status: its code.
    about: for a role, what it is a role in (a family, a root, a record of case.toml).
    citation: None where no provision in force names the factor.
    observation: what was seen.
    value: the number with its unit, as a range; None where there is none.
    threshold: the number of law with its unit, or that law names none.
    distance: where the range lies beside that number.
    inculpatory, exculpatory, overturn: sentences.
    human: what only people can find.
    recorded: when a person recorded it; by, words: who, and what that person wrote.
    """

    factor_id: str
    rule_set: str
    subject_id: str
    about: str | None
    status: str
    state: str
    title: str
    citation: Citation | None
    observation: str
    value: str | None
    threshold: str | None
    distance: str | None
    disclaimer: str | None
    inculpatory: tuple[str, ...]
    exculpatory: tuple[str, ...]
    overturn: tuple[str, ...]
    human: str
    recorded: str | None
    by: str | None
    words: str | None
    source: str | None
    event_ids: tuple[str, ...]
    events_n: int


def read_findings(
    findings: pl.DataFrame,
    lang: str,
    zone: str = BEIJING,
    folder: Path = RULES,
    package: str = FACTORS,
    checks: Sequence[LawChecked] = (),
) -> list[Line]:
    """Put FINDINGS into words, in the order of the factors (safe harbours first).

    Measured rows come before the human ones of the same factor.

    lang: "zh" or "en".
    zone: the zone in which moments are told.
    checks: what people checked of the law (`[[law_checked]]`).

    Raises KeyError for a sentence that the catalogue lacks, which is a fault of ours.
    """
    order = {name: k for k, name in enumerate(factors(package))}
    # Within a factor: measured before recorded, the whole case first, then the largest.
    rows = sorted(
        findings.to_dicts(),
        key=lambda r: (
            order.get(r["factor_id"], len(order)),
            r["status"] == "human_finding",
            r["subject_id"] != "case",
            -(r["lower"] or 0) if r["factor_id"].startswith("S-") else 0,
        ),
    )
    return [_line(row, lang, ZoneInfo(zone), folder, checks) for row in rows]


def _line(row: dict[str, Any], lang: str, zone: ZoneInfo, folder: Path, checks: Sequence[LawChecked]) -> Line:
    """One row of FINDINGS in words."""
    rules = rule_sets(folder).get(row["rule_set"])
    provision = rules.provisions.get(row["factor_id"]) if rules else None
    params = json.loads(row["note_params"] or "{}")
    is_laid = row["threshold"] is not None
    is_number = row["factor_id"].startswith("S-") or row["factor_id"] == "A12-F4"
    numberless = _unlaid(provision, row, lang) if is_number and row["status"] != "human_finding" else None
    return Line(
        factor_id=row["factor_id"],
        rule_set=row["rule_set"],
        subject_id=row["subject_id"],
        about=params.get("of_subject"),
        status=row["status"],
        state=say(f"law.state_{row['status']}", lang),
        title=say(f"law.title_{row['factor_id']}", lang),
        citation=citation_of(rules, row["factor_id"], lang, checks) if rules and provision else None,
        observation=observation_words(row["note_code"], params, lang, zone),
        value=_value(row, lang),
        threshold=_in_unit(_number(row["threshold"]), row["unit"], lang) if is_laid else numberless,
        distance=_distance(row, params, lang, zone) if is_laid else None,
        disclaimer=say("law.disclaimer", lang) if is_laid else None,
        inculpatory=_claims(row["inculpatory"], params, lang, zone),
        exculpatory=_claims(row["exculpatory"], params, lang, zone),
        overturn=tuple(observation_words(key, params, lang, zone) for key in row["overturn"] or ()),
        human=say(row["human_needed"], lang) if row["human_needed"] else "",
        recorded=_recorded(row, lang, zone),
        by=row["recorded_by"],
        words=params.get("words"),
        source=row["source"],
        event_ids=tuple(row["event_ids"] or ()),
        events_n=row["events_n"],
    )


def _unlaid(provision: Provision | None, row: dict[str, Any], lang: str) -> str:
    """What stands in the place of a number that nothing is laid beside: that law names none, or the number
    itself."""
    if provision is None or provision.threshold is None:
        return say("law.threshold_none", lang)
    number = _in_unit(_number(provision.threshold), provision.unit, lang)
    return f"{number}{say('law.list_mark', lang)}{say('law.lies_unmeasured', lang)}"


def _claims(keys: list[str] | None, params: dict[str, Any], lang: str, zone: ZoneInfo) -> tuple[str, ...]:
    """What a side may say, without a sentence whose counts are all 0: it argues with what is not there."""
    said = [key for key in keys or () if not _is_empty(key, params)]
    return tuple(observation_words(key, params, lang, zone) for key in said)


def _is_empty(key: str, params: dict[str, Any]) -> bool:
    """Whether a sentence counts, and every count of it is 0.

    A width of time ("within {hours} h") is no count where the sentence has another number.

    >>> _is_empty("alleged.plus_r4", {"n": 0}), _is_empty("alleged.plus_r4", {"n": 1})
    (True, False)
    """
    part, name = key.split(".", 1)
    fields = {field for _, field, _, _ in Formatter().parse(catalogue(part)[name]["zh"]) if field}
    numbers = {field for field in fields if isinstance(params.get(field), int | float)}
    counts = numbers - WIDTHS or numbers
    return bool(counts) and not any(params[field] for field in counts)


def observation_words(key: str, params: dict[str, Any], lang: str, zone: ZoneInfo) -> str:
    """Fill the sentence under `key`.

    Unknown values are said to be unknown, moments are told in `zone`, and codes in words.

    >>> observation_words("alleged.a1_organisation", {"target": "A shop"}, "en", ZoneInfo("UTC"))
    'These data cannot measure it: A shop is an organisation and no natural person.'
    """
    part, name = key.split(".", 1)
    wanted = {field for _, field, _, _ in Formatter().parse(catalogue(part)[name][lang]) if field}
    values = {field: _shown(field, params.get(field), lang, zone) for field in wanted - {"account"}}
    if "place" in wanted and params.get("until_at"):
        moments = {name: _shown(name, params.get(name), lang, zone) for name in ("as_of", "until_at")}
        values["place"] = say("alleged.place_until", lang, place=values["place"], **moments)
    if "account" in wanted:
        values["account"] = _account(params, lang)
    return say(key, lang, **values)


def _account(params: dict[str, Any], lang: str) -> str:
    """The account of a row: with screen name and id where both may be printed, else the words for one that is
    not named."""
    account_id = params.get("account_id")
    if not account_id:
        return say("names.unnamed", lang)
    platform, _, native = account_id.rpartition(":")
    known = f"platform_{platform}" in catalogue("scope")
    told = {
        "platform": say(f"scope.platform_{platform}", lang) if known else platform,
        "id": one_line(native),
    }
    name = params.get("account_name")
    if not name:
        return say("names.account_nameless", lang, **told)
    return say("names.account", lang, name=cut(name), **told)


def _shown(field: str, value: Any, lang: str, zone: ZoneInfo) -> str:
    """The value of a placeholder in words, by the name of its field."""
    if value is None or value == "":
        return say("law.unknown", lang)
    if field in ("item", "post") and isinstance(value, int):
        return say("alleged.item_number", lang, n=value)
    if isinstance(value, str):
        return _coded(field, value, lang) or (
            _moment(value, zone) if field in ("at", "as_of") or field.endswith("_at") else one_line(value)
        )
    if isinstance(value, bool):
        return say(f"law.{'yes' if value else 'no'}", lang)
    last = field.rpartition("_")[2]
    return _lower(value) if last in LOWER_ENDS else _upper(value) if last in UPPER_ENDS else _number(value)


def _coded(field: str, value: str, lang: str) -> str | None:
    """A code in words: the entry FIELD_VALUE of a catalogue of rows; None where it is plain text.

    >>> _coded("place", "above", "en"), _coded("hints", "link+code", "en"), _coded("quote", "above", "en")
    ('met', 'a link, a code to scan', None)
    """
    if field == "traits":
        return attribute_words(value, lang)
    if field in ("hints", "dealings"):
        mark = {"zh": "、", "en": ", "}[lang]
        return mark.join(say(f"alleged.{field[:-1]}_{one}", lang) for one in value.split("+"))
    if field == "items":
        mark = {"zh": "、", "en": ", "}[lang]
        numbers = (int(one) if one.isdigit() else one for one in value.split("+"))
        return mark.join(say("alleged.item_number", lang, n=n) if isinstance(n, int) else n for n in numbers)
    if field.startswith("platform") and f"platform_{value}" in catalogue("scope"):
        return say(f"scope.platform_{value}", lang)
    parts = ("law", *CODE_PARTS)
    found = (f"{part}.{field}_{value}" for part in parts if f"{field}_{value}" in catalogue(part))
    key = next(found, None)
    return None if key is None else say(key, lang)


def _moment(text: str, zone: ZoneInfo) -> str:
    """A moment or a bare day, as in case.toml.

    >>> shanghai = ZoneInfo("Asia/Shanghai")
    >>> _moment("2025-03-07T02:00:00+00:00", shanghai), _moment("2025-03-07", ZoneInfo("UTC"))
    ('2025-03-07 10:00:00', '2025-03-07')
    """
    if len(text) == 10:
        return date.fromisoformat(text).isoformat()
    at = datetime.fromisoformat(text)
    return moment(at if at.tzinfo else at.replace(tzinfo=zone), zone)


def _number(value: float) -> str:
    """A number with its thousands apart; a share or duration with as many digits as are sure.

    >>> _number(12345), _number(0.0553), _number(2.5), _number(0.0000123)
    ('12,345', '0.055', '2.5', '0.000012')
    """
    return figure(value, _digits(value))


def _lower(value: float) -> str:
    """A lower end, with the digits of `_number`: never above what was computed."""
    return lower_figure(value, _digits(value))


def _upper(value: float) -> str:
    """An upper end, with the digits of `_number`: never below what was computed."""
    return upper_figure(value, _digits(value))


def _digits(value: float) -> int:
    return 3 if abs(value) < 1 else 1


def _in_unit(n: str, unit: str | None, lang: str) -> str:
    """A number or range, already told, with its unit behind it.

    >>> _in_unit("at least 1", "accounts", "en"), _in_unit("12–509", "posts", "en"), _in_unit("3", None, "en")
    ('at least 1 account', '12–509 posts', '3')
    """
    return (
        say(f"law.unit_{unit}", lang, n=n)
        if f"unit_{unit}" in catalogue("law")
        else f"{n} {unit or ''}".strip()
    )


def _value(row: dict[str, Any], lang: str) -> str | None:
    """The range of a row in words with its unit; None where there is no number at all."""
    low, high = row["lower"], row["upper"]
    if low is None and high is None:
        said = None if row["value"] is None else say("law.range_exact", lang, n=_number(row["value"]))
    elif high is None:
        said = say("law.range_at_least", lang, lower=_lower(low))
    elif low is None:
        said = say("law.range_at_most", lang, upper=_upper(high))
    else:
        said = (
            say("law.range_exact", lang, n=_number(low))
            if low == high
            else say("law.range_between", lang, lower=_lower(low), upper=_upper(high))
        )
    return _in_unit(said, row["unit"], lang) if said is not None else None


def _distance(row: dict[str, Any], params: dict[str, Any], lang: str, zone: ZoneInfo) -> str:
    """Where the range lies; an upper end below the number only as of its counter, if something followed."""
    is_contradiction = params.get("scope_note") == CONTRADICTED
    bounds = Bounds(row["lower"], row["value"], row["upper"], is_contradiction=is_contradiction)
    said = comparison_said(compare(bounds, row["threshold"]), lang)
    if not params.get("until_at"):
        return said
    moments = {name: _shown(name, params.get(name), lang, zone) for name in ("as_of", "until_at")}
    return say("alleged.place_until", lang, place=said, **moments)


def comparison_said(compared: Comparison, lang: str) -> str:
    """Tell where a range lies beside a number, in the same words on the law page and beside a drawn range."""
    return say("law.list_mark", lang).join(
        say(key, lang, **{name: _number(value) for name, value in holes.items()})
        for key, holes in compared.sentences
    )


def _recorded(row: dict[str, Any], lang: str, zone: ZoneInfo) -> str | None:
    if row["recorded_by"] is None:
        return None
    if row["recorded_at"] is None:
        return say("law.recorded_undated", lang)
    return say("law.recorded", lang, at=f"{row['recorded_at'].astimezone(zone):%Y-%m-%d %H:%M:%S}")
