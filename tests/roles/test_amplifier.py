"""Group member candidates by hand: one group on three alleged posts, each member with lines of its own.

Ten members repost p1, p2 and p3, a second apart. x does so too, and is in no group. The target is the shop, the
three posts are alleged.
"""

from typing import Any

import polars as pl
import pytest

from analytics.model.messages import LANGS
from analytics.model.tables import ACCOUNTS, CLUSTERS, FAMILIES, LABELS, OCCURRENCES
from analytics.roles.reasons import reason_words
from tests.roles.invented import SHOP, START, act, coded, events, found

POSTS = ("p1", "p2", "p3")
CASE = {"targets": [SHOP], "alleged": [{"id": p} for p in POSTS]}
MEMBERS = {  # account: (grade, lines)
    "moments": ("A", ["moments"]),
    "pair": ("B", ["pair_timing"]),
    "followed": ("B", ["followed"]),
    "text": ("B", ["text"]),
    "link": ("B", ["link"]),
    "source": ("B", ["source"]),
    "clock": ("B", ["own_clock", "text"]),
    "lead": ("C", ["moments"]),
    "twice": ("A", ["moments"]),
    "owner": ("A", ["moments"]),
}


def clusters(members: dict[str, tuple[str, list[str]]] = MEMBERS) -> pl.DataFrame:
    rows = [
        {
            "account_id": a,
            "cluster_id": "g1",
            "grade": g,
            "evidence_lines": lines,
            "reasons": [],
            "event_ids": [],
        }
        for a, (g, lines) in members.items()
    ]
    return CLUSTERS.fit(pl.DataFrame(rows))


def scene(
    words: dict[str, str] | None = None, who: tuple[str, ...] = (*MEMBERS, "x")
) -> list[dict[str, Any]]:
    """Every account of `who` once below each post ("twice" below two); words: what an account writes there."""
    acts = [act(p, f"author{p}", 1000.0 * k, f"第{k}天有人说起那家店") for k, p in enumerate(POSTS)]
    for k, p in enumerate(POSTS):
        acts += [
            act(f"{p}-{a}", a, 1000.0 * k + 100 + i, (words or {}).get(a), root=p)
            for i, a in enumerate(who)
            if not (a == "twice" and k == 2)
        ]
    return acts


def rows_of(
    acts: list[dict[str, Any]], facts: dict[str, Any] = CASE, members: Any = MEMBERS, **tables: pl.DataFrame
) -> dict[str, dict[str, Any]]:
    table = found(events(*acts), facts, clusters=clusters(members), **tables)
    return {account: row for (role, account, _), row in table.items() if role == "amplifier"}


def grades(*args: Any, **tables: Any) -> dict[str, str]:
    return {account: row["grade"] for account, row in rows_of(*args, **tables).items()}


def test_only_acting_together_three_times_on_the_information_is_b() -> None:
    assert grades(scene()) == {
        "moments": "B",
        "pair": "B",
        "followed": "C",  # Each may follow one visible account, and it wrote nothing.
        "text": "C",
        "link": "C",
        "source": "C",
        "clock": "C",
        "twice": "C",
        "owner": "C",  # The target itself.
    }


def test_nobody_is_named_whose_words_no_person_coded_and_the_reason_says_what_cannot_be_told() -> None:
    row = rows_of(scene())["moments"]
    assert not row["may_be_named"] and row["evidence_lines"] == ["line_together", "line_enough"]
    assert (row["value"], row["lower"], row["upper"]) == (3, 3, None)
    assert "who called them cannot be told from these data" in reason_words(row, "en")
    assert "由谁召集，这些数据无法判断" in reason_words(row, "zh")
    assert all("None" not in reason_words(row, lang) for lang in LANGS)


@pytest.mark.parametrize(
    "facts", [{}, {"targets": [SHOP]}], ids=["nothing stated", "a target, nothing alleged"]
)
def test_without_alleged_posts_reposts_alone_make_no_row(facts: dict[str, Any]) -> None:
    assert rows_of(scene(), facts) == {}


