"""The notebook tells the truth: every cell is run, and the text that it shows is the text that comes out."""

import json
import re
from pathlib import Path

import pytest

from tools.notebook import FIGURE, NOTEBOOK, code_cells, in_docs, run, texts

pytestmark = pytest.mark.slow

SIZE_MAX = 300_000  # Bytes: what a page that shows notebooks still renders at once.


def stored() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return found


def test_the_notebook_is_small_and_was_run_from_top_to_bottom() -> None:
    assert NOTEBOOK.stat().st_size < SIZE_MAX
    cells = code_cells(stored())
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {kind for cell in cells for output in cell["outputs"] for kind in output.get("data", {})}
    assert {"text/plain", "text/html", FIGURE, "image/png"} <= kinds
    source = "".join("".join(cell["source"]) for cell in cells)
    assert all(f"import {library}" in source for library in ("networkx", "pandas", "plotly.graph_objects"))


def test_the_notebook_names_no_folder_of_the_machine_it_was_run_on() -> None:
    for cell in stored()["cells"]:
        parts = [*cell["source"], *(text for output in cell.get("outputs", []) for text in texts([output]))]  # type: ignore[misc]
        assert not re.search(
            r"(?<![\w.:])/(?:home|tmp|root|var|Users|usr|mnt|work)\b|[A-Z]:\\", "".join(parts)
        )


@pytest.mark.slow
def test_every_cell_runs_and_shows_the_text_that_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process and one space of names, in a folder beside the sample, as the notebook lies in docs/. If
    this fails because numbers changed on purpose, run tools/notebook.py."""
    notebook = stored()
    monkeypatch.chdir(in_docs(tmp_path))
    for cell, outputs in zip(code_cells(notebook), run(notebook), strict=True):
        assert texts(outputs) == texts(cell["outputs"]), "".join(cell["source"])
        assert [list(o.get("data", {}))[:1] for o in outputs] == [
            list(o.get("data", {}))[:1] for o in cell["outputs"]
        ]
    assert [path.name for path in (tmp_path / "docs").iterdir()] == []
