"""Fuzz every reader of what strangers wrote.

    python -m tests.fuzz --seconds 60 [--target values] [--seed 1] [--keep FOLDER]

With atheris (requirements-fuzz.txt) inputs are found by the branches that they reach; without it the corpus is
changed at random. Each target runs in a process of its own, starts from tests/fuzz/corpus/TARGET, and gets
`seconds`. One JSON line a target: inputs tried, crashes; exit code 1 if there is any. What crashed is written
to --keep, and stands in the corpus once it is mended.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
NAMES = (
    *("importing", "workbook", "values", "chains", "case_toml", "column_map", "package", "views", "routes"),
)
_COUNT = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_INCLUDE = ["analytics.importing", "analytics.cascade.repost_chain", "analytics.store", "analytics.evidence"]


def seeds(target: str) -> list[bytes]:
    """The corpus of a target."""
    return [file.read_bytes() for file in sorted((CORPUS / target).glob("*")) if file.is_file()]


def changed(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """An input with one to six changes at random."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(made))
        kind = chance.randrange(6)
        if kind == 0 and made:
            made[at % len(made)] = chance.randrange(256)
        elif kind == 1:
            made[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
        elif kind == 2:
            del made[at : at + chance.randint(1, 20)]
        elif kind == 3:
            piece = made[at : at + chance.randint(1, 30)]
            made[at:at] = piece * chance.choice((1, 2, 50))
        elif kind == 4:
            other = chance.choice(others)
            start = chance.randint(0, len(other))
            made[at:at] = other[start : start + chance.randint(1, 60)]
        else:
            made[at:at] = chance.choice(
                (b"\0", b"\xff", b'"', b"\r", "𠀀".encode(), b"9" * 25, b"\xed\xa0\x80", b"[" * 99)
            )
    return bytes(made[: 2**16])


def at_random(target: str, seconds: float, seed: int) -> tuple[int, list[tuple[bytes, str]]]:
    """(inputs tried, what crashed and how) of a target, the corpus first."""
    from tests.fuzz.targets import tried

    chance, known = random.Random(f"{target} {seed}"), seeds(target)
    found: dict[str, tuple[bytes, str]] = {}
    n, until = 0, time.monotonic() + seconds
    while n < len(known) or time.monotonic() < until:
        data = known[n] if n < len(known) else changed(chance.choice(known), chance, known)
        n += 1
        try:
            tried(target, data)
        except (Exception, RecursionError) as fault:  # noqa: BLE001 - whatever it is, it is what is looked for
            place = fault.__traceback__
            while place is not None and place.tb_next is not None:
                place = place.tb_next
            where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
            found.setdefault(
                f"{type(fault).__name__} {where}", (data, f"{type(fault).__name__}: {fault} at {where}")
            )
    return n, list(found.values())


def guided(target: str, seconds: float, seed: int) -> None:
    """Let atheris run a target; it ends the process."""
    import atheris

    with atheris.instrument_imports(include=_INCLUDE):
        from tests.fuzz.targets import tried
    own = tempfile.mkdtemp(prefix="wakeline-corpus-")
    words = [f"-max_total_time={int(seconds)}", f"-seed={seed}", "-print_final_stats=1", "-timeout=60"]
    words += ["-rss_limit_mb=4096", "-max_len=20000", f"-artifact_prefix={os.environ['FUZZ_KEEP']}/{target}-"]
    atheris.Setup([sys.argv[0], *words, own, str(CORPUS / target)], lambda data: tried(target, data))
    atheris.Fuzz()


def measured(target: str, seconds: float, seed: int, keep: Path) -> dict[str, Any]:
    """What fuzzing a target gave."""
    keep.mkdir(parents=True, exist_ok=True)
    if find_spec("atheris") is None:
        n, crashes = at_random(target, seconds, seed)
        for k, (data, _) in enumerate(crashes):
            (keep / f"{target}-{k}").write_bytes(data)
        how = [told[:300] for _, told in crashes]
        return {"target": target, "engine": "random", "inputs": n, "crashes": len(crashes), "how": how}
    words = [
        sys.executable,
        "-m",
        "tests.fuzz",
        "--guided",
        target,
        "--seconds",
        str(seconds),
        "--seed",
        str(seed),
    ]
    env = {**os.environ, "FUZZ_KEEP": str(keep)}
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", env=env, check=False)
    counted = _COUNT.findall(done.stderr)
    lines = [
        line for line in done.stderr.splitlines() if re.match(r"\s*(\w*Error|\w*Exception|== .*ERROR)", line)
    ]
    is_bad = done.returncode != 0
    return {
        "target": target,
        "engine": "atheris",
        "inputs": int(counted[-1]) if counted else 0,
        "crashes": int(is_bad),
        "how": (lines or done.stderr.splitlines()[-5:])[:5] if is_bad else [],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--target", choices=NAMES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "wakeline-crashes")
    parser.add_argument("--guided", choices=NAMES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.guided:
        guided(given.guided, given.seconds, given.seed)
    crashes = 0
    for target in [given.target] if given.target else NAMES:
        found = measured(target, given.seconds, given.seed, given.keep)
        crashes += found["crashes"]
        print(json.dumps(found, ensure_ascii=False), flush=True)
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
