"""The bar of the job that runs: what, how far, how long, stop; it stays when the page is loaded again or another is opened."""

from datetime import UTC, datetime
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update, set_props
from dash.development.base_component import Component

from dashboards.desk import Desk
from dashboards.jobs import ENDED, Job
from dashboards.page import View, read_view
from dashboards.safe import cut
from dashboards.widgets.cards import Parts
from dashboards.wording import size, span

EVERY_MS = 600
RESULTS = {"import": "/import", "analyse": "/overview"}  # Where the result of a job stands; of the others: the page of evidence.


def job_bar() -> Component:
    """The bar, the beat that fills it, the number of the job that ended last, and what a screen reader is told."""
    return html.Div([
        html.Div(id="job"), html.Div(id="job-told", role="status", className="wl-unseen"), dcc.Store(id="job-done"),
        dcc.Interval(id="job-tick", interval=EVERY_MS)])


def begun() -> None:
    """Wake the bar, from a callback that has started a job."""
    set_props("job-tick", {"disabled": False})


def connect_job_bar(app: Dash, desk: Desk) -> None:
    """Fill the bar while a job runs; stop it or put the bar away on demand; say once that a job ended."""

    @app.callback(Output("job", "children"), Output("job-told", "children"), Output("job-tick", "disabled"), Output("job-done", "data"),
                  Input("job-tick", "n_intervals"), Input("here", "pathname"), State("here", "search"), State("job-done", "data"))
    def tick(_n: int, pathname: str, search: str, known: str | None) -> Any:
        return _shown(desk, read_view(desk, pathname, search, None), known)

    @app.callback(Output("job", "children", allow_duplicate=True), Output("job-told", "children", allow_duplicate=True),
                  Output("job-tick", "disabled", allow_duplicate=True), Output("job-done", "data", allow_duplicate=True),
                  Input("job-stop", "n_clicks"), State("here", "pathname"), State("here", "search"), State("job-done", "data"),
                  prevent_initial_call=True)
    def stop(clicks: int | None, pathname: str, search: str, known: str | None) -> Any:
        job = desk.jobs.now()
        if not clicks or job is None:
            return no_update, no_update, no_update, no_update
        if job.state in ENDED:
            desk.jobs.forget()
        else:
            desk.jobs.cancel(job.number)
        return _shown(desk, read_view(desk, pathname, search, None), known)


def _shown(desk: Desk, view: View, known: str | None) -> tuple[Any, Any, bool, Any]:
    job = desk.jobs.now()
    if job is None:
        return None, None, True, no_update
    ended, mark = job.state in ENDED, f"{job.number} {job.state}"
    told = f"{view.t(f'job_{job.kind}')}: {view.t(f'job_state_{job.state}')}"
    return bar(job, view), told, ended, mark if ended and mark != known else no_update


def bar(job: Job, view: View) -> Component:
    """One job in a line: name, state, progress, time, button."""
    ended = job.state in ENDED
    seconds = ((job.ended_at or datetime.now(UTC)) - job.started_at).total_seconds()
    parts: Parts = [html.Strong(view.t(f"job_{job.kind}")), html.Span(view.t(f"job_state_{job.state}"), className=f"wl-job-{job.state}")]
    if ended:
        if job.fault:
            parts.append(html.Span(job.fault[view.lang], className="wl-job-fault"))
        elif job.state == "done":
            parts.append(dcc.Link(view.t("job_see"), href=view.link(RESULTS.get(job.kind, "/evidence"))))
    else:
        known = {"value": str(job.done), "max": str(job.of)} if job.of else {}
        parts += [html.Progress(className="wl-job-progress", **known, **{"aria-label": view.t(f"job_{job.kind}")}),
                  html.Span(html.Bdi(step_words(job, view)), className="wl-hint wl-one-line wl-job-step")]
    parts += [html.Span(span(seconds, view), className="wl-hint wl-number wl-job-time"),
              html.Button(view.t("job_close" if ended else "job_stop"), id="job-stop", n_clicks=0, type="button", className="wl-button")]
    return html.Section(parts, className=f"wl-job wl-job-is-{job.state}", **{"aria-label": view.t("job_bar")})


def step_words(job: Job, view: View) -> str:
    """What a job is doing now, in words."""
    if job.kind == "import" and job.of:
        return view.t("job_step_import", name=cut(job.step, 40), done=size(job.done), of=size(job.of))
    if job.kind == "analyse" and job.step:
        name, _, part = job.step.partition(" ")
        return view.t("job_step_analyse", n=job.done + 1, of=job.of, stage=view.t(f"stage_{name}")) + (f" {part}" if part else "")
    return view.t("job_step_wait")
