"""The counters of the house, on a tree small enough to count by hand."""

from pathlib import Path

import pytest

from tools.house import crumbs_of, facts_of, figures, main, measure, modules_of, p90, rooms, width

LONG = '''"""A module.

With three lines of docstring.
"""

from analytics.model.small import one


# A comment is no code.
class Case:
    """A class."""

    def grown(self, a: int, b, *rest: int, c: int = 0, **more) -> int:
        """A method."""
        try:
            return a
        except (ValueError, Exception):
            return 0
        except:
            raise


async def many(a: int, b: int, c: int, d: int, e: int, f: int, g: int) -> None:
    pass
'''
SMALL = "def one():\n    try:\n        return 1\n    except ValueError:\n        return 2\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "analytics/__init__.py": '"""Top."""\n',
        "analytics/model/__init__.py": "",
        "analytics/model/small.py": SMALL,
        "analytics/study/long.py": LONG + "def deep(x: int) -> None:\n" + "    x += 1\n" * 60,
        "analytics/cli/app.py": LONG.replace("Case", "Command"),
        "dashboards/page.py": "# " + "x" * 109 + "\n" + "from analytics.model import tables\n",
        "tools/aside.py": SMALL,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_file_is_counted_as_by_hand() -> None:
    found = measure(LONG, "analytics/long.py")
    assert found.lines_n == 24
    # Docstrings: 4 of the module, 1 of the class, 1 of the method. Blank: 5, 7, 8, 12, 21, 22; comment: 9.
    assert found.docstring_n == 6
    assert found.code_n == 24 - 6 - 6 - 1
    assert found.broad_n == 2  # Exception in a tuple, and a bare one.
    assert {f.name: (f.lines_n, f.parameters_n, f.arguments_n, f.typed_n) for f in found.functions} == {
        "grown": (8, 3, 5, 3),  # self is none, *rest and **more are no parameters; b and **more bear no type.
        "many": (2, 7, 7, 7),
    }


def test_the_figures_of_a_tree_are_those_counted_by_hand(root: Path) -> None:
    modules = modules_of(root)
    assert [m.lines_n for m in modules] == [1, 24, 0, 5, 24 + 61, 2]  # by path; tools is no part of it
    told = {figure.name: figure.value for figure in figures(modules)}
    assert told["modules in analytics"] == "5" and told["modules in all"] == "6"
    assert told["module lines, median"] == "3.5"  # 0 1 2 5 24 85
    assert told["module lines, p90"] == "85" and told["module lines, most"] == "85"
    assert told["modules of 40 lines or fewer"] == "5 (83.3 %)"
    assert told["function lines, median"] == "6.5"  # 2 2 5 8 8 61
    assert told["functions over 60 lines"] == "1" and told["function lines, most"] == "61"
    assert told["widest line"] == "111" and told["lines over 110"] == "1"
    assert told["functions over 6 parameters"] == "1" and told["  commands over that (options)"] == "1"
    assert told["typed arguments"] == "21 (84.0 %)"  # 2 x (3 of 5), 2 x (7 of 7), 1 of 1: 21 of 25
    assert told["docstring lines per 100 of code"] == f"{100 * 13 / (11 + 5 + 72 + 1):.0f}"
    assert told["broad handlers"] == "4"


def test_a_room_is_the_folder_below_the_package(root: Path) -> None:
    assert rooms(modules_of(root)) == {
        "analytics": 1,
        "analytics/model": 2,
        "analytics/study": 1,
        "analytics/cli": 1,
        "dashboards": 1,
    }


def test_a_crumb_is_small_and_has_one_user(root: Path) -> None:
    assert crumbs_of(modules_of(root)) == []  # two import it
    (root / "analytics/cli/app.py").write_text("", encoding="utf-8")
    assert [(m.path, user) for m, user in crumbs_of(modules_of(root))] == [
        ("analytics/model/small.py", "analytics/study/long.py")
    ]


@pytest.mark.parametrize(("values", "expected"), [([], 0), ([7], 7), (range(1, 21), 18), ([1] * 9 + [50], 1)])
def test_nine_of_ten_do_not_exceed_it(values: list[int], expected: int) -> None:
    assert p90(values) == expected


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("转发 x：") == 8


def test_facts_are_those_of_the_contract_test(root: Path) -> None:
    assert facts_of(root) is None
    (root / "tests/contract").mkdir(parents=True)
    (root / "tests/contract/facts.py").write_text('FACTS = {"grade": ["page", "report"]}\n', encoding="utf-8")
    assert facts_of(root) == {"grade": ("page", "report")}


def test_the_tool_tells_figures_and_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "module lines, median" in capsys.readouterr().out
    assert main(["--facts"]) == 0
