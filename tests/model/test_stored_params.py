"""A sentence about a stored row whose figures an earlier version did not write: a new analysis is asked for, never a bug."""

import json

import pytest

from analytics.coordination.explanations.wording import answer_of, kind_of, line_words, params_of
from analytics.model.errors import TableError
from analytics.model.messages import LANGS, catalogue, placeholders
from analytics.report.group_explanations import observation
from analytics.roles.reasons import reason_words

KNOWN = {"moment": "2025-03-01T00:00:00+00:00", "stranger": "words"}
NEEDY = sorted(key for key in catalogue("explanations") if placeholders(f"explanations.{key}"))


@pytest.mark.parametrize("key", NEEDY)
def test_an_observation_without_one_of_its_figures_asks_for_a_new_analysis(key: str) -> None:
    names = placeholders(f"explanations.{key}")
    for absent in names:
        known = {name: KNOWN.get(kind_of(name), 1) for name in names - {absent}}
        params = params_of({"params": json.dumps(known)})
        for told in (lambda: line_words(key, params, "en"), lambda: observation(key, params)):
            with pytest.raises(TableError) as fault:
                told()
            assert absent in fault.value.text("zh") and "wakeline analyse" in fault.value.text("en")


REASONS = sorted(
    key for key in catalogue("roles") if key.startswith("reason_") and placeholders(f"roles.{key}")
)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", REASONS)
def test_a_reason_without_its_figures_asks_for_a_new_analysis(code: str, lang: str) -> None:
    with pytest.raises(TableError, match=r"roles: .*wakeline analyse"):
        reason_words({"reason_code": code, "reason_params": None}, lang)


def test_the_answer_needs_its_figure_too() -> None:
    with pytest.raises(TableError, match="moments_n"):
        answer_of(params_of({"params": "{}"}))
