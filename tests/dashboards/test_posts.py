"""The page Posts: hits, facets and links against plain filters of the exported texts."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import polars as pl
import pytest
from playwright.sync_api import Page

from analytics.model.messages import LANGS
from analytics.model.tables import EVENTS
from analytics.search.asked import Search, search_of
from analytics.search.facets import Choice
from analytics.search.records import with_profiles
from analytics.store.case_folder import Case, Commit
from dashboards.app import pages
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.posts.post_facets import facet_lists, value_words, values_card
from dashboards.views.posts import facet_of, hits
from dashboards.widgets.grid import listings, page_of
from tests.dashboards.invented import write_case
from tests.dashboards.test_pages import written

WORD = "第1"
AXE = Path(__file__).parent / "axe.min.js"


def with_word(case: Case, word: str) -> pl.DataFrame:
    """Events whose exported text holds the word as it is."""
    return case.read("events").filter(pl.col("text").str.contains(word, literal=True).fill_null(False))


def shown(case: Case, lang: str = "en", **params: str) -> str:
    page = next(page for page in pages() if page.name == "posts")
    return written(page.layout(CaseSession(case.folder), View(lang, page="/posts", params=params)))


@pytest.mark.parametrize("word", ["有人说", "原话", WORD, "//@上一位:"])
def test_hits_are_those_of_a_plain_filter_and_the_counts_of_each_facet_add_up(word: str, case: Case) -> None:
    found = hits(case, Search(word))
    assert set(found["event_id"]) == set(with_word(case, word)["event_id"]) and found.height
    for name in ("u", "place", "kind", "author", "region", "client", "side"):
        assert facet_of(case, Search(word), name)["n"].sum() == found.height, name


def test_words_passed_on_are_no_own_words(case: Case) -> None:
    assert hits(case, Search("原话", "own")).height == 0
    assert set(hits(case, Search("原话"))["place"]) == {"passed"} and set(
        hits(case, Search("看看"))["place"]
    ) == {"own"}


def test_a_value_left_out_is_gone_from_hits_and_stays_in_its_list(case: Case) -> None:
    search = Search().switched("kind", "repost", "left_out")
    events = case.read("events")
    assert hits(case, search).height == events.filter(pl.col("kind") != "repost").height
    kinds = dict(facet_of(case, search, "kind").iter_rows())
    assert kinds == dict(events["kind"].value_counts().iter_rows())
    assert search.switched("kind", "repost", "left_out").choice.left_out == {"kind": ()}
    kept = search.switched("kind", "repost", "kept").choice
    assert kept.kept["kind"] == ("repost",) and kept.left_out["kind"] == ()


def test_a_chosen_value_without_hits_can_still_be_taken_back(case: Case) -> None:
    body = shown(case, q="nowhere", **{"with": json.dumps({"region": ["月球"]})})
    assert "月球" in body and "No record fits" in body


def test_a_link_holds_the_whole_search() -> None:
    search = Search('a "b c"', "own", "latest", Choice({"region": ("浙江", "")}, {"kind": ("post",)}))
    link = View("en").link("/posts", **search.params())
    read = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert search_of(read) == search and search_of({}) == Search()


@pytest.mark.parametrize(
    "bad", ["{", "[]", "7", '{"kind": 3}', '{"kind": [3, null]}', '{"x": ["y"]}', "[" * 9_000]
)
def test_a_damaged_link_asks_nothing(bad: str, case: Case) -> None:
    search = search_of({"with": bad, "without": bad, "place": "nowhere", "sort": bad})
    assert search.params() == Search().params() and hits(case, search).height == case.read("events").height


def test_the_table_holds_all_hits_and_cards_say_how_many_more_there_are(case: Case) -> None:
    total = case.read("events").height
    body = shown(case)
    assert f"{total - 30:,} more" in body and body.count("wl-post-head") == 30
    found = page_of(listings()["posts"], CaseSession(case.folder), Search().about(), {}, View("en"))
    assert found["rowCount"] == total
    authors = page_of(listings()["posts_authors"], CaseSession(case.folder), Search().about(), {}, View("en"))
    events = case.read("events")
    assert authors["rowCount"] == events["account_id"].n_unique()
    counted = events["account_id"].value_counts().sort("count", "account_id", descending=[True, False])
    told = [(row["account_id"], int(row["n"])) for row in authors["rowData"]]
    assert told == counted.head(len(told)).rows()


def test_a_case_without_an_analysis_is_searched_too(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", 20, 3, analysed=False)
    assert hits(case, Search(WORD)).height == with_word(case, WORD).height > 0


@pytest.mark.parametrize("lang", LANGS)
def test_words_are_typed_hits_are_marked_and_a_click_opens_the_line(
    lang: str, tab: Page, address: str, case: Case
) -> None:
    tab.goto(f"{address}/{lang}/posts")
    field = tab.locator("#posts-words")
    field.fill(WORD)
    field.press("Enter")
    tab.wait_for_url("**q=**")
    tab.wait_for_selector(".wl-post")
    cards, total = tab.locator(".wl-post").count(), with_word(case, WORD).height
    assert cards == min(total, 30)
    assert (
        int(re.findall(r"[\d,]+", tab.locator(".wl-posts-found h2").inner_text())[0].replace(",", ""))
        == total
    )
    assert all(card.locator("mark").count() for card in tab.locator(".wl-post").all())
    assert set(tab.locator(".wl-post mark").all_inner_texts()) == {WORD}
    tab.locator(".wl-post-text").first.click()
    assert WORD in tab.wait_for_selector(".wl-lines .wl-line").inner_text()


def test_a_facet_is_left_out_and_taken_back_and_more_opens_the_rest(
    tab: Page, address: str, case: Case
) -> None:
    total = case.read("events").height
    reposts = case.read("events").filter(kind="repost").height
    tab.goto(f"{address}/en/posts")
    heading = tab.locator(".wl-posts-found h2")
    tab.locator('[data-facet="kind"] li', has_text="repost").locator(".wl-facet-out").click()
    tab.wait_for_selector('[data-facet="kind"] .wl-facet-left')
    assert heading.inner_text().startswith(f"Records: {total - reposts:,} ")
    tab.locator('[data-facet="kind"] .wl-facet-left .wl-facet-out').click()
    tab.wait_for_selector('[data-facet="kind"] .wl-facet-left', state="detached")
    tab.wait_for_selector(".wl-post")
    assert heading.inner_text().startswith(f"Records: {total:,} ")
    tab.locator(".wl-posts-more").click()
    tab.wait_for_selector(".ag-row")
    tab.goto(f"{address}/en/posts?q={quote('<script>')}")
    tab.wait_for_selector(".wl-posts")
    assert tab.locator("script", has_text="window.hit").count() == 0


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("show", ["", "&show=table"])
def test_axe_finds_nothing(lang: str, show: str, tab: Page, address: str) -> None:
    without = quote(json.dumps({"kind": ["comment"]}))
    tab.goto(f"{address}/{lang}/posts?q={quote(WORD)}&without={without}{show}")
    tab.wait_for_selector(".ag-row" if show else ".wl-post mark")
    assert tab.locator(".wl-facet-left").count() == 1
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate(
        "axe.run('#content', {resultTypes: ['violations']})"
        ".then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))"
    )
    assert not found, found


def test_a_span_on_the_clock_of_the_case_keeps_what_lies_in_it(case: Case) -> None:
    """The post is of 01:30 UTC, 09:30 in Beijing; nothing else falls into its first twenty seconds."""
    search = search_of({"from": "2025-04-02 09:30", "to": "2025-04-02 09:30:20"})
    assert hits(case, search)["event_id"].to_list() == ["weibo:5100000000000001"]
    assert search_of(
        {k: v for k, v in search.params().items() if v}
    ) == search and "2025-04-02 09:30" in shown(case, **{"from": search.begin})
    assert search_of({"from": "nonsense", "to": "<b>"}) == Search()


@pytest.mark.parametrize("name", ["post", "verified", "followers"])
def test_posts_and_profiles_are_facets_whose_counts_add_up(case: Case, name: str) -> None:
    found = facet_of(case, Search(WORD), name)
    assert found["n"].sum() == hits(case, Search(WORD)).height


def test_followers_are_told_by_powers_of_ten_and_unknown_stays_unknown() -> None:
    records = pl.DataFrame({"account_id": ["a", "b", "c", "d"]})
    profiles = {
        "account_id": ["a", "b", "c"],
        "verified_type": ["-1", "3", None],
        "followers_n": [99, 1_000, None],
    }
    found = with_profiles(records, pl.DataFrame(profiles))
    assert found["followers"].to_list() == ["0", "1000", None, None]
    assert found["verified"].to_list() == ["-1", "3", None, None]
    assert (
        value_words("followers", "0", View("en")) == "below 100"
        and value_words("verified", "3", View("zh")) == "媒体"
    )


@pytest.mark.parametrize("chosen", ["", "地449"])
def test_no_facet_is_cut_without_a_way_to_open_the_rest(tmp_path: Path, chosen: str) -> None:
    """450 records from 450 regions: list and links onwards hold every one of them once, with its two links."""
    made = write_case(tmp_path / "case", 449, 0)
    commit = Commit(made)
    where = pl.int_range(pl.len()).cast(pl.String)
    commit.write(EVENTS, made.read("events").with_columns(region=pl.concat_str(pl.lit("地"), where)))
    case = commit.finish()
    search = search_of({"with": json.dumps({"region": [chosen]})} if chosen else {})
    part = written(facet_lists(case, search, View("en")))
    seen, opened = [], 0
    while True:
        seen += re.findall(r'"aria-label": "leave out: (地[0-9]+)"', part)
        onward = re.search(r"/en/posts\?[^\"]*values=region&after=[0-9]+", part)
        if onward is None:
            break
        asked = {key: one[0] for key, one in parse_qs(urlsplit(onward.group()).query).items()}
        assert search_of(asked) == search
        part = written(values_card(case, search, View("en", params=asked)))
        opened += 1
    assert opened == 2 and sorted(seen) == sorted(f"地{k}" for k in range(450))


def test_an_address_that_asks_for_values_of_no_facet_is_passed_over(case: Case) -> None:
    search = Search()
    assert values_card(case, search, View("en", params={"values": "nonsense"})) is None
    far = values_card(case, search, View("en", params={"values": "kind", "after": "99999"}))
    assert "1 to 3 of 3 values" in written(far)
    assert "1 to 3 of 3 values" in shown(case, values="kind", after="<b>")


@pytest.mark.parametrize(
    "name", ["u", "place", "kind", "post", "author", "role", "group", "side", "verified", "followers"]
)
def test_a_value_that_no_record_has_is_shown_as_it_stands_in_the_link(case: Case, name: str) -> None:
    told = shown(case, q="看看", **{"with": json.dumps({name: ["<b>no"]})})
    assert "<b>no" in told
