"""Six worlds that invite a false accusation: who is innocent in each, and who alone may be named.

Each world is a scene by hand. In all of them the author of the alleged post may be named as its author; whoever else
may be is listed. Numbers: every hub has twelve reposts or more below its own, more than 5 % of the tree, so that its
place in the tree never tells it from the accuser.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.report.misleading.scene import ALLEGED, Account, Scene, crowd

AUTHOR = Account(9_910_000_801, "河埠爆料屉")
TARGET = Account(9_910_000_790, "雨檐书屋阿澈")


@dataclass(frozen=True)
class World:
    """A scene with what must be true of it.

    named: accounts that may be named; shown: accounts whose name may stand in the report besides (the target).
    page_one: expressions that page one must hold, with why; false: expressions that no part may hold.
    """

    scene: Scene
    named: tuple[Account, ...]
    shown: tuple[Account, ...] = (TARGET,)
    page_one: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    not_measured: tuple[str, ...] = ()
    numbers: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)


def persons() -> World:
    """Target, relative, parent, fact-checker, fan and a waverer under one alleged post, beside one accuser.

    120 reposts of the alleged post: seven hubs with twelve below each (91), the accuser twice with twenty below (22),
    the waverer's second word and six more denials of the checker's. The checker also writes a post that repeats the
    alleged words in quotation marks. The fan passes on whatever the author posts, eight times within a minute.
    """
    s = Scene()
    root = s.post(AUTHOR, 0, ALLEGED, shown=120)
    s.allege(root)
    people = crowd(0, 110)
    hubs = (
        (TARGET, "我是阿澈，教材都有进货单，从没卖过盗印的，已经报警", "deny"),
        (Account(9_910_000_811, "晒谷场的阿沁"), "我姐没有卖过盗印书，进货单我见过", "deny"),
        (
            Account(9_910_000_821, "三年二班糯米妈"),
            "已向12345反映雨檐书屋的事，请有关部门查清，大家先别骂阿澈",
            "report",
        ),
        (Account(9_910_000_822, "书号查查看"), "我去雨檐书屋逐本查了书号，都是正版，别再传了", "deny"),
        (Account(9_910_000_823, "只追河埠"), None, None),
        (Account(9_910_000_824, "雾桥摇摆人"), "雨檐书屋要真卖盗印书，阿澈就该关门", "support"),
        (Account(9_910_000_825, "没人编码过的号"), "阿澈这种骗子不得好死", None),
    )
    for k, (who, words, side) in enumerate(hubs):
        at = 600 + 1_800 * k
        s.repost(who, at, root, words, side=side)
        s.below(who, words or "转发微博", root, at, people[12 * k : 12 * k + 12])
    waverer, checker, fan = hubs[5][0], hubs[3][0], hubs[4][0]
    s.repost(waverer, 40_000, root, "查清了，阿澈没有卖盗印书，我收回前面的话", side="deny")
    quoting = f"网传“{ALLEGED}”不实：书号逐本可查，都是正版"
    s.post(checker, 30_000, quoting, shown=5, side="deny")
    for k in range(6):
        s.repost(
            checker, 31_000 + 500 * k, root, f"第{k + 1}次说明：雨檐书屋的书号我都查过，是正版", side="deny"
        )
    for k in range(8):
        other = s.post(AUTHOR, 90_000 + 86_400 * k, f"今天的河埠日落，第{k + 1}张")
        s.repost(fan, 90_020 + 86_400 * k + 3 * k, other)
    accuser = Account(9_910_000_812, "砸店先锋老滚")
    said = "雨檐书屋阿澈就是骗子，都去她店里要说法"
    s.repost(accuser, 15_000, root, said, side="support")
    s.below(accuser, said, root, 15_000, people[84:104])
    s.repost(accuser, 60_000, root, "阿澈还敢开门？接着去砸雨檐书屋", side="support")
    return World(s, (AUTHOR, accuser))


def press_before() -> World:
    """A newspaper asks an hour before the alleged post, in almost the same words; people pass both on.

    One record about the person is earlier, and it is the press's: k = j = 1 (LAW A8-R1).
    """
    s = Scene()
    paper = Account(9_910_000_861, "江桥早报值班员", 3, "江桥早报官方微博")
    inquiry = s.post(paper, -3_600, f"{ALLEGED}？本报正在核实，尚无依据，请勿转传", shown=30)
    root = s.post(AUTHOR, 0, ALLEGED, shown=44)
    s.allege(root)
    people = crowd(200, 70)
    for k, who in enumerate(people[:30]):
        s.repost(who, -3_500 + 60 * k, inquiry)
    for k, who in enumerate(people[30:]):
        s.repost(who, 100 + 70 * k, root)
    s.repost(paper, 3_600, root, "更早的问题已转有关部门，请以核实结果为准", side="other")
    return World(s, (AUTHOR,), false=(r"最早见于\s*江桥早报", r"first seen[^.]*江桥早报"))


def defenders() -> World:
    """Fourteen friends of the shop repost 24 posts within half a minute, two of them alleged, with a sentence each.

    The sentences on the alleged posts repeat the claim and contradict it; one person coded both as deny. Thirteen
    of fourteen take part in each post: 24 * 13 = 312 reposts of the group.
    """
    s = Scene()
    friends = [Account(9_910_000_400 + k, f"檐下读书会{k:02d}") for k in range(14)]
    authors = [Account(9_910_000_900 + k, f"别处的博主{k:02d}") for k in range(8)]
    people = crowd(300, 60)
    for n in range(24):
        at = 3_600 * 5 * n + n * 4_271 % 9_000
        together = (
            at + 240 + n * 7_919 % 5_000
        )  # Each time after another while, so that no habit explains it.
        alleged = n in (6, 13)
        if alleged:
            root = s.post(AUTHOR, at, ALLEGED if n == 6 else f"再说一遍：{ALLEGED}，谁去谁上当", shown=60)
            s.allege(root)
            words = f"说“盗印教材不退钱”的请看第{n}号鉴定，阿澈的书全是正版，雨檐书屋我们信得过"
        else:
            root = s.post(authors[n % 8], at, f"第{n}天的集市见闻：今天写{n}件小事", shown=20)
            words = f"路过第{n}天集市的朋友，雨檐书屋门口有鉴定书可以看"
        for k, friend in enumerate(friend for j, friend in enumerate(friends) if j != n % 14):
            side = "deny" if alleged and k == 0 else None
            s.repost(friend, together + (k * 5 + n) % 29, root, words, side=side)
        for k in range(24):
            s.repost(people[(n * 7 + k * 5) % 60], at + 60 + 283 * k + (n * k * 37) % 240, root)
    group = r"(组织|指使|附和)[^。]{0,20}檐下读书会"
    return World(s, (AUTHOR,), false=(group,), not_measured=("A8-2",))


def first_post_gone() -> World:
    """The alleged post was deleted before every capture: only reposts of it are left, and an early question.

    The first that is left asks whether it is true; a second account writes a post of its own that repeats the words
    and asks for a source. Nobody may be named, not even as author: the author stands in no record.
    """
    s = Scene()
    gone = "weibo:" + "5141651887552452"
    s.allege(gone)
    people = crowd(400, 40)
    asker, copier = Account(9_910_000_831, "渡口第一问"), Account(9_910_000_832, "抄下来问的人")
    s.repost(asker, 60, gone, "雨檐书屋这事是真的假的？", side="ask")
    s.below(asker, "雨檐书屋这事是真的假的？", gone, 60, people[:14])
    s.post(copier, 400, f"有人说{ALLEGED}，谁有出处？", shown=0, side="ask")
    for k, who in enumerate(people[14:]):
        s.repost(who, 300 + 80 * k, gone)
    absent = r"(所指|原帖|帖文|信息)[^。]{0,40}(未见于|不在|没有|未|缺)[^。]{0,12}(本次数据|导出|采集|数据)"
    return World(s, (), page_one=(absent,), false=(r"渡口第一问", r"抄下来问的人"))


def forged_rows() -> World:
    """Twelve rows were added to the export: 52 reposts are traced where the platform showed 40, later and exactly.

    The added rows name a chain through a bystander, so that 12 of 52 reposts seem to be hers. Both numbers and that
    they contradict stand on page one; 40, the smaller, is what is laid beside 500 (LAW 4.0, rule 5).
    """
    s = Scene()
    root = s.post(AUTHOR, 0, ALLEGED, shown=40)
    s.allege(root)
    people = crowd(500, 60)
    bystander = Account(9_910_000_841, "石阶过路人")
    for k, who in enumerate(people[:39]):
        s.repost(who, 100 + 90 * k, root)
    s.repost(bystander, 5_000, root, "路过")
    for k, who in enumerate(people[39:51]):
        s.repost(who, 5_100 + k, root, above=(bystander, "路过"))
    both = (r"40", r"52", r"矛盾")
    return World(s, (AUTHOR,), page_one=both, numbers={"S-R2": (40.0, None)})


def one_forged_earlier_row() -> World:
    """Somebody added one row to the export: the alleged words by an innocent, two minutes before the alleged post.

    Nobody reposted that row and no second file shows it. The author's post has 44 exported reposts and stays the
    author's; page one says that an earlier record with the same words stands in one row of one file, and whose it is
    stands nowhere. A8-R1 counts it beside the author's record.
    """
    s = Scene()
    innocent = Account(9_910_000_871, "被加进来的人")
    s.post(innocent, -126, ALLEGED)
    root = s.post(AUTHOR, 0, ALLEGED, shown=44, side="support")
    s.allege(root)
    for k, who in enumerate(crowd(600, 44)):
        s.repost(who, 100 + 70 * k, root)
    aside = r"一个文件(的)?一行[^。]{0,30}不具名|不具名[^。]{0,30}一个文件"
    return World(
        s,
        (AUTHOR,),
        page_one=(AUTHOR.name, aside),
        false=(
            r"最早见于[^。；]{0,20}被加进来的人",
            r"最早见于一个账号",
            r"first seen in a record of an account",
        ),
    )


WORLDS: dict[str, Callable[[], World]] = {
    one.__name__: one
    for one in (persons, press_before, defenders, first_post_gone, forged_rows, one_forged_earlier_row)
}
