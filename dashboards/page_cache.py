"""Pages as they were last set, for as long as nothing that lies in the case has changed.

Setting a page makes thousands of components; twenty readers of one case ask for the same few pages.
"""

import json
import os
from collections import OrderedDict
from threading import Lock
from typing import Any

import plotly.utils
from dash import html

from dashboards.case_session import CaseSession
from dashboards.frame import next_step
from dashboards.page import Page, View

KEPT_MAX = 40  # Pages, each in two languages, as plain values; the largest takes some megabytes.
PASSING = ("dashboard", "views")  # Folders of what pictures keep and of steps: no page shows their content.


class PageCache:
    """The bodies of pages, by page, view and state of the case."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[object, Any] = OrderedDict()

    def body(self, desk: CaseSession, page: Page, view: View) -> Any:
        """Give what stands on a page, as plain values that Dash sends on as they are.

        Raises whatever the layout of the page raises; nothing is kept then.
        """
        key = (
            page.name,
            view.lang,
            view.scheme,
            view.page,
            str(view.zone),
            tuple(sorted(view.params.items())),
        )
        state = (*key, state_of(desk))
        with self._lock:
            if state in self._kept:
                self._kept.move_to_end(state)
                return self._kept[state]
        whole = html.Div([*next_step(desk, page, view), page.layout(desk, view)])
        plain = json.loads(json.dumps(whole, cls=plotly.utils.PlotlyJSONEncoder))
        with self._lock:
            self._kept[state] = plain
            while len(self._kept) > KEPT_MAX:
                self._kept.popitem(last=False)
        return plain


def state_of(desk: CaseSession) -> tuple[object, ...]:
    """Say in what state a case is: every entry of its folder with size and moment, and the jobs.

    A record, a mark, a report or an analysis is a new file, or one of another size and moment.
    """
    with os.scandir(desk.folder) as entries:
        seen = [
            (entry.name, stat.st_size, stat.st_mtime_ns)
            for entry in entries
            if entry.name not in PASSING and not entry.name.startswith(".")
            for stat in (entry.stat(),)
        ]
    return (str(desk.folder), *sorted(seen), desk.jobs.state())
