"""The tables about accounts that act together: pairs, groups and roles."""

import polars as pl

from analytics.model.table import TEXTS, Column, Table, count, moment, share, text

COACTIONS = Table(
    "coactions",
    "two acts of two accounts on one object",
    (
        text("account_a", "the smaller id", False),
        text("account_b", "the larger id", False),
        text("kind", "", False),
        text("object_id", "what both acts were about", False),
        text("event_a", "", False),
        text("event_b", "", False),
        share("gap_s", "seconds between the two", False),
    ),
    ("kind", "account_a", "account_b", "object_id"),
)

COACTION_PAIRS = Table(
    "coaction_pairs",
    "two accounts, one kind, one window",
    (
        text("account_a", "the smaller id", False),
        text("account_b", "the larger id", False),
        text("kind", "co_repost, co_comment, co_link, co_hashtag, co_text", False),
        share("window_s", "seconds, inclusive", False),
        count("objects_n", "distinct objects on which both acted within the window", False),
        share("p_value", "null: not tested"),
        share("q_value", "over all pairs, kinds and windows; null: not tested"),
    ),
    ("kind", "window_s", "account_a", "account_b"),
)

CLUSTERS = Table(
    "clusters",
    "an account in a candidate group",
    (
        text("account_id", "", False),
        text("cluster_id", "g1, g2, ...: strongest first", False),
        text("grade", "A, B or C: see coordination/groups/grading.py", False),
        Column("evidence_lines", TEXTS, "lines that stand for this account: moments, text, arrival"),
        Column("reasons", TEXTS, "why not more, or what else explains it: keys of locale/coordination.toml"),
        share(
            "ln_e",
            "natural logarithm of the e-value of its moments "
            "(mean of e at most 1 for an account on its own); "
            "null: not tested (one author's posts)",
        ),
        share(
            "ln_e_needed",
            "from which moments stand at a false discovery rate of 1 % (e-BH over all groups and members)",
        ),
        Column(
            "ln_e_by_scale",
            pl.List(pl.Float64),
            "the same for each scale of 20, 90, 400, 1,500 s (scales finer than the times left out)",
        ),
        count("sources_n", "sources on whose posts its moments were tested", False),
        count(
            "text_sources_n",
            "sources on whose posts it shares task-specific text with two or more others",
            False,
        ),
        share(
            "dispatch_ratio",
            "of the group: half the shortest window with 60 % of the members, divided by its lag; "
            "median over sources",
        ),
        share(
            "stable_share",
            "share of 50 samples of 80 % of the posts in which this account stands; null below A",
        ),
        share("group_stable_share", "share of the samples in which four or more members stand; null below A"),
        share("task_share", "share of this account's acts that lie on the group's tasks", False),
        text(
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
        text("cluster_id", "", False),
        text("account_id", "", False),
        text("event_id", "", False),
        text("object_id", "the post", False),
        moment("at", ""),
        share("lag_s", "seconds since the post (since the first act, if it is not exported)"),
        count(
            "cell", "number of the near-identical text it shares here with two or more others; null for none"
        ),
        share("nearest_gap_s", "seconds to the nearest other member on this post"),
    ),
    ("cluster_id", "object_id", "at", "account_id"),
)

CLUSTER_TASKS = Table(
    "cluster_tasks",
    "a post on which more members of a group acted than chance puts there",
    (
        text("cluster_id", "", False),
        text("object_id", "", False),
        text("author_id", "whose post it is; null if not exported"),
        count("members_n", "members on it", False),
        count("accounts_n", "accounts on it in all", False),
        share("members_expected", "members on it by chance (Poisson mean)", False),
        share("dispatch_ratio", "arrival on this post; null with fewer than three members"),
        moment("first_at", "first act of a member"),
        moment("last_at", "last act of a member"),
    ),
    ("cluster_id", "first_at", "object_id"),
)

CLUSTER_TRAITS = Table(
    "cluster_traits",
    "something that members of a group have in common out of proportion",
    (
        text("cluster_id", "", False),
        text("trait", "registration, client, region, default_name", False),
        text("value", "", False),
        count("members_n", "members with it", False),
        count("known_n", "members of whom it is known", False),
        share("case_share", "share of the case's accounts with it", False),
        share("p_value", "hypergeometric, times the number of values looked at; not a finding alone", False),
    ),
    ("cluster_id", "trait"),
)

COORDINATION = Table(
    "coordination",
    "a number about the search for groups as a whole",
    (
        text("measure", "", False),
        share("value", "null: not known"),
        text("note_code", "key of locale/coordination.toml"),
    ),
    ("measure",),
)

CALIBRATION = Table(
    "calibration",
    "a copy of the case in which only chance and habit set the moments",
    (
        count("surrogate", "number of the copy, its seed", False),
        count("accounts_a", "accounts at grade A in it", False),
    ),
    ("surrogate",),
)

TARGETS = Table(
    "targets",
    "whom an act is aimed at",
    (
        text("event_id", "", False),
        text("target_id", "name of the target in case.toml, or an account id", False),
        text("basis", "reply_to, mention, term (a term of case.toml stands in the text), human", False),
    ),
    ("event_id", "target_id", "basis"),
)

ROLES = Table(
    "roles",
    "an account in a role, for a subject",
    (
        text("account_id", "", False),
        text("role", "initiator, organizer, promoter, amplifier, repeater", False),
        text("subject_id", "a family_id, a root_id, a cluster_id or a dated record of case.toml", False),
        text("grade", "A, B, C or insufficient", False),
        text("cluster_id", "the candidate group it is about; null where the role needs none"),
        Column("evidence_lines", TEXTS, "keys of locale/roles.toml: which lines stand", False),
        text("reason_code", "key of locale/roles.toml: the reason in words", False),
        text("reason_params", "JSON object: the numbers and names the reason is filled with", False),
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
        share("value", "the role's own measure (seconds of margin, acts lost without it, ...); null: none"),
        share("lower", ""),
        share("upper", ""),
        text("unit", "of value"),
    ),
    ("role", "subject_id", "grade", "account_id"),
)
