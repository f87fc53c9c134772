"""The tables that stand beside the law: labels of people, findings and requests."""

from analytics.model.table import TEXTS, Column, Table, count, moment, share, text

LABELS = Table(
    "labels",
    "a human judgment of a text or account",
    (
        text("subject_id", "an event, account, family or group", False),
        text("label", "", False),
        text("author", "", False),
        moment("at", "when it was recorded", False),
        text("kind", "label, finding or note: which part of the review it comes from"),
        text("note", "in the author's words"),
        text("entry_sha256", "of the entry in review.sqlite"),
    ),
    ("subject_id", "at", "author", "label"),
)

FINDINGS = Table(
    "findings",
    "a factor of a rule set, for a subject",
    (
        text("factor_id", "", False),
        text("rule_set", "", False),
        text("subject_id", "case, a family_id, a root_id, an account_id or a target", False),
        text("status", "measured, none_in_data, not_measurable, human_finding", False),
        share("value", "null: no number"),
        share("lower", ""),
        share("upper", ""),
        share("threshold", "number of the provision; null: it names none"),
        text("unit", ""),
        text("source", "table and measure the value was read from"),
        Column(
            "event_ids", TEXTS, "acts behind it: all that the number counts where it is one of acts", False
        ),
        count("events_n", "how many acts are behind it, also where event_ids is cut at 100,000", False),
        text("human_needed", "key of locale/law.toml: what a human still has to find; null: nothing"),
        text("recorded_by", "who recorded a human finding"),
        moment("recorded_at", "when"),
        text("note_code", "key (law.* or roles.*): the observation in words"),
        text("note_params", "JSON object the note is filled with"),
        Column("inculpatory", TEXTS, "keys: what the side that alleges would say", False),
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
        count("place", "0 first", False),
        text("kind", "law.ask_<kind>, ..._whom, ..._settles and ..._under say it", False),
        count("n", "how many it is about", False),
        Column(
            "subject_ids", TEXTS, "all of them: records, posts, files, groups, or accounts to identify", False
        ),
        Column(
            "account_ids", TEXTS, "accounts that may be named: the holder, or the members of the group", False
        ),
        moment("first_at", "the first record that it concerns: on the information, or behind a grade"),
        moment("last_at", "the last one"),
        moment("known_to", "the newest capture that shows one of them: what came later is not known"),
        text("table", "where all of them stand"),
        text("condition", "the filter that lists them"),
    ),
    ("place",),
)
