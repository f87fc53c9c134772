"""Figures without a browser: every act is drawn once, texts of strangers are inert, peaks are told."""

import time
from datetime import timedelta

import polars as pl
import pytest

from analytics.model.tables import NODES
from analytics.model.untrusted_text import cut, for_plotly
from analytics.store.case_folder import Case, Commit, create_case
from dashboards.figures.over_time import over_time
from dashboards.figures.radial_tree import radial_tree
from dashboards.figures.sampled import collapsed
from dashboards.figures.time_depth_plot import time_depth_plot
from dashboards.figures.top_down_tree import top_down_tree
from dashboards.page import View
from dashboards.views.timeline import timeline
from dashboards.views.trees import nodes, paths_to, spreaders
from tests.dashboards.invented import HOSTILE, START, acts, measured, root_id
from tests.dashboards.test_drawing import table
from tests.placed import write_placed

DRAW = {
    "sail": time_depth_plot,
    "log": lambda n, v: time_depth_plot(n, v, "log"),
    "ring": radial_tree,
    "tree": lambda n, v: top_down_tree(collapsed(n, 10_000), v),
}


def drawn(figure) -> list[str]:
    return [event for trace in figure.data if trace.mode == "markers" for event in trace.customdata]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", DRAW)
def test_every_act_of_a_tree_is_one_point(name: str, scheme: str, case: Case) -> None:
    found = nodes(case, root_id(), "repost")
    points = drawn(DRAW[name](found, View("zh", scheme)))
    assert sorted(points) == sorted(found["event_id"]) and len(points) == 601


def test_names_of_strangers_cannot_act_on_a_figure(case: Case) -> None:
    figure = time_depth_plot(nodes(case, root_id(), "repost"), View("en"))
    texts = [t for trace in figure.data if trace.hovertext for t in trace.hovertext]
    texts += [note.text for note in figure.layout.annotations]
    assert texts
    for text in texts:
        inner = text.removeprefix("<b>").replace("</b><br>", " ").replace("<br>", " ")
        assert "<" not in inner and "\u202e" not in text and len(text) < 200


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_one_short_isolated_line_without_markup(text: str) -> None:
    label = for_plotly(text)
    assert label[0] == "\u2068" and label[-1] == "\u2069"
    assert not set("<>\n\r\t\x00\x1b\u202e") & set(label)
    assert len(cut(text)) <= 28


def test_twenty_thousand_acts_are_laid_out_in_good_time() -> None:
    frame = table([None, *[(i - 1) // 7 for i in range(1, 20_000)]]).with_columns(
        account_id=pl.lit(None, pl.String), since_s=pl.col("at").dt.epoch("us") * 60.0, is_timed=pl.lit(True)
    )
    start = time.process_time()
    assert len(drawn(time_depth_plot(frame, View("en")))) == 20_000
    assert time.process_time() - start < 10  # about 0.7 s; a step per act and level would take minutes


def test_bars_hold_an_act_with_a_contradicted_date_at_the_moment_of_its_id(case: Case) -> None:
    line = timeline(case)
    assert line.conflict_n == 1 and line.untimed_n == 0 and line.coarse_n == 0
    assert line.bars["n"].sum() == 660  # 600 reposts and 60 comments; one repost's exported date is 2020
    assert line.bars["at"].dt.year().unique().to_list() == [2025]
    figure = over_time(line, View("en"))
    assert sum(sum(bar.y) for bar in figure.data) == 660


def test_the_peak_names_the_act_most_of_its_acts_pass_on(folder) -> None:
    rows = acts(1)[:1]
    for i in range(40):  # 30 acts in one minute pass on act 3; the rest are spread over hours
        late = i < 30
        rows.append(
            {
                **rows[0],
                "event_id": f"weibo:7{i:03d}",
                "kind": "repost",
                "parent_basis": "stated",
                "parent_id": "weibo:7035" if late else root_id(),
                "at": START + (timedelta(hours=5, seconds=i) if late else timedelta(minutes=11 * (i - 29))),
            }
        )
    commit = Commit(create_case(folder))
    write_placed(
        commit,
        pl.DataFrame(
            [{**r, "source_sha256": "0", "source_row": i, "source_path": ""} for i, r in enumerate(rows)],
            infer_schema_length=None,
        ),
    )
    line = timeline(commit.finish(stages=["import"]))
    first = line.peaks.sort("acts_n", descending=True).row(0, named=True)
    assert (first["acts_n"], first["led_n"], first["told_n"], first["event_id"]) == (30, 30, 30, "weibo:7035")


def test_a_path_leads_from_the_root_to_the_act(case: Case) -> None:
    found = nodes(case, root_id(), "repost")
    deepest = found.row(found.height - 1, named=True)
    [path] = paths_to(found, [deepest["event_id"]])
    assert path[0] == root_id() and path[-1] == deepest["event_id"]
    assert len(path) == deepest["depth"] + 1


def test_spreaders_are_ranked_by_all_acts_below_them(case: Case) -> None:
    rows = acts(600)
    below = {node["event_id"]: node["subtree_n"] for node in measured(rows, "repost")[0]}
    top = spreaders(nodes(case, root_id(), "repost"), 5)
    assert (
        top["subtree_n"].to_list()
        == sorted((n for e, n in below.items() if e != root_id()), reverse=True)[:5]
    )


def test_a_root_that_was_not_exported_is_drawn_by_name(folder) -> None:
    rows = acts(3)
    rows = [{**r, "parent_id": root_id()} for r in rows[1:]]
    commit = Commit(create_case(folder))
    write_placed(
        commit,
        pl.DataFrame(
            [{**r, "source_sha256": "0", "source_row": i, "source_path": ""} for i, r in enumerate(rows)],
            infer_schema_length=None,
        ),
    )
    commit.write(
        NODES,
        pl.DataFrame(
            [
                {
                    "root_id": root_id(),
                    "tree": "repost",
                    "event_id": r["event_id"],
                    "parent_used_id": root_id(),
                    "depth": 1,
                    "children_n": 0,
                    "subtree_n": 0,
                }
                for r in rows
            ]
        ),
    )
    found = nodes(commit.finish(stages=["import"]), root_id(), "repost")
    assert found.filter(pl.col("depth") == 0).select("event_id", "children_n", "subtree_n").row(0) == (
        root_id(),
        3,
        3,
    )
    assert sorted(drawn(radial_tree(found, View("en")))) == sorted(
        [root_id(), *(r["event_id"] for r in rows)]
    )
