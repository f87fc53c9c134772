"""`wakeline label`: sample events for coding, read labels back, measure agreement, train, estimate shares."""

from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.speech import CaseOption, help_text, out
from analytics.model.errors import CaseError, SettingsError

ACTIONS = ("sample", "take", "agree", "train", "share")
POSITIVE = "abuse"


def label(
    action: Annotated[str, typer.Argument(help=help_text("label_action"), metavar="ACTION")],
    case: CaseOption,
    sheet: Annotated[Path | None, typer.Option("--sheet", help=help_text("label_sheet"))] = None,
    model: Annotated[Path | None, typer.Option("--model", help=help_text("label_model"))] = None,
    author: Annotated[str | None, typer.Option("--author", help=help_text("label_author"))] = None,
    n: Annotated[int, typer.Option("--n", help=help_text("label_n"))] = 200,
    seed: Annotated[int, typer.Option("--seed", help=help_text("seed"))] = 1,
) -> None:
    """Code comments for abuse, criticism or neither."""
    from analytics.store.case_folder import open_case

    opened = open_case(case)
    if action == "sample":
        _sample(opened, _given(sheet, "--sheet"), n, seed)
    elif action == "take":
        _take(opened, _given(sheet, "--sheet"), author)
    elif action == "agree":
        _agree(opened)
    elif action == "train":
        _train(opened, _given(model, "--model"))
    elif action == "share":
        _share(opened, _given(model, "--model"), _given(sheet, "--sheet"))
    else:
        raise SettingsError("label_action", found=action, known=", ".join(ACTIONS))


def _given(path: Path | None, option: str) -> Path:
    if path is None:
        raise SettingsError("option_missing", option=option)
    return path


def _comments(case: Any) -> Any:
    import polars as pl

    return (
        case.placed_events()
        .filter((pl.col("kind") == "comment") & pl.col("own_text").is_not_null())
        .select("event_id", "root_id", own="own_text")
        .collect()
    )


def _alleged(case: Any) -> Any:
    """Comments under what case.toml states as alleged; all comments where it states nothing."""
    import polars as pl

    comments, stated = _comments(case), [one.id for one in case.toml().alleged]
    return comments.filter(pl.col("root_id").is_in(stated)) if stated else comments


def _sample(case: Any, sheet: Path, n: int, seed: int) -> None:
    from analytics.text.coding_sheet import sample, write_sheet

    comments = _alleged(case)
    drawn = sample(comments, n, seed)
    write_sheet(drawn, sheet)
    out("label_sampled", n=drawn.height, of=comments.height, strata=drawn["stratum"].n_unique(), sheet=sheet)


def _take(case: Any, sheet: Path, author: str | None) -> None:
    from analytics.store.reviews import Entry, record
    from analytics.text.coding_sheet import drawn, read_sheet

    if not author:
        raise SettingsError("option_missing", option="--author")
    known = set(_comments(case)["event_id"])
    rows = read_sheet(sheet)
    strangers = [e for e in rows["event_id"] if e not in known]
    if strangers:
        raise CaseError("label_stranger", path=sheet, n=len(strangers), found=strangers[0])
    for event_id, given, weight, stratum in rows.select("event_id", "label", "weight", "stratum").iter_rows():
        record(case.folder, Entry("label", event_id, given, drawn(weight) if stratum else None, author))
    out("label_taken", n=rows.height, author=author)


def _codes(case: Any) -> Any:
    """unit, coder, label: what each coder's latest judgment of each comment is."""
    import polars as pl

    from analytics.store.reviews import current
    from analytics.text.lexicon_marks import CODES

    labels = current(case.folder).filter((pl.col("kind") == "label") & pl.col("label").is_in(CODES))
    return labels.select(unit="subject_id", coder="author", label="label")


def _agree(case: Any) -> None:
    from math import isnan

    import polars as pl

    from analytics.text.coding_sheet import alpha

    codes = _codes(case)
    twice = codes.filter(pl.len().over("unit") > 1)["unit"].n_unique()
    value = alpha(codes)
    if isnan(value):
        out("label_alpha_none", coders=codes["coder"].n_unique(), n=codes["unit"].n_unique(), twice=twice)
    else:
        out(
            "label_alpha",
            alpha=f"{value:.3f}",
            coders=codes["coder"].n_unique(),
            n=codes["unit"].n_unique(),
            twice=twice,
        )


def _agreed(case: Any) -> Any:
    """event_id, label: comments that every coder who saw them labelled the same."""
    import polars as pl

    return (
        _codes(case)
        .group_by("unit")
        .agg(n=pl.col("label").n_unique(), label=pl.col("label").first())
        .filter(pl.col("n") == 1)
        .select(event_id="unit", label="label")
        .sort("event_id")
    )


def _train(case: Any, model: Path) -> None:
    from analytics.text.classifier import save, train

    labelled = _agreed(case).join(_comments(case), on="event_id")
    save(train(labelled["own"], labelled["label"]), model)
    out(
        "label_trained", n=labelled.height, classes=", ".join(sorted(labelled["label"].unique())), model=model
    )


def _share(case: Any, model: Path, sheet: Path) -> None:
    """The share over all comments, with the errors measured on a sheet that the model was not trained on."""
    from analytics.model.formatting import lower_figure, upper_figure
    from analytics.text.classifier import load_model, predicted
    from analytics.text.coding_sheet import read_sheet
    from analytics.text.prevalence import corrected, errors

    learned = load_model(model)
    comments = _comments(case)
    calls = comments.with_columns(predicted=predicted(learned, comments["own"]))
    coded = read_sheet(sheet).join(calls, on="event_id")
    caught, abusive, cleared, clean = errors(coded, POSITIVE)
    positive = int((calls["predicted"] == POSITIVE).sum())
    found = corrected(positive, calls.height, caught, abusive, cleared, clean)
    if found is None:
        out("label_share_none", positive=positive, of=calls.height, coded=coded.height)
        return
    out(
        "label_share",
        positive=positive,
        of=calls.height,
        coded=coded.height,
        sensitivity=f"{caught / abusive:.2f}",
        specificity=f"{cleared / clean:.2f}",
        point=f"{found.point:.1%}",
        lower=lower_figure(100 * found.lower, 1) + "%",
        upper=upper_figure(100 * found.upper, 1) + "%",
    )
