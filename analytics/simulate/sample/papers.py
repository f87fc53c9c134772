"""The papers of the sample case: case.toml, a certificate, and the README that says what lies where."""

import hashlib
from collections import Counter
from pathlib import Path

import polars as pl

from analytics.simulate.faults import Fault
from analytics.simulate.names_and_phrases import phrases
from analytics.simulate.sample.coding import entries
from analytics.simulate.sample.exports import Export
from analytics.simulate.sample.moments import (
    CLOSED,
    END,
    NAME_REUSED,
    NOTICE,
    POSTS,
    RENAMED,
    RUMOUR_EDITED,
    TAKEDOWN,
    WARNING,
    iso,
    second,
)
from analytics.simulate.sample.plants import COUNTS
from analytics.simulate.sample.story import Story


def _ids(story: Story) -> dict[str, str]:
    """Ids of posts (mid_rumour, ...) and of named accounts (uid_target, ...), as text."""
    mids = {f"mid_{name}": str(story.model.acts["mid"][number]) for name, number in story.posts.items()}
    uids = {f"uid_{key}": str(story.model.accounts["uid"][number]) for key, number in story.cast.who.items()}
    return mids | uids


def write_case_toml(story: Story, exports: list[Export], file: Path) -> None:
    """Write case.toml: what people state about the case, and when each file was captured."""
    text = phrases("papers")["case_toml"]
    moments = {
        "warning": iso(WARNING),
        "notice": iso(NOTICE),
        "takedown": iso(TAKEDOWN),
        "closed": iso(CLOSED)[:10],
        "correction": iso(second(POSTS["correction"])),
        "start": iso(second("03 00:00")),
        "end": iso(END),
    }
    captures = []
    for export in exports:
        for path in export.files:
            lines = [
                "[[captures]]",
                f'source = "{path.name}"',
                f"captured_at = {iso(export.captured_s)}",
                f'about = "{export.about}"' if export.about else "",
                f'author = "{export.author}"' if export.author else "",
            ]
            captures.append("\n".join(line for line in lines if line))
    body = text.format(**_ids(story), **moments) + "\n" + "\n\n".join(captures) + "\n"
    file.write_text(body, encoding="utf-8")


def write_certificate(exports: list[Export], folder: Path) -> None:
    """Write the certificate of an invented evidence platform for the last file.

    It has an integrity value and a number, and no seal.
    """
    last = exports[-1]
    (path,) = last.files
    folder.mkdir(parents=True)
    filled = phrases("papers")["certificate"].format(
        name=path.name,
        captured=_minute(last.captured_s),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    (folder / "固定证明.txt").write_text(filled.lstrip("\n"), encoding="utf-8")


def _coding(story: Story) -> dict[str, object]:
    """What the README says of review.jsonl: who coded, how many texts, and on how many the two differ."""
    coded = phrases("coding")
    sheet = coded["sheet"]
    return {
        "coders": " and ".join(coded["coders"]),
        "judgments_n": len(entries(story)),
        "sheet_n": coded["n"],
        "sheet_seed": coded["seed"],
        "differ_class_n": sum(row[2] != row[3] for row in sheet),
        "differ_side_n": sum(row[4] != row[5] for row in sheet),
        "sentences_n": len(coded["sentences"]) + len(coded["words"]),
    }


def _minute(unix_s: int) -> str:
    return iso(unix_s)[:16].replace("T", " ")


def write_readme(story: Story, exports: list[Export], faults: list[Fault], seed: int, file: Path) -> None:
    """Write README.md: the story, a table of files, a table of what is planted; counted from what was
    written.
    """
    acts = story.model.acts
    kinds = dict(Counter(acts["kind"].to_list()))
    forms = acts.group_by("form").len().drop_nulls().sort("form")
    files = "\n".join(
        f"| `exports/{e.path}` | {e.layout} | {_minute(e.captured_s)} | {len(e.mids)} |" for e in exports
    )
    broken = "\n".join(f"| `{f.file}` | {f.row} | {f.fault} | {f.mid} | `{f.now or '-'}` |" for f in faults)
    tasks = acts.filter(pl.col("task").is_not_null() & (pl.col("kind") != "post"))
    shown = [mid for e in exports for mid in e.mids]
    filled = phrases("papers")["readme"].format(
        **_ids(story),
        **_coding(story),
        seed=seed,
        files=files,
        broken=broken,
        posts_n=kinds["post"],
        reposts_n=kinds["repost"],
        comments_n=kinds["comment"],
        accounts_n=acts["account"].n_unique(),
        depth=acts["level"].max(),
        navy_n=len(story.cast.navy),
        task_acts_n=len(tasks),
        tasks_n=len(story.tasks),
        authors_n=acts["account"].gather([task.root for task in story.tasks]).n_unique(),
        forms="\n".join(f"| {form} | {n} |" for form, n in forms.iter_rows()),
        planted_n=sum(COUNTS.values()),
        shown_n=len(shown),
        shown_twice_n=len(shown) - len(set(shown)),
        deleted_n=acts["deleted_s"].drop_nulls().len(),
        renamed=_minute(RENAMED),
        reused=_minute(NAME_REUSED),
        edited=_minute(RUMOUR_EDITED),
        warning=_minute(WARNING),
        takedown=_minute(TAKEDOWN),
        old_name=story.cast.accounts["name"][story.cast.who["renamed"]],
        new_name=story.cast.renames["name"][0],
        heir_name=story.cast.accounts["name"][story.cast.who["heir"]],
        hostile_n=len(story.cast.hostile),
    )
    file.write_text(filled, encoding="utf-8")
