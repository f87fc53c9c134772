"""Rule sets: texts agree with their hashes, only what was read is printed, two sets are compared word by word, another jurisdiction fits."""

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from analytics.law.citation import citation
from analytics.law.diff import differences, runs
from analytics.law.findings import findings
from analytics.law.rendering import read_findings
from analytics.law.rule_set import RULES, Mark, provision_for, rule_set, rule_sets
from analytics.law.sources import sources_of_law, unverified
from analytics.model.errors import RegistryError, SettingsError
from analytics.store.case_toml import LawChecked
from tests.law.made import measures, scope

TOY = Path(__file__).parent / "toy" / "rules"
FINAL, DRAFT = "fafa-2023-14", "guiding-opinions-draft-2023-06-09"
SETS = sorted(rule_sets())


def test_the_sets_that_the_law_file_carries_are_there_and_the_final_text_is_the_default() -> None:
    assert SETS == [
        "anti-cyber-violence-law-draft-2026-07-29",
        "biaoshi-2025",
        "cac-order-17-2024",
        "fafa-2023-14",
        "fashi-2013-21",
        "fashi-2017-10",
        "fashi-2019-15",
        "guiding-opinions-draft-2023-06-09",
        "minfadian",
        "minsu-zhengju-2019",
        "renshen-quanyi-2020",
        "spokesman-2013-09-09",
        "weichengnianren-2023",
        "xingfa",
        "xingsu-jieshi-2021",
        "zaixian-susong-2021",
        "zhian-2025",
    ]
    assert measures().toml.case.rule_set == FINAL


@pytest.mark.parametrize("name", SETS)
def test_every_text_has_its_hash(name: str) -> None:
    for provision in rule_set(name).provisions.values():
        if provision.text_mark is Mark.NONE:
            assert (provision.text, provision.sha256) == ("", "")
        else:
            assert provision.sha256 == hashlib.sha256(provision.text.encode("utf-8")).hexdigest()


def test_the_106_provisions_that_were_handed_over_are_carried_word_for_word() -> None:
    handed = tomllib.loads((Path(__file__).parent / "carried.toml").read_text(encoding="utf-8"))
    assert sum(len(of) for of in handed.values()) == 106
    for name, of in handed.items():
        for provision, sha256 in of.items():
            assert rule_set(name).provisions[provision].sha256 == sha256, (name, provision)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SETS)
def test_what_was_recalled_or_is_no_text_is_printed_nowhere(name: str, lang: str) -> None:
    one = rule_set(name)
    shown = wakeline(name).stdout if lang == "en" else ""
    told = " ".join(source.line for source in sources_of_law([(name, p) for p in one.provisions], lang))
    for provision_id, provision in one.provisions.items():
        cited = citation(one, provision_id, lang)
        if provision.text_mark in (Mark.RECALLED, Mark.NONE):
            assert cited.quote is None and cited.gloss is None
            for text in filter(None, (provision.text, provision.gloss)):
                assert text not in shown and text not in told
        else:
            assert cited.quote == provision.text
        if provision.number_mark in (Mark.RECALLED, Mark.NONE):
            assert cited.article is None and provision.article not in cited.heading


def test_of_a_fragment_it_is_said_that_it_is_one() -> None:
    """LAW 0.1: of A5-F and A6 only the words before the ending that a press summary added are quoted."""
    for name, end in (("A5-F", "的信息"), ("A6", "其他严重情节")):
        found = rule_set(FINAL).provisions[name]
        assert found.text.endswith(end) and not found.whole
    assert [n for n in ("A2", "A3", "A4", "A7", "A10-2", "A15") if rule_set(FINAL).provisions[n].whole] == [
        "A3",
        "A7",
        "A10-2",
    ]


def test_the_spokesman_is_quoted_where_the_text_of_article_10_was_only_recalled() -> None:
    of, provision = provision_for("A10-1", rule_set(FINAL), "defamation") or (None, None)
    assert of is not None and provision is not None
    assert (of.id, provision.text_mark) == ("spokesman-2013-09-09", Mark.SECONDARY)
    assert provision.text.startswith("即使检举、揭发的部分内容失实")


