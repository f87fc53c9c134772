"""What truly happened in the sample case, event by event: posts, tasks, traffic, named moves."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.simulate.campaign import Evasion, Task, supplied_texts, turnout
from analytics.simulate.chains import TypedFaults, shown_texts
from analytics.simulate.model import ActLog, Model
from analytics.simulate.names_and_phrases import phrases
from analytics.simulate.sample.cast import Cast, gather
from analytics.simulate.sample.moments import NAVY_CLEANS_UP, POSTS, RUMOUR_EDITED, TAKEDOWN, second
from analytics.simulate.sample.plants import plant_forms
from analytics.simulate.sample.promoters import promoted
from analytics.simulate.sample.traffic import comment_texts, comments, reposts
from analytics.simulate.world import generator

Ints = NDArray[np.int64]
AUTHORS = {
    "rumour": "initiator",
    "second": "repeater",
    "media": "media",
    "denial": "target",
    "criticism": "critic",
    "dessert": "brand",
    "again": "repeater",
    "correction": "authority",
    "breakfast": "breakfast",
    "parenting": "parenting",
    "reviewer": "reviewer",
    "lawyer": "lawyer",
}
LIKES = {
    "rumour": 12_640,
    "second": 5_210,
    "media": 1_880,
    "denial": 3_460,
    "criticism": 940,
    "dessert": 1_830_000,
    "again": 610,
    "correction": 7_205,
    "breakfast": 412,
    "parenting": 688,
    "reviewer": 305,
    "lawyer": 1_530,
}
HIDDEN = {"dessert": 1_412_000}
NEVER = 2**62
NAVY = Evasion(
    "sample", 27, "uniform", 0.85, 0.3
)  # All within 54 seconds of the order; ten of twelve take part.
# (name, post, kind, the order's moment); texts are in texts/sample.toml under the same name.
TASKS = (
    ("t1", "rumour", "repost", "04 21:27:30"),
    ("t2", "rumour", "comment", "04 22:05:10"),
    ("t3", "second", "repost", "05 08:40:02"),
    ("t4", "denial", "comment", "05 13:02:45"),
    ("t5", "media", "repost", "05 14:20:12"),
    ("t6", "criticism", "repost", "05 21:15:31"),
    ("t7", "correction", "comment", "09 11:32:20"),
    ("t8", "again", "repost", "08 21:05:48"),
    ("t9", "breakfast", "repost", "07 20:31:15"),
    ("t10", "parenting", "repost", "08 22:10:04"),
    ("t11", "lawyer", "repost", "09 21:44:37"),
    ("t12", "reviewer", "repost", "10 20:15:22"),
)
CAPTAIN_MISSES = ("t2", "t7", "t8")  # The captain acts first, with the text, on all other tasks.
DISPATCHES = (
    ("t1", "04 21:26:02"),
    ("t3", "05 08:38:40"),
    ("t4", "05 13:01:19"),
)  # Orders given in public posts.


@dataclass(frozen=True)
class Story:
    """The finished case: its model, cast, posts by name, tasks."""

    model: Model
    cast: Cast
    posts: dict[str, int]
    tasks: tuple[Task, ...]


def tell(seed: int) -> Story:
    """The whole case from a seed."""
    cast = gather(generator(seed, 0))
    log = ActLog(cast.accounts)
    posts = _posts(log, cast)
    ordinary = reposts(generator(seed, 1), log, cast, posts)
    comments(generator(seed, 2), log, cast, posts)
    tasks = _campaign(generator(seed, 3), log, cast, posts)
    hub = int(ordinary["rumour"][0])
    promoted(generator(seed, 6), log, cast, posts)
    _named_moves(log, cast, posts, hub)
    acts = log.finish(block=7)
    acts = _swap(acts, hub, cast.who["renamed"])
    acts = plant_forms(generator(seed, 4), _with_texts(acts, cast), cast, posts)
    acts = _with_deletions(generator(seed, 5), acts)
    return Story(Model(_with_reporters(cast.accounts, acts), cast.renames, acts), cast, posts, tasks)


def _with_reporters(accounts: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Those who told a platform or an authority bear the role `reporter` besides their own."""
    wording = [text.replace("{end}", "") for text in phrases("sample")["reposts"]["report"]]
    told = acts.filter(pl.col("own_text").is_in(wording))["account"].unique()
    reporter = pl.Series(np.isin(np.arange(len(accounts)), told.to_numpy()))
    return accounts.with_columns(
        roles=pl.when(reporter)
        .then(pl.col("roles").list.concat(pl.lit(["reporter"])))
        .otherwise(pl.col("roles"))
    )


