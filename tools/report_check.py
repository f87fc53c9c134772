"""Check the reports of a case: pages, words, marks, tags for readers who hear it, time and memory.

python -m tools.report_check CASE                     every purpose, both languages; exit code 1 if one fails
python -m tools.report_check CASE --seconds 20 --megabytes 1024

The reports are written in a copy of the case; nothing of the case changes. Needs pdfinfo and pdftotext
(poppler); qpdf is run too where it is installed.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.evidence.mark_check import check_marks
from analytics.report.section import COURT, PURPOSES
from analytics.store.case_folder import open_case

LANGS = ("zh", "en")
PAGES_COURT, PAGES = 12, 4  # Pages of the main part for a court, and for any other purpose, at most.
TAGS, TAGS_ANNEX = ("H1", "L", "LI", "TH"), ("H1", "TH")  # An annex has lists only where it has sentences.
WRITE = "import sys; from analytics.cli.app import main; sys.exit(main())"
# Words that no sentence of a report holds; words of law and of other people stand in quotation marks.
FORBIDDEN = {
    "zh": r"水军|构成|上级(?!转发来源)|根帖|被害人|被侵害人|指使|受组织(?!的)|提供的文本|已观察到|凭记忆|"
    r"机器人|喷子|有罪",
    "en": r"\b(?:guilty|bots?|trolls?|fake|culprits?)\b",
}
# Names of statistics a judge cannot be expected to know: only the annex has them, and explains them.
JARGON = {
    "zh": r"错误发现率|证据值|自助法|泊松|鞅|零模型|α|e-?value|e 值|bootstrap|Krippendorff|Wilson|p 值",
    "en": r"\b(?:false discovery|e-values?|bootstrap|martingales?|poisson|krippendorff|wilson|p-values?|"
    r"null models?|posterior|bayes\w*)\b|α",
}
CODES = r"\btext:(?=\S)|(?<![\w.-])g\d+\b|\b[AC]\d+-[FR]?\d+\b|(?<![\w/])case\.toml|(?<![\w/])tables/"
ELEMENT = r"^[A-Z0-9-]+.*[：:] ?(?:已观察到|observed)"
ALLOWED = ("不等于构成犯罪",)  # The fixed disclaimer.
_QUOTED = re.compile(r"“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"|「[^「」]*」")
_ALT = re.compile(rb"/Alt\s*(?:\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f]+)>)", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A line of the result: what was looked at, what was found, and whether it is as it should be."""

    what: str
    found: str
    is_ok: bool = True

    def __str__(self) -> str:
        return f"{'ok    ' if self.is_ok else 'FAILED'}  {self.what}: {self.found}"


def checked(case: Path, seconds: float, megabytes: float) -> Iterator[Line]:
    """Write the reports of a case for every purpose in a copy of it, and check each.

    seconds, megabytes: what writing one report in both languages may take at most.
    """
    with TemporaryDirectory(prefix="report-check-") as scratch:
        copy = copied(case, Path(scratch) / "case")
        for purpose in PURPOSES:
            yield written(copy, purpose, seconds, megabytes)
            tail = "" if purpose == COURT else f"-{purpose}"
            for lang in LANGS:
                main = copy / "report" / f"report{tail}.{lang}.pdf"
                if not main.exists():
                    yield Line(main.name, "not written", False)
                    continue
                yield pages(main, PAGES_COURT if purpose == COURT else PAGES)
                for pdf in (main, copy / "report" / f"annex{tail}.{lang}.pdf"):
                    yield from words(pdf, lang)
                    yield from tags(pdf, lang, is_main=pdf == main)
        yield from marks(copy)


def copied(case: Path, to: Path) -> Path:
    """Copy a case without its reports; large files that no report changes are linked."""
    to.mkdir()
    for file in sorted(case.iterdir()):
        if file.is_dir() and file.name != "report":
            shutil.copytree(file, to / file.name, copy_function=_linked)
        elif file.is_file():
            shutil.copy2(file, to / file.name)
    return to


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def written(case: Path, purpose: str, seconds: float, megabytes: float) -> Line:
    """Write a report in both languages as a process of its own: its time, and its memory at most.

    A machine that is busy with other things lengthens the time on the clock, not that of the processor: the
    smaller of both is held against `seconds`.
    """
    call = [
        sys.executable,
        "-c",
        WRITE,
        "report",
        "--case",
        str(case),
        "--lang",
        "zh+en",
        "--purpose",
        purpose,
    ]
    begun = time.perf_counter()
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        said = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took_s, busy_s = time.perf_counter() - begun, used.ru_utime + used.ru_stime
    memory = used.ru_maxrss / 1024
    what = f"wakeline report --lang zh+en --purpose {purpose}"
    if process.returncode:
        return Line(what, said.strip().splitlines()[-1] if said.strip() else "failed", False)
    found = f"{took_s:.1f} s ({busy_s:.1f} s of processor), {memory:.0f} MB"
    return Line(what, found, min(took_s, busy_s) <= seconds and memory <= megabytes)


