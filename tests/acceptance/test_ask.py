"""`wakeline ask` on the sample case: counts taken from the sample's own truth, not from any output of the program."""

import re
from pathlib import Path

import polars as pl
import pytest

from analytics.questions.answer import Answer, answered
from analytics.questions.question import Asked, ask, matching
from analytics.report.placeholders import Locale
from analytics.store.case_folder import Case
from tests.acceptance.conftest import SAMPLE, U

pytestmark = pytest.mark.slow

TRUTH = SAMPLE / "truth"
HOURS = {"1 h": 1, "1 d": 24, "7 d": 168}


@pytest.fixture(scope="module")
def asked(sample: Case) -> Asked:
    return ask(sample)


def read(name: str) -> pl.DataFrame:
    return pl.read_csv(Path(TRUTH) / name, infer_schema=False)


def happened(post: str) -> pl.DataFrame:
    """What happened below a post and is shown by an export, with the seconds since the post."""
    acts = read("acts.csv").with_columns(at=pl.col("at").str.to_datetime(time_zone="UTC"))
    mid, shown = post.removeprefix("weibo:"), read("shown.csv")["mid"].unique()
    start = acts.filter(mid=mid)["at"][0]
    below = acts.filter(pl.col("mid").is_in(shown.implode()), root_mid=mid).filter(pl.col("mid") != mid)
    return below.with_columns(since_s=(pl.col("at") - start).dt.total_seconds())


def to(asked: Asked, name: str) -> Answer:
    (question,) = matching(name)
    return answered(asked, question)


def lines(answer: Answer, lang: str = "en") -> list[str]:
    voice = Locale(lang, answer.asked.facts.zone)
    return [answer.text(claim, voice) for claim in answer.claims]


@pytest.mark.parametrize("k", [1, 2])
def test_how_far_it_went_by_when_is_what_happened_and_was_shown(asked: Asked, k: int) -> None:
    told = lines(to(asked, "reach"))
    below = happened(U[k - 1])
    for span, hours in HOURS.items():
        counted = dict(below.filter(pl.col("since_s") < 3_600 * hours)["kind"].value_counts().iter_rows())
        r, c = counted["repost"], counted["comment"]
        assert f"Item {k}, within {span} of its posting: {r} reposts and {c} comments traced." in told


def test_all_accounts_on_it_are_those_of_the_truth(asked: Asked) -> None:
    everybody = read("acts.csv").filter(pl.col("mid").is_in([one.removeprefix("weibo:") for one in U]))["uid"]
    for post in U:
        everybody = pl.concat([everybody, happened(post)["uid"]])
    (mark,) = [ref for ref, name in to(asked, "accounts").marks.items() if name == "7.1"]
    assert set(mark.ids) == {f"weibo:{uid}" for uid in everybody}


def test_the_edit_of_the_rumour_is_told_between_the_captures_around_it(asked: Asked) -> None:
    """Edited on 2025-03-07 at 16:00 (truth): after the capture of 03-06 18:20, before that of 03-10 11:00."""
    (edit,) = [one for one in to(asked, "edits").claims if one.key == "questions.edit"]
    edited_at = read("acts.csv").filter(mid=U[0].removeprefix("weibo:"))["edited_at"][0]
    assert edited_at == "2025-03-07T16:00:00+08:00"
    begin, end = edit.params["begin"].at, edit.params["end"].at  # type: ignore[union-attr]
    moment = pl.Series([edited_at]).str.to_datetime(time_zone="UTC")[0]
    assert begin < moment < end


def test_nobody_who_is_organic_is_named_in_any_answer(asked: Asked, truth: dict[str, set[str]]) -> None:
    for k in range(1, 21):
        answer = to(asked, str(k))
        printed = set(re.findall(r"9\d{9}", "\n".join(lines(answer))))
        assert not printed & {one.removeprefix("weibo:") for one in truth["organic"]}, k


def test_the_planted_group_is_told_with_its_words_as_people_coded_them(
    asked: Asked, truth: dict[str, set[str]]
) -> None:
    members = next(ref for ref in to(asked, "together").marks if ref.kind == "accounts")
    assert set(members.ids) <= truth["navy"]
    orders = set(read("tasks.csv")["text"])
    told = [one for one in to(asked, "words").claims if one.key == "questions.words_sentence"]
    assert {one.params["text"].text for one in told} & orders  # type: ignore[union-attr]


def test_the_warned_account_acted_again(asked: Asked) -> None:
    """Truth: post, repost and comment on 2025-03-08; the repost alone lies under an alleged post, after 15:00."""
    acts = read("acts.csv").filter(pl.col("uid") == "9100455038", pl.col("at") > "2025-03-08T15:00")
    roots = [one.removeprefix("weibo:") for one in U]
    again = acts.filter(pl.col("root_mid").is_in(roots))["mid"].to_list()
    told = [one for one in to(asked, "after").claims if one.key == "questions.after_account"]
    assert all(set(one.refs[0].ids) == {f"weibo:{mid}" for mid in again} for one in told) and again


def test_every_mark_of_every_answer_opens_as_many_rows_as_it_says(asked: Asked) -> None:
    for k in range(1, 21):
        answer = to(asked, str(k))
        for mark in answer.marks:
            assert answer.rows(mark).height == mark.n_upper, (k, mark)
