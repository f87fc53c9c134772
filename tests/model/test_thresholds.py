"""Thresholds: one home, told in both languages, settable in their range, and handed down to where they decide."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.model.errors import SettingsError
from analytics.model.messages import LANGS
from analytics.model.thresholds import DEFAULT, ListLimits, ReadingLimits, Thresholds, limits, recorded, shown

ROOT = Path(__file__).parent.parent.parent
HOME = ROOT / "analytics" / "model" / "thresholds.py"
TOLD = tomllib.loads((ROOT / "analytics" / "locale" / "thresholds.toml").read_text(encoding="utf-8"))
SETTABLE = sorted(name for name, limit in limits().items() if limit.is_settable)
ROOMS = ("alleged", "coordination", "roles", "scope", "law", "text", "cascade")
RECORD = re.compile(r"^[A-Z][a-z]+Limits$|^Thresholds$")

# Numbers that stay beside the code: no reader disputes them, they decide no grade, role, bound or listing.
STAY = {
    ("alleged/ascribed.py", "ALIKE_CHARS"): "which words a reader is told to check; grades and names nobody",
    ("alleged/ascribed.py", "QUOTED_CHARS"): "length of a quotation",
    ("law/factors/article_8_roles.py", "GROUPS_PART"): "the number of a part of the report",
    ("coordination/groups/account_evidence.py", "THREADS_MAX"): "work shared out; changes no result",
    ("coordination/groups/account_evidence.py", "_PARTS"): "work shared out; changes no result",
    ("coordination/groups/activity_profile.py", "DELAY_BINS"): "size of a table of habits",
    **dict.fromkeys(
        (
            ("coordination/groups/alternatives.py", name)
            for name in (
                *("N_CROWD", "N_PACE", "N_PAST", "OWN_IN_CROWD"),
                *("ALL_DAYS", "SAME_KIND", "RECENT", "SAME_WEEKDAY", "CLOCKS_N"),
            )
        ),
        "a place in an array, no number",
    ),
    **dict.fromkeys(
        (("coordination/groups/alternatives.py", name) for name in ("_EPOCH_WEEKDAY", "_SATURDAY", "_WEEK")),
        "the calendar",
    ),
    ("coordination/groups/bets.py", "NO_ACT_S"): "stands for no act at all: longer than any case",
    ("coordination/groups/communities.py", "NO_GROUP"): "a code, no number",
    ("coordination/groups/leaders.py", "NO_LEADER"): "a code, no number",
    **dict.fromkeys(
        (
            ("coordination/groups/martingale.py", name)
            for name in (
                *("CROWD", "CROWD_HABIT", "OWN_CLOCK", "OWN_PACE", "LEADER", "_PACE", "_CLOCK", "NULLS_N"),
                *("TIMETABLE", "BEFORE", "TEXT", "BETS_N", "DAYS_N", "NO_CROWD_N", "COLUMNS_N"),
            )
        ),
        "a place in an array, no number",
    ),
    ("coordination/groups/martingale.py", "TEXT_NULLS_N"): "how many explanations of words there are",
    ("coordination/groups/partners.py", "CHANCE_MEAN"): "2/e: follows from the definition of the weight",
    ("coordination/groups/partners.py", "CHANCE_VARIANCE"): "5/e - 4/e**2: follows from the definition",
    ("coordination/groups/partners.py", "SKETCH_BITS"): "size of a table; changes no result",
    ("coordination/groups/partners.py", "_VARIANCE_ROOM"): "keeps a variance of 0 out of a division",
    ("coordination/groups/activity_profile.py", "HOURS"): "hours of a day",
    ("coordination/pairs/counting.py", "THREADS"): "work shared out; changes no result",
    ("coordination/pairs/counting.py", "PARTS"): "work shared out; changes no result",
    ("coordination/pairs/sweep.py", "CLASSES"): "size of a table",
    ("coordination/pairs/significance_kernel.py", "HOURS"): "hours of a day",
    ("coordination/pairs/significance_kernel.py", "DELAYS"): "size of a table of habits",
    ("coordination/pairs/significance_kernel.py", "SMALLEST"): "the least p that is stored",
    ("text/normalized.py", "_CHUNK"): "work shared out; changes no result",
    ("text/near_duplicates.py", "WIDTH"): "what a run of characters is; the reason of near_share names it",
    ("text/near_duplicates.py", "BANDS"): "how many alike texts are found: .9998 at the threshold",
    ("text/near_duplicates.py", "ROWS"): "with BANDS",
    ("text/near_duplicates.py", "NEIGHBOURS"): "bounds the work in a bucket",
    ("text/edits.py", "BANDS"): "how many alike texts are found: .995 at the threshold",
    ("text/edits.py", "ROWS"): "with BANDS",
    ("text/edits.py", "NEIGHBOURS"): "bounds the work in a bucket",
    ("text/classifier.py", "FEATURES"): "size of a table",
    ("text/classifier.py", "RUNS"): "what a model reads; it labels nobody",
    ("text/classifier.py", "STRENGTH"): "how a model is fitted; it labels nobody",
    ("text/personal_information.py", "_WEIGHTS"): "weights of the check digit, GB 11643",
    ("cascade/repost_chain.py", "_PART_N"): "work shared out; changes no result",
    ("scope/measures/composition.py", "BANDS"): "ends of the classes of a table that prints them",
    ("cascade/parents.py", "_UNDATED"): "where acts without a moment are sorted to",
    ("cascade/forest.py", "ROOT"): "a code, no number",
    ("roles/announcements.py", "DAY_S"): "seconds of a day",
    ("roles/first_promoter.py", "ROOT"): "a code, no number",
    ("roles/first_promoter.py", "UNKNOWN"): "a code, no number",
    ("roles/first_promoter.py", "SEED"): "which draws are made; the report prints their shares",
    ("roles/first_promoter.py", "_BUCKETS"): "room for ages; changes no result",
    ("cascade/forest.py", "MISSING"): "a code, no number",
    ("law/coded_share.py", "SEED"): "which draws are made; with others the ends move by less than .01",
    ("law/rows.py", "COVERAGE_PART"): "the place of a part in the report",
    ("law/factors/civil_code.py", "SCOPE_PART"): "the place of a part in the report",
}


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders or ("analytics", "dashboards"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path != HOME:
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def is_number(node: ast.AST) -> bool:
    """Whether an expression is made of number literals alone."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if isinstance(node, ast.UnaryOp):
        return is_number(node.operand)
    if isinstance(node, ast.BinOp):
        return is_number(node.left) and is_number(node.right)
    if isinstance(node, ast.Call):
        return bool([*node.args, *node.keywords]) and all(
            is_number(a) for a in [*node.args, *(k.value for k in node.keywords)]
        )
    return isinstance(node, ast.Tuple | ast.List) and bool(node.elts) and all(map(is_number, node.elts))


