"""One file taken into a case of its own, and what must hold of whatever came of it."""

from pathlib import Path

from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.model.errors import WakelineError
from analytics.model.thresholds import Thresholds

CSV_HEAD = (
    "id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,发布时间,发布工具,"
    "微博图片url,微博视频url,retweet_id,ip,user_authentication,会员类型,会员等级"
)


def run(folder: Path, name: str, content: bytes, options: ImportOptions | None = None) -> ImportResult:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    return import_files(
        folder / "case", [file], options or ImportOptions(), Thresholds(), lambda name, done: None
    )


def adds_up(taken: ImportResult) -> None:
    sources = taken.case.read("sources")
    for row in sources.to_dicts():
        assert (
            row["records_n"] == row["events_n"] + row["duplicates_n"] + row["rejected_n"] + row["other_n"]
        ), row
    assert all(check.ok for check in verify(taken.case))


def one_line(fault: WakelineError) -> None:
    for lang in ("zh", "en"):
        assert "\n" not in fault.text(lang)
        assert len(fault.text(lang)) < 2_000
