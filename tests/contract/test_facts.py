"""Every fact that is said to be compared is a test of this folder, and every test is a fact that is listed."""

import re
from pathlib import Path

from tests.contract.facts import FACTS

HERE = Path(__file__).parent


def test_every_fact_is_a_test_and_every_test_a_fact() -> None:
    found = {
        name
        for file in sorted(HERE.glob("test_*.py"))
        if file.name != Path(__file__).name
        for name in re.findall(r"^def test_(\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    by_fact = {name: [one for one in found if one.startswith(name)] for name in FACTS}
    assert all(by_fact.values()), [name for name, tests in by_fact.items() if not tests]
    assert found == {one for tests in by_fact.values() for one in tests}
    assert all(len(places) > 1 for places in FACTS.values())