def test_words_that_people_coded_name_the_writer_and_carry_one_who_may_only_follow() -> None:
    said = {"followed": "禾禾面包这种店就该关掉", "moments": "禾禾面包这种店就该关掉"}
    rows = rows_of(scene(said), labels=coded("p1-moments"))  # Coded once, it counts for both.
    assert {a: (r["grade"], r["may_be_named"]) for a, r in rows.items() if a in said} == {
        "moments": ("B", True),
        "followed": ("B", True),
    }


@pytest.mark.parametrize(
    ("label", "note", "expected"),
    [
        ("document:task_list", "任务表，卷二第3页", "A"),
        ("platform:device", "平台函复第1号", "A"),
        ("document:task_list", "  ", "B"),  # Which document is not said.
        ("document:other", "卷二第3页", "B"),
        ("support", "卷二第3页", "B"),
    ],
)
def test_grade_a_needs_a_document_that_a_person_named(label: str, note: str, expected: str) -> None:
    labels = coded("moments", label=label).with_columns(note=pl.lit(note))
    row = rows_of(scene(), labels=LABELS.fit(labels))["moments"]
    assert row["grade"] == expected
    assert ("line_document" in row["evidence_lines"]) == (expected == "A")


def test_a_direction_of_case_toml_counts_with_its_document_only() -> None:
    stated = {"kind": "payment", "accounts": ["moments"], "at": START, "document": "流水，卷三"}
    row = rows_of(scene(), CASE | {"directions": [stated]})["moments"]
    assert row["grade"] == "A" and "流水，卷三" in reason_words(row, "zh")
    assert grades(scene(), CASE | {"directions": [stated | {"document": ""}]})["moments"] == "B"


def test_a_document_about_an_account_that_did_not_act_together_is_no_role() -> None:
    labels = coded("x", "lead", label="document:chat").with_columns(note=pl.lit("聊天记录"))
    assert {"x", "lead"} & set(grades(scene(), labels=LABELS.fit(labels))) == set()


@pytest.mark.parametrize(
    "words",
    [
        "请大家别骂禾禾面包，等通报",
        "禾禾面包的抽检是合格的",
        "已向12315反映，等处理",
        "这是谣言吧，禾禾面包冤枉",
    ],
)
def test_a_member_who_denies_reports_or_calms_is_never_above_c(words: str) -> None:
    assert grades(scene({"moments": words}))["moments"] == "C"


def test_where_the_group_speaks_against_the_allegation_the_silent_members_are_leads() -> None:
    """Two of six deny: a third. Of 24 it is a twelfth, below one in ten, and the others stand as they are."""
    few = {name: ("A", ["moments"]) for name in ("m0", "m1", "m2", "m3", "m4", "m5")}
    words = {"m0": "禾禾面包的抽检是合格的", "m1": "禾禾面包是冤枉的"}
    assert set(grades(scene(words, tuple(few)), members=few).values()) == {"C"}
    many = {f"m{k}": ("A", ["moments"]) for k in range(24)}
    found_ = grades(scene(words, tuple(many)), members=many)
    assert (found_["m0"], found_["m1"], found_["m2"]) == ("C", "C", "B")


def test_an_authority_and_a_medium_of_the_group_are_never_above_c() -> None:
    people = ACCOUNTS.fit(pl.DataFrame({"account_id": ["moments", "pair"], "verified_type": ["1", "3"]}))
    assert {a: g for a, g in grades(scene(), accounts=people).items() if a in ("moments", "pair")} == {
        "moments": "C",
        "pair": "C",
    }


def test_acting_alone_below_a_post_is_not_acting_together() -> None:
    """The member acts three times, but no other member acts below p3."""
    pair = {"a": ("A", ["moments"]), "b": ("A", ["moments"])}
    acts = [a for a in scene(who=("a", "b")) if a["event_id"] != "p3-b"]
    assert grades(acts, members=pair) == {"a": "C", "b": "C"}
    assert grades(scene(who=("a", "b")), members=pair) == {"a": "B", "b": "B"}


def test_copies_of_an_alleged_post_and_what_hangs_below_them_are_on_the_information() -> None:
    """p2 and p3 are other people's copies of p1, and only p1 is alleged."""
    words = "那家店把过期的面包重新包装再卖给孩子"
    acts = [a | ({"text": words, "own_text": words} if a["kind"] == "post" else {}) for a in scene()]
    facts = {"targets": [SHOP], "alleged": [{"id": "p1"}]}
    assert grades(acts, facts)["moments"] == "B"
    assert grades(scene(), facts)["moments"] == "C"  # Other words: one event on the information.


