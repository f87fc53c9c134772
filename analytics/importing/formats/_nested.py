"""Steps into JSON whose shape is not certain: what is no list or object holds nothing."""

from collections.abc import Iterator
from typing import Any


def objects_of(value: Any, *steps: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects in the list under `steps`, or the one object there: (JSON pointer from `value`, object).

    >>> list(objects_of({"data": [{"id": "1"}, "x"]}, "data"))
    [('/data/0', {'id': '1'})]
    """
    found: Any = value
    for step in steps:
        found = found.get(step) if isinstance(found, dict) else None
    pointer = "".join(f"/{step}" for step in steps)
    if isinstance(found, dict):
        yield pointer, found
    elif isinstance(found, list):
        for k, one in enumerate(found):
            if isinstance(one, dict):
                yield f"{pointer}/{k}", one


def under(value: Any, *steps: str) -> Any:
    """The value under `steps`; None where a step is absent or no object."""
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def object_under(value: Any, *steps: str) -> dict[str, Any]:
    """The object under `steps`; an empty one where there is none."""
    found = under(value, *steps)
    return found if isinstance(found, dict) else {}


def texts_of(value: Any, key: str, *steps: str) -> list[str] | None:
    """The texts under `key` of the objects that `objects_of` finds, None if there are none.

    >>> texts_of({"urls": [{"u": "https://a.example/"}]}, "u", "urls")
    ['https://a.example/']
    """
    found = [one.get(key) for _, one in objects_of(value, *steps)]
    return [text for text in found if isinstance(text, str)] or None
