"""Tables whose first line is data already: their columns are called "1", "2", ... by place."""

import re

from analytics.ingest.synonyms import is_known

# An id of 9 to 20 digits, or a date with a year: what no column is called.
_ID = re.compile(r"^\W*\d{9,20}\W*$")
_DATE = re.compile(r"^\W*(19|20)\d\d\s*([-/.年])\s*\d{1,2}\s*([-/.月])\s*\d{1,2}")


def lacks_header(cells: list[str]) -> bool:
    """Whether the first line of a table is a record: it holds an id or a date, and no name that columns bear.

    >>> lacks_header(["5141651886445152", "原帖", "2025-03-07 20:00:00"]), lacks_header(["id", "2025-03-07"])
    (True, False)
    """
    data = any(_ID.match(cell) or _DATE.match(cell) for cell in cells)
    return data and not any(is_known(cell) for cell in cells)


def by_place(cells: list[str]) -> list[str]:
    """The names of the columns of a table without header.

    >>> by_place(["a", "b"])
    ['1', '2']
    """
    return [str(k) for k in range(1, len(cells) + 1)]
