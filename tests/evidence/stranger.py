"""A check of a package by somebody who has only its README.txt and Python's standard library: python -I -S stranger.py DIR

Written from the README alone; it imports nothing of wakeline. Prints the first fault of each kind; exit 0 if there is none.
"""

import hashlib
import json
import sys
from pathlib import Path
from urllib.parse import unquote

bag = Path(sys.argv[1])
faults = []


def listed(name):
    rows = {}
    for line in (bag / name).read_text(encoding="utf-8").splitlines():
        value, _, path = line.partition("  ")
        rows[unquote(path)] = value
    return rows


def digest(name, path):
    return hashlib.new(name, (bag / path).read_bytes()).hexdigest()


# 1. Manifests: every listed file is there with its hash; every file is listed.
files = {p.relative_to(bag).as_posix() for p in bag.rglob("*") if p.is_file()}
payload = {p for p in files if p.startswith("data/")}
for name, of, expected in (
    ("manifest-sha256.txt", "sha256", payload),
    ("manifest-sha512.txt", "sha512", payload),
    ("tagmanifest-sha256.txt", "sha256", files - payload),
    ("tagmanifest-sha512.txt", "sha512", files - payload),
):
    rows = listed(name)
    faults += [f"{name}: {p}" for p, value in rows.items() if p not in files or digest(of, p) != value]
    faults += [f"{name}: not listed: {p}" for p in expected - set(rows) if not p.startswith("tagmanifest-")]
if "sm3" in hashlib.algorithms_available and (bag / "sm3.txt").exists():
    faults += [f"sm3.txt: {p}" for p, value in listed("sm3.txt").items() if digest("sm3", p) != value]

# 2. The exports: named by their hash, listed in inputs.txt.
inputs = dict(
    line.split("  ", 1) for line in (bag / "data/inputs.txt").read_text(encoding="utf-8").splitlines()
)
for p in sorted(payload):
    if p.startswith("data/evidence/"):
        name = p.removeprefix("data/evidence/")
        if digest("sha256", p) != name or name not in inputs:
            faults.append(f"evidence: {p}")

# 3. The chain of custody.
previous = None
for n, line in enumerate((bag / "data/custody.jsonl").read_text(encoding="utf-8").splitlines(), 1):
    entry = json.loads(line)
    stated = entry.pop("sha256")
    text = line.replace(f'"sha256":"{stated}","wakeline"', '"wakeline"')
    if (
        hashlib.sha256(text.encode()).hexdigest() != stated
        or entry["previous"] != previous
        or entry["n"] != n
    ):
        faults.append(f"custody: line {n}")
    previous = stated

# The tables against analysis.json, and analysis.json against the log.
manifest = json.loads((bag / "data/analysis.json").read_text(encoding="utf-8"))
for name, entry in manifest["tables"].items():
    if digest("sha256", f"data/tables/{name}") != entry["sha256"]:
        faults.append(f"tables: {name}")
findings = json.loads((bag / "data/report/findings.json").read_text(encoding="utf-8"))
faults += [
    f"report: {name}"
    for name, value in findings["files"].items()
    if digest("sha256", f"data/report/{name}") != value
]
if findings["generation"] != manifest["generation"]:
    faults.append("report: of another state")

# 4. A signed copy begins with the unsigned one.
for p in files:
    if p.startswith("signed/") and not (bag / p).read_bytes().startswith(
        (bag / "data/report" / p.removeprefix("signed/")).read_bytes()
    ):
        faults.append(f"signed: {p}")

print("\n".join(faults) or f"OK: {len(files)} files, {len(inputs)} inputs, custody ends in {previous}")
sys.exit(1 if faults else 0)
