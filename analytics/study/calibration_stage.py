"""The last stage of the study: what chance alone would give, counted in shuffled copies of the case.

It comes after everything else, in a commit of its own, because it takes long and can be interrupted. The
table `coordination` is then written again, with the rows that count the shuffled copies.
"""

import os

import polars as pl

from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.null_models import Prepared, accounts_at_a, calibrate
from analytics.coordination.groups.overview import SURROGATE_MEASURES, surrogate_rows
from analytics.model.tables import CALIBRATION, COORDINATION
from analytics.model.time import with_trusted_times
from analytics.store.case_folder import Case, Commit
from analytics.store.custody_log import CustodyEntry
from analytics.store.resume_file import Resume
from analytics.study.stages import PLACED, Inputs, Progress, Stage, Study

SEARCH_READS = {**PLACED, "families": None}
SEARCH_LIMITS = ("drawing", "moments", "grades")
# settings: what a count in one surrogate rests on. How many are counted (surrogates_n) the table itself says.
CALIBRATE = Stage("calibration", lambda _: {}, SEARCH_READS, ("calibration",), settings=SEARCH_LIMITS)


def trusted(inputs: Inputs) -> pl.DataFrame:
    """Read events with their place; `at` is the moment to be trusted."""
    return with_trusted_times(inputs.events())


def by_words(inputs: Inputs) -> pl.DataFrame:
    """Read FAMILIES without variants and links, which groups and roles do not read."""
    return inputs.table("families").filter(found_by="words")


def prepared_search(inputs: Inputs) -> Prepared:
    """Read what the search needs, for the groups and for their calibration."""
    limits = inputs.limits()
    return inputs.once(
        "prepared", lambda: (case_arrays(trusted(inputs), by_words(inputs), limits.drawing), limits)
    )


def counted_before(study: Study) -> dict[int, int] | None:
    """Read the counts of an earlier calibration that still hold.

    Returns accounts at A by number of the shuffled copy; None if there are none.
    """
    return dict(study.case.read("calibration").iter_rows()) if study.stands(CALIBRATE) else None


def is_calibrated(study: Study, counted: dict[int, int]) -> bool:
    """Tell whether as many copies are counted as are asked for, and COORDINATION says so."""
    if (
        len(counted) != int(study.settings.repeats.surrogates_n)
        or "coordination.parquet" in study.commit.written
    ):
        return False
    return set(study.case.read("coordination")["measure"]).issuperset(SURROGATE_MEASURES)


def uncalibrate(study: Study) -> None:
    """Remove what tells of an earlier calibration."""
    study.leave(CALIBRATE)
    bare, standing = study.table("coordination"), study.commit.standing("coordination")
    if bare is not None and standing is not None and bare.height < standing.height:
        study.commit.write(COORDINATION, bare)


def calibrated(study: Study, prepared: Prepared | None, counted: dict[int, int], progress: Progress) -> Case:
    """Count the accounts at A in shuffled copies of the case, resuming where an earlier run was cut off.

    prepared: what the search read, if it was run just now.
    """
    case, surrogates_n, key = study.case, int(study.settings.repeats.surrogates_n), study.key(CALIBRATE)
    kept = Resume(case.folder, "calibration", key)
    done_before = [row for row in kept.done() if len(row) == 2]
    rows = {number: n for number, n in (*counted.items(), *done_before) if number <= surrogates_n}
    todo = [number for number in range(1, surrogates_n + 1) if number not in rows]
    sample = kept.sample(done_before)

    def told(done: int, of: int) -> None:
        if done * 10 // of > (done - 1) * 10 // of:
            progress(f"{CALIBRATE.name} {done}/{of}")

    if todo or sample:
        prepared = prepared or prepared_search(Inputs(study, CALIBRATE))
        if sample:
            kept.check(sample, [sample[0], accounts_at_a(prepared, sample[0])])
        for number, n in calibrate(prepared, todo, os.cpu_count() or 1, told):
            kept.add([number, n])
            rows[number] = n
    table = pl.DataFrame(sorted(rows.items()), schema=CALIBRATION.schema, orient="row")
    bare = study.table("coordination")
    assert bare is not None
    commit = Commit(case)
    commit.write(CALIBRATION, table)
    commit.write(COORDINATION, pl.concat([bare, surrogate_rows(table)]))
    done = commit.finish(
        CustodyEntry("calibrate", {"surrogates_n": surrogates_n}),
        stages=[*case.stages(), CALIBRATE.name],
        stage_inputs={**case.manifest["stage_inputs"], CALIBRATE.name: key},
    )
    kept.clear()
    return done
