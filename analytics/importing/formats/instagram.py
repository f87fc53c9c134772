"""Items of Instagram as its pages hold them: JSON lines or an array, without an envelope.

Known by `code`, `pk`, `taken_at` and the account's `pk`; an item of Threads has text_post_app_info besides
and is not read here. Instagram tells no reshares, and nothing tells when an item was captured: its counters
are undated. Likes that the owner hides stand there as -1 or not at all (recalled, not verified).
"""

from collections.abc import Iterator
from typing import Any

from analytics.importing.formats._nested import object_under
from analytics.importing.formats._zeeschuimer import MODULES, instagram_posts
from analytics.importing.formats.zeeschuimer import FIELDS, draft
from analytics.importing.importer import JSON, Found, Importer, Probe

_OF_OTHERS = ("text_post_app_info", "source_platform", "__import_meta")


def _is_item(value: Any) -> bool:
    if not isinstance(value, dict) or any(value.get(key) is not None for key in _OF_OTHERS):
        return False
    return all(key in value for key in ("code", "pk", "taken_at")) and "pk" in object_under(value, "user")


def fits(probe: Probe) -> bool:
    """Items with a code, a moment and an account, in no envelope."""
    return probe.container in JSON and any(map(_is_item, probe.sample))


def walk(value: Any) -> Iterator[Found]:
    """The one post of an item; what lacks a code, a moment or an account gives none and is refused."""
    if _is_item(value):
        for pointer, values in instagram_posts(value, ""):
            yield pointer, "item", {"seen": values}


IMPORTER = Importer(
    name="instagram",
    label="Instagram items (JSON)",
    source="4CAT's mapping of the site's item lists at 227bead, read 2026",
    platform="instagram",
    never_shows=(*MODULES["instagram"][3], "capture_time"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="UTC",
    fields=FIELDS,
)
