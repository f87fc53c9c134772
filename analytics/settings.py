"""Every threshold of the study: one frozen record, printed in the report with unit and reason
(`locale/settings.toml`)."""

from dataclasses import dataclass, fields, replace
from difflib import get_close_matches

from analytics.errors import SettingsError


@dataclass(frozen=True)
class Settings:
    """The numbers that a reader may dispute. Change one with `--set name=value`; the report prints all of
    them.

    >>> Settings().changed({"id_gap_s": "60"}).id_gap_s
    60.0
    """

    id_gap_s: float = 3_600.0  # of 1,149,582 public reposts with such ids all but 28 agree within an hour
    chunk_bytes: float = 16 * 2**20  # measured fastest between 8 and 32 MiB; bounds memory
    member_bytes_max: float = 20 * 2**30  # larger members of an archive are refused
    surrogates_n: float = 99.0  # the largest share a chance result can have with none above it is 1 / 100
    ratio_max: float = 200.0  # unpacked to packed bytes above 100 MiB; text exports stay below 60

    def changed(self, values: dict[str, str]) -> "Settings":
        """These settings with `values` (name -> text of a number) put in.

        Raises SettingsError for an unknown name (with the nearest known one) or a value that is no number.
        """
        known = [f.name for f in fields(self)]
        numbers: dict[str, float] = {}
        for name, text in values.items():
            if name not in known:
                nearest = (get_close_matches(name, known, 1) or [", ".join(known)])[0]
                raise SettingsError("unknown_key", key=name, where="settings", nearest=nearest)
            try:
                numbers[name] = float(text)
            except ValueError:
                raise SettingsError("not_a_number", key=name, found=text) from None
        return replace(self, **numbers)

    def values(self) -> dict[str, float]:
        """Name -> value of every setting. Unit and reason stand in `locale/settings.toml` in both
        languages."""
        return {f.name: getattr(self, f.name) for f in fields(self)}
