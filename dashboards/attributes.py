"""Attributes that Dash passes on to the browser as they are: data-* and aria-*."""

from collections.abc import Mapping
from typing import Any


def attributes(named: Mapping[str, str]) -> dict[str, Any]:
    """The same, to be spread into the call of an element.

    Elements of Dash take every data-* and aria-* attribute, but their stubs name none of them, so that each
    of their parameters seems to be meant. Raises ValueError for another name: a stub would have caught it.

    >>> attributes({"aria-hidden": "true"})
    {'aria-hidden': 'true'}
    """
    unknown = [name for name in named if not name.startswith(("data-", "aria-"))]
    if unknown:
        raise ValueError(f"attributes: {unknown} is neither data-* nor aria-*. Name it as the element does.")
    return dict(named)
