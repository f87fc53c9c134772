"""The printed report: PDF/A-2a and PDF/UA-1, equal bytes, hostile text harmless, no box for a missing glyph, other programs read it."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.fonts import find_fonts
from analytics.report.placeholders import Locale
from analytics.report.report_data import report_data
from analytics.report.typst_renderer import TypstRenderer
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case, sha256_of
from tests.importing.invented import START, jsonl, mid_at, repost
from tests.report.conftest import made

ROOT = Path(__file__).parent.parent.parent
DATE = datetime(2025, 3, 12, 12, tzinfo=UTC)
HOSTILE = {
    "typst": '#panic("x") #read("/etc/passwd") $ x^2 $ *bold* _it_ `raw` @ref <label> [a] = h // c /* d */ \\ ~ -- "q"',
    "latex": r"\input{/etc/passwd} \write18{id} $\alpha$ %c & ~ ^ {}",
    "html": "<script>alert(1)</script><img src=x onerror=a> &lt; ]]>",
    "emoji": "笑😀👨‍👩‍👧❤️",
    "rare": "\U00020000\U0002a6d6\U00031350",
    "thai": "ภาษาไทย",
    "rtl": "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627\u2067",
    "control": "a\x00b\x07c\x1bd\x1fe\x85f",
    "form": '=cmd|"/C calc"!A0',
    "long": "长" * 10_000,
    "combining": "é" + "̶" * 40,
    "surrogate": "a\ud800b".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
}
needs_fonts = pytest.mark.skipif(
    find_fonts() is None, reason="Noto CJK fonts are not installed (sh tools/system_packages.sh)"
)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
pytestmark = [needs_fonts, pytest.mark.slow]


def words_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode().replace("\u00ad\n", "").replace("\u00ad", "")  # Hyphens at the end of a line.


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case in which every text of a stranger is one of HOSTILE: title, operator, post, file name."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "case").mkdir()
    joined = " ".join(HOSTILE.values()).translate({0: None}).replace("\\", "\\\\").replace('"', '\\"')
    quoted = "".join(c if c >= " " and c not in "\x7f\x85" else f"\\u{ord(c):04x}" for c in joined)
    (folder / "case" / "case.toml").write_text(
        f'[case]\ntitle = "{quoted}"\nreference = "{quoted[:300]}"\noperator = "{quoted[:200]}"\n'
        f'[[alleged]]\nid = "weibo:{mid_at(START)}"\n',
        "utf-8",
    )
    words = " ".join(text for name, text in HOSTILE.items() if name != "long")
    post = repost(0, words, _id=mid_at(START), mblogid=None)
    for key in ("is_retweet", "retweet_id"):
        del post[key]
    rows = [post]
    for k, text in enumerate(HOSTILE.values()):
        own = repost(k + 1, text, _id=mid_at(START, k + 100), mblogid=None)
        for key in ("is_retweet", "retweet_id"):
            del own[key]
        rows += [own, {**repost(k + 40, text), "retweet_id": own["_id"]}]
    name = "#panic()$[x]_*😀\u202e.jsonl"
    (folder / name).write_bytes(jsonl(rows) + b'{"broken": "' + HOSTILE["typst"].encode() + b"\n")
    case = import_files(
        folder / "case",
        [folder / name],
        ImportOptions(obtained=HOSTILE["typst"] + HOSTILE["emoji"]),
        Thresholds(),
        lambda *_: None,
    ).case
    return analyse(case, Thresholds(), "findings", lambda _: None)


@pytest.mark.parametrize("lang", ["zh", "en", "zh+en"])
def test_equal_cases_give_equal_bytes(tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741827600")
    one, two = (write_report(made(tmp_path / name), lang, DATE)[0] for name in ("1", "2"))
    assert one.name == two.name == f"report.{lang[:2]}.pdf" and one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", ["report.zh.pdf", "report.en.pdf", "annex.zh.pdf"])
def test_it_says_pdf_a_2a_loads_nothing_and_embeds_its_type(case: Case, name: str) -> None:
    write_report(case, "zh+en", DATE, may_replace=True)
    file = case.report / name
    with pikepdf.open(file) as pdf:
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
            assert about["pdfuaid:part"] == "1"
            assert about["xmp:CreateDate"].startswith("2025-03-12T12:00:00")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.Root.Lang)[:2] == file.name.split(".")[1]
        assert pdf.Root.MarkInfo.Marked and pdf.Root.MarkInfo.get("/Suspects", False) is False
        assert not pdf.is_encrypted and "/Encrypt" not in pdf.trailer and len(pdf.trailer.ID) == 2
        assert (
            pdf.Root.OutputIntents[0].DestOutputProfile.N == 3
            and pdf.Root.OutputIntents[0].OutputConditionIdentifier
        )
        assert "/AF" not in pdf.Root and "/EmbeddedFiles" not in pdf.Root.get("/Names", {}), (
            "nothing rides along: the package holds the data"
        )
        assert pdf.check_pdf_syntax() == []
        assert "/OpenAction" not in pdf.Root and "/JavaScript" not in pdf.Root.get("/Names", {})
        fonts = 0
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                assert thing.get("/S") not in ("/URI", "/Launch", "/JavaScript", "/SubmitForm", "/GoToR")
                if thing.get("/Type") == "/FontDescriptor":
                    assert "/FontFile2" in thing or "/FontFile3" in thing
                    fonts += 1
        assert fonts >= 4


@needs_poppler
def test_poppler_reads_it_without_a_word(case: Case) -> None:
    file = write_report(case, "zh", DATE, may_replace=True)[0]
    for program in ("pdfinfo", "pdffonts"):
        done = subprocess.run([program, str(file)], capture_output=True, text=True, check=True)
        assert done.stderr == "", done.stderr
    fonts = done.stdout.splitlines()[2:]
    assert fonts and all(line.split()[-5:-3] == ["yes", "yes"] for line in fonts), (
        "embedded, and only the glyphs that are used"
    )


@needs_poppler
def test_the_sentences_of_the_html_stand_in_the_pdf_and_every_file_with_its_hash(case: Case) -> None:
    write_report(case, "zh+en", DATE, may_replace=True)
    for lang in ("zh", "en"):
        claims = json.loads((case.report / "findings.json").read_text("utf-8"))["claims"]
        text = "".join(words_of(case.report / f"report.{lang}.pdf").split())
        told = [claim["text"][lang] for claim in claims if not claim["number"].startswith("A")]
        plain = [words for words in told if "⟨" not in words]
        assert len(plain) > 10 and not [
            w for w in plain if "".join(w.split()).replace("-", "") not in text.replace("-", "")
        ]
    annex = "".join(words_of(case.report / "annex.zh.pdf").split())
    for sha256 in case.read("sources")["sha256"]:
        assert sha256 in annex  # whole, to be copied and compared


@needs_poppler
def test_text_of_strangers_is_only_text(hostile: Case) -> None:
    written = write_report(hostile, "en", DATE, may_replace=True)
    text = "".join("".join(words_of(file).split()) for file in written if file.suffix == ".pdf")
    assert "root:" not in text
    for piece in (
        '#panic("x")',
        "#read(",
        "⟨U+202E⟩",
        "⟨U+20000⟩",
        "⟨U+1F467⟩",
        "⟨U+0E20⟩",
        "⟨U+05E9⟩",
        "⟨U+0007⟩",
    ):
        assert piece.replace(" ", "") in text, piece
    for char in "\u202e\u2067\u05e9\U00020000\U0001f467\u0e20\ufffe":
        assert char not in text
    listed = text[text.rindex("printedbynumber:") :]
    assert "⟨U+20000⟩" in listed and "⟨U+1F467⟩" in listed


@needs_poppler
def test_no_box_stands_for_a_glyph(hostile: Case) -> None:
    """A glyph that no font has would be drawn as glyph 0 of a font; no page shows one (typst refuses it in PDF/A too)."""
    with pikepdf.open(write_report(hostile, "zh", DATE, may_replace=True)[0]) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in ("Tj", "TJ"):
                    strings = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for string in strings:
                        if isinstance(string, pikepdf.String):
                            raw = bytes(string)
                            assert b"\x00\x00" not in [raw[k : k + 2] for k in range(0, len(raw), 2)]


def test_a_figure_with_hostile_words_is_drawn(case: Case) -> None:
    fonts = find_fonts()
    assert fonts is not None
    printer = TypstRenderer(Locale("en", report_data(case, DATE, {}).zone), {}, fonts)
    assert printer.shown('<b>&"👧\u0e20') == '<b>&"⟨U+1F467⟩⟨U+0E20⟩'


def test_without_fonts_the_rest_is_written_and_said(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    (tmp_path / "none").mkdir()
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from analytics.cli.app import main; main()",
            "report",
            "--case",
            str(tmp_path / "case"),
            "--lang",
            "en",
            "--replace",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={"WAKELINE_FONTS": str(tmp_path / "none"), "WAKELINE_LANG": "en", "PATH": "/usr/bin"},
        cwd=ROOT,
    )
    assert (
        "fonts-noto-cjk" in done.stderr
        and "report.en.html" in done.stdout
        and "report.en.pdf" not in done.stdout
    )
    assert not (tmp_path / "case" / "report" / "report.en.pdf").exists()


def test_a_full_disk_leaves_what_was_there(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.folder, tmp_path / "case")
    write_report(open_case(tmp_path / "case"), "en", DATE)
    before = {f: sha256_of(f) for f in sorted((tmp_path / "case").rglob("*")) if f.is_file()}
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))\n"
        "from analytics.cli.app import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "report", "--case", str(tmp_path / "case"), "--lang", "zh"],
        capture_output=True,
        text=True,
        check=False,
        env={"WAKELINE_LANG": "en", "PATH": "/usr/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=ROOT,
    )
    assert (
        done.returncode == 2
        and "cannot be written" in done.stderr
        and len(done.stderr.strip().splitlines()) == 1
    ), done.stderr
    assert {f: sha256_of(f) for f in sorted((tmp_path / "case").rglob("*")) if f.is_file()} == before


ANNEX = """
import json, time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from analytics.report.blocks import Chapter, Column, Grid, Row, numbered
from analytics.report.fonts import find_fonts
from analytics.report.typst_renderer import TypstRenderer, pdf_document
from analytics.report.placeholders import Foreign, Locale
columns = (Column("col_event", width=30), Column("col_item", width=25), Column("col_n", width=20), Column("col_content"))
rows = tuple(Row((Foreign(f"weibo:{5140575367893593 + k}"), Foreign(f"weibo:{9100000000 + k}"), k, Foreign("假设的一句话，说的是面包"))) for k in range(5_000))
done = numbered((), (Chapter(7, "coverage", (Grid("table_rejects", columns, rows, style="small"),)),))
start, fonts = time.process_time(), find_fonts()
part = TypstRenderer(Locale("zh", ZoneInfo("Asia/Shanghai")), done.marks, fonts).document(done.annex, Foreign("x"), True, "x")
pdf, _ = pdf_document(part, {}, fonts, datetime(2025, 3, 12, tzinfo=UTC), {"title": "x", "author": "x", "case": "x", "hash": "x"})
open("annex.pdf", "wb").write(pdf)
most = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))  # ru_maxrss would be the parent's
print(json.dumps([time.process_time() - start, int(most)]))
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the memory of a process is read from /proc"
)
def test_an_annex_of_five_thousand_rows_is_set_in_time_and_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ANNEX],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"},
    )
    seconds, kibibytes = json.loads(done.stdout)
    assert seconds < 15 and kibibytes < 1_000_000
    with pikepdf.open(tmp_path / "annex.pdf") as pdf:
        assert len(pdf.pages) > 60
    assert (tmp_path / "annex.pdf").stat().st_size < 3_000_000