def constants(tree: ast.Module) -> Iterator[str]:
    """Upper-case names that a module gives a number to."""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            pairs = [(node.target, node.value)]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value] * 9
            pairs = list(zip(node.targets[0].elts, values, strict=False))
        elif isinstance(node, ast.Assign):
            pairs = [(node.targets[0], node.value)]
        else:
            continue
        for target, value in pairs:
            if isinstance(target, ast.Name) and target.id.isupper() and is_number(value):
                yield target.id


def test_every_threshold_has_reason_unit_and_source_in_both_languages() -> None:
    known = limits()
    wanted = {*known, *(f"unit_{x.unit}" for x in known.values())}
    wanted |= {*(f"source_{x.source}" for x in known.values()), "span", "stays", "told"}
    assert wanted == set(TOLD)
    assert all(TOLD[key][lang].strip() for key in wanted for lang in LANGS)


def test_names_are_unique_over_all_rooms() -> None:
    rooms = vars(DEFAULT).values()
    assert len(limits()) == sum(len(vars(room)) for room in rooms) > 100


@pytest.mark.parametrize("name", SETTABLE)
def test_a_settable_threshold_takes_both_ends_of_its_range_and_nothing_beyond(name: str) -> None:
    limit = limits()[name]
    assert limit.span is not None
    low, high = limit.span
    assert low <= limit.value <= high, "its own value lies in the range"
    for end in (low, high):
        assert Thresholds().changed({name: repr(end)}).values()[name] == end
    for beyond in (low - 1, high * 2 + 1):
        with pytest.raises(SettingsError) as fault:
            Thresholds().changed({name: repr(beyond)})
        told = str(fault.value)
        assert name in told and shown(low) in told and shown(high) in told


