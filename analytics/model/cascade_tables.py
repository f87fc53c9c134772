"""The tables that follow from events: parents, trees, families of text, measures of scope."""

from analytics.model.imported_tables import EVENTS
from analytics.model.table import TEXTS, Column, Table, count, flag, moment, share, text

PARENTS = Table(
    "parents",
    "an act's place, derived from EVENTS: one row an act, in the order of EVENTS",
    (
        text("event_id", "", False),
        text("parent_id", "the act it passes on or answers directly"),
        text("parent_basis", "stated, chain, root (assumed direct), missing; null for a post"),
        text("parent_note", "why a parent is missing or doubtful: see cascade/parents.py"),
        text("root_id", "the post the tree grows from; a post is its own root"),
    ),
    (),
)

# What the study reads: EVENTS with PARENTS in place of what the export states of them (store/placed.py).
PLACED_EVENTS = Table(
    "placed_events",
    "an act with its place",
    (
        *(c for c in EVENTS.columns if not c.name.startswith("stated_")),
        *(c for c in PARENTS.columns if c.name != "event_id"),
    ),
    EVENTS.order,
)

CASCADES = Table(
    "cascades",
    "a tree",
    (
        text("root_id", "", False),
        text("tree", "repost or comment", False),
        text("platform", "", False),
        count("size", "events present, the root included if present", False),
        count("depth", "hops from the root; unknown parents count as direct, so a lower bound", False),
        count("depth_upper", "the same with unknown parents chained to the latest plausible one", False),
        count("max_breadth", "largest number of events at one depth >= 1; 0 if none", False),
        count("max_breadth_lower", "the same in the tree with unknown parents chained", False),
        share(
            "structural_virality",
            "mean hops between two nodes; null for one node (doi:10.1287/mnsc.2015.2158)",
        ),
        share("structural_virality_upper", "the same with unknown parents chained"),
        count("accounts_n", "distinct accounts, the root's included", False),
        moment("first_at", "earliest act, the root included"),
        moment("last_at", ""),
        share(
            "half_life_s",
            "seconds from the root to the moment at least half of the acts (root excluded) were made",
        ),
        share("to_100_s", "seconds from the root to the 100th act"),
        share("to_500_s", ""),
        share("to_1000_s", ""),
        flag("missing_root", "true: the root is named but not in the export", False),
        count("missing_parents_n", "acts whose parent is named but not found, or ambiguous", False),
        count("assumed_parents_n", "acts taken as direct because nothing says otherwise", False),
        count("cycles_n", "acts whose stated parents run in a circle, cut and attached to the root", False),
        count("earlier_than_parent_n", "acts dated before their parent", False),
    ),
    ("root_id", "tree"),
)

LEVELS = Table(
    "levels",
    "one depth of a tree",
    (
        text("root_id", "", False),
        text("tree", "", False),
        count("depth", "", False),
        count("events_n", "", False),
    ),
    ("root_id", "tree", "depth"),
)

NODES = Table(
    "nodes",
    "an act in its drawn tree",
    (
        text("root_id", "", False),
        text("tree", "repost or comment", False),
        text("event_id", "", False),
        text(
            "parent_used_id",
            "the parent in the drawn tree: unknown parents are drawn at the root; null for the root",
        ),
        count("depth", "hops from the root", False),
        count("children_n", "acts directly below it", False),
        count("subtree_n", "acts below it at any depth", False),
    ),
    ("root_id", "tree", "depth", "event_id"),
)

SCOPE = Table(
    "scope",
    "a measure, for a subject",
    (
        text("measure", "reposts, accounts, ...", False),
        text("subject_id", "a root_id, a family_id, an account_id, a correction or `case`", False),
        share("lower", "at least; null: no lower bound known"),
        share("point", "best single figure; null: none can be given"),
        share("upper", "at most; null: no upper bound known"),
        text("unit", "", False),
        moment("as_of", "when this was so: newest capture or last act"),
        text("note_code", "which rule gave the bounds: a key of locale/scope.toml"),
        Column("source_sha256", TEXTS, "the files it was read from, at most 20"),
        Column("event_ids", TEXTS, "acts behind it, at most 20; all through `wakeline show`"),
        text(
            "class_value",
            "region, client, flag, level, ... of a measure by class; null: the measure has none",
        ),
    ),
    ("subject_id", "measure", "class_value"),
)

# Counts and roles take these for the same information; the other layers are shown apart.
SAME_LAYERS = ("exact", "near")

FAMILIES = Table(
    "families",
    "an act in a family of the same information",
    (
        text("event_id", "", False),
        text(
            "family_id",
            "text: and a hash of the first member's normalised words; "
            "link: and a hash of a link that all share",
            False,
        ),
        text(
            "layer",
            "exact: the same letters; near: 70 % of the runs of three letters shared with another member; "
            "edited: half of the pairs of letters shared with the first, or near with other figures; "
            "link: a link shared, other words",
            False,
        ),
        text(
            "found_by",
            "words: equal or near letters, which groups and roles read; variant: edited variants; link",
        ),
    ),
    ("family_id", "event_id"),
)

ALLEGED_EVENTS = Table(
    "alleged_events",
    "an act that states the alleged information or hangs below a post that does",
    (
        text("event_id", "", False),
        text(
            "item_id",
            "the id stated in [[alleged]] (event or family), the first in the order of case.toml",
            False,
        ),
        text(
            "layer",
            "of the post it belongs to: stated; exact: the same letters as the stated one; near: near "
            "letters, the same figures; edited: other figures or an edited variant",
            False,
        ),
        text(
            "part",
            "states: it states the information itself; repost, quote, comment: below a post that does",
            False,
        ),
        text("post_id", "the post of the information under which it stands; itself where it is one", False),
        text("account_id", "null if the export does not say"),
        text("kind", "post, repost, quote, comment", False),
        moment("at", "the trusted moment"),
        text("at_precision", ""),
        text(
            "side",
            "support, deny, report, ask, other: as people coded its words; unread: nobody did; "
            "null: no own words",
        ),
        text(
            "side_basis",
            "event, sentence (the same letters were coded), family; disputed: people chose different "
            "sides and the one that accuses least stands; null: not coded",
        ),
        count("coders_n", "persons who coded these words", False),
        text("actor", "target, authority, press, debunker, provider; null: anybody else"),
    ),
    ("event_id",),
)