def _posts(log: ActLog, cast: Cast) -> dict[str, int]:
    """The posts of the named accounts, the organizer's public orders, and a few posts about nothing."""
    texts = phrases("sample")
    words = texts["posts"]
    made = {}
    for post, moment in POSTS.items():
        author = cast.who[AUTHORS[post]]
        text, is_edited = words[post], post == "rumour"
        made[post] = int(
            log.add(
                1,
                kind="post",
                account=author,
                at_s=second(moment),
                root="self",
                level=0,
                own_text=text,
                text=text,
                likes_n=LIKES[post],
                hidden_n=HIDDEN.get(post, 0),
                edited_s=RUMOUR_EDITED if is_edited else None,
                edited_text=words["rumour_edited"] if is_edited else None,
                deleted_s=TAKEDOWN if post == "second" else None,
            )[0]
        )
    orders = zip(DISPATCHES, words["dispatch"], strict=True)
    lines: list[tuple[str, str, str, int | None, str | None]] = [
        ("organizer", moment, line.replace("{text}", texts["supplied"][task][0]), NAVY_CLEANS_UP, task)
        for (task, moment), line in orders
    ]
    idle = ("organizer", "repeater", "initiator", "repeater", "initiator", "organizer")
    lines += [
        (who, f"0{k + 1} 1{k}:2{k}:0{k}", text, None, None)
        for k, (who, text) in enumerate(zip(idle, words["ordinary"], strict=True))
    ]
    for who, moment, text, gone, task in lines:
        author = cast.who[who]
        number = log.add(
            1,
            kind="post",
            account=author,
            at_s=second(moment),
            root="self",
            level=0,
            own_text=text,
            text=text,
            likes_n=3,
            deleted_s=gone,
            task=task,
        )
        if task:
            made[f"order_{task}"] = int(number[0])
    return made


def _campaign(rng: np.random.Generator, log: ActLog, cast: Cast, posts: dict[str, int]) -> tuple[Task, ...]:
    """The tasks of the navy accounts, their captain a little earlier, and one ordinary repost of each of them
    elsewhere."""
    tasks = tuple(
        Task(name, posts[post], kind, second(moment), tuple(phrases("sample")["supplied"][name]))
        for name, post, kind, moment in TASKS
    )
    for task in tasks:
        who, lag_s = turnout(rng, cast.navy, NAVY)
        log.add(
            len(who),
            kind=task.kind,
            account=who,
            at_s=task.at_s + lag_s,
            root=task.root,
            level=1,
            likes_n=1,
            own_text=supplied_texts(rng, task, len(who), NAVY),
            task=task.name,
        )
    cover = second("03 12:00") + rng.integers(0, 6 * 86_400, len(cast.navy))
    log.add(
        len(cast.navy),
        kind="repost",
        account=cast.navy,
        at_s=cover,
        root=posts["dessert"],
        level=1,
        likes_n=0,
    )
    captain = [task for task in tasks if task.name not in CAPTAIN_MISSES]
    for task, ahead_s in zip(captain, rng.integers(14, 75, len(captain)).tolist(), strict=True):
        log.add(
            1,
            kind=task.kind,
            account=cast.who["captain"],
            at_s=task.at_s - ahead_s,
            root=task.root,
            level=1,
            likes_n=1,
            own_text=task.texts[0],
        )
    return tasks


def _named_moves(log: ActLog, cast: Cast, posts: dict[str, int], hub: int) -> None:
    """Moves that the README names: the renamed and the reused nickname, the repeater, the reports, hostile
    names."""
    who, rumour = cast.who, posts["rumour"]
    free = iter(np.flip(cast.ordinary).tolist())

    def one(
        account: int, moment: str, root: int, text: str | None, *, under: int = -1, kind: str = "repost"
    ) -> int:
        return int(
            log.add(
                1,
                kind=kind,
                account=account,
                at_s=second(moment),
                root=root,
                own_text=text,
                likes_n=1,
                parent=under,
                level=1 if under < 0 else 2,
            )[0]
        )

    one(next(free), "07 12:03:11", rumour, "这条现在还在转吗", under=hub)
    one(next(free), "07 13:10:54", rumour, None, under=hub)
    heir = one(who["heir"], "08 10:02:30", rumour, "改名了，旧账号的朋友还认得我吗")
    one(next(free), "08 11:20:09", rumour, "你不是搬家那位吧", under=heir)
    hidden = one(next(free), "05 08:01:00", rumour, None)
    one(next(free), "05 08:30:00", rumour, None, under=hidden)
    one(who["repeater"], "04 21:02:51", rumour, "这瓜我先接了，等我写长的")
    one(who["repeater"], "08 20:31:40", rumour, "通报之前我说的每一句都算数，三个孩子住院不是我编的")
    one(
        who["repeater"],
        "09 12:48:13",
        posts["correction"],
        "样品谁送的？我就问这一句，过期面包的事没完",
        kind="comment",
    )
    one(who["organizer"], "04 21:27:33", rumour, phrases("sample")["supplied"]["t1"][0])
    one(who["target"], "05 12:40:00", rumour, "我是当事人，这不是真的，请看我主页的说明")
    one(who["target"], "09 10:20:00", posts["correction"], "谢谢大家，明天正常开炉")
    one(who["critic"], "09 11:00:00", posts["correction"], "标签的建议照提，但造谣就是造谣")
    reports = phrases("sample")["reposts"]["report"]
    for k, text in enumerate(reports * 2):
        root = posts[("rumour", "second", "again")[k % 3]]
        moment = ("05 09:1{}:20", "06 20:1{}:41", "09 18:2{}:05")[k % 3].format(k)
        one(next(free), moment, root, text.replace("{end}", ""), kind="repost" if k % 2 else "comment")
    for k, account in enumerate(cast.hostile.tolist()):
        own = one(account, f"05 1{k}:15:0{k}", rumour, ("转给大家看看", "路过", "太可怕了吧")[k % 3])
        one(next(free), f"05 1{k}:48:3{k}", rumour, ("你这名字怎么回事", "同意", "转")[k % 3], under=own)
        one(account, f"05 2{k % 4}:05:1{k}", rumour, "后续呢", kind="comment")


