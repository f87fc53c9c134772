"""Ways to get an innocent named that no world of REPORT §11 holds: each was tried, and each must fail."""

from pathlib import Path

import pytest

from analytics.report.write import write_report
from analytics.store.case_folder import open_case
from tests.report.misleading.scene import ALLEGED, DATE, Account, Done, Scene, crowd, done
from tests.report.misleading.test_worlds import written
from tests.report.misleading.worlds import AUTHOR

pytestmark = pytest.mark.slow
ACCUSER = Account(9_910_000_851, "砸门的老滚")
INSULTS_BACK = Account(9_910_000_852, "护短的阿砾")
ELSEWHERE = Account(9_910_000_853, "别处发过火的人")
ECHO = Account(9_910_000_854, "同一句话在别处")
ADDRESSED = Account(9_910_000_855, "替她说话的旁人")
PHRASE = "都去她店里要个说法别让她躲"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """One alleged post with four hubs of fourteen; only the accuser's own words on it were coded as support.

    One hub curses those who spread it: the class of its words is abuse, and nobody coded a side. One passed the post
    on without a word; its coded words are about another post. One did so too, and wrote the accuser's sentence
    elsewhere, letter for letter. The accuser addresses a bystander by screen name and number.
    """
    s = Scene()
    root = s.post(AUTHOR, 0, ALLEGED, shown=90)
    s.allege(root)
    people = crowd(700, 60)
    curse = "传雨檐书屋谣言的狗东西都滚出去，放过阿澈"
    s.codes[s.repost(INSULTS_BACK, 600, root, curse)] = "!abuse"
    s.below(INSULTS_BACK, curse, root, 600, people[:14])
    for k, hub in enumerate((ELSEWHERE, ECHO)):
        s.repost(hub, 3_000 + 2_500 * k, root)
        s.below(hub, "转发微博", root, 3_000 + 2_500 * k, people[14 * (k + 1) : 14 * (k + 2)])
    s.post(ELSEWHERE, 50_000, "雨檐书屋的咖啡又贵又难喝，阿澈态度还差", side="support")
    other = s.post(Account(9_910_000_899, "别的店的事"), 52_000, "隔壁奶茶店老板娘赖账")
    s.repost(ECHO, 52_600, other, PHRASE)
    s.repost(ACCUSER, 9_000, root, PHRASE, side="support")
    s.below(ACCUSER, PHRASE, root, 9_000, people[42:56])
    said = f"@{ADDRESSED.name} 收了阿澈多少钱？大家记住她 {ADDRESSED.uid}，接着转"
    s.repost(ACCUSER, 30_000, root, said, side="support")
    s.repost(ADDRESSED, 12_000, root, "请大家等通报，别围攻阿澈", side="deny")
    return done(s, tmp_path_factory.mktemp("adversary"))


def test_only_the_author_and_the_accuser_may_be_named(made: Done) -> None:
    assert {AUTHOR.id, ACCUSER.id} >= made.may_be_named() and ACCUSER.id in made.may_be_named()


def test_who_curses_those_who_spread_it_is_no_supporter(made: Done) -> None:
    """A class (abuse, criticism, neither) is no side: abuse of whom, nobody said."""
    assert INSULTS_BACK.id not in made.may_be_named()


def test_words_on_another_post_name_nobody_for_a_bare_repost(made: Done) -> None:
    assert ELSEWHERE.id not in made.may_be_named()


def test_the_same_sentence_elsewhere_names_nobody_for_a_bare_repost(made: Done) -> None:
    assert ECHO.id not in made.may_be_named()


def leaks(made: Done, *accounts: Account) -> list[tuple[str, str]]:
    return [
        (path, account.name)
        for path, text in written(made)
        for account in accounts
        if account.name in text or str(account.uid) in text
    ]


def test_a_bystander_addressed_in_printed_words_is_not_named_by_them(made: Done) -> None:
    assert leaks(made, ADDRESSED) == []


def test_none_of_them_stands_in_any_file(made: Done) -> None:
    assert leaks(made, INSULTS_BACK, ELSEWHERE, ECHO) == []


@pytest.mark.parametrize("purpose", ["police-assist", "injunction", "public-interest"])
def test_no_purpose_names_them(made: Done, purpose: str, tmp_path: Path) -> None:
    case = open_case(made.case.folder)
    files = write_report(case, "zh+en", DATE, purpose, with_pdf=False)
    innocent = (INSULTS_BACK, ELSEWHERE, ECHO)
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = [one.name for one in innocent if one.name in text or str(one.uid) in text]
        assert found == [], file.name
        if purpose == "public-interest":
            assert ACCUSER.name not in text, file.name
