"""Rule sets: texts hold together with their hashes, marks are always printed, two sets are compared word by word, another jurisdiction fits."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.law.citation import citation
from analytics.law.diff import differences, runs
from analytics.law.findings import findings
from analytics.law.rendering import read_findings
from analytics.law.rule_set import RULES, Mark, rule_set, rule_sets
from analytics.model.errors import RegistryError, SettingsError
from analytics.model.messages import say
from tests.law.made import measures, scope

TOY = Path(__file__).parent / "toy" / "rules"
FINAL, DRAFT = "fafa-2023-14", "guiding-opinions-draft-2023-06-09"
SETS = sorted(rule_sets())


def test_the_sets_that_the_law_file_carries_are_there_and_the_final_text_is_the_default() -> None:
    assert SETS == [
        "anti-cyber-violence-law-draft-2026-07-29",
        "cac-order-17-2024",
        "fafa-2023-14",
        "fashi-2013-21",
        "fashi-2017-10",
        "fashi-2019-15",
        "guiding-opinions-draft-2023-06-09",
        "xingfa",
    ]
    assert measures().toml.case.rule_set == FINAL


@pytest.mark.parametrize("name", SETS)
def test_every_text_has_its_hash_and_every_citation_its_marks(name: str) -> None:
    one = rule_set(name)
    for provision in one.provisions.values():
        if provision.text_mark is not Mark.NONE:
            assert provision.sha256 == hashlib.sha256(provision.text.encode("utf-8")).hexdigest()
        for lang in ("zh", "en"):
            told = citation(one, provision, lang)
            assert say(f"law.mark_text_{provision.text_mark.value}", lang) in told.marks
            assert say(f"law.mark_number_{provision.number_mark.value}", lang) in told.marks
            assert told.quote or told.gloss


@pytest.mark.parametrize(
    ("name", "provision", "text_mark", "number_mark"),
    [
        (FINAL, "A12-4", "V2", "V2"),
        (FINAL, "A8-2", "V2", "R"),
        (FINAL, "A10-1", "R", "R"),
        (FINAL, "A10-2", "R", "R"),
        (FINAL, "A11", "V2", "R"),
        (DRAFT, "A10-1", "V", "V"),
        (DRAFT, "A8-4", "V2", "V"),
        ("fashi-2013-21", "S-R1", "V", "V"),
        ("fashi-2019-15", "S-A3", "V", "V"),
        ("fashi-2017-10", "I-5-5", "V", "V"),
        ("cac-order-17-2024", "A10-1", "N", "V2"),
    ],
)
def test_nothing_is_marked_better_than_it_was_read(
    name: str, provision: str, text_mark: str, number_mark: str
) -> None:
    found = rule_set(name).provisions[provision]
    assert (found.text_mark.value, found.number_mark.value) == (text_mark, number_mark)


def test_the_words_of_article_2_of_the_interpretation_stand_as_promulgated() -> None:
    text = rule_set("fashi-2013-21").provisions["S-R1"].text
    assert text == "同一诽谤信息实际被点击、浏览次数达到五千次以上，或者被转发次数达到五百次以上的；"


@pytest.mark.parametrize(
    ("set_", "provision", "threshold", "unit"),
    [
        ("fashi-2013-21", "S-V1", 5000, "views"),
        ("fashi-2013-21", "S-R1", 500, "reposts"),
        ("fashi-2019-15", "S-A1", 2000, "accounts"),
        ("fashi-2019-15", "S-A2", 30000, "followers"),
        ("fashi-2019-15", "S-A3", 50000, "views"),
        ("fashi-2017-10", "I-5-3", 50, "items"),
        ("fashi-2017-10", "I-5-4", 500, "items"),
        ("fashi-2017-10", "I-5-5", 5000, "items"),
    ],
)
def test_the_numbers_are_those_of_the_texts(set_: str, provision: str, threshold: float, unit: str) -> None:
    found = rule_set(set_).provisions[provision]
    assert (found.threshold, found.unit) == (threshold, unit)


def test_the_guiding_opinions_name_no_number() -> None:
    for name in (FINAL, DRAFT):
        assert all(p.threshold is None for p in rule_set(name).provisions.values())


def test_a_text_changed_without_its_hash_is_refused(tmp_path: Path) -> None:
    shutil.copy(TOY / "toy-act-1.toml", tmp_path)
    file = tmp_path / "toy-act-1.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("ten times", "two times"), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"toy-act-1.toml.*sha256"):
        rule_sets(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('text_mark = "V"', 'text_mark = "sure"'),
        ("threshold = 10\n", ""),
        ('id = "toy-act-1"', 'id = "other"'),
        ('read_in = "full_text"', 'read_in = "full_text"\nbeside = ["nowhere"]'),
        ("[provision.S-R2]", "[provision.S-R2"),
    ],
)
def test_a_broken_rule_set_is_one_clear_error(tmp_path: Path, old: str, new: str) -> None:
    text = (TOY / "toy-act-1.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "toy-act-1.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"Rule set .*toml"):
        rule_sets(tmp_path)


def test_an_unknown_set_names_the_nearest() -> None:
    with pytest.raises(SettingsError, match='the nearest is "fafa-2023-14"'):
        rule_set("fafa-2023-15")


def test_words_taken_and_added_are_those_of_the_law_file() -> None:
    found = {d.provision_id: d for d in differences(rule_set(DRAFT), rule_set(FINAL))}
    assert [(r.kind, r.text) for r in found["A8-2"].runs if r.kind != "same"] == [
        ("taken", "应当"),
        ("added", "依法"),
        ("added", "或者其他人员"),
    ]
    assert ("added", "恶意") in [(r.kind, r.text) for r in found["A8-R3"].runs]
    assert "或者其近亲属" in [r.text for r in found["A12-1"].runs if r.kind == "added"]
    assert found["A12-1"].needs == (("near_relatives", False, True),)
    assert ("platforms_min", 1, 2) in found["A12-4"].needs
    assert (found["A5-D"].state, found["A5-F"].state) == ("only_first", "only_second")
    assert (found["A12-F4"].state, found["A2"].state) == ("same", "other_language")


def test_the_runs_of_a_comparison_give_back_both_texts() -> None:
    for d in differences(rule_set(DRAFT), rule_set(FINAL)):
        if d.runs and d.first and d.second:
            assert "".join(r.text for r in d.runs if r.kind != "added") == d.first.text
            assert "".join(r.text for r in d.runs if r.kind != "taken") == d.second.text
    assert runs("", "新") == runs("", "新") != ()


def test_another_jurisdiction_is_another_folder() -> None:
    tables = [scope(("reposts", "case", 12, None))]
    rows = findings(
        measures(*tables, toml={"case": {"allegation": "insult"}}), "toy-act-1", TOY, "tests.law.toy.factors"
    )
    assert rows.select("factor_id", "rule_set", "status", "threshold").rows() == [
        ("A12-5", "toy-act-1", "not_measurable", None),
        ("S-R2", "toy-act-1", "measured", 10.0),
    ]
    first, second = read_findings(rows, "en", folder=TOY, package="tests.law.toy.factors")
    assert first.citation is not None and first.citation.quote == "A message passed on ten times or more."
    assert (first.threshold, first.distance) == ("10 reposts", "the lower end reaches the number (by 2)")
    assert second.citation is not None and "not verified" in second.citation.marks


def wakeline(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from analytics.cli.app import main; main()", "--lang", "en", "rules", *words],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_lists_shows_and_compares() -> None:
    assert [line.split()[0] for line in wakeline().stdout.splitlines()] == SETS
    shown = wakeline("fashi-2013-21").stdout
    assert "五百次以上" in shown and "text read in full" in shown and "SHA-256" in shown
    compared = wakeline("diff", DRAFT, FINAL).stdout
    assert "[-应当-]{+依法+}从重处罚" in compared and "platforms needed: 1 -> 2" in compared
    assert {d["state"] for d in json.loads(wakeline("diff", DRAFT, FINAL, "--json").stdout)} == {
        "same",
        "changed",
        "other_language",
        "only_first",
        "only_second",
    }
    for words in (("diff", DRAFT), ("nowhere",)):
        done = wakeline(*words)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_the_rules_lie_in_the_package() -> None:
    assert RULES.is_dir() and len(list(RULES.glob("*.toml"))) == len(SETS)
