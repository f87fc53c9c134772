"""The page of groups: what each rests on, what explains it, what would tell, its own words; every event opens."""

import json
import re
from pathlib import Path

import plotly.utils
import pytest
from dash.development.base_component import Component

from analytics.coordination.explanations.propositions import Recorded
from analytics.coordination.explanations.wording import PROPOSITIONS, TELLS
from analytics.model.messages import LANGS, say
from analytics.model.tables import LABELS
from analytics.store.case_folder import Case
from analytics.store.case_toml import Direction
from dashboards.accounts import account_facts
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.pages.coordination import PAGE
from dashboards.views.groups import group_views
from dashboards.widgets.grid import listings, page_of
from tests.coordination.groups_scene import followed_group, written_case


def written(component: Component) -> str:
    return json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return written_case(tmp_path_factory.mktemp("groups") / "case", followed_group())


def page(case: Case, lang: str) -> str:
    return written(PAGE.layout(CaseSession(case.folder), View(lang)))


@pytest.mark.parametrize("lang", LANGS)
def test_every_proposition_stands_with_what_speaks_for_and_against_it(grouped: Case, lang: str) -> None:
    shown = page(grouped, lang)
    for name in PROPOSITIONS:
        assert say(f"explanations.prop_{name}", lang) in shown
    assert say("explanations.cannot_be_told", lang) in shown
    assert say("explanations.document_recorded", lang, n=1)[:12] not in shown
    for key in TELLS:
        assert say(f"explanations.{key}", lang) in shown
    assert not re.search(r"\{[a-z_]+\}", shown)


def test_figures_are_those_of_the_group(grouped: Case) -> None:
    shown = page(grouped, "en")
    assert "1 of 6 members comes after one visible account" in shown
    # m0 is first on all three posts; behind it lie 10 to 50 s: 30 s in the middle.
    assert "In 3 of 3 places of shared words one and the same account" in shown and "30 s behind it" in shown
    assert "m0" in shown


def test_the_words_of_the_group_stand_in_full_with_their_counts(grouped: Case) -> None:
    assert "请看第0份报告，店家合格" in page(grouped, "zh")
    words = group_views(grouped)[0].words
    assert words.select("text", "events_n", "accounts_n", "posts_n").rows() == [
        (f"请看第{p}份报告，店家合格", 6, 6, 1) for p in range(3)
    ]


def test_every_event_behind_a_line_opens_the_drawer_and_no_button_stands_twice(grouped: Case) -> None:
    shown = page(grouped, "en")
    buttons = re.findall(r'{"role": "act", "name": "act\|([^"]+)", "place": "([^"]*)"}', shown)
    assert {"m0@p0", "m1@p0"} <= {event for event, place in buttons if place == "explained-copied_source"}
    assert len(buttons) == len(set(buttons))


def test_a_document_is_said_and_quoted(tmp_path: Path) -> None:
    paid = Direction(kind="payment", accounts=["m2"], document="转账记录 <b>9</b>")
    case = written_case(tmp_path / "case", followed_group(), Recorded(LABELS.empty(), (paid,)))
    shown = page(case, "en")
    assert say("explanations.document_recorded", "en", n=1) in shown
    assert "转账记录 <b>9</b>" in shown and "1 of 6 members" in shown


@pytest.mark.parametrize("lang", LANGS)
def test_every_line_of_evidence_says_what_it_does_not_say(grouped: Case, lang: str) -> None:
    shown = page(grouped, lang)
    for line in ("moments", "followed", "text", "pair_timing", "link", "own_clock"):
        assert say(f"coordination.line_{line}", lang) in shown
    assert say("coordination.reason_may_follow", lang) in shown


def test_members_are_listed_with_what_they_rest_on(grouped: Case) -> None:
    rows = page_of(listings()["members"], CaseSession(grouped.folder), "g1", {}, View("en"))["rowData"]
    assert [(row["grade"], row["line"], row["strictest"]) for row in rows[:2]] == [
        ("A", "moments", "one visible account"),
        ("B", "may follow", "one visible account"),
    ]


def test_the_drawer_of_an_account_says_its_lines_and_reasons(grouped: Case) -> None:
    _, body = account_facts(CaseSession(grouped.folder), "m1", View("en"))
    assert say("coordination.line_followed", "en") in written(body)
    assert say("coordination.reason_may_follow", "en") in written(body)
