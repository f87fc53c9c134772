"""One invented case in which every text that a stranger or a typist can set tries to act: the export, its name, case.toml, records, views."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case
from analytics.store.reviews import Entry, record
from analytics.store.saved_views import keep_view, name_view
from analytics.store.watch_list import change_watch_list
from tests.importing.invented import START, beijing, bid_of, jsonl, mid_at

HITS = "window.hit=1"
LONG_N = 100_000
TEXTS = (
    f"<script>{HITS}</script>",
    f"<img src=x onerror={HITS}>",
    f"\"'><svg onload={HITS}>",
    f"</style></title><script>{HITS};alert(1)</script>",
    f"[粗](javascript:{HITS})![x](http://a.invalid/x.png)",
    '=HYPERLINK("http://a.invalid","看")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "abc\u202egnp.exe\u2066\u200b\u2069",
    "\x00\x07\x1b[31m红\x1b]8;;http://a.invalid\x07链接\x9b2J",
    "%{x}{{7*7}}${7*7}#{7*7}\\u003cscript\\u003e",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "]]></attvalue><!--",
    '#import "/etc/passwd" $ #sys.version',
    "长" * LONG_N,
    "W" * LONG_N,
    "مرحبا بالعالم",
)
TYPED = tuple(
    "".join(c for c in text if c.isprintable() or c in "\u202e\u2066\u2069\u200b")[:4_000] for text in TEXTS
)  # What a person may put into case.toml or a note: without control signs, which both refuse.
FILE_NAME = f"<img src=x onerror={HITS}>=1+1\u202egpj.jsonl"
AUTHORS_N, MEMBERS_N, FANS_N = 16, 6, 12


def account(k: int) -> str:
    return f"weibo:{9_100_000_000 + k}"


def status(k: int, after_s: int, low: int, of: str | None = None) -> dict[str, Any]:
    """A post of account `k`, or its repost of `of`; each text the next one of TEXTS."""
    moment = START + timedelta(seconds=after_s)
    mid = mid_at(moment, low)
    text = TEXTS[(k + low) % len(TEXTS)]
    row = {
        "_id": mid,
        "mblogid": bid_of(mid),
        "created_at": beijing(moment),
        "ip_location": f"发布于 {TEXTS[(k + 3) % len(TEXTS)]}",
        "reposts_count": 0,
        "comments_count": 0,
        "attitudes_count": k,
        "source": TEXTS[(k + 5) % len(TEXTS)],
        "content": text,
        "pic_urls": [f"javascript:{HITS}", "http://a.invalid/x.png"],
        "crawl_time": int(START.timestamp()) + 86_400,
        "user": {
            "_id": str(9_100_000_000 + k),
            "nick_name": TEXTS[k % len(TEXTS)],
            "verified": True,
            "verified_type": 0,
            "verified_reason": TEXTS[(k + 1) % len(TEXTS)],
            "description": TEXTS[(k + 2) % len(TEXTS)],
            "location": TEXTS[(k + 4) % len(TEXTS)],
        },
    }
    return (
        row
        if of is None
        else row | {"is_retweet": True, "retweet_id": of, "content": f"{text}//@{TEXTS[1]}:{text}"}
    )


def rows() -> list[dict[str, Any]]:
    """Sixteen posts; six accounts repost each within seconds, so that they are a group; a dozen others follow."""
    made = []
    for post in range(AUTHORS_N):
        after = post * 3_600
        made.append(status(post, after, post))
        root = made[-1]["_id"]
        made += [status(100 + m, after + 60 + m, 50 + m, root) for m in range(MEMBERS_N)]
        fans = range(200 + FANS_N * post, 200 + FANS_N * (post + 1))
        made += [status(k, after + 200 + 211 * (k % FANS_N), 100 + k % FANS_N, root) for k in fans]
    return made


def case_toml() -> str:
    """Every text of case.toml that takes any words."""

    def quoted(k: int) -> str:
        return json.dumps(TYPED[k % len(TYPED)], ensure_ascii=False)

    post = f"weibo:{mid_at(START)}"
    return "\n".join(
        [
            "[case]",
            f"reference = {quoted(0)}",
            f"title = {json.dumps(' '.join(TYPED[:13]), ensure_ascii=False)}",
            'allegation = "defamation"',
            f"operator = {quoted(1)}",
            f"[[alleged]]\nid = '{post}'\nwhat = {quoted(2)}\ndocument = {quoted(3)}",
            f"[[targets]]\nname = {quoted(1)}\nnames = [{quoted(2)}]\nterms = [{quoted(5)}]\nrelation = {quoted(3)}\ndocument = {quoted(4)}",
            *(
                f"[[{what}]]\naccount_id = '{account(100)}'\nevent_id = '{post}'\nat = 2025-03-01T00:00:00+08:00\n"
                f"kind = {quoted(k)}\nreason = {quoted(k + 1)}\ndocument = {quoted(k + 2)}"
                for k, what in enumerate(("warnings", "takedowns", "penalties", "notices"))
            ),
            f"[[prior_cases]]\nreference = {quoted(2)}\naccount_id = '{account(100)}'\noutcome = {quoted(6)}",
            f"[[corrections]]\nevent_id = '{post}'\nat = 2025-03-01\nby = {quoted(4)}",
            f"[[consequences]]\nat = 2025-03-01\nkind = 'other'\ndocument = {quoted(1)}",
            f"[[dealt_with]]\nevent_id = '{post}'\nat = 2025-03-01\ndocument = {quoted(1)}",
            f"[[opinions]]\nevent_id = '{post}'\nkind = 'other'\nconclusion = 'open'\ndocument = {quoted(0)}",
            f"[[directions]]\nkind = 'payment'\naccounts = ['{account(100)}']\ndocument = {quoted(1)}",
            f"[[topics]]\nkind = 'other'\nterms = [{quoted(0)}]",
            f"[[links]]\naccounts = ['{account(100)}', '{account(101)}']\nby = {quoted(1)}\ndocument = {quoted(2)}",
        ]
    )


def hostile_case(folder: Path) -> Case:
    """The case in `folder`/case, imported, analysed and worked on."""
    place = folder / "case"
    place.mkdir(parents=True)
    (place / "case.toml").write_text(case_toml(), encoding="utf-8")
    export = folder / FILE_NAME
    export.write_bytes(jsonl(rows()) + b'{"broken": "<script>window.hit=1</script>\n')
    few = Thresholds().changed({"surrogates_n": "0"})
    imported = import_files(
        place, [export], ImportOptions(obtained=TYPED[1], operator=TYPED[0]), few, lambda name, done: None
    )
    case = analyse(imported.case, few, "findings", lambda said: None)
    post = f"weibo:{mid_at(START)}"
    for k, subject in enumerate((post, account(0), account(100), "case")):
        record(place, Entry("note", subject, "note", TYPED[k], TYPED[k + 1]))
    record(place, Entry("label", post, TYPED[0][:100], TYPED[1], TYPED[2]))
    record(place, Entry("finding", "case", f"{TYPED[1]}:found", TYPED[3], TYPED[4]))
    change_watch_list(place, {account(100): TYPED[1]}, [], TYPED[0], TYPED[1])
    view = keep_view(
        place, {"page": TYPED[0], "choice": {"chosen": [account(0), TYPED[1]], "filters": TYPED[3]}}
    )
    name_view(place, view, TYPED[1], TYPED[2])
    return case
