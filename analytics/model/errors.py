"""The errors that a user can mend: one parent, few children, each with a text of the catalogue."""

from analytics.model.messages import say


class WakelineError(Exception):
    """A fault the user can mend. `key` names its text in `locale/errors.toml`, `params` fill it.

    The text names the thing, what was found, what was expected and the remedy, on one line.

    >>> str(SettingsError("unknown_key", key="windw_s", where="settings", nearest="window_s"))
    'settings: unknown key "windw_s"; the nearest known one is "window_s". Correct or remove it.'
    """

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def text(self, lang: str = "en") -> str:
        """The message in `lang` ("zh" or "en"), on one line."""
        return " ".join(say(f"errors.{self.key}", lang, **self.params).split())

    def __str__(self) -> str:
        return self.text("en")


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
