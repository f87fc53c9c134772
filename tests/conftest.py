"""Thresholds and markers for all tests.

`browser` is set on every test that opens a page, by the fixtures it asks for; `unit` on every test that is
neither `browser` nor `slow`. `slow` stands on the tests themselves. Files with slow or browser tests run first: a
long file begun last would leave the other worker idle.
"""

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("any_machine", deadline=None)
settings.load_profile("any_machine")

SLOW = "tests/importing/layouts/"  # Some 450 imports, each quick by itself.
OPENING = {"tab", "browser", "opened"}  # Fixtures that open a browser.


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Set `browser` and `unit`, and let long files go first."""
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker("slow")
        if OPENING & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        elif item.get_closest_marker("slow") is None:
            item.add_marker("unit")
    long = {item.path for item in items if item.get_closest_marker("unit") is None}
    items.sort(key=lambda item: item.path not in long)  # Stable: the order inside a file stays.