CHECK = LawChecked(rule_set=FINAL, provision="A10-1", by="甲律师", at=date(2026, 1, 2), source="公报")


def test_a_person_who_checked_a_provision_lifts_its_mark_and_is_named() -> None:
    before, after = (
        citation(rule_set(FINAL), "A10-1", "zh"),
        citation(rule_set(FINAL), "A10-1", "zh", [CHECK]),
    )
    assert (before.heading, before.quote, before.checked) == ("指导意见", None, None)
    assert (after.heading, after.checked) == ("指导意见第十条", "甲律师 于 2026-01-02 据 公报 核对")
    assert after.quote is not None and after.quote.startswith("通过信息网络检举、揭发")
    lifted = {(FINAL, "A10-1")}
    found = provision_for("A10-1", rule_set(FINAL), "defamation", lifted=lifted)
    assert found is not None and found[0].id == FINAL
    used = [(FINAL, "A10-1"), (FINAL, "A8-1")]
    (source,) = sources_of_law(used, "zh", [CHECK])[:1]
    assert source.checks == ("第十条：甲律师 于 2026-01-02 据 公报 核对。",)
    assert "第十条" not in " ".join(unverified(used, "zh", [CHECK]))
    assert "第十条" in " ".join(unverified(used, "zh"))


@pytest.mark.parametrize(("provision", "said"), [("A10-9", "has no provision"), ("A14", "carries no text")])
def test_a_check_of_nothing_is_refused(provision: str, said: str) -> None:
    given = {"rule_set": FINAL, "provision": provision, "by": "甲", "at": "2026-01-02", "source": "公报"}
    with pytest.raises(SettingsError, match=said):
        findings(measures(toml={"law_checked": [given]}), FINAL)


def test_each_source_of_law_is_told_once_and_what_is_unverified_once() -> None:
    used = [(FINAL, name) for name in rule_set(FINAL).provisions] + [("minfadian", "C-998")]
    for lang in ("zh", "en"):
        lines = [source.line for source in sources_of_law(used, lang)]
        assert (
            len(lines) == len(set(lines)) == len({source.rule_set for source in sources_of_law(used, lang)})
        )
        (numbers,) = [
            t for t in unverified(used, lang) if ("条号" if lang == "zh" else "Article numbers") in t
        ]
        assert ("第十二条" if lang == "zh" else "Article 12") not in numbers
    texts = unverified(used, "zh")[0]
    assert texts == "手边没有可引用的条文：指导意见第十条、第十三条、第十四条、第十七条。"


@pytest.mark.parametrize(
    ("name", "provision", "text_mark", "number_mark"),
    [
        (FINAL, "A12-4", "V2", "V2"),
        (FINAL, "A8-2", "V2", "R"),
        (FINAL, "A10-1", "R", "R"),
        (FINAL, "A10-2", "V2", "R"),
        (FINAL, "A11", "V2", "R"),
        (FINAL, "A13", "N", "R"),
        (FINAL, "A14", "N", "R"),
        (FINAL, "A17", "N", "R"),
        (DRAFT, "A10-1", "N", "V"),
        (DRAFT, "A8-4", "V2", "V"),
        ("fashi-2013-21", "S-R1", "V", "V"),
        ("fashi-2019-15", "S-A3", "V", "V"),
        ("fashi-2017-10", "A4-other", "V", "V"),
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
        ("fashi-2017-10", "A4-trace", 50, "items"),
        ("fashi-2017-10", "A4-sensitive", 500, "items"),
        ("fashi-2017-10", "A4-other", 5000, "items"),
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
    assert (found["A12-F4"].state, found["A2"].state) == ("same", "changed")


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
    assert second.citation is not None and second.citation.quote is None


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
        "no_text",
        "only_first",
        "only_second",
    }
    for words in (("diff", DRAFT), ("nowhere",)):
        done = wakeline(*words)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_the_rules_lie_in_the_package() -> None:
    assert RULES.is_dir() and len(list(RULES.glob("*.toml"))) == len(SETS)
