"""The errors that a user can mend: one parent, few children, each with a text of the catalogue."""

from analytics.model.messages import say

VALUE_MAX = 1_600  # Characters of a value in a message: the list of all layouts fits, a made-up one is cut.


class WakelineError(Exception):
    """A fault that the user can mend.

    key: names its text in `locale/errors.toml`; params fill it.

    The text names the thing, what was found, what was expected and the remedy, on one line.

    >>> str(SettingsError("unknown_key", key="windw_s", where="settings", nearest="window_s"))
    'settings: unknown key "windw_s"; the nearest known one is "window_s". Correct or remove it.'
    """

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def text(self, lang: str = "en") -> str:
        """Give the message in `lang` ("zh" or "en"), on one line."""
        return " ".join(
            say(f"errors.{self.key}", lang, **{k: _cut(v) for k, v in self.params.items()}).split()
        )

    def __str__(self) -> str:
        return self.text("en")


def _cut(value: object) -> object:
    """A value as it is, or the beginning of a text that no line can hold."""
    if isinstance(value, int | float) or len(text := str(value)) <= VALUE_MAX:
        return value
    return f"{text[:VALUE_MAX]}…"


class ExportError(WakelineError):
    """An input file cannot be read as an export."""


class TableError(WakelineError):
    """A table does not have the columns, types or keys that its contract promises."""


class RegistryError(WakelineError):
    """A plug-in file lacks its constant, or two plug-ins claim one name."""


class SettingsError(WakelineError):
    """A setting, option or key of case.toml is unknown or out of range."""


class CaseError(WakelineError):
    """A case folder is absent, unfinished, of a newer version, or was changed by another hand."""
