"""One thing, one word: no sentence of the pages holds a word that the design of the dashboard refuses.

The table of words is that of the house (docs/glossary.md names the rest): what stands in its last column, a reader of
the pages never meets. Codes of columns and parameters are no words: only the texts are read.
"""

import re
import tomllib
from pathlib import Path

import pytest

from analytics.model.messages import LANGS, LOCALE, catalogue
from analytics.model.thresholds import ROLES

ROOT = Path(__file__).parent.parent.parent
PAGES = ("dashboard", "network", "accounts", "overview", "posts", "reading", "places", "lanes")
PLACEHOLDER = re.compile(r"\{[^{}]*?\}")
REFUSED = {
    "zh": {
        "未能读入": "被拒",
        "数据缺口": "缺什么|存疑什么",
        "原帖、上一级": "根帖|(?<!一)(?<!同)上级",
        "关键传播者": "带动传播最多",
        "时间—层级图": "帆形",
        "传播半程用时": "半数时间",
        "候选角色": "发起人|疑似|组织者候选|推动候选|放大候选",
        "同组账号占比": "水军",
        "共同帖子": "共同对象|任务占比",
        "群组表": "须达到|检验来源|ln e",
        "状态": "已观察到",
        "记录": "行为(?!方式)",
    },
    "en": {
        "event": r"\bacts?\b",
        "not read": r"\brejected\b",
        "original post": r"\broots?\b",
        "time-level plot": r"\bsails?\b",
        "time to half": r"\bhalf-life\b",
        "group": r"\bclusters?\b",
        "link": r"\b(ties?|edges?)\b",
        "evidence lines": r"^Lines$|^Else$",
        "timing strength": r"\bln e\b|^Needed$",
        "actions": r"Take it with you|Is the case whole",
        "caller, hub": r"\b(organizer|promoter|amplifier) candidates?\b",
    },
}
# Where such a word is another one: a verb, an edge of the picture, tied places.
VERBS = {("dashboard", "groups_none_do")}


def texts(part: str, lang: str) -> dict[str, str]:
    entries = tomllib.loads((ROOT / "analytics" / "locale" / f"{part}.toml").read_text(encoding="utf-8"))
    return {key: PLACEHOLDER.sub(_forms, entry[lang]) for key, entry in entries.items()}


def _forms(found: re.Match[str]) -> str:
    """Of a placeholder only the forms of a word are read: "{n:event|events}"."""
    _, colon, forms = found.group()[1:-1].partition(":")
    return forms.replace("|", " ") if colon else ""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", PAGES)
def test_no_sentence_of_the_pages_holds_a_refused_word(part: str, lang: str) -> None:
    found = {
        f"{part}.{key}": (hit.group(), word)
        for key, text in texts(part, lang).items()
        for word, refused in REFUSED[lang].items()
        if (part, key) not in VERBS
        and (hit := re.search(refused, text, re.IGNORECASE if lang == "en" else 0))
    }
    assert not found, found


def test_the_words_for_a_role_stand_in_one_catalogue() -> None:
    for role in ROLES:
        homes = [
            one
            for one in sorted(path.stem for path in LOCALE.glob("*.toml"))
            if f"role_{role}" in catalogue(one)
        ]
        assert homes == ["roles"], (role, homes)


def test_a_refused_word_would_be_found() -> None:
    assert re.search(REFUSED["zh"]["未能读入"], "被拒记录") and not re.search(
        REFUSED["zh"]["原帖、上一级"], "上一级不明"
    )
    assert re.search(REFUSED["en"]["event"], "Out of 3 acts") and not re.search(
        REFUSED["en"]["event"], "it acted"
    )
    assert _forms(re.match(PLACEHOLDER, "{n:event|acts}")) == "event acts"  # type: ignore[arg-type]
