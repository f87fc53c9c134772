"""What a file made to cost much does cost: one JSON line a file, with seconds and peak memory of its process.

    python -m tests.benchmarks.bounds [--mib 300] [--keep FOLDER]

Each is inspected in a process of its own: a line of --mib MiB in each kind of text, a JSON array of as many
bytes, a table of 100,000 columns, archives of 20,000 and 100,000 files, a sheet of a million cells and one
with a stray cell in its last corner.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROW = '{"id": "5141654403031243", "user_id": "9900000701", "created_at": "2025-03-07 20:10:00", "text": "%s"}'
INSPECT = "import sys; from analytics.cli.app import main; sys.argv[0] = 'wakeline'; main()"


def line(file: Path, before: str, after: str, size: int) -> None:
    with file.open("w") as out:
        out.write(before)
        for _ in range(size >> 20):
            out.write("x" * 2**20)
        out.write(after)


def array(file: Path, size: int) -> None:
    row = ROW % ("x" * 80)
    with file.open("w") as out:
        out.write("[" + row)
        for _ in range(size // (len(row) + 1)):
            out.write("," + row)
        out.write("]")


def archive(file: Path, n: int) -> None:
    with zipfile.ZipFile(file, "w") as out:
        for k in range(n):
            out.writestr(f"{k}.json", json.dumps({"id": str(k)}))


def sheet(file: Path, rows: str) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        out.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/a.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relation}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        out.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relation}/worksheet" '
            'Target="a.xml"/></Relationships>',
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        out.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        out.writestr("xl/a.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')


def cells(n: int) -> str:
    cell = '<c t="inlineStr"><is><t>v</t></is></c>'
    head = "".join(f'<c t="inlineStr"><is><t>c{k}</t></is></c>' for k in range(20))
    return f"<row>{head}</row>" + f"<row>{cell * 20}</row>" * (n // 20)


def cases(size: int) -> dict[str, Callable[[Path], None]]:
    begin, end = (ROW % "\0").split("\0")
    wide = ",".join(f"c{k}" for k in range(100_000))
    return {
        "line.jsonl": lambda file: line(file, begin, f"{end}\n{ROW % 'b'}\n", size),
        "line.json": lambda file: line(file, begin, end, size),
        "line.csv": lambda file: line(
            file, "id,user_id,created_at,text\n1,2,2025-03-07 20:10:00,", "\n", size
        ),
        "array.json": lambda file: array(file, size),
        "wide.csv": lambda file: file.write_text(f"{wide}\n{wide}\n") and None,
        "files-20000.zip": lambda file: archive(file, 20_000),
        "files-100000.zip": lambda file: archive(file, 100_000),
        "cells.xlsx": lambda file: sheet(file, cells(10**6)),
        "far.xlsx": lambda file: sheet(file, '<row r="1"><c r="A1"/></row><row><c r="XFD1048576"/></row>'),
    }


def inspected(file: Path) -> dict[str, object]:
    began = time.monotonic()
    run = subprocess.Popen(
        [sys.executable, "-c", INSPECT, "inspect", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert run.stdout is not None
    told = run.stdout.read().decode("utf-8", "replace").strip().splitlines()
    _, status, usage = os.wait4(run.pid, 0)
    return {
        "file": file.name,
        "mib": round(file.stat().st_size / 2**20, 1),
        "seconds": round(time.monotonic() - began, 1),
        "peak_mib": usage.ru_maxrss // 1024,
        "exit": os.waitstatus_to_exitcode(status),
        "last": told[-1].strip()[:160] if told else "",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=300)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wakeline-bench-") as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name, make in cases(given.mib * 2**20).items():
            make(folder / name)
            print(json.dumps(inspected(folder / name)), flush=True)
            (folder / name).unlink()


if __name__ == "__main__":
    main()
