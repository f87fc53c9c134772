"""Bodies of requests as plain values: whole JSON, flat enough, of numbers and signs that can be kept."""

import json
import re
from typing import Any, NoReturn

from flask import abort, request

from analytics.model.errors import CaseError

DEPTH_MAX = 40  # Lists and objects inside each other: no page of ours sends more than 12.
INTEGER_MAX = 2**53  # What a browser can tell apart; larger ids travel as text.
_LONE = re.compile(rb"\\u[dD][89a-fA-F]")


def read_json() -> Any:
    """Read the JSON of the request, once.

    Aborts with 400 for bytes that are no UTF-8 or no JSON, half a character, a number beyond INTEGER_MAX or
    none at all (NaN), and nesting beyond DEPTH_MAX.
    """
    try:
        return parsed(request.get_data(cache=True))
    except CaseError as fault:
        abort(400, fault.text("en"))


def parsed(body: bytes) -> Any:
    """Read JSON out of bytes. Raises CaseError as `read_json` aborts.

    >>> parsed(b'{"a": [1, "b"]}')
    {'a': [1, 'b']}
    >>> parsed(b"[" * 50 + b"]" * 50)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    analytics.model.errors.CaseError: The body of the request cannot be read (nested); expected: ...
    """
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_number, parse_int=_integer)
    except UnicodeDecodeError:
        raise _fault("utf-8") from None
    except RecursionError:
        raise _fault("nested") from None
    except ValueError:
        raise _fault("json") from None
    if _LONE.search(body) and not _is_text(value):
        raise _fault("character")
    if _is_deep(value):
        raise _fault("nested")
    return value


def _is_text(value: Any) -> bool:
    """Whether every text in it can be written as UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEPTH_MAX):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _integer(text: str) -> int:
    number = int(text) if len(text) < 20 else INTEGER_MAX + 1
    if abs(number) > INTEGER_MAX:
        raise _fault("number")
    return number


def _no_number(text: str) -> NoReturn:
    raise _fault("number")


def _fault(found: str) -> CaseError:
    return CaseError("body_unreadable", found=found)
