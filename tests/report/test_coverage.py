"""Part 7: the figures of errors are those of docs/accuracy.md, added up again here from its tables."""

import re
from math import exp, log
from pathlib import Path

import pytest

from analytics.model.messages import LANGS, catalogue, say
from analytics.report.coverage_data import tests

PAGE = (Path(__file__).parents[2] / "docs" / "accuracy.md").read_text(encoding="utf-8")
TESTS = {one.key: one for one in tests()}
Named = tuple[int, int, int]  # at A, at A or B, of


def scenarios() -> dict[str, dict[str, Named]]:
    """The table by scenario: column -> counts, where the cell has any."""
    lines = PAGE[PAGE.index("| scenario |") :].split("\n\n")[0].splitlines()
    heads = [cell.strip() for cell in lines[0].strip("|").split("|")]
    found = {}
    for line in lines[2:]:
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        counts = (
            (head, re.match(r"(\d+), (\d+) of (\d+)", cell))
            for head, cell in zip(heads[1:], cells, strict=True)
        )
        found[name] = {head: (int(m[1]), int(m[2]), int(m[3])) for head, m in counts if m}
    return found


@pytest.mark.parametrize("key", ["alone", "called", "follows", "protected"])
def test_innocents_listed_are_those_of_the_table(key: str) -> None:
    rows = [row[key] for row in scenarios().values() if key in row]
    values, worst = TESTS[key].values, max(rows, key=lambda row: row[1] / row[2])
    if key == "called":  # Named is the kind with the highest share.
        assert worst == scenarios()["sister_accounts"]["called"]
    assert (values["kinds"], TESTS[key].worlds) == (len(rows), 2 * len(rows))
    assert values["kinds_b"] == sum(b > 0 for _, b, _ in rows)
    assert (values["worst"], values["of"]) == worst[1:]
    assert values.get("a", 0) == (sum(a for a, _, _ in rows) if key == "alone" else 0)


def test_groups_found_and_missed_are_those_of_the_table() -> None:
    shares = {name: row["group"][1] / row["group"][2] for name, row in scenarios().items() if "group" in row}
    found = [
        *("copy", "language_model", "star_reposts", "one_victim", "slogan", "badges", "half_own_words"),
        *("L2", "comments_only", "minority", "two_platforms", "organic_storm", "dominant"),
    ]
    told = TESTS["found"].values
    percent = [int(100 * shares[name]) for name in found]
    assert (told["kinds"], min(percent), max(percent)) == (len(found), told["low"], told["high"])
    missed = {"hire": "for_hire", "drip": "drip", "sleepers": "sleepers", "once": "one_shot"}
    missed["hashtag"] = "hashtag_originals"
    assert {key: round(100 * shares[name]) for key, name in missed.items()} == TESTS["missed"].values


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("accused", "nobody at A or B in 108 worlds."),
        ("habits", "seven fixed hours a week (a timetable) | 80 | 5e8 | **66**"),
        ("organizers", "| all | (89) | 436 | 436 | 1.000, 0.993 |"),
        ("initiators", "survivor 1378 of 1378 (at least .997)"),
        ("families", 'of 1,500 statements with a\n"not" put in 0 joined'),
    ],
)
def test_other_figures_stand_on_the_page(key: str, words: str) -> None:
    assert words in PAGE
    for name, value in TESTS[key].values.items():
        if name == "least":  # Worked out below; the page has three digits of it, rounded down.
            assert any(one in PAGE for one in (f"0.{int(value * 10)}", f".{int(value * 10)}"))
            continue
        told = {f"{value:g}", f"{value:,.0f}", f".{round(value * 10)}", f"0.{round(value * 10)}"}
        assert any(one in PAGE for one in told), value


def test_every_test_has_its_command_on_the_page_and_its_words_in_both_languages() -> None:
    for one in tests():
        assert one.command in PAGE, one.command
        for lang in LANGS:
            assert "{" not in say(f"coverage.test_{one.key}", lang, **one.values)
        assert {f"of_{one.key}", f"maker_{one.maker}"} <= set(catalogue("coverage"))


@pytest.mark.parametrize(("key", "of"), [("organizers", 436), ("initiators", 1378)])
def test_the_least_share_of_a_test_is_never_above_the_exact_bound(key: str, of: int) -> None:
    # All right: the exact one-sided bound is p with p^n = .05 (Clopper & Pearson), so ln p = ln .05 / n.
    exact = 100 * exp(log(0.05) / of)
    least = TESTS[key].values["least"]
    assert least <= exact < least + 0.01
    assert f"{least:.2f}" == {436: "99.31", 1378: "99.78"}[of]  # By hand: 99.3152..., 99.7828...
