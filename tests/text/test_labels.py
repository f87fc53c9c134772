"""Coding for abuse: agreement against a published example, shares against simulation, sheets, the classifier, the whole way by command."""

import csv
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analytics.model.errors import CaseError
from analytics.text.classifier import load_model, predicted, probabilities, save, train
from analytics.text.coding_sheet import alpha, read_sheet, sample, write_sheet
from analytics.text.lexicon_marks import CODES, glossary, hits
from analytics.text.prevalence import corrected, errors
from tests.test_commands import wakeline

pytestmark = pytest.mark.slow


def codes(*rows: str) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (unit, coder, label)
            for coder, row in enumerate(rows)
            for unit, label in enumerate(row.split())
            if label != "."
        ],
        schema=["unit", "coder", "label"],
        orient="row",
    )


def test_alpha_is_that_of_the_published_example() -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability: four observers, twelve units, missing values; nominal .743."""
    example = codes(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    assert round(alpha(example), 3) == 0.743


def test_alpha_of_two_coders_by_hand() -> None:
    """Units xx, xy, yy, yy: observed 1/4 of pairs differ; x 3 of 8, y 5 of 8, so chance gives 2 * 3 * 5 / (8 * 7): 1 - .25 / (30 / 56)."""
    assert alpha(codes("x x y y", "x y y y")) == pytest.approx(1 - 0.25 / (30 / 56))
    assert math.isnan(alpha(codes("x x"))) and math.isnan(alpha(codes("x x", "x x")))


@pytest.mark.parametrize(
    "truth, se, sp, coded",
    [(0.05, 0.8, 0.95, 60), (0.3, 0.7, 0.9, 40), (0.6, 0.9, 0.8, 30), (0.02, 0.6, 0.97, 100)],
)
def test_the_corrected_interval_covers_the_truth(truth: float, se: float, sp: float, coded: int) -> None:
    rng = np.random.default_rng(5)
    covered, n, runs = 0, 800, 1500
    for _ in range(runs):
        positive = rng.binomial(n, truth * se + (1 - truth) * (1 - sp))
        share = corrected(positive, n, rng.binomial(coded, se), coded, rng.binomial(coded, sp), coded)
        covered += share is not None and share.lower <= truth <= share.upper
    assert covered / runs >= 0.94


def test_no_correction_where_none_is_possible() -> None:
    assert (
        corrected(10, 100, 0, 0, 9, 10) is None
        and corrected(10, 100, 5, 10, 5, 10) is None
        and corrected(0, 0, 9, 10, 9, 10) is None
    )


def test_weights_do_not_make_a_sample_larger_than_it_is() -> None:
    coded = pl.DataFrame(
        {
            "label": ["abuse", "abuse", "neither", "neither"],
            "predicted": ["abuse", "neither", "neither", "neither"],
            "weight": [1.0, 3.0, 2.0, 2.0],
        }
    )
    caught, abusive, cleared, clean = errors(coded, "abuse")
    assert (
        abusive == pytest.approx(16 / 10)
        and caught / abusive == pytest.approx(0.25)
        and (cleared, clean) == (2, 2)
    )


def test_the_lexicon_speaks_both_languages_and_finds_disguises() -> None:
    assert all(e.zh and e.en and e.words and e.disguised for e in glossary())
    found = hits(pl.Series(["你這個腦殘", "原地去世吧", "我觉得这家店标签可以写清楚一点"]))
    assert found.select(pl.any_horizontal(pl.all())).to_series().to_list() == [True, True, False]


def comments(n: int = 400) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "event_id": [f"e{k:03d}" for k in range(n)],
            "root_id": [f"r{k % 2}" for k in range(n)],
            "own": [("去死吧" if k % 20 == 0 else "=我觉得") + str(k) for k in range(n)],
        }
    )


def test_a_sample_stands_for_all_and_is_the_same_again() -> None:
    drawn = sample(comments(), 60, 3)
    assert drawn.equals(sample(comments(), 60, 3)) and not drawn.equals(sample(comments(), 60, 4))
    assert drawn["weight"].sum() == pytest.approx(400) and drawn["event_id"].n_unique() == drawn.height
    rare = drawn.filter(pl.col("stratum").str.ends_with("|1"))
    assert rare.height >= 5 and abs(drawn.height - 60) <= 6


def test_a_sheet_runs_no_formula_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    write_sheet(sample(comments(), 20, 1), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(not row["text"].startswith("=") for row in rows)
    for k, row in enumerate(rows):
        row["label"] = CODES[k % 3] if k else ""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert read_sheet(path)["event_id"].to_list() == [row["event_id"] for row in rows[1:]]
    path.write_text(path.read_text(encoding="utf-8-sig").replace("criticism", "troll"), encoding="utf-8")
    with pytest.raises(CaseError, match="troll"):
        read_sheet(path)


def test_a_model_learns_is_kept_as_numbers_and_is_the_same_again(tmp_path: Path) -> None:
    texts = pl.Series([f"{'滚出去你这败类' if k % 2 else '建议把日期写清楚'}{k}" for k in range(60)])
    labels = pl.Series(["abuse" if k % 2 else "criticism" for k in range(60)])
    model = train(texts, labels)
    save(model, tmp_path / "m.npz")
    kept = load_model(tmp_path / "m.npz")
    new = pl.Series(["这种败类滚出去", "建议日期标得清楚些"])
    assert predicted(kept, new).to_list() == ["abuse", "criticism"]
    assert np.allclose(probabilities(kept, new).to_numpy(), probabilities(model, new).to_numpy(), atol=1e-4)
    save(train(texts, labels), tmp_path / "n.npz")
    assert (tmp_path / "m.npz").read_bytes() == (tmp_path / "n.npz").read_bytes()
    with pytest.raises(CaseError):
        train(texts.head(10), labels.head(10))
    (tmp_path / "bad.npz").write_bytes(b"no model")
    with pytest.raises(CaseError):
        load_model(tmp_path / "bad.npz")


def test_without_scikit_learn_the_remedy_is_named() -> None:
    script = "import sys; sys.modules['sklearn'] = None; import analytics.text.classifier"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "wakeline[label]" in done.stderr


def fill(path: Path, to: Path, flip: int) -> None:
    """A coder: texts with a word of the lexicon are abuse, with 建议 criticism; every flip-th judged otherwise."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    harsh = hits(pl.Series([r["text"] for r in rows])).select(pl.any_horizontal(pl.all())).to_series()
    for k, (row, hit) in enumerate(zip(rows, harsh, strict=True)):
        row["label"] = "abuse" if hit else "criticism" if k % 3 == 0 else "neither"
        if flip and k % flip == flip - 1:
            row["label"] = "neither" if row["label"] != "neither" else "criticism"
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_the_whole_way_by_command(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    steps = [
        ["import", str(root / "sample_data" / "exports"), "--case", "case"],
        ["label", "sample", "--case", "case", "--sheet", "s.csv", "--n", "120", "--seed", "2"],
    ]
    for words in steps:
        assert wakeline(*words, cwd=tmp_path, PYTHONPATH=str(root)).returncode == 0
    fill(tmp_path / "s.csv", tmp_path / "a.csv", 0)
    fill(tmp_path / "s.csv", tmp_path / "b.csv", 12)
    for words, said in (
        (["take", "--sheet", "a.csv", "--author", "甲"], "labels of 甲"),
        (["take", "--sheet", "b.csv", "--author", "乙"], "labels of 乙"),
        (["agree"], "2 coders"),
        (["train", "--model", "m.npz"], "Trained on"),
        (["share", "--model", "m.npz", "--sheet", "a.csv"], "comments"),
    ):
        done = wakeline("label", *words, "--case", "case", cwd=tmp_path, PYTHONPATH=str(root))
        assert said in done.stdout, (words, done.stdout, done.stderr)
    wrong = wakeline("label", "guess", "--case", "case", cwd=tmp_path, PYTHONPATH=str(root))
    assert wrong.returncode == 2 and "sample" in wrong.stderr
