"""The truth of the sample case: roles, true parents, tasks, planted faults, and the file of each event."""

from pathlib import Path

import polars as pl

from analytics.simulate.faults import Fault
from analytics.simulate.sample.exports import Export
from analytics.simulate.sample.moments import iso
from analytics.simulate.sample.story import Story
from analytics.simulate.world import accounts_truth, acts_truth, names_truth, write_csv


def write_truth(story: Story, exports: list[Export], faults: list[Fault], folder: Path) -> None:
    """acts, accounts, names, tasks, broken_rows, wrong_dates, files, shown: CSV files in `folder`."""
    model = story.model
    mids, uids = model.acts["mid"], model.accounts["uid"]
    tasks = pl.DataFrame(
        [
            {
                "task": task.name,
                "kind": task.kind,
                "root_mid": mids[task.root],
                "root_uid": uids[model.acts["account"][task.root]],
                "ordered_at": iso(task.at_s),
                "acts_n": int((model.acts.filter(pl.col("kind") != "post")["task"] == task.name).sum()),
                "text": task.texts[0],
            }
            for task in story.tasks
        ]
    )
    broken = pl.DataFrame([fault.as_row() for fault in faults])
    wrong = pl.col("fault") == "wrong_date"
    write_csv(folder, "acts", acts_truth(model))
    write_csv(folder, "accounts", accounts_truth(model))
    write_csv(folder, "names", names_truth(model))
    write_csv(folder, "tasks", tasks)
    write_csv(folder, "broken_rows", broken.filter(~wrong))
    write_csv(folder, "wrong_dates", broken.filter(wrong))
    write_csv(
        folder,
        "files",
        pl.DataFrame(
            [
                {
                    "export": e.path,
                    "layout": e.layout,
                    "captured_at": iso(e.captured_s),
                    "about": e.about,
                    "author": e.author,
                    "files_n": len(e.files),
                    "acts_n": len(e.mids),
                }
                for e in exports
            ]
        ),
    )
    write_csv(
        folder,
        "shown",
        pl.DataFrame(
            {
                "export": [e.path for e in exports for _ in e.mids],
                "mid": [mid for e in exports for mid in e.mids],
            }
        ),
    )
