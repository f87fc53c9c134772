"""m.weibo.cn/api/statuses/repostTimeline: raw JSON, a file a page, newest first, `pid` names the direct
parent."""

from pathlib import Path

from analytics.simulate.files import write_json
from analytics.simulate.m_weibo import rows, status
from analytics.simulate.pages import page_file, pages_of
from analytics.simulate.writer import View, Writer

PAGE = 50  # Statuses a page; the site gives fewer, the layout is the same.


def write(view: View, target: Path) -> list[Path]:
    """`<target>_p1.json`, `_p2.json`, ..."""
    roots = {row["mid"]: row for row in rows(view.roots)}
    files: list[Path] = []
    for number, page in enumerate(pages_of(view.chunks, PAGE), 1):
        statuses = [status(row, roots.get(row["root_mid"])) for row in rows(page)]
        total = max((row["reposts_n"] for row in roots.values()), default=len(page))
        body = {
            "ok": 1,
            "msg": "数据获取成功",
            "data": {
                "data": statuses,
                "total_number": total,
                "hot_total_number": 0,
                "max": -(-total // PAGE),
            },
        }
        files.append(write_json(page_file(target, number), body))
    return files


WRITER = Writer("m_weibo_reposts", "m.weibo.cn repostTimeline, raw JSON", frozenset({"repost"}), write)
