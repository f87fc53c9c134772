"""What a copy to hand on does with every column; one that stands nowhere here is left out.

A column is listed by its name, or by table and name where tables differ. `tests/evidence/test_redact.py`
walks all tables, so a new column cannot be forgotten.
"""

from enum import StrEnum


class Treatment(StrEnum):
    """What becomes of the values of a column.

    account, act, family, name, file: the pseudonym of that kind, in lists too.
    digest: a pseudonym that looks like a SHA-256.
    subject: the pseudonym of whatever kind the case holds under that name.
    class: what a measure is by: a code, or the pseudonym of a person.
    params: JSON whose names and ids become pseudonyms; figures: JSON of which only numbers stay.
    texts: words with names, links and long numbers replaced; left out on request.
    code: words that name nobody, and what was counted or computed over many acts, as it is.
    reason: a reason's code without what was found.
    moment: the coarse moment of the act beside it; day: the day; digit: a number to its first digit.
    row: the place of a record among the records of its file, dealt out anew.
    gone: nothing (null, or "⟨redacted⟩", or an empty list where the table wants a value).
    """

    ACCOUNT = "account"
    ACT = "act"
    FAMILY = "family"
    NAME = "name"
    FILE = "file"
    DIGEST = "digest"
    SUBJECT = "subject"
    CLASS = "class"
    PARAMS = "params"
    FIGURES = "figures"
    TEXTS = "texts"
    CODE = "code"
    REASON = "reason"
    MOMENT = "moment"
    DAY = "day"
    DIGIT = "digit"
    ROW = "row"
    GONE = "gone"


_BY_TREATMENT: dict[Treatment, str] = {
    Treatment.ACCOUNT: "account_id account_ids account_a account_b author_id leader_id",
    Treatment.ACT: """event_id parent_id parent_used_id root_id stated_parent_id stated_root_id post_id
        object_id object_ids event_a event_b event_ids""",
    Treatment.FAMILY: "family_id",
    Treatment.NAME: "account_names.name",
    Treatment.FILE: "sources.name",
    Treatment.DIGEST: """source_sha256 sources.sha256 sources.sm3 container_sha256 certificate_sha256
        certificates.value source_path""",
    Treatment.SUBJECT: "subject_id subject_ids target_id item_id",
    Treatment.CLASS: "class_value",
    Treatment.PARAMS: "reason_params note_params",
    Treatment.FIGURES: "params",
    Treatment.TEXTS: "text own_text",
    Treatment.REASON: "rejected.reason",
    Treatment.MOMENT: "events.at alleged_events.at cluster_acts.at at_precision",
    Treatment.DAY: "first_at last_at known_to captured_at as_of labels.at recorded_at",
    Treatment.DIGIT: """bytes half_life_s to_100_s to_500_s to_1000_s densest_lag_s densest_width_s
        counters.value""",
    Treatment.ROW: "source_row",
    Treatment.GONE: """account_name accounts.name at_text at_from_id at_conflict client region urls edited
        registered_at verified verified_type verified_reason followers_n following_n accounts.posts_n location
        text_sha256 about author obtained certificates.name document raw cluster_traits.value lag_s
        nearest_gap_s overturned_by note entry_sha256 recorded_by condition""",
    Treatment.CODE: """platform kind at_basis stated_parent_note root_basis parent_basis parent_note
        is_kept is_hashed counter is_floor is_rounded format importer encoding
        records_n events_n duplicates_n rejected_n other_n hints_basis timezone
        algorithm basis tree size depth depth_upper max_breadth max_breadth_lower
        structural_virality structural_virality_upper accounts_n missing_root
        missing_parents_n assumed_parents_n cycles_n earlier_than_parent_n
        children_n subtree_n measure lower point upper unit note_code layer found_by
        part side side_basis coders_n actor gap_s window_s objects_n p_value q_value
        cluster_id grade evidence_lines reasons ln_e ln_e_needed ln_e_unled
        ln_e_before strictest text_score pair_q days_n bets_n partners_n links_n
        clusters.posts_n sources_n task_share cell members_n members_expected
        pairs_60_share trait known_n case_share coordination.value surrogate
        accounts_a proposition for_lines against_lines strength role reason_code
        explanations challenges article10 roles.value may_be_named runs_n kept_n
        label factor_id rule_set status findings.value threshold findings.source
        human_needed inculpatory exculpatory overturn place n requests.table""",
}
TREATMENTS: dict[str, Treatment] = {
    name: treatment for treatment, names in _BY_TREATMENT.items() for name in names.split()
}
# Measures by something that a copy does not tell of an account.
TRAIT_MEASURES = tuple(
    f"accounts_by_{trait}" for trait in ("client", "followers", "location", "region", "verified_type")
)


def treatment_of(table: str, column: str) -> Treatment | None:
    """Find what becomes of a column; None where nobody has judged it.

    >>> treatment_of("events", "account_id"), treatment_of("events", "colour")
    (<Treatment.ACCOUNT: 'account'>, None)
    """
    return TREATMENTS.get(f"{table}.{column}") or TREATMENTS.get(column)
