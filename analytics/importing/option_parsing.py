"""What a user states about exports, read strictly: an id of the platform, a time zone."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analytics.model.errors import SettingsError


def parse_id_option(given: str | None) -> str | None:
    """A native id from what the user types: "weibo:485..." and "485..." alike; None stays None.

    Raises SettingsError for what is no id.

    >>> parse_id_option("weibo:4857881961438732")
    '4857881961438732'
    """
    bare = given.split(":", 1)[-1] if given else None
    if bare is not None and not (
        bare.isascii() and bare.isalnum() and len(bare) >= 5 and any(c.isdigit() for c in bare)
    ):
        raise SettingsError("id_unreadable", found=given)
    return bare


def parse_timezone_option(name: str | None) -> str | None:
    """The name of a time zone that is known; None stays None. Raises SettingsError for an unknown one."""
    if name is not None:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise SettingsError("zone_unknown", found=name) from None
    return name
