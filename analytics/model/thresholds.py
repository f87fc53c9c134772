"""Every limit of the study that decides a grade, a role, a bound or a listing: value, unit, range, source.

The one home of these numbers. A settable one is an argument of the functions that use it, handed down from
`pipeline.analyse` as a record of this file; a fixed one is read from its class (`ListLimits.shown_n`).
Reason, unit and source stand in `locale/thresholds.toml` in both languages; the report prints all of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from math import isfinite
from typing import Any

from analytics.model.errors import SettingsError

Value = float | tuple[float, ...]
# Beside those of grades and roles: which time is believed, what is a copy, and what a row of scope counts.
DECIDING = (
    *("id_gap_s", "near_share", "near_runs_min", "edited_share", "edited_pairs_min", "edited_words_min"),
    *("same_second_min", "same_list_share", "coded_min", "last_hours", "rolling_days", "peak_width_s"),
)
ROLES = ("initiator", "organizer", "promoter", "amplifier", "repeater")  # In the order of every listing.


@dataclass(frozen=True)
class Limit:
    """What is known of one threshold.

    room: the record that holds it.
    unit, source: keys `unit_<unit>` and `source_<source>` of locale/thresholds.toml; the reason is `<name>`.
    span: least and most that a reader may set; None: it may not be moved.
    """

    name: str
    room: str
    value: Value
    unit: str
    source: str
    span: tuple[float, float] | None
    is_whole: bool

    @property
    def is_settable(self) -> bool:
        """Whether `--set name=value` takes it."""
        return self.span is not None

    @property
    def decides(self) -> bool:
        """Whether a grade of an account or a row of the report turns on it."""
        return self.name in DECIDING or (self.room in ("grades", "roles", "law") and self.source != "machine")


def _set(value: float, low: float, high: float, unit: str, source: str) -> Any:
    """A threshold that a reader may move from `low` to `high`."""
    return field(default=value, metadata={"unit": unit, "source": source, "span": (low, high)})


def _fixed(value: Value, unit: str, source: str) -> Any:
    """A threshold that is printed but stays: moving it would change what the words of the report mean."""
    return field(default=value, metadata={"unit": unit, "source": source, "span": None})


@dataclass(frozen=True)
class ReadingLimits:
    """Import: what is read, and which of two contradicting times is believed."""

    id_gap_s: float = _set(3_600.0, 60.0, 86_400.0, "seconds", "measured")
    chunk_bytes: int = _set(16 * 2**20, 2**10, 2**30, "bytes", "machine")
    member_bytes_max: int = _set(20 * 2**30, 1, 2**50, "bytes", "machine")
    ratio_max: float = _set(200.0, 1.0, 1e6, "ratio", "machine")
    line_bytes_max: int = _fixed(64 * 2**20, "bytes", "machine")
    sheet_cells_max: int = _fixed(2**24, "cells", "machine")
    id_digits_max: int = _fixed(20, "digits", "meaning")
    nul_share_max: float = _fixed(0.1, "share", "choice")
    years_plausible: tuple[int, ...] = _fixed((1990, 2100), "years", "meaning")


@dataclass(frozen=True)
class TextLimits:
    """Families: when two texts are the same words."""

    near_share: float = _set(0.7, 0.6, 0.95, "share", "broder")
    near_runs_min: int = _set(6, 3, 30, "runs", "choice")
    edited_share: float = _set(0.5, 0.4, 0.9, "share", "choice")
    edited_pairs_min: int = _set(10, 5, 50, "pairs", "choice")
    edited_words_min: int = _set(6, 1, 20, "words", "choice")
    trained_labels_min: int = _fixed(10, "labels", "choice")
    stratum_min: int = _fixed(5, "acts", "choice")


@dataclass(frozen=True)
class DrawingLimits:
    """Acting together, first step: which accounts earlier days drew together; a question, no finding."""

    original_accounts_min: int = _set(3, 2, 10, "accounts", "meaning")
    near_next_n: int = _set(40, 10, 200, "acts", "machine")
    text_weight: float = _set(3.0, 0.5, 6.0, "nats", "worlds")
    phrase_posts_max: int = _set(15, 5, 100, "posts", "worlds")
    task_posts_max: int = _set(3, 1, 10, "posts", "worlds")
    task_uses_min: float = _set(5.0, 2.0, 20.0, "acts", "worlds")
    partner_weight_min: float = _set(6.0, 4.0, 12.0, "nats", "worlds")
    partner_z_min: float = _set(1.0, 0.0, 4.0, "z", "worlds")
    joined_common_min: int = _set(3, 0, 10, "accounts", "worlds")
    joined_through_max: int = _set(80, 10, 500, "accounts", "machine")
    pair_windows_s: tuple[float, ...] = _fixed((10.0, 60.0), "seconds", "toolkit")
    pair_objects_min: int = _fixed(2, "posts", "meaning")
    pair_pseudo_n: float = _fixed(20.0, "acts", "worlds")


@dataclass(frozen=True)
class MomentLimits:
    """Acting together, second step: bets on later days against five innocent explanations."""

    gap_levels_s: tuple[float, ...] = _fixed((5.0, 20.0, 60.0, 180.0, 600.0, 1_800.0), "seconds", "worlds")
    gap_tilts: tuple[float, ...] = _fixed((0.35, 0.7, 1.1), "nats", "worlds")
    rank_powers: tuple[float, ...] = _fixed((0.3, 0.6), "ratio", "worlds")
    text_tilt: float = _fixed(3.0, "ratio", "worlds")
    rank_gap_max_s: float = _fixed(7_200.0, "seconds", "worlds")
    crowd_acts_min: int = _set(5, 3, 20, "acts", "worlds")
    crowd_acts_max: int = _set(150, 50, 1_000, "acts", "machine")
    crowd_lag_factor: float = _set(16.0, 4.0, 64.0, "ratio", "worlds")
    kin_common_min: int = _set(2, 0, 10, "accounts", "worlds")
    kin_through_max: int = _set(80, 10, 500, "accounts", "machine")
    habit_pseudo_n: float = _set(3.0, 0.5, 50.0, "acts", "worlds")
    habit_width_s: float = _set(900.0, 300.0, 7_200.0, "seconds", "worlds")
    habit_past_s: float = _fixed(43_200.0, "seconds", "meaning")
    habit_recent_n: int = _set(10, 4, 50, "acts", "choice")
    own_acts_max: int = _set(400, 50, 4_000, "acts", "machine")
    pace_author_min: int = _set(5, 2, 20, "acts", "worlds")
    pair_partners_max: int = _set(30, 0, 100, "accounts", "machine")
    leaders_max: int = _set(6, 1, 12, "accounts", "worlds")
    leader_share: float = _set(0.9, 0.6, 1.0, "share", "worlds")
    leader_own_share: float = _set(0.25, 0.1, 0.9, "share", "worlds")
    leader_p: float = _set(0.05, 0.001, 0.5, "p", "bonferroni")
    leader_posts_min: int = _set(4, 2, 20, "posts", "worlds")
    leader_within_s: float = _set(21_600.0, 3_600.0, 86_400.0, "seconds", "worlds")
    leaders_asked_n: int = _set(40, 6, 400, "accounts", "machine")
    leader_back_n: int = _set(300, 50, 2_000, "acts", "machine")
    clock_periods_s: tuple[float, ...] = _fixed((300.0, 600.0, 900.0, 1_800.0, 3_600.0), "seconds", "choice")
    clock_acts_min: int = _set(8, 4, 50, "acts", "worlds")
    clock_strength: float = _set(10.0, 6.0, 40.0, "nats", "mardia")
    surrogate_sweeps: int = _fixed(12, "rounds", "machine")
    surrogate_pseudo_n: float = _fixed(5.0, "acts", "worlds")


@dataclass(frozen=True)
class GradeLimits:
    """Acting together, third step: which accounts stand at A, B or C, on which posts a group is listed."""

    false_share: float = _set(0.01, 0.0001, 0.1, "share", "ebh")
    false_share_b: float = _set(0.01, 0.0001, 0.1, "share", "ebh")
    days_min: int = _set(4, 2, 20, "days", "worlds")
    testable_acts_min: int = _set(3, 2, 20, "acts", "meaning")
    company_e_min: float = _set(20.0, 5.0, 1_000.0, "ratio", "worlds")
    members_min: int = _set(3, 3, 20, "accounts", "meaning")
    after_e_min: float = _set(20.0, 1.0, 1_000.0, "ratio", "worlds")
    links_min: int = _set(3, 2, 20, "accounts", "worlds")
    link_e_min: float = _set(5.0, 1.0, 100.0, "ratio", "worlds")
    pair_q: float = _set(0.01, 1e-6, 0.1, "share", "custom")
    burst_accounts_min: int = _set(5, 3, 20, "accounts", "worlds")
    burst_home_share: float = _set(0.8, 0.5, 1.0, "share", "worlds")
    burst_share: float = _set(0.6, 0.3, 1.0, "share", "worlds")
    burst_p: float = _set(0.01, 1e-6, 0.1, "p", "bonferroni")
    task_p: float = _set(0.001, 1e-6, 0.05, "p", "custom")
    task_members_min: int = _set(3, 2, 10, "accounts", "meaning")
    task_share_min: float = _set(0.06, 0.0, 0.3, "share", "worlds")
    arrival_share: float = _set(0.6, 0.3, 1.0, "share", "worlds")
    trait_p: float = _set(0.001, 1e-8, 0.05, "p", "custom")
    trait_members_min: int = _set(3, 2, 20, "accounts", "meaning")
    able_accounts_min: int = _set(4, 2, 50, "accounts", "meaning")


@dataclass(frozen=True)
class RepeatLimits:
    """Acting together, last step: is the finding absent from copies in which only chance and habit act?"""

    surrogates_n: int = _set(99, 0, 10_000, "copies", "besag")


@dataclass(frozen=True)
class ExplanationLimits:
    """What explains acting together: from where an observation is told beside a proposition. None decides a
    grade."""

    pace_windows_s: tuple[float, ...] = _fixed((10.0, 60.0), "seconds", "meaning")
    fast_pairs_share: float = _set(0.35, 0.1, 0.9, "share", "worlds")
    fast_posts_min: int = _set(10, 3, 50, "posts", "worlds")
    fast_authors_min: int = _set(5, 2, 20, "authors", "worlds")
    late_after_s: float = _set(600.0, 60.0, 3_600.0, "seconds", "worlds")
    outside_users_max: int = _set(5, 1, 20, "accounts", "worlds")
    word_members_min: int = _set(3, 2, 10, "accounts", "meaning")
    called_chars_min: int = _set(10, 4, 100, "characters", "choice")
    first_share: float = _set(0.5, 0.2, 1.0, "share", "worlds")
    first_texts_min: int = _set(3, 2, 20, "posts", "meaning")
    fresh_within_s: float = _set(60.0, 5.0, 600.0, "seconds", "worlds")
    fresh_texts_share: float = _set(0.5, 0.1, 1.0, "share", "choice")
    common_words_share: float = _set(0.7, 0.2, 1.0, "share", "worlds")
    fixed_order_share: float = _set(0.2, 0.05, 0.9, "share", "worlds")
    order_posts_min: int = _set(4, 2, 20, "posts", "worlds")
    tie_within_s: float = _fixed(2.0, "seconds", "meaning")
    part_members_min: int = _set(4, 3, 20, "accounts", "meaning")


@dataclass(frozen=True)
class RoleLimits:
    """What the record of an account must show for a role."""

    lead_windows_s: tuple[float, ...] = _fixed((120.0, 900.0, 3_600.0), "seconds", "worlds")
    lead_early_share: float = _set(0.1, 0.01, 0.5, "share", "worlds")
    lead_others_min: int = _set(3, 2, 20, "accounts", "worlds")
    lead_posts_min: int = _set(3, 2, 20, "posts", "worlds")
    lead_pseudo_n: float = _set(5.0, 0.5, 50.0, "acts", "worlds")
    order_width_s: float = _set(60.0, 1.0, 3_600.0, "seconds", "meaning")
    order_accounts_min: int = _set(3, 2, 20, "accounts", "worlds")
    order_members_min: int = _set(2, 1, 20, "accounts", "worlds")
    order_text_chars_min: int = _set(10, 4, 100, "characters", "choice")
    order_named_min: int = _set(3, 2, 20, "accounts", "worlds")
    organizer_p: float = _set(0.01, 1e-6, 0.1, "p", "bonferroni")
    organizer_confirmed_min: int = _set(4, 1, 50, "accounts", "meaning")
    announced_min: int = _set(3, 1, 20, "posts", "worlds")
    announced_days_min: int = _set(3, 1, 20, "days", "meaning")
    source_followers_min: int = _set(3, 2, 50, "accounts", "meaning")
    member_events_min: int = _set(3, 2, 20, "acts", "meaning")
    defending_share: float = _set(0.1, 0.01, 1.0, "share", "choice")
    coded_chars_min: int = _set(6, 2, 50, "characters", "choice")
    accusing_occasions_min: int = _set(2, 1, 10, "rounds", "choice")
    initiator_accounts_min: int = _set(5, 1, 100, "accounts", "choice")
    promoter_lost_min: int = _set(10, 1, 1_000, "acts", "choice")
    promoter_lost_share: float = _set(0.05, 0.0, 0.9, "share", "choice")
    promoter_tree_min: int = _fixed(10, "acts", "choice")
    promoter_rank_min: float = _set(0.9, 0.5, 1.0, "share", "measured")
    promoter_draws_n: int = _fixed(60, "rounds", "machine")
    promoter_near_s: float = _fixed(300.0, "seconds", "worlds")
    promoter_attention: tuple[float, ...] = _fixed((1.2, 0.05), "ratio", "worlds")
    promoter_direct: tuple[float, ...] = _fixed((1.9, 1.3), "ratio", "worlds")
    promoter_hub_share: float = _set(0.5, 0.1, 1.0, "share", "choice")
    promoter_apart_s: float = _set(600.0, 1.0, 86_400.0, "seconds", "choice")
    promoter_occasions_min: int = _set(2, 1, 20, "rounds", "meaning")
    repeater_year_days: int = _fixed(365, "days", "year")


@dataclass(frozen=True)
class ScopeLimits:
    """What is counted, and from how much on a share or a list is given."""

    same_second_min: int = _set(3, 2, 50, "accounts", "choice")
    same_second_width_s: float = _fixed(1.0, "seconds", "meaning")
    same_list_share: float = _set(0.5, 0.05, 1.0, "share", "choice")
    coded_min: int = _set(20, 5, 1_000, "acts", "choice")
    targets_min: int = _set(2, 2, 20, "accounts", "meaning")
    family_posts_min: int = _set(2, 1, 20, "posts", "meaning")
    series_acts_min: int = _set(2, 2, 20, "acts", "meaning")
    last_hours: int = _fixed(24, "hours", "injunction")
    rolling_days: int = _fixed(365, "days", "year")
    peak_width_s: float = _fixed(3_600.0, "seconds", "meaning")
    speed_acts: tuple[int, ...] = _fixed((100, 500, 1_000), "acts", "speed")
    confidence_z: float = _fixed(1.959964, "z", "wilson")


@dataclass(frozen=True)
class LawLimits:
    """What rows of law ask before they give a share, call acts separate or look for earlier contact."""

    share_texts_min: int = _fixed(50, "acts", "choice")
    share_alpha_min: float = _fixed(0.667, "share", "krippendorff")
    agreement_draws_n: int = _fixed(2_000, "rounds", "machine")
    call_followed_h: float = _fixed(1.0, "hours", "choice")
    same_words_apart_s: float = _fixed(3_600.0, "seconds", "choice")
    contact_days_min: int = _fixed(7, "days", "choice")
    around_days: int = _fixed(7, "days", "choice")
    recent_days: int = _fixed(7, "days", "injunction_week")
    pursued_months: int = _fixed(6, "months", "pursued")
    punished_months: int = _fixed(12, "months", "punished")


@dataclass(frozen=True)
class ListLimits:
    """How much of a list is printed. The tables beside the report hold all of it."""

    shown_n: int = _fixed(20, "ids", "paper")
    listed_n: int = _fixed(20, "rows", "paper")
    finding_ids_n: int = _fixed(100_000, "ids", "machine")
    subjects_n: int = _fixed(10, "rows", "paper")
    trees_n: int = _fixed(10, "rows", "paper")
    groups_n: int = _fixed(5, "rows", "paper")
    accounts_n: int = _fixed(5, "accounts", "paper")
    columns_n: int = _fixed(12, "posts", "paper")
    hubs_n: int = _fixed(12, "accounts", "paper")
    bars_n: int = _fixed(400, "rows", "paper")


@dataclass(frozen=True)
class Thresholds:
    """All thresholds of a run, by the room that reads them.

    >>> Thresholds().changed({"id_gap_s": "60"}).reading.id_gap_s
    60.0
    >>> Thresholds().values()["days_min"]
    4
    """

    reading: ReadingLimits = ReadingLimits()
    texts: TextLimits = TextLimits()
    drawing: DrawingLimits = DrawingLimits()
    moments: MomentLimits = MomentLimits()
    grades: GradeLimits = GradeLimits()
    repeats: RepeatLimits = RepeatLimits()
    explanations: ExplanationLimits = ExplanationLimits()
    roles: RoleLimits = RoleLimits()
    scope: ScopeLimits = ScopeLimits()
    law: LawLimits = LawLimits()
    listing: ListLimits = ListLimits()

    def changed(self, values: Mapping[str, str]) -> "Thresholds":
        """Put values in (name -> text of a number), and return the new thresholds.

        Raises SettingsError for an unknown name (with the nearest known one), for one that may not be moved,
        for a value that is no number (no whole one where things are counted), or for one out of range.
        """
        known = limits()
        rooms: dict[str, dict[str, float]] = {}
        for name, text in values.items():
            if name not in known:
                settable = [limit.name for limit in known.values() if limit.is_settable]
                nearest = (get_close_matches(name, settable, 1) or [", ".join(settable)])[0]
                raise SettingsError("unknown_key", key=name, where="settings", nearest=nearest)
            rooms.setdefault(known[name].room, {})[name] = _number(known[name], text)
        changed = {room: replace(getattr(self, room), **new) for room, new in rooms.items()}
        return replace(self, **changed)

    def restored(self, recorded: Mapping[str, Any]) -> "Thresholds":
        """Put in the values that a case recorded (analysis.json) and a reader may move.

        Names of another version, and values of fixed ones, say nothing here and are passed over.
        """
        known = limits()
        stated = {k: str(v) for k, v in recorded.items() if k in known and known[k].is_settable}
        return self.changed(stated)

    def as_imported(self, recorded: Mapping[str, Any]) -> "Thresholds":
        """Put in the time limit with which the events of a case were read.

        recorded: what the case recorded.

        What was once accepted as no decompression bomb stays accepted. Raises SettingsError if another time
        limit was asked for: events once read are not read again.
        """
        if "id_gap_s" not in recorded:
            return self
        reading = {n: v for n, v in recorded.items() if n in ("id_gap_s", "member_bytes_max", "ratio_max")}
        was, now = DEFAULT.restored(reading).reading, self.reading
        stands, asked = was.id_gap_s, now.id_gap_s
        if asked not in (stands, ReadingLimits.id_gap_s):
            raise SettingsError("set_at_import", key="id_gap_s", found=shown(asked), stands=shown(stands))
        new = replace(
            now,
            id_gap_s=stands,
            member_bytes_max=max(was.member_bytes_max, now.member_bytes_max),
            ratio_max=max(was.ratio_max, now.ratio_max),
        )
        return replace(self, reading=new)

    def values(self) -> dict[str, Value]:
        """Give the value of every threshold by name, in the order of this file.

        They are values of JSON: tuples become lists.
        """
        return {name: vars(vars(self)[limit.room])[name] for name, limit in limits().items()}


DEFAULT = Thresholds()


def limits() -> dict[str, Limit]:
    """Give what is known of every threshold by name, in the order of this file. Names are unique.

    >>> limits()["days_min"].span, limits()["shown_n"].is_settable
    ((2, 20), False)
    """
    return {limit.name: limit for room in fields(Thresholds) for limit in _of_room(room)}


def recorded(stated: Mapping[str, Any]) -> dict[str, Value]:
    """Give the value of every threshold as a case recorded it (analysis.json), else as it stands today."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in {**DEFAULT.values(), **stated}.items()
        if name in DEFAULT.values()
    }


