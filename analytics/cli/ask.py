"""`wakeline ask`: the questions a court puts, answered from the tables of a case, with sets."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.marks import AllOption, CsvOption, PageOption, say_rows
from analytics.cli.speech import LANG, JsonOption, help_text, note
from analytics.model.errors import SettingsError
from analytics.model.messages import LANGS, say

CaseArgument = Annotated[Path, typer.Argument(help=help_text("ask_case"))]
WordsArgument = Annotated[list[str] | None, typer.Argument(help=help_text("ask_words"), metavar="QUESTION")]
AccountOption = Annotated[str | None, typer.Option("--account", help=help_text("ask_account"), metavar="ID")]
MarkOption = Annotated[str | None, typer.Option("--mark", help=help_text("ask_mark"), metavar="N.M")]
SetsOption = Annotated[Path | None, typer.Option("--sets", help=help_text("ask_sets"), metavar="FOLDER")]
LangOption = Annotated[str | None, typer.Option("--lang", help=help_text("lang"))]


def ask(
    case: CaseArgument,
    words: WordsArgument = None,
    account: AccountOption = None,
    mark: MarkOption = None,
    csv: CsvOption = None,
    page: PageOption = 1,
    all_: AllOption = False,
    sets: SetsOption = None,
    json_: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Answer a question from the tables of a case; without one, list the twenty."""
    from analytics.questions.answer import answered
    from analytics.questions.question import ask as read
    from analytics.questions.question import matching, questions
    from analytics.store.case_folder import open_case

    lang = lang or LANG
    if lang not in LANGS:
        raise SettingsError("lang_unknown", found=lang)
    opened = open_case(case)
    found = matching(" ".join(words)) if words else questions()
    if len(found) != 1:
        _list(found, case, bool(words), json_, lang)
        return
    answer = answered(read(opened, account), found[0])
    if sets is not None:
        _write_sets(answer, sets, lang)
    if mark is not None:
        _open(answer, mark, csv, (page, all_), json_)
    elif json_:
        _print_data(answer, lang)
    else:
        _print(answer, case, lang)


def _list(found: list[Any], case: Path, is_asked: bool, json_: bool, lang: str) -> None:
    """Print questions with number and key: all of them, or those that free words fit."""
    from analytics.store.case_folder import canonical_json

    if json_:
        rows = [{"number": one.number, "key": one.name, "question": one.words(lang)} for one in found]
        print(canonical_json(rows), end="")
        return
    print(say("questions.several" if is_asked else "questions.list_head", lang))
    for one in found:
        told = say("questions.list_line", lang, number=one.number, words=one.words(lang), key=one.name)
        print(f"  {told}")
    print(say("questions.list_foot", lang, case=case))


def _print(answer: Any, case: Path, lang: str) -> None:
    """Print question and answer, a sentence a line, then how its marks are opened."""
    voice, question = answer.asked.facts.voice(lang), answer.question
    print(say("questions.head", lang, number=question.number, words=question.words(lang)))
    for claim in answer.claims:
        print(f"  {answer.line(claim, voice)}")
    if answer.marks:
        first = next(iter(answer.marks.values()))
        account = answer.asked.account_id
        command = f"wakeline ask {case} {question.number}" + (f" --account {account}" if account else "")
        print(say("questions.marks_foot", lang, command=command, mark=first))


def _print_data(answer: Any, lang: str) -> None:
    from analytics.store.case_folder import canonical_json

    print(canonical_json(answer.data(answer.asked.facts.voice(lang))), end="")


def _open(answer: Any, mark: str, csv: Path | None, paging: tuple[int, bool], json_: bool) -> None:
    """Print the set of a mark, or write it to a file."""
    from analytics.report.csv_files import write_csv
    from analytics.store.case_folder import canonical_json

    found = answer.mark(mark)
    rows = answer.rows(found)
    if csv is not None:
        write_csv(rows.lazy(), csv)
        note("wrote", what=csv)
    elif json_:
        texts = [{name: None if v is None else str(v) for name, v in row.items()} for row in rows.to_dicts()]
        print(canonical_json({"mark": mark, "kind": found.kind, "n": found.n, "rows": texts}), end="")
    else:
        say_rows(mark, (found.kind, found.n, found.n_upper), rows, paging)


def _write_sets(answer: Any, folder: Path, lang: str) -> None:
    """Write the set of every mark of an answer, a file each."""
    from analytics.report.csv_files import write_csv

    folder.mkdir(parents=True, exist_ok=True)
    for mark, name in answer.marks.items():
        write_csv(answer.rows(mark).lazy(), folder / f"{name}.csv")
    print(say("questions.sets_written", lang, n=len(answer.marks), folder=folder), file=sys.stderr)
