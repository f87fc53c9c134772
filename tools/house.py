"""Print how the house stands: sizes, widths, parameters and types of `analytics` and `dashboards`, beside
goals.

python -m tools.house            figures, modules in each room, crumbs
python -m tools.house --facts    facts that the contract test compares, and the places that tell each
"""

import argparse
import ast
import importlib.util
import math
import statistics
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("analytics", "dashboards")
COMMANDS = "analytics/cli/"  # A parameter of a command is an option of the command line.
FACTS = Path("tests/contract/facts.py")
LINES_MAX = 110
PARAMETERS_MAX = 6
FUNCTION_MAX = 60
CRUMB_MAX = 40


@dataclass(frozen=True)
class Function:
    """One function or method: its lines from `def` to its end, its parameters without self and cls.

    parameters_n: without *rest and **more, as ruff counts them; arguments_n: with both; typed_n: how many of
        those bear a type.
    """

    name: str
    lines_n: int
    parameters_n: int
    arguments_n: int
    typed_n: int


@dataclass(frozen=True)
class Module:
    """One file. code_n: lines that are neither blank, comment nor docstring; over_n: lines wider than
    LINES_MAX; broad_n: handlers that catch Exception or everything; imports: dotted names it asks for."""

    path: str
    lines_n: int
    code_n: int
    docstring_n: int
    widest: int
    over_n: int
    broad_n: int
    functions: tuple[Function, ...]
    imports: frozenset[str]

    @property
    def dotted(self) -> str:
        """The name it is imported by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@dataclass(frozen=True)
class Figure:
    """One line of the answer."""

    name: str
    value: str
    goal: str


def measure(text: str, path: str) -> Module:
    """The figures of one file.

    >>> measure("def f(a: int, b):\\n    return a\\n", "x.py").functions
    (Function(name='f', lines_n=2, parameters_n=2, arguments_n=2, typed_n=1),)
    """
    tree, lines = ast.parse(text), text.splitlines()
    docstrings = _docstring_rows(tree)
    code = [k for k, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")]
    widths = [width(line) for line in lines]
    return Module(
        path=path,
        lines_n=len(lines),
        code_n=len(set(code) - docstrings),
        docstring_n=len(docstrings),
        widest=max(widths, default=0),
        over_n=sum(one > LINES_MAX for one in widths),
        broad_n=sum(_is_broad(node) for node in ast.walk(tree)),
        functions=tuple(_functions(tree)),
        imports=frozenset(_imports(tree)),
    )


def width(line: str) -> int:
    """Columns of a line as ruff counts them: a Chinese character takes two.

    >>> width("转发 x")
    6
    """
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in line)


def modules_of(root: Path) -> list[Module]:
    """Every file of the packages below `root`, in the order of their paths."""
    paths = sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))
    return [measure(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()) for path in paths]


def figures(modules: Sequence[Module]) -> list[Figure]:
    """All figures beside the goals."""
    functions = [one for module in modules for one in module.functions]
    wide = [(m, f) for m in modules for f in m.functions if f.parameters_n > PARAMETERS_MAX]
    commands = [f for m, f in wide if m.path.startswith(COMMANDS)]
    lines, lengths = [m.lines_n for m in modules], [f.lines_n for f in functions]
    arguments, typed = sum(f.arguments_n for f in functions), sum(f.typed_n for f in functions)
    code, told = sum(m.code_n for m in modules), sum(m.docstring_n for m in modules)
    crumbs = sum(n <= CRUMB_MAX for n in lines)
    in_analytics = sum(m.path.startswith("analytics/") for m in modules)
    return [
        Figure("modules in analytics", str(in_analytics), "about 230"),
        Figure("modules in all", str(len(modules)), ""),
        Figure("module lines, median", _plain(_median(lines)), "80 to 100"),
        Figure("module lines, p90", str(p90(lines)), "250"),
        Figure("module lines, most", str(max(lines, default=0)), "450"),
        Figure(f"modules of {CRUMB_MAX} lines or fewer", _share(crumbs, len(lines)), ""),
        Figure("function lines, median", _plain(_median(lengths)), "8"),
        Figure("function lines, p90", str(p90(lengths)), "23"),
        Figure("function lines, most", str(max(lengths, default=0)), str(FUNCTION_MAX)),
        Figure(f"functions over {FUNCTION_MAX} lines", str(sum(n > FUNCTION_MAX for n in lengths)), "0"),
        Figure("widest line", str(max((m.widest for m in modules), default=0)), str(LINES_MAX)),
        Figure(f"lines over {LINES_MAX}", str(sum(m.over_n for m in modules)), "0"),
        Figure(f"functions over {PARAMETERS_MAX} parameters", str(len(wide) - len(commands)), "0"),
        Figure("  commands over that (options)", str(len(commands)), "exempt"),
        Figure("typed arguments", _share(typed, arguments), "100 %"),
        Figure("docstring lines per 100 of code", f"{100 * told / code:.0f}" if code else "-", "30"),
        Figure("broad handlers", str(sum(m.broad_n for m in modules)), "0"),
    ]


def rooms(modules: Iterable[Module]) -> Counter[str]:
    """Modules in each room: the folder below the package; files beside the rooms count for the package."""
    return Counter("/".join(m.path.split("/")[:-1][:2]) for m in modules)


def crumbs_of(modules: Sequence[Module]) -> list[tuple[Module, str]]:
    """Small modules that exactly one other module imports, with that one."""
    asked: dict[str, set[str]] = {}
    for module in modules:
        for name in module.imports:
            asked.setdefault(name, set()).add(module.path)
    small = [m for m in modules if m.lines_n <= CRUMB_MAX and not m.path.endswith("__init__.py")]
    return [(m, next(iter(users))) for m in small if len(users := asked.get(m.dotted, set()) - {m.path}) == 1]


def p90(values: Sequence[int]) -> int:
    """The least value that nine of ten do not exceed (nearest rank); 0 of none.

    >>> p90(range(1, 11))
    9
    """
    return sorted(values)[math.ceil(0.9 * len(values)) - 1] if values else 0


def facts_of(root: Path) -> dict[str, tuple[str, ...]] | None:
    """FACTS of the contract test: fact and the places that tell it; None if the test is not there."""
    path = root / FACTS
    spec = importlib.util.spec_from_file_location("contract_facts", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return {name: tuple(map(str, places)) for name, places in module.FACTS.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is asked for; 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.house", description="How the house stands.")
    parser.add_argument("--facts", action="store_true", help="facts that the contract test compares")
    if parser.parse_args(arguments).facts:
        _print_facts(facts_of(ROOT))
        return 0
    modules = modules_of(ROOT)
    print(f"{'':34}{'now':>14}   goal")
    for figure in figures(modules):
        print(f"{figure.name:34}{figure.value:>14}   {figure.goal}".rstrip())
    print("\nModules in each room")
    for room, n in sorted(rooms(modules).items()):
        print(f"{room:34}{n:>14}")
    print(f"\nFunctions over {FUNCTION_MAX} lines or {PARAMETERS_MAX} parameters")
    for m in modules:
        for f in m.functions:
            if f.lines_n > FUNCTION_MAX or (f.parameters_n > PARAMETERS_MAX and COMMANDS not in m.path):
                print(f"{m.path} {f.name}: {f.lines_n} lines, {f.parameters_n} parameters")
    print(f"\nModules of {CRUMB_MAX} lines or fewer that one other imports")
    for module, user in crumbs_of(modules):
        print(f"{module.path} ({module.lines_n}) <- {user}")
    return 0


def _print_facts(facts: dict[str, tuple[str, ...]] | None) -> None:
    if facts is None:
        print(f"{FACTS.as_posix()} is not there: no fact is compared.")
        return
    print(f"{len(facts)} facts, each told by several places and compared by the contract test")
    for name, places in facts.items():
        print(f"{name}: {', '.join(places)}")


def _docstring_rows(tree: ast.AST) -> set[int]:
    """Numbers of the lines that docstrings take, their quotes included."""
    rows: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and (
            ast.get_docstring(node, clean=False) is not None
        ):
            first = node.body[0]
            rows |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return rows


def _functions(tree: ast.AST) -> Iterable[Function]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            a = node.args
            named = [*a.posonlyargs, *a.args, *a.kwonlyargs]
            asked = [x for k, x in enumerate(named) if not (k == 0 and x.arg in ("self", "cls"))]
            every = [*asked, *(x for x in (a.vararg, a.kwarg) if x)]
            lines_n = (node.end_lineno or node.lineno) - node.lineno + 1
            typed_n = sum(x.annotation is not None for x in every)
            yield Function(node.name, lines_n, len(asked), len(every), typed_n)


def _imports(tree: ast.AST) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_broad(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(
        one is None or (isinstance(one, ast.Name) and one.id in ("Exception", "BaseException"))
        for one in caught
    )


def _median(values: Sequence[int]) -> float:
    return float(statistics.median(values)) if values else 0.0


def _plain(value: float) -> str:
    return f"{value:g}"


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)" if whole else "-"


if __name__ == "__main__":
    sys.exit(main())