def _of_room(room: "Field[Any]") -> Iterator[Limit]:
    made: Any = room.default
    for one in fields(made):
        known, value = one.metadata, vars(made)[one.name]
        yield Limit(
            one.name, room.name, value, known["unit"], known["source"], known["span"], isinstance(value, int)
        )


def _number(limit: Limit, text: str) -> float:
    """The number that `text` says, if `limit` may take it."""
    if limit.span is None:
        raise SettingsError("not_settable", key=limit.name, value=shown(limit.value))
    try:
        number = float(text)
    except ValueError:
        raise SettingsError("not_a_number", key=limit.name, found=text) from None
    low, high = limit.span
    if not isfinite(number) or not low <= number <= high:
        raise SettingsError("out_of_range", key=limit.name, found=text, low=shown(low), high=shown(high))
    if limit.is_whole and not number.is_integer():
        raise SettingsError("not_whole", key=limit.name, found=text)
    return int(number) if limit.is_whole else number


def shown(value: Value) -> str:
    """Write a value with all its digits, thousands apart.

    >>> shown(1e-7), shown(3600.0), shown((0.5, 1.0)), shown(1.959964)
    ('0.0000001', '3,600', '0.5; 1', '1.959964')
    """
    if isinstance(value, tuple):
        return "; ".join(shown(one) for one in value)
    return f"{value:,.12f}".rstrip("0").rstrip(".")
