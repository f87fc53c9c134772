"""Numbers that the sample's report prints of one account, counted by hand in sample_data/exports and case.toml.

The account 9100455038 has seven records in all files: two about a bakery roll and the evening (2 and 4 March), a
repost of item 1 (4 March, 21:02), item 2 itself (23:10), a post that names the shop (8 March, 20:10), a repost of
item 1 (8 March, 20:31) and a comment below the notice of the market authority (9 March, 12:48), which names nobody
and answers that authority. The case file states a warning of 7 March, 10:00, and a takedown of 8 March, 15:00.
"""

import pytest

from analytics.report.favour import after_dealing
from analytics.report.listed_data import ListedAccount
from analytics.report.report_data import ReportData, report_data
from analytics.report.sections.answers import strongest_line
from analytics.store.case_folder import Case
from tests.acceptance.conftest import DATE

pytestmark = pytest.mark.slow

AUTHOR, NAMES_SHOP = "weibo:9100455038", "weibo:5142016901812242"
BELOW_ITEM_1, TO_AUTHORITY = "weibo:5142022246632172", "weibo:5142268001674109"


@pytest.fixture(scope="module")
def facts(sample: Case) -> ReportData:
    return report_data(sample, DATE, {})


@pytest.fixture(scope="module")
def author(facts: ReportData) -> ListedAccount:
    return next(one for one in facts.listed if one.account_id == AUTHOR)


def test_an_answer_to_an_authority_is_not_said_to_be_aimed_at_the_target(author: ListedAccount) -> None:
    assert author.aimed["event_id"].to_list() == [NAMES_SHOP]
    assert author.under_correction["event_id"].to_list() == [TO_AUTHORITY]
    assert len(author.unrelated) == 2 and TO_AUTHORITY not in author.unrelated


def test_of_three_records_after_the_dealing_two_are_on_the_matter(
    facts: ReportData, author: ListedAccount
) -> None:
    row = next(row for row in author.roles if row["role"] == "repeater")
    assert after_dealing(facts, author, row) == [NAMES_SHOP, BELOW_ITEM_1, TO_AUTHORITY]
    said, refs = strongest_line(facts, author)
    assert dict(said.params) == {"n": 2, "all": 3, "k": 1}
    assert [set(ref.ids) for ref in refs] == [
        {NAMES_SHOP, BELOW_ITEM_1},
        {NAMES_SHOP, BELOW_ITEM_1, TO_AUTHORITY},
        {BELOW_ITEM_1},
    ]
