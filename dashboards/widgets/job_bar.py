"""The bar of the running job: what it does, how far it is, how long it takes, and a way to stop it.

It stays when the page is loaded again or another page is opened.
"""

from datetime import UTC, datetime
from time import time
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update, set_props
from dash.development.base_component import Component

from analytics.model.formatting import size
from analytics.model.untrusted_text import cut
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import View, read_view
from dashboards.widgets.cards import Parts
from dashboards.wording import span
from dashboards.worker.jobs import ENDED, Job

EVERY_MS = 600  # Milliseconds from an answer to the next question.
NOTHING = "wl-job wl-job-none"
RESULTS = {
    "import": "/import",
    "inspect": "/import",
    "analyse": "/overview",
}  # Where the result of a job stands; of the others: the page of evidence.


def job_bar() -> Component:
    """The bar, the beat that fills it, the number of the job that ended last, and what a screen reader is
    told.

    The next beat comes only after the answer to the last: a slow machine is asked less often, never drowned.
    The button is set
    once and for all: one that were set anew at every beat could lose a click.
    """
    button = html.Button(id="job-stop", n_clicks=0, type="button", className="wl-button")
    return html.Div(
        [
            html.Section(
                [html.Div(id="job", className="wl-job-words"), button],
                id="job-bar",
                className=NOTHING,
                **attributes({"aria-labelledby": "job-name"}),
            ),
            html.Div(id="job-told", role="status", className="wl-unseen"),
            dcc.Store(id="job-done"),
            dcc.Store(id="job-beat"),
            dcc.Store(id="job-next"),
        ]
    )


def begun() -> None:
    """Wake the bar, from a callback that has started a job."""
    set_props("job-beat", {"data": time()})


def connect_job_bar(app: Dash, desk: CaseSession) -> None:
    """Fill the bar while a job runs; stop it or put the bar away on demand; say once that a job ended."""
    parts = (
        ("job", "children"),
        ("job-bar", "className"),
        ("job-stop", "children"),
        ("job-told", "children"),
        ("job-next", "data"),
        ("job-done", "data"),
    )

    @app.callback(
        *(Output(*part) for part in parts),
        Input("job-beat", "data"),
        Input("here", "pathname"),
        State("here", "search"),
        State("job-done", "data"),
    )
    def tick(_beat: float, pathname: str, search: str, known: str | None) -> Any:
        return _shown(desk, read_view(desk, pathname, search, None), known)

    @app.callback(
        *(Output(*part, allow_duplicate=True) for part in parts),
        Input("job-stop", "n_clicks"),
        State("here", "pathname"),
        State("here", "search"),
        State("job-done", "data"),
        prevent_initial_call=True,
    )
    def stop(clicks: int | None, pathname: str, search: str, known: str | None) -> Any:
        job = desk.jobs.now()
        if not clicks or job is None:
            return (no_update,) * len(parts)
        if job.state in ENDED:
            desk.jobs.forget()
        else:
            desk.jobs.cancel(job.number)
        return _shown(desk, read_view(desk, pathname, search, None), known)

    app.clientside_callback(  # type: ignore[no-untyped-call]
        f"""function (next) {{
          window.clearTimeout(window.wakeline.beat);
          if (next && next.again) {{
            window.wakeline.beat = window.setTimeout(
              () => window.dash_clientside.set_props("job-beat", {{data: Date.now()}}), {EVERY_MS});
          }}
          return window.dash_clientside.no_update;
        }}""",
        Output("job-next", "id"),
        Input("job-next", "data"),
    )


def _shown(desk: CaseSession, view: View, known: str | None) -> tuple[Any, ...]:
    """What stands in each part of the bar now."""
    job = desk.jobs.now()
    if job is None:
        return None, NOTHING, None, None, {"again": False, "at": time()}, no_update
    ended, mark = job.state in ENDED, f"{job.number} {job.state}"
    told = f"{view.t(f'job_{job.kind}')}: {state_words(job, view)}"
    return (
        bar(job, view),
        f"wl-job wl-job-is-{job.state}",
        view.t("job_close" if ended else "job_stop"),
        told,
        {"again": not ended, "at": time()},
        mark if ended and mark != known else no_update,
    )


def bar(job: Job, view: View) -> Parts:
    """One job in a line: name, state, progress, time."""
    ended = job.state in ENDED
    seconds = ((job.ended_at or datetime.now(UTC)) - job.started_at).total_seconds()
    parts: Parts = [
        html.Strong(view.t(f"job_{job.kind}"), id="job-name"),
        html.Span(state_words(job, view), className=f"wl-job-{job.state}"),
    ]
    if ended:
        if job.fault:
            parts.append(html.Span(job.fault[view.lang], className="wl-job-fault"))
        elif job.state == "done":
            parts.append(dcc.Link(view.t("job_see"), href=view.link(RESULTS.get(job.kind, "/evidence"))))
    else:
        known: dict[str, Any] = {"value": str(job.done), "max": str(job.of)} if job.of else {}
        parts += [
            html.Progress(
                className="wl-job-progress", **known, **attributes({"aria-label": view.t(f"job_{job.kind}")})
            ),
            html.Span(html.Bdi(step_words(job, view)), className="wl-hint wl-one-line wl-job-step"),
        ]
    return [*parts, html.Span(span(seconds, view), className="wl-hint wl-number wl-job-time")]


def state_words(job: Job, view: View) -> str:
    """How a job stands; of one that was stopped, whether anything of it stands in the case."""
    return view.t(
        "job_state_part" if job.state == "cancelled" and job.has_changed else f"job_state_{job.state}"
    )


def step_words(job: Job, view: View) -> str:
    """What a job is doing now, in words."""
    if job.kind == "import" and job.of:
        return view.t("job_step_import", name=cut(job.step, 40), done=size(job.done), of=size(job.of))
    if job.kind == "analyse" and job.step:
        name, _, part = job.step.partition(" ")
        return view.t("job_step_analyse", n=job.done + 1, of=job.of, stage=view.t(f"stage_{name}")) + (
            f" {part}" if part else ""
        )
    return view.t("job_step_wait")
