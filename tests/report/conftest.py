"""A small invented case, worked out by hand.

a.jsonl  1 post (the root), 10 reposts of it, 1 broken line
         reposts 1 to 7: bare, no parent stated            -> assumed direct
         repost 8: 嗯//@虚构1号:转发微博                     -> parent is repost 1, by its chain
         repost 9: 好//@没有这个人:转发微博                   -> parent missing, the name is not in the export
         repost 10: bare, dated 2020 while its id says 2025 -> assumed direct, time conflict
b.jsonl  reposts 2 and 3 again                              -> 2 duplicates

14 records = 11 acts + 2 duplicates + 1 rejected + 0 other; 11 accounts, each acting once; 8 of 10 reposts bare.
Repost tree: 11 acts; depth 0: 1, depth 1: 9 (repost 9 is drawn at the root), depth 2: 1.
With repost 9 chained to the act before it (repost 8, at depth 2): depth 3, breadth 8.
"""

from pathlib import Path

import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.store.case_folder import Case, open_case
from tests.importing.invented import START, jsonl, mid_at, repost

ROOT = f"weibo:{mid_at(START)}"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=a>\u202e\u2066\x07=1+1</style><!--"
REFERENCE = 'T-1"; } </style><script>\\'


def made(folder: Path, allegation: str = "defamation", order: int = 1) -> Case:
    """The case above in folder/case; order -1 imports the files the other way round."""
    (folder / "case").mkdir(parents=True)
    (folder / "case" / "case.toml").write_text(
        f"[case]\nreference = '''{REFERENCE}'''\ntitle = \"\"\"<b>案件</b>\u202e{'长' * 300}\"\"\"\nallegation = '{allegation}'\n"
        "operator = '<i>x</i>'\n[[corrections]]\nevent_id = 'weibo:1'\nat = 2025-03-02T00:00:00+08:00\nby = '<u>某局</u>'\n",
        encoding="utf-8",
    )
    post = repost(0, '"><svg onload=x>假设的正文\u202e' + "长" * 500, _id=mid_at(START))
    for key in ("is_retweet", "retweet_id"):
        del post[key]
    rows = [
        post,
        *(repost(k) for k in range(1, 8)),
        repost(8, "嗯//@虚构1号:转发微博"),
        repost(9, "好//@没有这个人:转发微博"),
        repost(10, created_at="2020-01-01 00:00:00", user={"_id": "9100000010", "nick_name": HOSTILE}),
    ]
    name = "a<b>&'\"=1.jsonl"
    (folder / name).write_bytes(jsonl(rows) + f'{{"=cmd|": "{HOSTILE}'.encode() + b"x" * 10_000 + b"\n")
    (folder / "b.jsonl").write_bytes(jsonl([repost(2), repost(3)]))
    case = None
    for file in [name, "b.jsonl"][::order]:
        case = import_files(
            folder / "case", [folder / file], ImportOptions(), Thresholds(), lambda *_: None
        ).case
    assert case is not None
    return analyse(case, Thresholds(), "scope", lambda _: None)


def stated(case: Case, alleged: str = ROOT) -> Case:
    """The case with `alleged` stated as the information complained of, analysed anew with its factors."""
    file = case.folder / "case.toml"
    file.write_text(file.read_text(encoding="utf-8") + f"\n[[alleged]]\nid = '{alleged}'\n", encoding="utf-8")
    return analyse(open_case(case.folder), Thresholds(), "findings", lambda _: None)


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return made(tmp_path_factory.mktemp("report"))
