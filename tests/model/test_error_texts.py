"""One line that a person reads: never longer than a screen, whatever stood in the file."""

import pytest

from analytics.model.errors import VALUE_MAX, SettingsError


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_value_without_end_is_cut_in_the_message(lang: str) -> None:
    for value, shown in (("x" * VALUE_MAX, True), ("x" * (VALUE_MAX + 1), False), ("x" * 10**6, False)):
        told = SettingsError("unknown_key", key=value, where="a", nearest="b").text(lang)
        assert (value in told) == shown and len(told) < VALUE_MAX + 200
