"""The electronic-data matrix: what is shown names its file, what is lacking is blank, nothing is judged."""

import re

import pytest

from analytics.law.matrix import Material, MatrixRow, matrix
from analytics.law.rule_set import rule_sets
from analytics.model.messages import catalogue

FULL = Material(3, 3, ("证明.txt",), 5, 1, 2, (), 4, True)


def rows(material: Material, lang: str = "zh") -> dict[str, MatrixRow]:
    return {row.item: row for row in matrix(material, lang)}


def test_every_provision_that_the_law_file_names_has_an_item() -> None:
    """LAW 4.9: criminal 110-115; civil 14, 15, 23, 93, 94; online litigation 16-19."""
    asked = {f"E-{n}" for n in range(110, 116)} | {"Z-14", "Z-15", "Z-23", "Z-93", "Z-94"}
    asked |= {f"O-{n}" for n in range(16, 20)}
    found = {row.provision for row in matrix(FULL, "zh")}
    assert {name for _, name in found} == asked
    assert all(name in rule_sets()[of].provisions for of, name in found)


def test_a_flipped_byte_is_named_with_its_file() -> None:
    (told,) = rows(Material(3, broken=("a.jsonl",)))["刑诉法解释第一百一十一条（三）"].shown
    assert "a.jsonl" in told and "不同" in told
    (told,) = rows(Material(3, broken=()))["刑诉法解释第一百一十一条（三）"].shown
    assert "相同" in told


def test_a_certificate_fills_110_2_and_nothing_else_does() -> None:
    assert rows(Material(3))["刑诉法解释第一百一十条（二）"].shown == ()
    (told,) = rows(FULL)["刑诉法解释第一百一十条（二）"].shown
    assert "证明.txt" in told


def test_without_a_word_on_how_files_were_obtained_112_2_is_blank_for_it() -> None:
    item = "刑诉法解释第一百一十二条（二）"
    assert not any("取得方式" in told for told in rows(Material(3))[item].shown)
    assert any("3个文件中3个" in told for told in rows(FULL)[item].shown)
    assert rows(Material(3))[item].blank


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_it_judges_data_and_each_row_has_a_blank(lang: str) -> None:
    judged = re.compile(r"合法|真实|属实|\b(lawful|authentic|genuine|true)\b", re.IGNORECASE)
    for row in matrix(FULL, lang):
        assert row.blank and row.asks
        assert not any(judged.search(text) for text in (*row.shown, row.asks, row.blank))
    assert not any(judged.search(entry[lang]) for entry in catalogue("matrix").values())


def test_a_time_stamp_shows_nothing_earlier() -> None:
    (told,) = rows(FULL)["在线诉讼规则第十八条"].shown
    assert "不表明此前" in told
