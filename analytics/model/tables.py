"""The tables that floors hand each other: names, types, meaning and order of every column. A contract."""

from dataclasses import dataclass

import polars as pl

from analytics.model.errors import TableError

TIME = pl.Datetime("us", "UTC")
TEXTS = pl.List(pl.String)


@dataclass(frozen=True)
class Column:
    """One column: its type, what a value means, and whether null is allowed (unknown is null, never "" or
    0)."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    nullable: bool = True


@dataclass(frozen=True)
class Table:
    """A table: what one row is, its columns, and the columns it is sorted by before it is stored."""

    name: str
    row: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    @property
    def schema(self) -> pl.Schema:
        """Column names and types, in stored order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """The table with no rows.

        >>> REJECTED.empty().columns
        ['source_sha256', 'source_row', 'source_path', 'reason', 'raw']
        """
        return pl.DataFrame(schema=self.schema)

    def fit(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with exactly the table's columns and types; columns it lacks are added as null."""
        present = frame.columns
        return frame.select(
            (pl.col(c.name) if c.name in present else pl.lit(None)).cast(c.dtype).alias(c.name)
            for c in self.columns
        )


def check(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """`frame` itself, if it keeps the contract of `table`; extra columns are allowed.

    Raises TableError naming the first column that is absent, of another type, or null where it may not be.
    """
    for column in table.columns:
        if column.name not in frame.columns:
            raise TableError("column_missing", table=table.name, column=column.name)
        if frame.schema[column.name] != column.dtype:
            raise TableError(
                "column_type",
                table=table.name,
                column=column.name,
                found=frame.schema[column.name],
                expected=column.dtype,
            )
        if not column.nullable and frame[column.name].null_count():
            raise TableError(
                "column_null", table=table.name, column=column.name, rows=frame[column.name].null_count()
            )
    return frame


def _text(name: str, meaning: str, nullable: bool = True) -> Column:
    return Column(name, pl.String, meaning, nullable)


def _count(name: str, meaning: str, nullable: bool = True) -> Column:
    return Column(name, pl.Int64, meaning, nullable)


def _share(name: str, meaning: str, nullable: bool = True) -> Column:
    return Column(name, pl.Float64, meaning, nullable)


def _time(name: str, meaning: str, nullable: bool = True) -> Column:
    return Column(name, TIME, meaning, nullable)


def _flag(name: str, meaning: str, nullable: bool = True) -> Column:
    return Column(name, pl.Boolean, meaning, nullable)


SOURCE = (
    _text("source_sha256", "SHA-256 of the input file (of the member, inside an archive)", False),
    _count("source_row", "0-based record (CSV, JSON) or line (JSONL) number in that file", False),
    _text("source_path", 'JSON pointer to the record inside that row; "" if flat', False),
)

EVENTS = Table(
    "events",
    "an act",
    (
        _text("event_id", "platform and native id, weibo:4857881961438732", False),
        _text("platform", "where it happened: weibo, douyin, ...", False),
        _text("kind", "the platform's act: post, repost, comment, quote", False),
        _text("account_id", "who acted, weibo:7773261299; null if the export does not say"),
        _text("account_name", "the name shown with the act when it was captured"),
        _time("at", "when, UTC; start of the interval if the precision is coarse"),
        _text("at_precision", "us, ms, s, min, h, day: how finely `at` is known"),
        _text("at_basis", "export (a field states it) or id (read from the platform's id)"),
        _text("at_text", "the moment as the export writes it"),
        _time("at_from_id", "the moment encoded in the native id, where its scheme is known"),
        _flag("at_conflict", "true: stated time and id disagree by more than id_gap_s; null: not comparable"),
        _text("stated_parent_id", "the act that the export says it passes on or answers directly"),
        _text("stated_root_id", "the post that the export says the tree grows from; a post is its own"),
        _text("root_basis", "export, file_name, option: where stated_root_id was read; null for a post"),
        _text("text", "as exported, byte for byte after decoding"),
        _text("own_text", "what the account itself wrote, before the first //@; null for a bare repost"),
        _text("client", "the client or device the platform shows"),
        _text("region", "IP region the platform shows, without its prefix"),
        Column("urls", TEXTS, "links the export lists apart from the text"),
        _flag("edited", "true: captures differ in text, or the export says it was edited"),
        *SOURCE,
    ),
    ("source_sha256", "source_row", "source_path"),
)

PARENTS = Table(
    "parents",
    "an act's place, derived from EVENTS: one row an act, in the order of EVENTS",
    (
        _text("event_id", "", False),
        _text("parent_id", "the act it passes on or answers directly"),
        _text("parent_basis", "stated, chain, root (assumed direct), missing; null for a post"),
        _text("parent_note", "why a parent is missing or doubtful: see cascade/parents.py"),
        _text("root_id", "the post the tree grows from; a post is its own root"),
    ),
    (),
)

# What the study reads: EVENTS with PARENTS in place of what the export states of them (store/placed.py).
PLACED_EVENTS = Table(
    "placed_events",
    "an act with its place",
    (
        *(c for c in EVENTS.columns if c.name not in ("stated_parent_id", "stated_root_id")),
        *(c for c in PARENTS.columns if c.name != "event_id"),
    ),
    EVENTS.order,
)

OCCURRENCES = Table(
    "occurrences",
    "an act as one capture shows it",
    (
        _text("event_id", "the act", False),
        *SOURCE,
        _time("captured_at", "when the collector saw it"),
        _text("text_sha256", "SHA-256 of `text` in UTF-8; null if there is none"),
        _flag("is_kept", "true for the one occurrence whose row the events table keeps", False),
    ),
    ("source_sha256", "source_row", "source_path"),
)

ACCOUNTS = Table(
    "accounts",
    "an account as seen (latest known value of each column)",
    (
        _text("account_id", "weibo:7773261299", False),
        _text("platform", "", False),
        _text("name", "latest name seen"),
        _time("registered_at", "when the account was opened"),
        _flag("verified", ""),
        _text("verified_type", "as the platform codes it"),
        _text("verified_reason", "as the platform shows it"),
        _count("followers_n", ""),
        _count("following_n", ""),
        _count("posts_n", ""),
        _text("region", "IP region of the profile"),
        _text("location", "place the account declares"),
        _flag("is_hashed", "true: the export carries a hash instead of the platform's id"),
        _time("captured_at", "when the kept profile was seen"),
        *SOURCE,
    ),
    ("account_id",),
)

ACCOUNT_NAMES = Table(
    "account_names",
    "a name an account bore",
    (
        _text("account_id", "", False),
        _text("name", "", False),
        _time("first_at", "first capture (or act, if captures carry no time) that shows it"),
        _time("last_at", "last capture that shows it"),
    ),
    ("account_id", "name"),
)

COUNTERS = Table(
    "counters",
    "a displayed number",
    (
        _text("event_id", "the act it stands under", False),
        _text("counter", "views, reposts, comments, likes, quotes, shares, plays, members", False),
        _count("value", "", False),
        _flag("is_floor", 'true: "100万+", at least this many', False),
        _flag("is_rounded", 'true: "1.2万", rounded by the platform', False),
        _time("captured_at", "when it was displayed"),
        *SOURCE,
    ),
    ("source_sha256", "source_row", "source_path", "counter"),
)

SOURCES = Table(
    "sources",
    "an input file",
    (
        _text("sha256", "", False),
        _text("sm3", "null where this Python's OpenSSL lacks SM3"),
        _text("name", "file name as given; archive!/member inside an archive", False),
        _count("bytes", "", False),
        _text("format", "what it was recognised as", False),
        _text("importer", "which importer read it; null for an archive"),
        _text("encoding", "utf-8, utf-8-sig, gb18030; null for binary formats"),
        _count("records_n", "", False),
        _count("events_n", "", False),
        _count("duplicates_n", "", False),
        _count("rejected_n", "", False),
        _count("other_n", "", False),
        _text("about", "the post these records are about, where the export lacks it"),
        _text("author", "the author of these records, where the export lacks it"),
        _text("hints_basis", "file_name or option: where about and author were read"),
        _text("timezone", "the zone in which bare times were read"),
        _time("captured_at", "stated capture time of the whole file"),
        _text("obtained", "how the file was obtained, as stated by the user"),
        _text("container_sha256", "the archive it came in; null for a file of its own"),
    ),
    ("sha256",),
)

CERTIFICATES = Table(
    "certificates",
    "an integrity value that came with an input and agreed with it before it was read",
    (
        _text("source_sha256", "the input", False),
        _text("algorithm", "md5, sha1, sha256, sha512 or sm3", False),
        _text("value", "as stated, in hexadecimal digits", False),
        _text("name", "of the certificate", False),
        _text("certificate_sha256", "of the certificate, kept in evidence/; null: not handed over as a file"),
        _text("document", "number of the legal document it answers"),
        _text("basis", "certificate: read from it; case_toml: typed by a person", False),
    ),
    ("source_sha256", "algorithm", "value", "name"),
)

REJECTED = Table(
    "rejected",
    "a record that is no event",
    (
        *SOURCE,
        _text("reason", "reason code and what was found", False),
        _text("raw", "the record as exported"),
    ),
    ("source_sha256", "source_row", "source_path"),
)

CASCADES = Table(
    "cascades",
    "a tree",
    (
        _text("root_id", "", False),
        _text("tree", "repost or comment", False),
        _text("platform", "", False),
        _count("size", "events present, the root included if present", False),
        _count("depth", "hops from the root; unknown parents count as direct, so a lower bound", False),
        _count("depth_upper", "the same with unknown parents chained to the latest plausible one", False),
        _count("max_breadth", "largest number of events at one depth >= 1; 0 if none", False),
        _count("max_breadth_lower", "the same in the tree with unknown parents chained", False),
        _share(
            "structural_virality",
            "mean hops between two nodes; null for one node (doi:10.1287/mnsc.2015.2158)",
        ),
        _share("structural_virality_upper", "the same with unknown parents chained"),
        _count("accounts_n", "distinct accounts, the root's included", False),
        _time("first_at", "earliest act, the root included"),
        _time("last_at", ""),
        _share(
            "half_life_s",
            "seconds from the root to the moment at least half of the acts (root excluded) were made",
        ),
        _share("to_100_s", "seconds from the root to the 100th act"),
        _share("to_500_s", ""),
        _share("to_1000_s", ""),
        _flag("missing_root", "true: the root is named but not in the export", False),
        _count("missing_parents_n", "acts whose parent is named but not found, or ambiguous", False),
        _count("assumed_parents_n", "acts taken as direct because nothing says otherwise", False),
        _count("cycles_n", "acts whose stated parents run in a circle, cut and attached to the root", False),
        _count("earlier_than_parent_n", "acts dated before their parent", False),
    ),
    ("root_id", "tree"),
)

LEVELS = Table(
    "levels",
    "one depth of a tree",
    (
        _text("root_id", "", False),
        _text("tree", "", False),
        _count("depth", "", False),
        _count("events_n", "", False),
    ),
    ("root_id", "tree", "depth"),
)

NODES = Table(
    "nodes",
    "an act in its drawn tree",
    (
        _text("root_id", "", False),
        _text("tree", "repost or comment", False),
        _text("event_id", "", False),
        _text(
            "parent_used_id",
            "the parent in the drawn tree: unknown parents are drawn at the root; null for the root",
        ),
        _count("depth", "hops from the root", False),
        _count("children_n", "acts directly below it", False),
        _count("subtree_n", "acts below it at any depth", False),
    ),
    ("root_id", "tree", "depth", "event_id"),
)

SCOPE = Table(
    "scope",
    "a measure, for a subject",
    (
        _text("measure", "reposts, accounts, ...", False),
        _text("subject_id", "a root_id, a family_id, an account_id, a correction or `case`", False),
        _share("lower", "at least; null: no lower bound known"),
        _share("point", "best single figure; null: none can be given"),
        _share("upper", "at most; null: no upper bound known"),
        _text("unit", "", False),
        _time("as_of", "when this was so: newest capture or last act"),
        _text("note_code", "which rule gave the bounds: a key of locale/scope.toml"),
        Column("source_sha256", TEXTS, "the files it was read from, at most 20"),
        Column("event_ids", TEXTS, "acts behind it, at most 20; all through `wakeline show`"),
        _text(
            "class_value",
            "region, client, flag, level, ... of a measure by class; null: the measure has none",
        ),
    ),
    ("subject_id", "measure", "class_value"),
)

FAMILIES = Table(
    "families",
    "an act in a family of the same information",
    (
        _text("event_id", "", False),
        _text(
            "family_id",
            "text: and a hash of the first member's normalised words; "
            "link: and a hash of a link that all share",
            False,
        ),
        _text(
            "layer",
            "exact: the same letters; near: 70 % of the runs of three letters shared with another member; "
            "edited: half of the pairs of letters shared with the first, or near with other figures; "
            "link: a link shared, other words",
            False,
        ),
        _text(
            "found_by",
            "words: equal or near letters, which groups and roles read; variant: edited variants; link",
        ),
    ),
    ("family_id", "event_id"),
)

COACTIONS = Table(
    "coactions",
    "two acts of two accounts on one object",
    (
        _text("account_a", "the smaller id", False),
        _text("account_b", "the larger id", False),
        _text("kind", "", False),
        _text("object_id", "what both acts were about", False),
        _text("event_a", "", False),
        _text("event_b", "", False),
        _share("gap_s", "seconds between the two", False),
    ),
    ("kind", "account_a", "account_b", "object_id"),
)

COACTION_PAIRS = Table(
    "coaction_pairs",
    "two accounts, one kind, one window",
    (
        _text("account_a", "the smaller id", False),
        _text("account_b", "the larger id", False),
        _text("kind", "co_repost, co_comment, co_link, co_hashtag, co_text", False),
        _share("window_s", "seconds, inclusive", False),
        _count("objects_n", "distinct objects on which both acted within the window", False),
        _share("p_value", "null: not tested"),
        _share("q_value", "over all pairs, kinds and windows; null: not tested"),
    ),
    ("kind", "window_s", "account_a", "account_b"),
)

CLUSTERS = Table(
    "clusters",
    "an account in a candidate group",
    (
        _text("account_id", "", False),
        _text("cluster_id", "g1, g2, ...: strongest first", False),
        _text("grade", "A, B or C: see coordination/groups/grading.py", False),
        Column("evidence_lines", TEXTS, "lines that stand for this account: moments, text, arrival"),
        Column("reasons", TEXTS, "why not more, or what else explains it: keys of locale/coordination.toml"),
        _share(
            "ln_e",
            "natural logarithm of the e-value of its moments "
            "(mean of e at most 1 for an account on its own); "
            "null: not tested (one author's posts)",
        ),
        _share(
            "ln_e_needed",
            "from which moments stand at a false discovery rate of 1 % (e-BH over all groups and members)",
        ),
        Column(
            "ln_e_by_scale",
            pl.List(pl.Float64),
            "the same for each scale of 20, 90, 400, 1,500 s (scales finer than the times left out)",
        ),
        _count("sources_n", "sources on whose posts its moments were tested", False),
        _count(
            "text_sources_n",
            "sources on whose posts it shares task-specific text with two or more others",
            False,
        ),
        _share(
            "dispatch_ratio",
            "of the group: half the shortest window with 60 % of the members, divided by its lag; "
            "median over sources",
        ),
        _share(
            "stable_share",
            "share of 50 samples of 80 % of the posts in which this account stands; null below A",
        ),
        _share(
            "group_stable_share", "share of the samples in which four or more members stand; null below A"
        ),
        _share("task_share", "share of this account's acts that lie on the group's tasks", False),
        _text(
            "found_by",
            "text, meetings or text+meetings: what drew the group together before it was tested",
            False,
        ),
        Column("event_ids", TEXTS, "its acts on the group's tasks, at most 20; all in cluster_acts"),
    ),
    ("cluster_id", "grade", "account_id"),
)

CLUSTER_ACTS = Table(
    "cluster_acts",
    "an act of a listed account on a task of its group",
    (
        _text("cluster_id", "", False),
        _text("account_id", "", False),
        _text("event_id", "", False),
        _text("object_id", "the post", False),
        _time("at", ""),
        _share("lag_s", "seconds since the post (since the first act, if it is not exported)"),
        _count(
            "cell", "number of the near-identical text it shares here with two or more others; null for none"
        ),
        _share("nearest_gap_s", "seconds to the nearest other member on this post"),
    ),
    ("cluster_id", "object_id", "at", "account_id"),
)

CLUSTER_TASKS = Table(
    "cluster_tasks",
    "a post on which more members of a group acted than chance puts there",
    (
        _text("cluster_id", "", False),
        _text("object_id", "", False),
        _text("author_id", "whose post it is; null if not exported"),
        _count("members_n", "members on it", False),
        _count("accounts_n", "accounts on it in all", False),
        _share("members_expected", "members on it by chance (Poisson mean)", False),
        _share("dispatch_ratio", "arrival on this post; null with fewer than three members"),
        _time("first_at", "first act of a member"),
        _time("last_at", "last act of a member"),
    ),
    ("cluster_id", "first_at", "object_id"),
)

CLUSTER_TRAITS = Table(
    "cluster_traits",
    "something that members of a group have in common out of proportion",
    (
        _text("cluster_id", "", False),
        _text("trait", "registration, client, region, default_name", False),
        _text("value", "", False),
        _count("members_n", "members with it", False),
        _count("known_n", "members of whom it is known", False),
        _share("case_share", "share of the case's accounts with it", False),
        _share("p_value", "hypergeometric, times the number of values looked at; not a finding alone", False),
    ),
    ("cluster_id", "trait"),
)

COORDINATION = Table(
    "coordination",
    "a number about the search for groups as a whole",
    (
        _text("measure", "", False),
        _share("value", "null: not known"),
        _text("note_code", "key of locale/coordination.toml"),
    ),
    ("measure",),
)

CALIBRATION = Table(
    "calibration",
    "a copy of the case in which only chance and habit set the moments",
    (
        _count("surrogate", "number of the copy, its seed", False),
        _count("accounts_a", "accounts at grade A in it", False),
    ),
    ("surrogate",),
)

TARGETS = Table(
    "targets",
    "whom an act is aimed at",
    (
        _text("event_id", "", False),
        _text("target_id", "name of the target in case.toml, or an account id", False),
        _text("basis", "reply_to, mention, term (a term of case.toml stands in the text), human", False),
    ),
    ("event_id", "target_id", "basis"),
)

ROLES = Table(
    "roles",
    "an account in a role, for a subject",
    (
        _text("account_id", "", False),
        _text("role", "initiator, organizer, promoter, amplifier, repeater", False),
        _text("subject_id", "a family_id, a root_id, a cluster_id or a dated record of case.toml", False),
        _text("grade", "A, B, C or insufficient", False),
        _text("cluster_id", "the candidate group it is about; null where the role needs none"),
        Column("evidence_lines", TEXTS, "keys of locale/roles.toml: which lines stand", False),
        _text("reason_code", "key of locale/roles.toml: the reason in words", False),
        _text("reason_params", "JSON object: the numbers and names the reason is filled with", False),
        Column("event_ids", TEXTS, "acts behind it, strongest first, at most 20", False),
        Column("explanations", TEXTS, "keys of locale/roles.toml: innocent explanations that apply", False),
        Column(
            "challenges",
            TEXTS,
            "keys of locale/roles.toml: what would overturn it, tried on the case itself",
            False,
        ),
        Column(
            "article10",
            TEXTS,
            "report_authority, report_medium, criticism: markers of Article 10 on this account's acts",
            False,
        ),
        _share("value", "the role's own measure (seconds of margin, acts lost without it, ...); null: none"),
        _share("lower", ""),
        _share("upper", ""),
        _text("unit", "of value"),
    ),
    ("role", "subject_id", "grade", "account_id"),
)

LABELS = Table(
    "labels",
    "a human judgment of a text or account",
    (
        _text("subject_id", "an event, account, family or group", False),
        _text("label", "", False),
        _text("author", "", False),
        _time("at", "when it was recorded", False),
        _text("kind", "label, finding or note: which part of the review it comes from"),
        _text("note", "in the author's words"),
        _text("entry_sha256", "of the entry in review.sqlite"),
    ),
    ("subject_id", "at", "author", "label"),
)

TALLIES = Table(
    "tallies",
    "a count that several questions rest on, for a subject",
    (
        _text("measure", "see scope/tallies.py: a name, or name:class", False),
        _text("subject_id", "case, an account, a family or a target", False),
        _share("value", "null: not known"),
        _share("of", "out of how many; null: no whole"),
        _text("unit", "", False),
        _time("at", "the moment it speaks of; null: none"),
        Column("event_ids", TEXTS, "acts behind it, at most 20", False),
    ),
    ("measure", "subject_id"),
)

FINDINGS = Table(
    "findings",
    "a factor of a rule set, for a subject",
    (
        _text("factor_id", "", False),
        _text("rule_set", "", False),
        _text("subject_id", "case, a family_id, a root_id, an account_id or a target", False),
        _text("status", "observed, not_observed, not_measurable, human_finding", False),
        _share("value", "null: no number"),
        _share("lower", ""),
        _share("upper", ""),
        _share("threshold", "number of the provision; null: it names none"),
        _text("unit", ""),
        _text("source", "table and measure the value was read from"),
        Column("event_ids", TEXTS, "acts behind it, at most 20", False),
        _text("human_needed", "key of locale/law.toml: what a human still has to find; null: nothing"),
        _text("recorded_by", "who recorded a human finding"),
        _time("recorded_at", "when"),
        _text("note_code", "key (law.* or roles.*): the observation in words"),
        _text("note_params", "JSON object the note is filled with"),
        Column(
            "exculpatory",
            TEXTS,
            "keys (law.* or roles.*): what in this data speaks for the accused, filled from note_params",
            False,
        ),
        Column("overturn", TEXTS, "keys (law.* or roles.*): what would overturn it", False),
    ),
    ("rule_set", "factor_id", "subject_id"),
)

REQUESTS = Table(
    "requests",
    "something to preserve or to ask for",
    (
        _count("place", "0 first", False),
        _text("kind", "law.ask_<kind>, law.ask_<kind>_whom, law.ask_<kind>_settles say it", False),
        _count("n", "how many it is about", False),
        Column("subject_ids", TEXTS, "the first 20 of them", False),
        _text("table", "where all of them stand"),
        _text("condition", "the filter that lists them"),
    ),
    ("place",),
)

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        EVENTS,
        PARENTS,
        OCCURRENCES,
        ACCOUNTS,
        ACCOUNT_NAMES,
        COUNTERS,
        SOURCES,
        CERTIFICATES,
        REJECTED,
        CASCADES,
        LEVELS,
        NODES,
        SCOPE,
        FAMILIES,
        COACTIONS,
        COACTION_PAIRS,
        CLUSTERS,
        CLUSTER_ACTS,
        CLUSTER_TASKS,
        CLUSTER_TRAITS,
        COORDINATION,
        CALIBRATION,
        TARGETS,
        ROLES,
        LABELS,
        TALLIES,
        FINDINGS,
        REQUESTS,
    )
}
