"""The page of groups: what each rests on, what explains it, what would tell, its own words; every event opens."""

import json
import re
from pathlib import Path

import plotly.utils
import polars as pl
import pytest
from dash.development.base_component import Component

from analytics.coordination.explanations.propositions import Recorded
from analytics.coordination.explanations.wording import PROPOSITIONS, TELLS
from analytics.model.errors import TableError
from analytics.model.messages import LANGS, say
from analytics.model.tables import ALLEGED_EVENTS, EXPLANATIONS, LABELS, ROLES
from analytics.store.case_folder import Case, Commit
from analytics.store.case_toml import Direction
from dashboards.accounts import account_facts
from dashboards.case_session import CaseSession
from dashboards.figures.group_lanes import group_lanes, lanes_of
from dashboards.page import View
from dashboards.pages.coordination import PAGE
from dashboards.posts.post_names import post_names
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


def test_a_case_of_an_earlier_analysis_is_asked_for_a_new_one(tmp_path: Path) -> None:
    """A group said to be called, by a row of before the sentence told from how many members on posts count."""
    case = written_case(tmp_path / "case", followed_group())
    older = case.read("explanations").with_columns(against_lines=pl.lit(["called"]))
    commit = Commit(case)
    commit.write(EXPLANATIONS, older)
    with pytest.raises(TableError, match=r"explanations: .*called_.*wakeline analyse"):
        page(commit.finish(), "en")


def called_case(folder: Path) -> Case:
    """The group of six, an outsider who wrote p1's words 36 s before m0 there, and member m5 as caller too."""
    case = written_case(folder, followed_group())
    row = {
        "role": "organizer",
        "subject_id": "g1",
        "cluster_id": "g1",
        "reason_code": "x",
        "reason_params": "{}",
    }
    row |= {
        "evidence_lines": [],
        "explanations": [],
        "challenges": [],
        "article10": [],
        "may_be_named": False,
    }
    rows = [
        {**row, "account_id": "author of p1", "grade": "B", "event_ids": ["p1", "m0@p1"]},
        {**row, "account_id": "m5", "grade": "A", "event_ids": ["m5@p0"]},
        {**row, "account_id": "m1", "grade": "insufficient", "event_ids": ["m1@p0"]},
    ]
    commit = Commit(case)
    commit.write(ROLES, ROLES.fit(pl.DataFrame(rows, infer_schema_length=None)))
    return commit.finish()


def test_caller_candidates_have_lanes_of_their_own_members_or_not(tmp_path: Path) -> None:
    """p1 was posted 900 s before m0 acted on it; m5 came 50 s after m0 on p0. What others wrote is not theirs."""
    group = group_views(called_case(tmp_path / "case"))[0]
    told = group.callers.select("account_id", "grade", "event_id", "object_id", "since_s").rows()
    assert told == [("author of p1", "B", "p1", "p1", -900.0), ("m5", "A", "m5@p0", "p0", 50.0)]
    lanes = [(lane.account_id, lane.grade) for lane in lanes_of(group)]
    assert lanes[:6] == [(account, "") for account in group.members["account_id"]]
    assert lanes[6:] == [("author of p1", "B"), ("m5", "A")]
    figure = group_lanes(group, View("en"), titles={"p1": "someone 04-02 原帖1"})
    diamonds = next(trace for trace in figure.data if trace.marker.symbol == "diamond")
    assert list(diamonds.customdata) == ["p1", "m5@p0"] and list(diamonds.y) == [6, 7]
    assert [text.rsplit("<br>", 1)[1] for text in diamonds.hovertext] == ["-900 s", "+50 s"]
    assert "caller candidate B" in figure.layout.yaxis.ticktext[6]


def test_what_each_proposition_would_show_stands_beside_it_and_no_rate_is_given(grouped: Case) -> None:
    shown = page(grouped, "en")
    assert all(say(f"lanes.would_{name}", "en") in shown for name in PROPOSITIONS)
    assert say("lanes.rates", "en") in shown


def test_words_of_a_group_stand_with_the_sides_that_people_coded(tmp_path: Path) -> None:
    """Of the six records in the words of p0, people coded two as support and one as deny; of p1 none."""
    case = written_case(tmp_path / "case", followed_group())
    sides = {"m0@p0": "support", "m1@p0": "support", "m2@p0": "deny", "m0@p1": "unread"}
    rows = [
        {
            "event_id": one,
            "item_id": "p0",
            "layer": "stated",
            "part": "repost",
            "post_id": "p0",
            "kind": "repost",
            "account_id": one.split("@")[0],
            "side": side,
            "coders_n": 1,
        }
        for one, side in sides.items()
    ]
    commit = Commit(case)
    commit.write(ALLEGED_EVENTS, ALLEGED_EVENTS.fit(pl.DataFrame(rows)))
    words = group_views(commit.finish())[0].words
    told = {row["text"]: row["sides"] for row in words.to_dicts()}
    assert told["请看第0份报告，店家合格"] == [{"side": "deny", "n": 1}, {"side": "support", "n": 2}]
    assert told["请看第1份报告，店家合格"] is None


def test_target_posts_are_told_by_author_and_words_not_by_id(grouped: Case) -> None:
    titles = post_names(grouped, ["p0", "gone"], View("zh"))
    assert titles["p0"].endswith("原帖0") and titles["gone"].startswith("gone")