def test_a_copy_that_denies_the_alleged_post_is_not_on_the_information() -> None:
    """p2 and p3 repeat the words of p1 to deny them, and the members repost the denials."""
    words = "那家店把过期的面包重新包装再卖给孩子，大家看看"
    acts = [
        a | ({"own_text": words + ("" if a["event_id"] == "p1" else "，谣言")} if a["kind"] == "post" else {})
        for a in scene()
    ]
    facts = {"targets": [SHOP], "alleged": [{"id": "p1"}]}
    near = pl.DataFrame({"event_id": POSTS, "family_id": "f", "layer": "near", "found_by": "words"})
    row = rows_of(acts, facts, families=FAMILIES.fit(near))["moments"]
    assert (row["grade"], row["value"]) == ("C", 1)


def test_a_post_about_the_target_counts_where_its_words_are_coded_against_it() -> None:
    """Nothing is alleged. Fans repost talk about the shop as others do; only coded words make it the matter."""
    words = "禾禾面包把过期的面包重新包装再卖给孩子"
    acts = [a | ({"text": words, "own_text": words} if a["kind"] == "post" else {}) for a in scene()]
    assert rows_of(acts, {"targets": [SHOP]}) == {}
    assert grades(acts, {"targets": [SHOP]}, labels=coded("p1", label="claim"))["moments"] == "B"


def test_words_about_the_target_elsewhere_count_beside_one_event_on_the_information() -> None:
    """p1 alone is alleged; p2 and p3 are the shop's own posts. Bare reposts of these are what fans do."""
    facts = {"targets": [SHOP], "alleged": [{"id": "p1"}]}
    acts = [a | ({"account_id": "owner"} if a["event_id"] in ("p2", "p3") else {}) for a in scene()]
    worded = [
        a | ({"own_text": "还好意思开门"} if a["account_id"] in ("moments", "pair") else {}) for a in acts
    ]
    assert grades(acts, facts)["moments"] == "C"
    assert grades(worded, facts)["moments"] == "B"
    assert "moments" not in grades(worded, {"targets": [SHOP]})  # Nothing is alleged, coded or marked.


def test_without_the_post_that_says_most_it_falls() -> None:
    assert "without_post_C" in rows_of(scene())["moments"]["challenges"]


def seen_in(rows: list[dict[str, Any]], twice: tuple[str, ...], other: tuple[str, ...] = ()) -> pl.DataFrame:
    """OCCURRENCES: every event in file a, or b where it is in `other`; those of `twice` in file b too."""
    pairs = [(row["event_id"], "b" if row["event_id"] in other else "a") for row in rows]
    return OCCURRENCES.fit(
        pl.DataFrame(
            [*pairs, *((one, "b") for one in twice)], schema=["event_id", "source_sha256"], orient="row"
        )
    )


def test_rows_added_to_one_file_put_nobody_in_a_group_at_b() -> None:
    """`pair` is framed: its three rows stand in file a alone; one record of `moments` is in file b too."""
    acts = scene()
    rows = rows_of(acts, occurrences=seen_in(acts, twice=("p1-moments",)))
    assert (rows["pair"]["grade"], rows["moments"]["grade"]) == ("C", "B")
    assert "explain_one_file_alone" in rows["pair"]["explanations"]
    assert "explain_one_file_alone" not in rows["moments"]["explanations"]


@pytest.mark.parametrize("how", ["one file for all", "records of two files", "shown twice"])
def test_members_who_are_seen_as_the_others_are_keep_their_grade(how: str) -> None:
    acts = scene()
    twice = {
        "one file for all": (),
        "records of two files": ("p1-moments",),
        "shown twice": ("p1-moments", "p2-pair"),
    }
    other = ("p3-pair",) if how == "records of two files" else ()
    rows = rows_of(acts, occurrences=seen_in(acts, twice[how], other))
    assert (rows["pair"]["grade"], rows["moments"]["grade"]) == ("B", "B")
