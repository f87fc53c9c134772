"""The public Python interface: a study from exports to a report, in functions that a notebook calls.

`analytics/__init__.py` lists what is public. Nothing is computed in this folder: each function calls the one
place that does the work. Every fault that a user can mend is a `WakelineError` with one line that names the
remedy. Texts and names of accounts are returned as exported: treat them as hostile, never as markup.

In the examples `exports` is a folder with one invented export of seven events: p1 and p2 are posts of u1, u2
and u3 repost both, u4 comments on p1. `folder` is an empty folder, and `case` is that export, analysed.
"""

from analytics.api.reading import account_network, event_tree, explain, table
from analytics.api.study import ImportOptions, analyse, import_files, open_case, verify, write_report
from analytics.model.errors import WakelineError
from analytics.model.thresholds import Thresholds

__all__ = [
    "ImportOptions",
    "Thresholds",
    "WakelineError",
    "account_network",
    "analyse",
    "event_tree",
    "explain",
    "import_files",
    "open_case",
    "table",
    "verify",
    "write_report",
]
