"""The command line: it parses options, calls the study, prints, and turns our own errors into one line."""

import os
import sys
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.ask import ask
from analytics.cli.challenge import challenge
from analytics.cli.erase import erase
from analytics.cli.label import label
from analytics.cli.layouts import formats
from analytics.cli.marks import AllOption, CountOption, CsvOption, PageOption, PurposeOption, marks, show_mark
from analytics.cli.package import package, redact, unpack, verify
from analytics.cli.report import report
from analytics.cli.review import review
from analytics.cli.rules import rules
from analytics.cli.seal import seal
from analytics.cli.speech import LANG, CaseOption, JsonOption, SetOption, moment, note, out
from analytics.cli.speech import help_text as _help
from analytics.cli.summary import say_groups, say_roles
from analytics.cli.users import users
from analytics.model.errors import ExportError, SettingsError, WakelineError
from analytics.model.messages import LANGS

# 2025-03-13 09:00 in Shanghai, the day after the sample's last capture: every demo gives the same bytes.
SAMPLE_EPOCH = "1741827600"

app = typer.Typer(
    help=_help("app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _say_version(asked: bool) -> None:
    if asked:
        print(f"wakeline {version('wakeline')}")
        raise typer.Exit()


@app.callback()
def _common(
    lang: Annotated[str, typer.Option("--lang", help=_help("lang"))] = LANG,
    version_: Annotated[
        bool, typer.Option("--version", help=_help("version"), callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    if lang[:2] not in LANGS:
        raise SettingsError("lang_unknown", found=lang)


def _settings(values: list[str]) -> Any:
    from analytics.model.thresholds import Thresholds

    pairs = {name: text for name, _, text in (value.partition("=") for value in values)}
    return Thresholds().changed(pairs)


FactsOption = Annotated[Path | None, typer.Option("--facts", help=_help("facts"), metavar="CASE.toml")]
OperatorOption = Annotated[str | None, typer.Option("--operator", help=_help("operator"), metavar="NAME")]
CertificateOption = Annotated[list[Path], typer.Option("--certificate", help=_help("certificate"))]


@app.command("import", help=_help("import"))
def import_(
    files: Annotated[list[Path], typer.Argument(help=_help("files"))],
    case: CaseOption,
    format_: Annotated[str | None, typer.Option("--format", help=_help("format"))] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help=_help("timezone"))] = None,
    about: Annotated[str | None, typer.Option("--about", help=_help("about"))] = None,
    author: Annotated[str | None, typer.Option("--author", help=_help("author"))] = None,
    obtained: Annotated[str | None, typer.Option("--obtained", help=_help("obtained"))] = None,
    captured_at: Annotated[str | None, typer.Option("--captured-at", help=_help("captured_at"))] = None,
    certificate: CertificateOption = [],  # noqa: B006
    facts: FactsOption = None,
    operator: OperatorOption = None,
    set_: SetOption = [],  # noqa: B006
) -> None:
    """Import exports into a case."""
    from analytics.importing.import_files import ImportOptions as Options
    from analytics.importing.import_files import import_files as take_in
    from analytics.importing.option_parsing import parse_id_option as bare_id
    from analytics.importing.option_parsing import parse_timezone_option as zone_named

    options = Options(
        format_,
        zone_named(timezone),
        bare_id(about),
        bare_id(author),
        obtained,
        moment(captured_at, timezone),
        tuple(certificate),
        facts=facts,
        operator=operator,
    )
    with _Progress() as progress:
        taken = take_in(case, files, options, _settings(set_), progress.advance)
    for name in taken.known:
        note("known", name=name)
    _say_unread(taken.unread)
    for name, need in taken.unhinted:
        note(f"unhinted_{need}", name=name)
    for name, place, n in taken.passed:
        note("passed_header" if place == "header" else "passed", name=name, place=place, n=n)
    for name, what, n in taken.mended:
        note(f"mended_{what}", name=name, n=n)
    for (name, code), (example, n) in taken.notes.items():
        note(f"doubt_{code}", name=name, example=example, n=n)
    for name, fields in taken.lacking:
        note("map_lacking", name=name, fields=", ".join(fields))
    total = (
        taken.new.select("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
        .sum()
        .row(0, named=True)
    )
    out("imported", sources=taken.new["importer"].drop_nulls().len(), case=case, **total)
    whole = (
        taken.case.read_or_empty("sources")
        .select("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
        .sum()
        .row(0, named=True)
    )
    out("case_now", case=case, **whole)


_UNREAD_SHOWN = 20  # Files named of those that are not read for one reason.


def _say_unread(unread: list[tuple[str, ExportError]]) -> None:
    """Name the files that were not read, each once; of many for one reason the first, and how many more."""
    for key, n in Counter(fault.key for _, fault in unread).items():
        for name, fault in [one for one in unread if one[1].key == key][:_UNREAD_SHOWN]:
            told = fault.text(LANG)
            note("unread", fault=told if told.startswith(name) else f"{name}: {told}")
        if n > _UNREAD_SHOWN:
            note("unread_more", n=n - _UNREAD_SHOWN)


@app.command(help=_help("inspect"))
def inspect(
    files: Annotated[list[Path], typer.Argument(help=_help("files"))],
    format_: Annotated[str | None, typer.Option("--format", help=_help("format"))] = None,
    json_: JsonOption = False,
) -> None:
    """Say what a file is before anything is imported."""
    from analytics.importing.inspection import inspect_file
    from analytics.store.case_folder import canonical_json

    seen = [found for file in files for found in inspect_file(file, format_, _settings([]).reading)]
    if json_:
        print(canonical_json([found.as_dict(LANG) for found in seen]), end="")
        return
    for found in seen:
        for line in found.lines(LANG):
            print(line)


@app.command(help=_help("analyse"))
def analyse(
    case: CaseOption,
    until: Annotated[str, typer.Option("--until", help=_help("until"))] = "calibration",
    set_: SetOption = [],  # noqa: B006
) -> None:
    """Resolve parents, measure cascades and scope."""
    from analytics.pipeline import analyse as run
    from analytics.store.case_folder import open_case

    done = run(open_case(case), _settings(set_), until, _say_stage)
    sources = (
        done.read("sources")
        .select("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
        .sum()
        .row(0, named=True)
    )
    out("read", sources=done.read("sources")["importer"].drop_nulls().len(), **sources)
    if done.has("cascades"):
        trees = done.read("cascades")
        reposts = trees.filter(tree="repost")
        largest = reposts.sort("size", "root_id", descending=[True, False]).head(1)
        out(
            "cascades",
            n=reposts.height,
            comments=trees.height - reposts.height,
            size=largest["size"].sum(),
            depth=largest["depth"].sum(),
            root=largest["root_id"].item() if largest.height else "-",
        )
        out("parents", missing=trees["missing_parents_n"].sum(), assumed=trees["assumed_parents_n"].sum())
    if done.has("coordination"):
        say_groups(done)
    if done.has("roles"):
        say_roles(done)
    out("wrote", what=f"{case}/tables, {case}/analysis.json")


def _say_stage(said: str) -> None:
    from analytics.study.stages import KEPT

    name, _, part = said.partition(" ")
    note("stage_kept", stage=name) if part == KEPT else note("stage", stage=said)


app.command(help=_help("report"))(report)


@app.command(help=_help("dashboard"))
def dashboard(
    case: Annotated[Path | None, typer.Option("--case", help=_help("dashboard_case"))] = None,
    host: Annotated[str, typer.Option("--host", help=_help("host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=_help("port"))] = 8050,
    name: Annotated[str, typer.Option("--name", help=_help("host_name"))] = "",
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help=_help("certificate_tls"), metavar="PEM")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help=_help("key_tls"), metavar="PEM")] = None,
    trusted_proxy: Annotated[
        str, typer.Option("--trusted-proxy", help=_help("trusted_proxy"), metavar="ADDRESS")
    ] = "",
) -> None:
    """Serve the dashboard of a case, or of none yet."""
    import gc

    from analytics.store.case_folder import open_case

    gc.disable()  # Loading leaves nothing to collect; looking for it takes a tenth of the start.
    from dashboards.serve import Listening, serve

    gc.enable()
    listening = Listening(host, port, name, certificate, key, trusted_proxy).checked(case)
    if case is not None:
        open_case(case)

    def told(url: str, is_next: bool) -> None:
        note("serving_once" if is_next else "serving", url=url)

    serve(case, listening, "zh", told)


@app.command(help=_help("show"))
def show(
    subject: Annotated[str, typer.Argument(help=_help("subject"))],
    case: CaseOption,
    json_: JsonOption = False,
    page: PageOption = 1,
    all_: AllOption = False,
    csv: CsvOption = None,
    count: CountOption = False,
    purpose: PurposeOption = "court",
) -> None:
    """The set behind a mark, or the exported line behind an event, an account or a number."""
    from analytics.evidence.mark_sets import is_mark
    from analytics.evidence.terminal_view import shown_json, shown_lines
    from analytics.evidence.trace import trace
    from analytics.store.case_folder import open_case

    opened = open_case(case)
    if is_mark(subject):
        show_mark(opened, subject, purpose, (page, all_), csv, count)
        return
    traced = trace(opened, subject)
    if json_:
        print(shown_json(traced), end="")
        return
    for line in shown_lines(traced, opened.toml().case.timezone, LANG):
        print(line)


app.command(help=_help("marks"))(marks)


app.command(help=_help("ask"))(ask)


@app.command(help=_help("export"))
def export(
    case: CaseOption,
    graph: Annotated[str, typer.Option("--graph", help=_help("graph"))],
    format_: Annotated[str, typer.Option("--format", help=_help("graph_format"))],
    out_: Annotated[Path, typer.Option("--out", help=_help("out"))],
    level: Annotated[str | None, typer.Option("--level", help=_help("level"))] = None,
    real_ids: Annotated[bool, typer.Option("--real-ids", help=_help("real_ids"))] = False,
) -> None:
    """Write a graph for other programs."""
    from analytics.graph.export import export_graph, levels_of
    from analytics.graph.export import pseudonymise_graph as veil
    from analytics.store.case_folder import open_case

    opened = open_case(case)
    level = level or levels_of(graph)[0]
    nodes_n, edges_n = export_graph(
        opened, graph, level, format_, out_, None if real_ids else veil(opened, level)
    )
    out("exported", nodes=nodes_n, edges=edges_n, out=out_)


app.command(help=_help("review"))(review)
app.command(help=_help("label"))(label)


app.command(help=_help("redact"))(redact)


app.command(help=_help("package"))(package)


app.command(help=_help("unpack"))(unpack)


app.command(help=_help("verify"))(verify)


app.command(help=_help("seal"))(seal)


app.add_typer(users, name="users")


app.command(help=_help("erase"))(erase)


app.command(help=_help("challenge"))(challenge)


app.command(help=_help("formats"))(formats)


app.command(help=_help("rules"))(rules)


@app.command(help=_help("simulate"))
def simulate(
    world: Annotated[str, typer.Option("--world", help=_help("world"))],
    out_: Annotated[Path, typer.Option("--out", help=_help("out"))],
    seed: Annotated[int, typer.Option("--seed", help=_help("seed"))] = 1,
    reposts: Annotated[int | None, typer.Option("--reposts", help=_help("reposts"))] = None,
) -> None:
    """Write exports of an invented world with known truth."""
    from analytics.simulate.build import simulate as run

    run(world, seed, out_, reposts)
    out("wrote", what=out_)


@app.command(help=_help("demo"))
def demo(
    case: Annotated[Path, typer.Option("--case", help=_help("case"))] = Path("demo-case"),
    no_dashboard: Annotated[bool, typer.Option("--no-dashboard", help=_help("no_dashboard"))] = False,
    port: Annotated[int, typer.Option("--port", help=_help("port"))] = 8050,
) -> None:
    """The whole job on sample_data."""
    import shutil

    from analytics.store.review_log import load_log

    sample = Path(__file__).parent.parent.parent / "sample_data"
    if not (sample / "exports").is_dir():
        raise WakelineError("sample_absent", path=sample)
    if case.exists():
        shutil.rmtree(case) if (case / "analysis.json").exists() else None
    os.environ.setdefault("SOURCE_DATE_EPOCH", SAMPLE_EPOCH)
    case.mkdir(parents=True, exist_ok=True)
    shutil.copy(sample / "case.toml", case / "case.toml")
    import_([sample / "exports"], case, certificate=sorted((sample / "certificates").glob("*")))
    load_log(case, sample / "review.jsonl")
    analyse(case)
    report(case, "zh+en")
    verify(case)
    if not no_dashboard:
        dashboard(case, port=port)


class _Progress:
    """Bytes read, on a terminal only."""

    def __enter__(self) -> "_Progress":
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        self.bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.bar.add_task("", total=None)
        self.bar.start()
        return self

    def advance(self, name: str, done: int) -> None:
        self.bar.update(self.task, advance=done, description=name[-48:])

    def __exit__(self, *_: object) -> None:
        self.bar.stop()


def main() -> None:
    """Run the command; our own errors become one line on stderr and exit code 2."""
    run: Callable[[], Any] = app
    os.umask(0o077)  # What is written holds personal data: it is for its owner alone.
    try:
        run()
    except WakelineError as fault:
        print(f"wakeline: {fault.text(LANG)}", file=sys.stderr)
        sys.exit(2)
    except OSError as fault:
        from analytics.store.case_folder import FULL

        if isinstance(fault, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        if fault.errno not in FULL:
            raise
        told = WakelineError("cannot_write", path=fault.filename or "-", found=fault.strerror)
        print(f"wakeline: {told.text(LANG)}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
