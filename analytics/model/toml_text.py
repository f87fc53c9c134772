"""TOML that strangers wrote: every way in which it can be broken is one error."""

import tomllib
from typing import Any


def toml_of(text: str) -> dict[str, Any]:
    """The values of a TOML text.

    Raises tomllib.TOMLDecodeError also for nesting without end and numbers of thousands of digits, for which
    the parser itself raises others.

    >>> toml_of("a = 1")
    {'a': 1}
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("nested too deeply") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as fault:
        raise tomllib.TOMLDecodeError(str(fault)) from None
