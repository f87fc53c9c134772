"""The switches themselves: an importer that lands under a name that none of them knows would leave its tests
off."""

import importlib
from pathlib import Path

from analytics.importing.sniff import importers
from tests.importing.layouts.foreign.made import ASKED, shows

TESTED_ELSEWHERE = ("weibo", "generic")  # tests/importing/layouts, by the platforms of their importers.


def test_every_importer_of_these_platforms_is_known_to_a_switch() -> None:
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        importlib.import_module(f"tests.importing.layouts.foreign.{file.stem}")
    unknown = [
        name
        for name, one in importers().items()
        if one.platform not in TESTED_ELSEWHERE and "mediacrawler" not in name
        if not any(shows(words, name, one) for words in ASKED)
    ]
    assert unknown == [], "widen the pattern of their module, or write its tests"
