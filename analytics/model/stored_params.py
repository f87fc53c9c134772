"""The figures with which sentences about a stored row are filled, as its analysis wrote them."""

import json
from typing import Any

from analytics.model.errors import TableError
from analytics.model.messages import placeholders, say


class StoredParams(dict[str, Any]):
    """The JSON object of a stored row: names and figures of its sentences.

    A sentence of today may need a figure that an analysis of an earlier version did not write. It is never
    guessed: reading it raises TableError, which asks for a new analysis. `get` gives None as ever.

    >>> StoredParams("explanations", '{"members_n": 3}')["members_n"]
    3
    >>> StoredParams("explanations", None)["moments_n"]
    Traceback (most recent call last):
    analytics.model.errors.TableError: Table explanations: written by an earlier version, without the figure \
moments_n; run wakeline analyse again.
    """

    def __init__(self, table: str, text: str | None) -> None:
        super().__init__(json.loads(text or "{}"))
        self._table = table

    def __missing__(self, name: str) -> Any:
        raise TableError("figure_missing", table=self._table, figure=name)

    def say(self, key: str, lang: str) -> str:
        """Give the text under a key, filled with the figures that it needs."""
        return say(key, lang, **{name: self[name] for name in placeholders(key)})