@pytest.mark.parametrize(
    ("name", "text", "key", "told"),
    [
        ("day_min", "4", "unknown_key", "days_min"),
        ("shown_n", "30", "not_settable", "20"),
        ("gap_levels_s", "30", "not_settable", "5; 20; 60; 180; 600; 1,800"),
        ("members_min", "4.5", "not_whole", "4.5"),
        ("members_min", "many", "not_a_number", "many"),
        ("near_share", "nan", "out_of_range", "0.6"),
        ("near_share", "inf", "out_of_range", "0.95"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_its_remedy(
    name: str, text: str, key: str, told: str
) -> None:
    with pytest.raises(SettingsError) as fault:
        Thresholds().changed({name: text})
    assert fault.value.key == key and told in str(fault.value)


def test_what_a_case_recorded_comes_back() -> None:
    moved = Thresholds().changed({"false_share": "0.05", "days_min": "5"})
    assert Thresholds().restored(moved.values()) == moved
    kept = recorded({"days_min": 5.0, "gap_tilts": [0.2, 0.9], "of_another_version": 7})
    assert (kept["days_min"], kept["gap_tilts"]) == (5.0, (0.2, 0.9))
    assert set(kept) == set(limits())


def test_a_time_limit_other_than_the_one_of_the_import_is_refused() -> None:
    imported = Thresholds().changed({"id_gap_s": "60"}).values()
    assert Thresholds().as_imported(imported).reading.id_gap_s == 60
    assert Thresholds().as_imported({}).reading == ReadingLimits()
    with pytest.raises(SettingsError) as fault:
        Thresholds().changed({"id_gap_s": "120"}).as_imported(imported)
    assert fault.value.key == "set_at_import"


def test_no_number_that_decides_stands_outside_the_home() -> None:
    found = {
        (str(path.relative_to(ROOT / "analytics")), name)
        for path, tree in trees(*(f"analytics/{room}" for room in ROOMS))
        for name in constants(tree)
    }
    assert found - set(STAY) == set(), "move it to analytics/model/thresholds.py, or say here why it stays"
    assert set(STAY) - found == set(), "named here, but no longer there"


@pytest.mark.parametrize(
    "line", ["SHARE = 0.5", "GAP: float = -3", "A, B = 2, 3", "YEAR = timedelta(days=365)", "W = (1.0, 2)"]
)
def test_a_new_number_would_be_found(line: str) -> None:
    assert list(constants(ast.parse(line)))


def test_a_settable_threshold_is_never_read_from_a_class_or_from_the_defaults() -> None:
    """Else `--set` would be printed and not reach the code."""
    faults = []
    for path, tree in trees():
        names = names_of(tree, "")
        is_ours = names.get("DEFAULT") == ("analytics.model.thresholds", "DEFAULT")
        defaults = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                given = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
                defaults |= {id(n) for d in given for n in ast.walk(d)}
            if isinstance(node, ast.ClassDef):
                fields = [s.value for s in node.body if isinstance(s, ast.AnnAssign) and s.value]
                defaults |= {id(n) for d in fields for n in ast.walk(d)}
        for node in ast.walk(tree):
            of_class = (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and RECORD.match(node.value.id)
                and node.attr in SETTABLE
            )
            of_defaults = (
                is_ours and isinstance(node, ast.Name) and node.id == "DEFAULT" and id(node) not in defaults
            )
            if of_class or of_defaults:
                faults.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not faults


def takers(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """Functions and records of a module that take thresholds: name, place and name of that argument."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            named = [(a.annotation, a.arg) for a in node.args.args]
        elif isinstance(node, ast.ClassDef):
            fields = [s for s in node.body if isinstance(s, ast.AnnAssign)]
            named = [(f.annotation, ast.unparse(f.target)) for f in fields]
        else:
            continue
        for place, (kind, argument) in enumerate(named):
            if isinstance(kind, ast.Name) and RECORD.match(kind.id):
                yield node.name, place, argument


def names_of(tree: ast.Module, module: str) -> dict[str, tuple[str, str]]:
    """Name in a module -> (module, name) that it stands for, of what it defines and imports."""
    own = {n.name: (module, n.name) for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            own |= {a.asname or a.name: (node.module, a.name) for a in node.names}
    return own


def test_every_call_inside_the_project_hands_the_thresholds_down() -> None:
    """A parameter with a default is for readers and tests; the way from the pipeline leaves none out."""
    whole = {
        str(path.relative_to(ROOT).with_suffix("")).replace("/", "."): tree
        for path, tree in trees("analytics", "dashboards")
    }
    takes = {
        (module, name): (place, argument)
        for module, tree in whole.items()
        for name, place, argument in takers(tree)
    }
    assert {name for _, name in takes} >= {
        "draw_partners",
        "account_evidence",
        "grade_accounts",
        "ScopeData",
        "Features",
        "families_of",
    }
    faults = []
    for module, tree in whole.items():
        names = names_of(tree, module)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place, argument = takes.get(names.get(node.func.id, ("", "")), (-1, ""))
                given = len(node.args) > place or argument in {k.arg for k in node.keywords}
                if place >= 0 and not given and not any(isinstance(a, ast.Starred) for a in node.args):
                    faults.append(f"{module}:{node.lineno} {node.func.id}")
    assert not faults


def test_every_threshold_is_read_somewhere() -> None:
    read = {n.attr for _, tree in trees("analytics") for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert set(limits()) - read == set()


def test_digits_are_never_lost() -> None:
    for name, value in DEFAULT.values().items():
        parts = value if isinstance(value, tuple) else (value,)
        assert tuple(float(part.replace(",", "")) for part in shown(value).split("; ")) == parts, name
    assert ListLimits.shown_n == 20
