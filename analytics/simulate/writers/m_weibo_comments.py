"""m.weibo.cn/comments/hotflow: raw JSON, a file a page, replies nested below their top-level comment."""

from pathlib import Path
from typing import Any

from analytics.simulate.files import write_json
from analytics.simulate.m_weibo import comment, rows
from analytics.simulate.pages import page_file, threads_of
from analytics.simulate.writer import View, Writer

PAGE = 40  # Top-level comments a page; the site gives about 20, the layout is the same.


def write(view: View, target: Path) -> list[Path]:
    """`<target>_p1.json`, `_p2.json`, ..."""
    files: list[Path] = []
    threads = list(threads_of(view.chunks, PAGE))
    for number, (tops, replies) in enumerate(threads, 1):
        below: dict[int, list[dict[str, Any]]] = {}
        for row in rows(replies):
            below.setdefault(row["top_mid"], []).append(comment(row, []))
        made = [comment(row, below.get(row["mid"], [])) for row in rows(tops)]
        more = made[-1]["mid"] if number < len(threads) else 0
        total = sum(len(page) + len(children) for page, children in threads)
        body = {
            "ok": 1,
            "data": {
                "data": made,
                "total_number": total,
                "max": len(threads),
                "status": {"comment_manage_info": {"comment_permission_type": -1}},
                "max_id": int(more),
                "max_id_type": 0,
            },
        }
        files.append(write_json(page_file(target, number), body))
    return files


WRITER = Writer("m_weibo_comments", "m.weibo.cn hotflow, raw JSON", frozenset({"comment"}), write)