def _swap(acts: pl.DataFrame, number: int, account: int) -> pl.DataFrame:
    """Act `number`, the most passed-on repost of the rumour, given to `account`, with words of its own."""
    return acts.with_columns(
        account=acts["account"].scatter(number, account),
        own_text=acts["own_text"].scatter(number, "孩子说今天门口好多人在拍，先转过来看看"),
    )


def _with_texts(acts: pl.DataFrame, cast: Cast) -> pl.DataFrame:
    """Texts as the platform shows them, with names as they were at each moment."""
    parent, at_s = acts["parent"].to_numpy(), acts["at_s"].to_numpy()
    model = Model(cast.accounts, cast.renames, acts)
    whose = np.where(parent >= 0, acts["account"].to_numpy()[np.maximum(parent, 0)], -1)
    names = model.names_at(whose, at_s)
    is_repost = (acts["kind"] == "repost").to_numpy()
    order = np.arange(len(acts))
    before = pl.select(pl.when(pl.Series(order % 61 == 7)).then(pl.lit("\u00a0"))).to_series()
    colon = pl.select(
        pl.when(pl.Series(order % 151 == 3))
        .then(pl.lit("："))
        .when(pl.Series(order % 67 == 5))
        .then(pl.lit(" :"))
    ).to_series()
    level = np.where(is_repost, acts["level"].fill_null(0).to_numpy(), 0)
    above, faults = np.where(is_repost, parent, -1), TypedFaults(before, colon)
    chained = shown_texts(acts["own_text"], above, level, names, faults=faults)
    uncut = shown_texts(acts["own_text"], above, level, names, faults=faults, limit=100_000)
    form = (
        pl.when(pl.Series(level < 1))
        .then(None)
        .when(pl.Series(level == 1))
        .then(pl.lit("direct"))
        .when(chained == "转发微博")
        .then(pl.lit("hidden"))
        .when(uncut.str.len_chars() > 140)
        .then(pl.lit("cut"))
        .otherwise(pl.lit("chain"))
    )
    text = (
        pl.when(pl.Series(is_repost))
        .then(chained)
        .when(acts["kind"] == "comment")
        .then(comment_texts(acts, names))
        .otherwise(acts["text"])
    )
    return acts.with_columns(text=text, form=form)


def _with_deletions(rng: np.random.Generator, acts: pl.DataFrame) -> pl.DataFrame:
    """Some acts vanish: half of the navy's of 4 to 6 March in one night, 3 % of all others later.

    Nobody answers or passes on what is gone, so an act outlives its last child; a top-level comment takes its
    replies along.
    """
    at_s, top = acts["at_s"].to_numpy(), acts["top"].to_numpy()
    last = at_s.copy()
    for above in (acts["parent"].to_numpy(), top):
        np.maximum.at(last, above[above >= 0], at_s[above >= 0])
    later = np.maximum(at_s + rng.integers(20_000, 400_000, len(acts)), last + 60)
    some = (rng.random(len(acts)) < 0.03) & (acts["kind"] != "post").to_numpy()
    cleaned = (acts["task"].is_not_null() & (acts["at_s"] < NAVY_CLEANS_UP)).to_numpy() & (
        rng.random(len(acts)) < 0.5
    )
    gone = acts["deleted_s"].fill_null(NEVER).to_numpy().copy()
    gone[some] = np.minimum(gone, later)[some]
    gone[cleaned] = np.minimum(gone, NAVY_CLEANS_UP)[cleaned]
    gone = np.where(top >= 0, np.minimum(gone, gone[np.maximum(top, 0)]), gone)
    return acts.with_columns(deleted_s=pl.Series(gone).replace(NEVER, None))
