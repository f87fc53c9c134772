"""Small invented exports in the layout of WeiboSpider (statuses, JSON Lines), and the case that is made of them.

The place, the shop 雨檐书屋, its keeper 阿澈 and everybody else are invented; ids lie above 9,910,000,000.
"""

import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from analytics.evidence.package import package
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store.case_folder import Case, open_case
from analytics.store.reviews import Entry, record
from tests.importing.invented import beijing, bid_of, mid_at

START = datetime(2025, 3, 7, 12, 0, tzinfo=UTC)  # 20:00 in Shanghai.
CAPTURED = datetime(2025, 3, 20, 2, 0, tzinfo=UTC)
DATE = datetime(2025, 3, 21, 1, tzinfo=UTC)
ALLEGED = "雨檐书屋把盗印教材当正版卖给学生，家长找上门，老板阿澈收了钱就是不退"
CASE = """
[case]
reference = "INVENTED-3"
allegation = "defamation"
timezone = "Asia/Shanghai"
rule_set = "fafa-2023-14"
operator = "invented"

[[targets]]
name = "阿澈"
ids = ["weibo:9910000790"]
names = ["雨檐书屋阿澈"]
terms = ["雨檐书屋", "阿澈"]
relation = "店主"
"""


@dataclass(frozen=True)
class Account:
    """An account: number and screen name, and what it shows of itself."""

    uid: int
    name: str
    verified_type: int = -1
    verified_reason: str = ""

    @property
    def id(self) -> str:
        return f"weibo:{self.uid}"


@dataclass
class Scene:
    """Rows of one export, as they are written down; `codes` are what one person decided: event ->
    side, or another label with ! before it."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    facts: str = CASE
    accounts: dict[int, Account] = field(default_factory=dict)

    def post(self, who: Account, at_s: float, text: str, *, shown: int = 0, side: str | None = None) -> str:
        """Add a post; `shown` is its displayed number of reposts. Returns the event's id."""
        return self._add(who, at_s, text, shown, {"is_retweet": False}, side)

    def repost(
        self, who: Account, at_s: float, root: str, text: str | None = None, *, side: str | None = None,
        above: tuple[Account, str] | None = None,
    ) -> str:  # fmt: skip
        """Add a repost of `root` with own words or bare; `above` is the repost that it was taken from."""
        chain = f"//@{above[0].name}:{above[1]}" if above else ""
        whole = f"{text or ''}{chain}" or "转发微博"
        linked = {"is_retweet": True, "retweet_id": root.removeprefix("weibo:")}
        return self._add(who, at_s, whole, 0, linked, side)

    def below(self, hub: Account, words: str, root: str, at_s: float, crowd: list[Account]) -> None:
        """Let each of `crowd` pass on the hub's repost, one every 97 seconds, without a word of its own."""
        for k, who in enumerate(crowd):
            self.repost(who, at_s + 97 * (k + 1), root, above=(hub, words))

    def allege(self, event_id: str, what: str = "称书屋卖盗印教材") -> None:
        """State an event as alleged."""
        self.facts += f'\n[[alleged]]\nid = "{event_id}"\nwhat = "{what}"\n'

    def _add(
        self, who: Account, at_s: float, text: str, shown: int, linked: dict[str, Any], side: str | None
    ) -> str:
        self.accounts[who.uid] = who
        moment = START + timedelta(seconds=at_s)
        mid = mid_at(moment, len(self.rows))
        user = {
            "_id": str(who.uid),
            "nick_name": who.name,
            "verified": who.verified_type >= 0,
            "verified_type": who.verified_type,
            "verified_reason": who.verified_reason,
            "followers_count": 200,
            "friends_count": 100,
            "statuses_count": 300,
        }
        row = {
            "_id": mid,
            "mblogid": bid_of(mid),
            "created_at": beijing(moment),
            "ip_location": "发布于 浙江",
            "reposts_count": shown,
            "comments_count": 0,
            "attitudes_count": 1,
            "source": "测试客户端",
            "content": text,
            "crawl_time": int(CAPTURED.timestamp()),
            "user": user,
        }
        self.rows.append(row | linked)
        if side:
            self.codes[f"weibo:{mid}"] = side
        return f"weibo:{mid}"


def crowd(first: int, n: int) -> list[Account]:
    """Make n ordinary accounts; their names stand in no other text."""
    return [Account(9_911_000_000 + k, f"栈桥看客{k:04d}") for k in range(first, first + n)]


@dataclass(frozen=True)
class Done:
    """A world that was imported, coded, analysed, reported and packaged."""

    case: Case
    bag: Path
    accounts: list[Account]

    def may_be_named(self) -> set[str]:
        roles = self.case.read("roles")
        return set(roles.filter(pl.col("may_be_named"))["account_id"])


def done(scene: Scene, folder: Path) -> Done:
    """Bring a scene through the public pipeline: import, review, analyse, report (zh+en), package."""
    (folder / "in").mkdir(parents=True)
    (folder / "case").mkdir()
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in scene.rows)
    (folder / "in" / "statuses.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "case" / "case.toml").write_text(scene.facts, encoding="utf-8")
    options = ImportOptions()
    import_files(folder / "case", [folder / "in"], options, Thresholds(), lambda *_: None)
    for event_id, side in scene.codes.items():
        label = side.removeprefix("!") if side.startswith("!") else f"side:{side}"
        record(folder / "case", Entry("label", event_id, label, None, "编码员丙", DATE))
    few = Thresholds().changed({"surrogates_n": "0"})
    case = analyse(open_case(folder / "case"), few, "calibration", lambda _: None)
    write_report(case, "zh+en", DATE, with_pdf=False)
    bag = package(open_case(case.folder), folder / "bag")
    shutil.rmtree(folder / "in")
    return Done(open_case(case.folder), bag, list(scene.accounts.values()))
