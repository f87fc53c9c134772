"""Imports go down only: a file may import from its own floor or a lower one, never from a higher."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "analytics.model": 0,
    "analytics.store": 0.5,
    "analytics.importing": 1,
    "analytics.cascade": 2,
    "analytics.graph": 2,
    "analytics.coordination": 2,
    "analytics.text": 2,
    "analytics.alleged": 2.5,
    "analytics.roles": 3,
    "analytics.search": 3,
    "analytics.scope": 3,
    "analytics.challenge": 4,
    "analytics.law": 4,
    "analytics.evidence": 5,
    "analytics.report": 5,
    "analytics.engines": 5,
    "analytics.simulate": 5,
    "analytics.questions": 5.5,
    "analytics.study": 6,
    "analytics.pipeline": 6,
    "analytics.api": 6.5,
    "analytics.cli": 7,
    "dashboards": 7,
}


def speaks(path: Path) -> bool:
    """The command line: it alone prints, and it alone imports inside functions, so that --help is quick."""
    return path.parent == ROOT / "analytics" / "cli"


def floor(module: str) -> float | None:
    """The floor of a module; None for modules that are not ours."""
    parts = module.split(".")
    for length in (2, 1):
        name = ".".join(parts[:length])
        if name in FLOORS:
            return FLOORS[name]
    return FLOORS["analytics.api"] if module == "analytics" else None  # The door shows what the API holds.


def sources() -> list[Path]:
    return sorted([*ROOT.glob("analytics/**/*.py"), *ROOT.glob("dashboards/**/*.py")])


def imports(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.append(node.module or "")
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down_only(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    here = floor(module)
    assert here is not None, f"{module} stands on no floor: name it in FLOORS"
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        there = floor(name)
        assert there is None or there <= here, f"{module} (floor {here}) imports {name} (floor {there})"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_an_import_inside_a_function_says_why(path: Path) -> None:
    """Heavy libraries may come with the question that needs them; nothing else hides, and the floors hold for them too."""
    if speaks(path):
        return
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            hidden = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not [n for n in hidden if "# noqa: PLC0415 - " not in lines[n.lineno - 1]], node.name


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_command_line_prints(path: Path) -> None:
    if speaks(path):
        return
    calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
    assert not [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"]


def test_an_upward_import_would_be_found() -> None:
    assert floor("analytics.cascade.statistics") < floor("analytics.pipeline")  # type: ignore[operator]
    assert imports(ast.parse("from analytics.pipeline import analyse")) == ["analytics.pipeline"]
