"""case.toml: what people state is read, and what does not fit is named with the nearest known key."""

from pathlib import Path

import pytest

from analytics.model.errors import SettingsError
from analytics.store.case_toml import read_case_toml

GOOD = """
[case]
provider_accounts = ["weibo:1"]
[[targets]]
name = "阿某"
minor = true
document = "户籍证明"
[[alleged]]
id = "weibo:2"
[[consequences]]
at = 2025-03-08
kind = "suicide"
who = "near_relative"
[[dealt_with]]
event_id = "weibo:3"
at = 2025-03-08
[[opinions]]
event_id = "weibo:3"
kind = "deep_synthesis"
conclusion = "open"
[[directions]]
kind = "payment"
accounts = ["weibo:4"]
[[topics]]
kind = "sexual"
terms = ["夜店"]
"""


def test_every_statement_is_read(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(GOOD, encoding="utf-8")
    found = read_case_toml(tmp_path)
    assert (found.targets[0].minor, found.targets[0].disability) == (True, None)
    assert (found.consequences[0].who, found.alleged[0].id, found.directions[0].kind) == (
        "near_relative",
        "weibo:2",
        "payment",
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("minor = true", "minr = true", 'unknown key "minr"; the nearest known one is "minor"'),
        ("[[alleged]]", "[[aleged]]", 'nearest known one is "alleged"'),
        ('kind = "suicide"', 'kind = "sadness"', "sadness.*mental_disorder"),
        ('who = "near_relative"', 'who = "friend"', "near_relative"),
        ('conclusion = "open"', 'conclusion = "guilty"', "found, not_found, open"),
        ('kind = "payment"', 'kind = "gift"', "direction, payment"),
        ('kind = "sexual"', 'kind = "odd"', "sexual, other"),
        ("at = 2025-03-08\nkind", 'at = "soon"\nkind', "consequences.0.at"),
    ],
)
def test_what_does_not_fit_is_one_line_that_names_it(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    (tmp_path / "case.toml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError, match=words) as fault:
        read_case_toml(tmp_path)
    assert len(str(fault.value).splitlines()) == 1
