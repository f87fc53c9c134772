"""Print docs/commands.md from the command line itself: every command, argument and option, in both languages.

python -m tools.command_reference            write the page
python -m tools.command_reference --check    exit code 1 if the page is stale
"""

import sys
from typing import Any

from typer.main import get_command

from analytics.cli.app import app
from analytics.cli.layouts import absent_from, known
from analytics.model.messages import catalogue
from tools.printed_page import table, write_or_check

PAGE = "commands.md"
HEAD = """# Commands

Printed by `python -m tools.command_reference` from the command line itself; do not edit it by hand.

    wakeline [OPTIONS] COMMAND ...

Results go to standard output, progress and errors to standard error. Exit code 0: done; 1: a check does not
hold; 2: wrong input, one line that names the remedy.
"""


def page() -> str:
    """The whole page."""
    whole: Any = get_command(app)
    commands = _flat(whole.commands)
    index = [
        (f"[`wakeline {name}`](#wakeline-{name.replace(' ', '-')})", *_both(one.help))
        for name, one in commands.items()
    ]
    before = table(("before the command", "default", "meaning", "含义"), [_of_all(p) for p in whole.params])
    parts = [HEAD, before + "\n", table(("command", "what it does", "作用"), index) + "\n"]
    return "\n".join([*parts, *(_section(name, one) for name, one in commands.items())])


def _flat(commands: dict[str, Any]) -> dict[str, Any]:
    """Commands by name, those of a group under its name and theirs: "users add"."""
    flat: dict[str, Any] = {}
    for name, one in commands.items():
        inner = getattr(one, "commands", None)
        flat |= {f"{name} {part}": below for part, below in inner.items()} if inner else {name: one}
    return flat


def _section(name: str, command: Any) -> str:
    """One command: how it is called, and a row for each argument and option."""
    given = [p for p in command.params if _is_argument(p)]
    needed = [f"{p.opts[0]} {_value(p)}" for p in command.params if not _is_argument(p) and p.required]
    has_more = any(not _is_argument(p) and not p.required for p in command.params)
    call = [
        "wakeline",
        name,
        *(_placeholder(p) for p in given),
        *needed,
        *(["[OPTIONS]"] if has_more else []),
    ]
    english, chinese = _both(command.help)
    rows = [_described(p) for p in command.params]
    return "\n".join(
        [
            f"## wakeline {name}\n",
            f"{english}\n",
            f"{chinese}\n",
            f"    {' '.join(call)}\n",
            table(("argument or option", "default", "meaning", "含义"), rows) + "\n" if rows else "",
            *([_layouts()] if name == "formats" else []),
        ]
    )


def _layouts() -> str:
    """Every layout that can be read, and what no file of it can ever show."""
    rows = [(f"`{i.name}`", i.label, *(absent_from(i, lang) for lang in ("en", "zh"))) for i in known()]
    return table(("layout", "what it is", "never shows", "从不显示"), rows) + "\n"


def _of_all(option: Any) -> tuple[str, ...]:
    """An option that stands before the command; the language follows the reader where it is not said."""
    shown, default, *meaning = _described(option)
    return shown, "`WAKELINE_LANG`, else the locale" if option.name == "lang" else default, *meaning


def _described(parameter: Any) -> tuple[str, ...]:
    if _is_argument(parameter):
        return f"`{_placeholder(parameter)}`", _default(parameter), *_both(parameter.help)
    value = "" if parameter.is_flag else f" {_value(parameter)}"
    return f"`{', '.join(parameter.opts)}{value}`", _default(parameter), *_both(parameter.help)


def _default(parameter: Any) -> str:
    if parameter.required:
        return "needed"
    if parameter.default in (None, [], (), False) or callable(parameter.default):
        return "may be given several times" if _is_several(parameter) else ""
    return f"`{parameter.default}`"


def _is_argument(parameter: Any) -> bool:
    return not parameter.opts[0].startswith("-")


def _is_several(parameter: Any) -> bool:
    return bool(parameter.multiple or parameter.nargs == -1 or _annotation(parameter).startswith("list"))


def _annotation(parameter: Any) -> str:
    return str(parameter.type_descriptor.annotation)


def _placeholder(argument: Any) -> str:
    name = (argument.metavar or argument.name.strip("_")).upper() + ("..." if _is_several(argument) else "")
    return name if argument.required else f"[{name}]"


def _value(option: Any) -> str:
    """What stands behind an option: PATH, NUMBER or TEXT."""
    if option.metavar:
        return str(option.metavar)
    kind = _annotation(option)
    return "PATH" if "Path" in kind else "NUMBER" if "int" in kind or "float" in kind else "TEXT"


def _both(text: str | None) -> tuple[str, str]:
    """A text of the command line in English and Chinese, whichever of the two the program speaks now."""
    for entry in catalogue("cli").values():
        if text in (entry["en"], entry["zh"]):
            return entry["en"], entry["zh"]
    return (text or "", "")


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page(), sys.argv[1:]))
