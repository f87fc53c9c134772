"""The form of a column map: what stands in it, and the text it gives."""

from analytics.ingest.column_map import map_of
from dashboards.looked import given_of, map_of_form

FORM = {
    "text": None,
    "head": {"platform": "?", "timezone": "?", "date_order": ""},
    "kind": '[{ filled = "of", kind = "repost" }, { kind = "post" }]',
    "kinds": {},
    "fields": {"id": '"编号"', "account_id": '{ from_url = "home" }', "root_id": '"of"'},
    "unsure": {"parent_id": "a, b"},
    "unused": [],
    "values": {"编号": ["1"], "of": [], "home": [], 'quo"te': []},
}


def test_a_form_as_proposed_leaves_open_what_the_proposal_does() -> None:
    given = given_of(FORM, None)
    assert (given["head/platform"], given["head/timezone"], given["columns/parent_id"]) == ("?", "", '"?"')


def test_a_form_filled_in_gives_a_map_that_can_be_read_and_shown_again() -> None:
    stated = {
        "head/platform": "x",
        "head/timezone": "UTC",
        "columns/parent_id": "",
        "columns/text": '"quo\\"te"',
    }
    text = map_of_form(FORM, given_of(FORM, None) | stated)
    described = map_of(text, "form")
    assert [rule.kind for rule in described.rules] == ["repost", "post"]
    assert described.columns.account_id is not None and described.columns.account_id.from_url == "home"
    assert described.columns.text is not None and described.columns.text.column == 'quo"te'
    assert map_of_form(FORM, given_of(FORM, text)) == text


def test_a_column_of_kinds_brings_its_values_and_a_chosen_kind_does_without() -> None:
    form = FORM | {"kind": "", "kinds": {"转发": "repost"}, "fields": {"id": '"编号"', "kind": '"of"'}}
    by_column = map_of_form(form, given_of(form, None) | {"head/platform": "x", "columns/parent_id": ""})
    assert map_of(by_column, "form").kinds == {"转发": "repost"}
    chosen = map_of_form(form, given_of(form, by_column) | {"head/kind": '"post"'})
    assert map_of(chosen, "form").columns.kind is None and map_of(chosen, "form").kind == "post"
