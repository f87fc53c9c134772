"""`wakeline rules`: list rule sets, print one in full, compare two word by word, or list published cases."""

from typing import Annotated, Any

import typer

from analytics.cli.speech import LANG, JsonOption, help_text, out
from analytics.model.errors import SettingsError


def rules(
    words: Annotated[
        list[str] | None, typer.Argument(help=help_text("rules_words"), metavar="[SET | cases | diff A B]")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """List rule sets, show one, compare two, list published cases."""
    from analytics.law.rule_set import rule_set, rule_sets

    match words or []:
        case []:
            _listed(list(rule_sets().values()), json_)
        case ["cases"]:
            _cases(json_)
        case ["diff", first, second]:
            _compared(rule_set(first), rule_set(second), json_)
        case [name] if name not in ("diff", "cases"):
            _shown(rule_set(name), json_)
        case other:
            raise SettingsError("rules_words", found=" ".join(other))


def _listed(known: list[Any], json_: bool) -> None:
    from analytics.law.rule_set import printable
    from analytics.model.messages import say
    from analytics.store.case_folder import canonical_json

    if json_:
        print(canonical_json([printable(one) for one in known]), end="")
        return
    width = max(len(one.id) for one in known)
    for one in known:
        print(
            f"{one.id:<{width}}  {one.number}  {one.date or '-'}  {say(f'law.status_{one.status}', LANG)}  "
            f"{one.title.zh if LANG == 'zh' else one.title.en}"
        )


def _cases(json_: bool) -> None:
    from dataclasses import asdict

    from analytics.law.published_cases import published_cases
    from analytics.model.messages import say
    from analytics.store.case_folder import canonical_json

    found = published_cases(LANG)
    if json_:
        print(canonical_json([asdict(one) for one in found]), end="")
        return
    print(say("cases.note", LANG))
    for one in found:
        print(f"\n{one.line(LANG)}")


def _shown(one: Any, json_: bool) -> None:
    from analytics.law.citation import citation
    from analytics.law.rule_set import printable
    from analytics.law.sources import mark_words
    from analytics.model.messages import say
    from analytics.store.case_folder import canonical_json

    if json_:
        print(canonical_json(printable(one)), end="")
        return
    note = one.note.zh if LANG == "zh" else one.note.en
    print(f"{one.title.zh if LANG == 'zh' else one.title.en}\n{one.number}  {one.date or ''}\n{note}")
    for name, provision in one.provisions.items():
        cited = citation(one, name, LANG)
        marks = [
            mark_words(provision.text_mark, "text", LANG),
            mark_words(provision.number_mark, "number", LANG),
            *([] if provision.whole or not cited.quote else [say("sources.fragment", LANG)]),
        ]
        article = provision.article if LANG == "zh" else provision.article_en
        print(f"\n{name}\n  {article}")
        hashed = f"SHA-256 {cited.sha256}" if cited.quote else None
        gloss = say("law.gloss", LANG, text=cited.gloss) if cited.gloss else None
        for line in (cited.quote, gloss, say("law.list_mark", LANG).join(marks), cited.decider, hashed):
            if line:
                print(f"  {line}")


def _compared(first: Any, second: Any, json_: bool) -> None:
    from dataclasses import asdict

    from analytics.law.diff import differences
    from analytics.law.rule_set import provision_data
    from analytics.model.messages import say
    from analytics.store.case_folder import canonical_json

    found = differences(first, second)
    if json_:
        print(
            canonical_json(
                [
                    {
                        **asdict(d),
                        "first": d.first and provision_data(d.first),
                        "second": d.second and provision_data(d.second),
                    }
                    for d in found
                ]
            ),
            end="",
        )
        return
    signs = {"same": "{}", "taken": "[-{}-]", "added": "{{+{}+}}"}
    for d in found:
        shown = d.second or d.first
        article = "" if shown is None else shown.article if LANG == "zh" else shown.article_en
        print(f"{d.provision_id}  {article}  {say(f'law.diff_{d.state}', LANG)}")
        if d.state == "changed":
            print("  " + "".join(signs[run.kind].format(run.text) for run in d.runs))
        for key, before, after in d.needs:
            print(
                "  "
                + say(
                    "law.diff_needs",
                    LANG,
                    what=say(f"law.need_{key}", LANG),
                    before=_value(before),
                    after=_value(after),
                )
            )
    out("rules_marks")


def _value(value: object) -> str:
    from analytics.model.messages import say

    return (
        say(f"law.{'yes' if value else 'no'}", LANG)
        if value is None or isinstance(value, bool)
        else str(value)
    )
