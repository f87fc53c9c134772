"""Every threshold of the study, with its unit and its reason: one frozen record, printed in the report."""

from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches

from analytics.errors import SettingsError


def _setting(default: float, unit: str, reason: str) -> float:
    return field(default=default, metadata={"unit": unit, "reason": reason})


@dataclass(frozen=True)
class Settings:
    """The numbers that a reader may dispute. Change one with `--set name=value`; the report prints all of them.

    >>> Settings().changed({"id_gap_s": "60"}).id_gap_s
    60.0
    """

    id_gap_s: float = _setting(
        3600.0, "seconds",
        "A Weibo id encodes its moment; of 1,149,582 reposts with such ids in a public research set all but 28 agree "
        "within an hour, and those 28 are wrong dates in that set. Beyond this gap the stated time is flagged.")
    chunk_bytes: float = _setting(
        16 * 2**20, "bytes", "Size of one reading step: measured fastest between 8 and 32 MiB; bounds memory.")
    member_bytes_max: float = _setting(
        20 * 2**30, "bytes", "Largest file unpacked from an archive: more is refused as a possible decompression bomb.")
    ratio_max: float = _setting(
        200.0, "ratio", "Largest ratio of unpacked to packed bytes over 100 MiB: text exports stay below 60.")

    def changed(self, values: dict[str, str]) -> "Settings":
        """These settings with `values` (name -> text of a number) put in.

        Raises SettingsError for an unknown name (with the nearest known one) or a value that is no number.
        """
        known = [f.name for f in fields(self)]
        numbers: dict[str, float] = {}
        for name, text in values.items():
            if name not in known:
                nearest = (get_close_matches(name, known, 1) or ["-"])[0]
                raise SettingsError("unknown_key", key=name, where="settings", nearest=nearest)
            try:
                numbers[name] = float(text)
            except ValueError:
                raise SettingsError("not_a_number", key=name, found=text) from None
        return replace(self, **numbers)

    def rows(self) -> list[tuple[str, float, str, str]]:
        """(name, value, unit, reason) of every setting, for the report."""
        return [(f.name, getattr(self, f.name), f.metadata["unit"], f.metadata["reason"]) for f in fields(self)]
