"""A case from nothing in a real browser: made, filled by drag and drop, analysed, verified; and a changed byte is found."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page

from analytics.evidence.package_check import verify_package
from analytics.evidence.verification import verify
from analytics.model.errors import CaseError
from analytics.model.messages import say
from analytics.store.case_folder import open_case
from analytics.store.custody_log import entries
from analytics.store.report_pictures import pictures
from tests.dashboards.watched import serving, watched
from tests.test_commands import ROOT

EXPORT = ROOT / "sample_data" / "exports" / "nghuyong" / "repost_20250312203000.jsonl"
GO = '[id*=\'"name":"go"\']'  # The button that imports what was looked at.
DROP = """([name, body]) => {
  const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0)), held = new DataTransfer();
  held.items.add(new File([bytes], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.getElementById("drop").dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(None) as at:
        yield at


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work") / "new case"


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address, (1280, 900), besides="409") as opened:
        yield opened


def drop(tab: Page, name: str, body: bytes) -> None:
    tab.wait_for_selector("#drop")
    tab.evaluate(DROP, [name, base64.b64encode(body).decode()])


def ended(tab: Page, kind: str, state: str = "done") -> None:
    told = f"{say(f'dashboard.job_{kind}', 'en')}: {say(f'dashboard.job_state_{state}', 'en')}"
    tab.wait_for_function(
        "(told) => document.getElementById('job-told').textContent === told", arg=told, timeout=90_000
    )


def test_a_case_is_made_and_filled_by_drag_and_drop_and_every_row_is_accounted_for(
    tab: Page, address: str, folder: Path
) -> None:
    tab.goto(f"{address}/en/overview")
    tab.fill("#welcome-reference", 'A "quoted" reference\\')
    tab.fill("#welcome-operator", "examiner")
    tab.fill("#welcome-new", "here")
    tab.click("#welcome-make")
    tab.wait_for_selector(
        ".wl-fault"
    )  # A path that hangs on where the server was started is refused in one line.
    tab.fill("#welcome-new", str(folder))
    tab.click("#welcome-make")
    drop(tab, "notes.txt", b"a text that is no export")
    ended(tab, "inspect")
    assert "notes.txt" in tab.wait_for_selector(".wl-looked-file .wl-remark").inner_text()
    assert tab.locator(GO).count() == 0 and not list((folder / "evidence").iterdir())
    drop(tab, EXPORT.name, EXPORT.read_bytes())
    tab.wait_for_selector(f'.wl-looked-file h3:has-text("{EXPORT.name}")')
    assert len(list((folder / "dashboard" / "incoming").iterdir())) == 1
    tab.click(GO)
    ended(tab, "import")
    row = tab.locator("#account + table tbody tr").inner_text().split()
    records, *parts = (int(n) for n in row[-5:])
    assert row[0] == EXPORT.name and records == len(EXPORT.read_text(encoding="utf-8").splitlines()) == sum(
        parts
    )
    assert open_case(folder).read("sources")["events_n"].sum() == parts[0]
    assert [e["what"] for e in entries(folder)] == ["import"] and entries(folder)[0]["who"] == "examiner"
    assert not list((folder / "dashboard" / "incoming").iterdir())


def test_an_analysis_is_begun_from_any_page_and_goes_on_while_the_page_is_loaded_again(
    tab: Page, address: str, folder: Path
) -> None:
    tab.goto(f"{address}/en/roles")
    tab.click(".wl-next button")
    tab.wait_for_selector(".wl-job-is-running")
    tab.reload()
    tab.wait_for_selector(".wl-job-is-running progress")
    ended(tab, "analyse")
    assert "calibration" in open_case(folder).stages()
    tab.goto(f"{address}/en/roles")
    tab.wait_for_selector(".wl-card")
    assert tab.locator(".wl-next").count() == 0


def test_an_analysis_is_stopped_and_a_second_one_refused_and_the_case_stays_whole(
    tab: Page, address: str, folder: Path
) -> None:
    before = open_case(folder).manifest["generation"]
    tab.goto(f"{address}/en/import")
    tab.click("[id*=analyse]")
    tab.wait_for_selector(".wl-job-is-running")
    tab.click("[id*=analyse]")
    assert tab.wait_for_selector(".wl-fault").inner_text() == CaseError("job_running", found="analyse").text(
        "en"
    )
    tab.click("#job-stop")
    tab.wait_for_selector(".wl-job-is-cancelled")
    assert open_case(folder).manifest["generation"] == before
    assert all(check.ok for check in verify(open_case(folder)))


def test_verify_now_finds_a_flipped_byte_and_names_the_first_broken_link(
    tab: Page, address: str, folder: Path
) -> None:
    tab.goto(f"{address}/en/evidence")
    tab.click("#verify-go")
    ended(tab, "verify")
    assert "hold" in tab.wait_for_selector(".wl-verdict").inner_text()
    kept = next((folder / "evidence").iterdir())
    whole = kept.read_bytes()
    kept.chmod(0o644)
    kept.write_bytes(whole[:99] + bytes([whole[99] ^ 1]) + whole[100:])
    tab.click("#job-stop")
    tab.click("#verify-go")
    tab.wait_for_selector(".wl-verdict-broken")
    first = tab.locator("#first-broken").inner_text()
    assert EXPORT.name in first and kept.name in first
    kept.write_bytes(whole)


def test_a_picture_goes_into_the_case_with_its_author_and_the_link_of_its_view(
    tab: Page, address: str, folder: Path
) -> None:
    tab.goto(f"{address}/en/overview?a=b")
    tab.wait_for_selector(".wl-graph > .wl-send", state="attached")
    tab.locator(".wl-graph > .wl-send").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#picture[open]")
    tab.fill("#picture-caption", "")
    tab.click("#picture-save")
    assert tab.locator("#picture-said").inner_text() == say("dashboard.picture_needs", "en")
    tab.fill("#picture-caption", "peaks <b>")
    tab.fill("#picture-author", "examiner 2")
    tab.click("#picture-save")
    tab.wait_for_function("document.querySelector('.wl-send').textContent.includes('1')")
    one = pictures(folder)[0]
    assert (one.caption, one.author, one.link) == ("peaks <b>", "examiner 2", "/en/overview?a=b")
    assert one.data is not None and min(one.size) > 500  # twice the pixels of the screen


def test_a_report_and_a_package_are_made_and_open(tab: Page, address: str, folder: Path) -> None:
    tab.goto(f"{address}/en/evidence")
    tab.click("#report-go")
    ended(tab, "report")
    tab.wait_for_selector(".wl-files a")
    with urlopen(f"{address}/report/annex.en.html") as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        shown = answer.read().decode()
    assert (
        "peaks &lt;b&gt;" in shown
        and "examiner 2" in shown
        and pictures(folder)[0].sha256 in shown
        and "data:image/png" in shown
    )
    tab.fill("#package-out", str(folder))
    tab.click("#package-go")
    assert str(folder) in tab.wait_for_selector(".wl-fault").inner_text()
    tab.fill("#package-out", str(folder.parent / "bag"))
    tab.click("#package-go")
    ended(tab, "package")
    assert (folder.parent / "bag" / "data" / "report" / "report.en.html").exists()
    assert len(list((folder.parent / "bag" / "data" / "pictures").iterdir())) == 1 and all(
        c.ok for c in verify_package(folder.parent / "bag")
    )
    tab.click(
        '[id*=custody] .ag-row[row-index="0"]:has-text("package")'
    )  # Once the page, set anew after the job, shows its entry.
    assert '"what": "package"' in tab.wait_for_selector("#shown-facts .wl-line").inner_text()


@pytest.mark.parametrize(
    "path", ["case.toml", "..%2Fcase.toml", "tables/../../analysis.json", "%2e%2e/case.toml"]
)
def test_only_documents_of_the_report_are_served(address: str, path: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{address}/report/{path}")
    assert refused.value.code == 404


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://elsewhere.invalid"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_page_of_another_origin_changes_nothing(address: str, headers: dict[str, str]) -> None:
    for path in ("/_dash-update-component", "/wakeline/incoming"):
        body = json.dumps({}).encode()
        with pytest.raises(HTTPError) as refused:
            urlopen(
                Request(
                    f"{address}{path}",
                    body,
                    {"Content-Type": "application/json", "X-Wakeline": "1", **headers},
                )
            )
        assert refused.value.code == 403


@pytest.mark.parametrize(
    ("old", "new"),
    [("/law", "/zh/law"), ("/sources?a=b", "/zh/evidence?a=b"), ("/en/sources", "/en/evidence")],
)
def test_an_address_without_a_language_or_an_old_one_leads_to_the_page(
    address: str, old: str, new: str
) -> None:
    with urlopen(f"{address}{old}") as answer:
        assert answer.url == address + new
