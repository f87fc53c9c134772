"""Run docs/notebook.ipynb anew and store its outputs, the figure with a still picture of it beside.

    .venv/bin/python tools/notebook.py

Needs Debian's chromium for the picture, which shows where no script runs (GitHub); nothing of Jupyter.
"""

import ast
import io
import json
import os
import shutil
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from PIL import Image

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.dashboards.watched import chromium  # noqa: E402

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
FIGURE = "application/vnd.plotly.v1+json"


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells that are run, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run(notebook: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """The outputs of each code cell, run one after the other in one space of names, in the folder we are in.

    A cell gives what it prints, and the value of its last line as Jupyter shows it: text and HTML of a table,
    the data of a figure. What a cell raises is raised here.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(code_cells(notebook), 1):
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        printed, outputs = io.StringIO(), []
        with redirect_stdout(printed):
            exec(compile(tree, f"cell {number}", "exec"), names)
            shown = (
                eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names) if last else None
            )
        if printed.getvalue():
            outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
        if shown is not None:
            outputs.append(
                {
                    "data": _data(shown),
                    "execution_count": number,
                    "metadata": {},
                    "output_type": "execute_result",
                }
            )
        yield outputs


def in_docs(folder: Path) -> Path:
    """A folder like docs/ in `folder`, beside what the notebook reads."""
    shutil.copytree(ROOT / "sample_data", folder / "sample_data")
    (folder / "docs").mkdir()
    return folder / "docs"


def texts(outputs: list[dict[str, Any]]) -> list[str]:
    """What a reader reads of outputs: printed text and the plain text of values."""
    parts = [output["text"] if "text" in output else output["data"].get("text/plain") for output in outputs]
    return ["".join(part) for part in parts if part is not None]


def _data(shown: Any) -> dict[str, Any]:
    if isinstance(shown, go.Figure):
        return {FIGURE: json.loads(shown.to_json())}
    data = {"text/plain": _lines(repr(shown))}
    html = shown._repr_html_() if hasattr(shown, "_repr_html_") else None
    return data | ({"text/html": _lines(html)} if html else {})


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _pictured(outputs: list[dict[str, Any]]) -> None:
    """Put a still picture beside the data of each figure."""
    figures = [output["data"] for output in outputs if FIGURE in output.get("data", {})]
    if not figures:
        return
    with chromium() as browser:
        for data in figures:
            layout = data[FIGURE]["layout"]
            page = browser.new_page(viewport={"width": layout["width"], "height": layout["height"]})
            page.set_content(go.Figure(data[FIGURE]).to_html(include_plotlyjs=True))
            page.wait_for_selector(".js-plotly-plot .main-svg")
            data["image/png"] = _small(page.locator(".js-plotly-plot").screenshot())


def _small(picture: bytes) -> str:
    """A PNG cut to 32 colours, in Base64."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(32, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return b64encode(out.getvalue()).decode()


def main() -> None:
    """Run the notebook and write it with its outputs."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, chdir(in_docs(Path(folder))):
        for number, outputs in enumerate(run(notebook), 1):
            _pictured(outputs)
            cell = code_cells(notebook)[number - 1]
            cell["outputs"], cell["execution_count"] = outputs, number
    draft = NOTEBOOK.with_suffix(".draft")
    draft.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, NOTEBOOK)


if __name__ == "__main__":
    main()
