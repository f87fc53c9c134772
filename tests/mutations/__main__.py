"""`python -m tests.mutations [--only NAME ...] [--room ROOM ...] [--jobs N] [--list]`."""

import argparse
import signal
import sys
from collections import Counter

from tests.mutations.all import MUTATIONS
from tests.mutations.record import Mutation, Stale
from tests.mutations.run import BROKEN, KILLED, SURVIVED, Outcome, outcomes

SURVIVORS_MAX = 0.05  # A larger share of survivors fails the run.


def main() -> int:
    """Prints one line a mutation and a sum. 0: at most 5 % survive; 1: more do; 2: nothing can be said, since
    the list is stale, the tests fail without a change, or a change does not run."""
    asked = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    asked.add_argument("--only", nargs="+", default=[], help="names, or beginnings of names")
    asked.add_argument("--room", nargs="+", default=[], help="rooms: law, roles, coordination, ...")
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--list", action="store_true", help="print the list and run nothing")
    given = asked.parse_args()
    chosen = [
        m
        for m in MUTATIONS
        if (not given.only or m.name.startswith(tuple(given.only)))
        and (not given.room or m.room in given.room)
    ]
    if not chosen:
        print("no mutation of that name", file=sys.stderr)
        return 2
    if given.list:
        for m in chosen:
            print(f"{m.room}: {m.name}: {m.file}: {m.old!r} -> {m.new!r}")
        return 0
    # Stopped from outside, it still ends its children and takes its folder away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        for m in chosen:
            m.applied()
    except Stale as fault:
        print(f"the list is stale: {fault}", file=sys.stderr)
        return 2
    return _run(chosen, given.jobs)


def _run(chosen: list[Mutation], jobs: int) -> int:
    unchanged = [(None, tests) for tests in dict.fromkeys(m.tests for m in chosen)]
    found = []
    for seen in outcomes([*unchanged, *((m, m.tests) for m in chosen)], jobs):
        if seen.mutation is not None:
            found.append(seen)
            print(_told(seen), flush=True)
        elif seen.status != SURVIVED:
            print(f"the tests fail without a change: {' '.join(seen.tests)}\n{seen.said}", file=sys.stderr)
            return 2
    return _summed(found)


def _told(seen: Outcome) -> str:
    assert seen.mutation is not None
    line = f"{seen.status:8} {seen.mutation.room:12} {seen.mutation.name} ({seen.seconds:.0f} s)"
    return f"{line}\n{seen.said}" if seen.status == BROKEN else line


def _summed(found: list[Outcome]) -> int:
    """Print the sums, room by room, and the survivors by name; the exit code."""
    all_of = Counter(o.mutation.room for o in found if o.mutation)
    killed = Counter(o.mutation.room for o in found if o.mutation and o.status == KILLED)
    for room, n in sorted(all_of.items()):
        print(f"{room}: {killed[room]} of {n} killed")
    survivors = sorted(o.mutation.name for o in found if o.mutation and o.status == SURVIVED)
    share = len(survivors) / len(found)
    print(f"all: {killed.total()} of {len(found)} killed, {len(survivors)} survived ({share:.1%})")
    for name in survivors:
        print(f"survived: {name}")
    if any(o.status == BROKEN for o in found):
        return 2
    return 1 if share > SURVIVORS_MAX else 0


if __name__ == "__main__":
    sys.exit(main())