def pages(pdf: Path, most: int) -> Line:
    """Count the pages of a main part."""
    told = re.search(r"^Pages:\s+(\d+)$", run("pdfinfo", str(pdf)), re.MULTILINE)
    n = int(told[1]) if told else 0
    return Line(f"{pdf.name}, pages", f"{n} of {most} at most", 1 <= n <= most)


def words(pdf: Path, lang: str) -> Iterator[Line]:
    """Look for words that no sentence of ours may hold."""
    text = run("pdftotext", str(pdf), "-")
    found = forbidden(text, lang)
    yield Line(f"{pdf.name}, forbidden words", ", ".join(found) or "none", not found)
    if pdf.name.startswith("report"):
        hits = jargon(text, lang)
        yield Line(f"{pdf.name}, names of statistics", ", ".join(hits) or "none", not hits)


def jargon(text: str, lang: str) -> list[str]:
    """List names of statistics in a text, each once.

    >>> jargon("the strength of evidence, an e-value of 20", "en"), jargon("两人一致程度0.8", "zh")
    (['e-value'], [])
    """
    return list(dict.fromkeys(hit[0] for hit in re.finditer(JARGON[lang], text, re.IGNORECASE)))


def forbidden(text: str, lang: str) -> list[str]:
    """List forbidden words of a text, each once with the words around it; quotations may hold them.

    >>> forbidden("达到数量标准不等于构成犯罪。“水军”一词出自条文。", "zh"), forbidden("他是水军", "zh")
    ([], ['水军 (他是水军)'])
    """
    elements = re.findall(ELEMENT, text, re.MULTILINE)
    whole = re.sub(r"\s+", "" if lang == "zh" else " ", text)
    for allowed in ALLOWED:
        whole = whole.replace(allowed, "")
    bare, cut_n = _QUOTED.subn("", whole)
    while cut_n:  # Quotations stand within quotations.
        bare, cut_n = _QUOTED.subn("", bare)
    hits = {}
    for pattern, of in ((FORBIDDEN[lang], bare), (CODES, text)):
        for hit in re.finditer(pattern, of, re.IGNORECASE):
            around = " ".join(of[max(0, hit.start() - 12) : hit.end() + 12].split())
            hits.setdefault(hit[0], f"{hit[0]} ({around})")
    return [*hits.values(), *elements]


def tags(pdf: Path, lang: str, is_main: bool) -> Iterator[Line]:
    """Look for what a screen reader needs; a long annex may be untagged, its lists are then the CSV files."""
    if not re.search(r"^Tagged:\s+yes", run("pdfinfo", str(pdf)), re.MULTILINE):
        yield Line(f"{pdf.name}, tags", "none", not is_main)
        return
    structure, body = run("pdfinfo", "-struct", str(pdf)), pdf.read_bytes()
    wanted = TAGS if is_main else TAGS_ANNEX
    lacking = [tag for tag in wanted if not re.search(rf"^\s*{tag}\b", structure, re.MULTILINE)]
    figures_n = len(re.findall(r"^\s*Figure\b", structure, re.MULTILINE))
    told = [bytes.fromhex(code.decode()) if code else text for text, code in _ALT.findall(body)]
    if figures_n != len(told) or not all(re.search(rb"\d", one) for one in told):
        lacking.append(f"words with a digit for {figures_n} figures (found {len(told)})")
    if not re.search(rb"/DisplayDocTitle\s+true", body):
        lacking.append("DisplayDocTitle")
    if not re.search(rb"/Lang\s*\((\xfe\xff)?\0?" + "\\0?".join(lang).encode(), body):
        lacking.append("Lang")
    found = (
        f"lacks {', '.join(lacking)}"
        if lacking
        else f"{', '.join(wanted)}, {figures_n} figures in words, title, Lang"
    )
    yield Line(f"{pdf.name}, tags", found, not lacking)
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, check=False)
        yield Line(
            f"{pdf.name}, qpdf --check", "clean" if done.returncode == 0 else "faults", done.returncode == 0
        )


def marks(case: Path) -> Iterator[Line]:
    """Open every mark of every report: each failure is a line of its own."""
    checks = check_marks(open_case(case))
    failures = [check for check in checks if not check.ok]
    yield Line("marks", f"{len(checks)} checks, {len(failures)} failures", not failures)
    for check in failures:
        yield Line("mark", check.text("en"), False)


def run(*call: str) -> str:
    """Run a program of poppler and give what it prints."""
    done = subprocess.run(call, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def main(arguments: list[str]) -> int:
    """Print the result of every check; 1 if one fails, 2 if poppler is not installed."""
    parser = argparse.ArgumentParser(prog="python -m tools.report_check", description=__doc__.splitlines()[0])
    parser.add_argument("case", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0, help="of one report at most (default: 20)")
    parser.add_argument(
        "--megabytes", type=float, default=1024.0, help="of one report at most (default: 1024)"
    )
    asked = parser.parse_args(arguments)
    if shutil.which("pdfinfo") is None or shutil.which("pdftotext") is None:
        print("pdfinfo and pdftotext are needed: install poppler-utils", file=sys.stderr)
        return 2
    failed_n = 0
    for line in checked(asked.case, asked.seconds, asked.megabytes):
        print(line, flush=True)
        failed_n += not line.is_ok
    print(f"{failed_n} failed")
    return int(failed_n > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
