"""The tables about accounts that act together: pairs, groups and roles."""

from analytics.model.table import TEXTS, Column, Table, count, flag, moment, share, text

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
    "an account in a group that acted together",
    (
        text("account_id", "", False),
        text("cluster_id", "g1, g2, ...: strongest first", False),
        text("grade", "A, B or C of acting together: see coordination/groups/grading.py", False),
        Column(
            "evidence_lines",
            TEXTS,
            "lines that stand for this account: moments, followed, text, pair_timing, link, one_post, "
            "own_clock, source",
            False,
        ),
        Column("reasons", TEXTS, "why not more, or what to know: keys of locale/coordination.toml", False),
        share(
            "ln_e",
            "natural logarithm of the e-value of its moments: the least over the five innocent explanations "
            "(mean of e at most 1 if any of them is true); null: no bet was possible",
        ),
        share(
            "ln_e_needed",
            "from which moments stand at a false discovery rate of 1 % (e-BH over all accounts with three "
            "events or more); null where the group was found otherwise",
        ),
        share("ln_e_unled", "the least over the first four, without the visible account it comes after"),
        share(
            "ln_e_before",
            "the same against earlier events of its partners alone; at most 0: source or copied",
        ),
        text("strictest", "crowd, crowd_habit, own_clock, own_pace, leader: the explanation that fits best"),
        share("text_score", "logarithm of a score of shared words; it has no error rate"),
        share("pair_q", "smallest q of its pairs with members (COACTION_PAIRS)"),
        count("days_n", "days (of the posts) on which it met its partners", False),
        count("bets_n", "posts on which it met its partners", False),
        count("partners_n", "accounts that earlier days had drawn together with it", False),
        count("links_n", "of these, accounts at A", False),
        count("posts_n", "target posts of the group on which it acted", False),
        count("sources_n", "authors of these posts", False),
        text("leader_id", "the account that acted before it on most of its posts; null: none"),
        share("task_share", "share of this account's events that lie on the group's target posts", False),
        Column("event_ids", TEXTS, "its events on the group's target posts, at most 20; all in cluster_acts"),
    ),
    ("cluster_id", "grade", "account_id"),
)

CLUSTER_ACTS = Table(
    "cluster_acts",
    "an event of a listed account on a target post of its group",
    (
        text("cluster_id", "", False),
        text("account_id", "", False),
        text("event_id", "", False),
        text("object_id", "the post; for posts of their own the shared family, or hashtag and day", False),
        moment("at", ""),
        share(
            "lag_s", "seconds since the post (since the first event, if it is not exported); null: no post"
        ),
        count("cell", "number of the family of texts it shares here with two or more others; null for none"),
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
        text("kind", "post; text or hashtag (on one day) where members wrote posts of their own", False),
        text("author_id", "whose post it is; null if not exported, or where there is no post"),
        count("members_n", "members on it", False),
        count("accounts_n", "accounts on it in all", False),
        share("members_expected", "distinct members on it by chance (Chung and Lu 2002)", False),
        share("pairs_60_share", "share of the pairs of members that lie within 60 s; null below two members"),
        share("densest_lag_s", "delay of the shortest span with 60 % of the members; null below three"),
        share("densest_width_s", "length of that span"),
        moment("first_at", "first event of a member"),
        moment("last_at", "last event of a member"),
    ),
    ("cluster_id", "first_at", "object_id"),
)

EXPLANATIONS = Table(
    "explanations",
    "a proposition about what explains that a group acted together",
    (
        text("cluster_id", "", False),
        text(
            "proposition",
            "independent, copied_source, open_call, platform_push, open_automation, directed",
            False,
        ),
        Column("for_lines", TEXTS, "observations for it: keys of locale/explanations.toml", False),
        Column("against_lines", TEXTS, "observations against it", False),
        share("strength", "null: cannot be told (the normal answer)"),
        text("basis", "measured, document, none: what a strength would rest on", False),
        text("params", "JSON object: the numbers and names that the sentences are filled with", False),
        Column("event_ids", TEXTS, "events behind it, at most 20", False),
    ),
    ("cluster_id", "proposition"),
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
        Column(
            "event_ids", TEXTS, "acts behind it, strongest first; all of a repeater, else at most 20", False
        ),
        Column("explanations", TEXTS, "keys of locale/roles.toml: innocent explanations that apply", False),
        Column(
            "challenges",
            TEXTS,
            "keys of locale/roles.toml, with the lines they name: what would overturn it, tried on the case",
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
        flag("may_be_named", "false: the report tells the position without a name", False),
    ),
    ("role", "subject_id", "grade", "account_id"),
)

FRAGILITY = Table(
    "fragility",
    "a listed account under other settings and with parts of the export left out",
    (
        text("account_id", "", False),
        text("role", "a role, or group: acting together", False),
        text("subject_id", "as in ROLES; the group for acting together", False),
        text("grade", "the grade on everything", False),
        count("runs_n", "runs made", False),
        count("kept_n", "runs in which it stays at A or B", False),
        Column(
            "overturned_by",
            TEXTS,
            "changes that alone remove it, at most 20: name=value or what was left out",
            False,
        ),
    ),
    ("role", "subject_id", "account_id"),
)
