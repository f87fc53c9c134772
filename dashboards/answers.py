"""How our own routes answer the scripts of our pages: bytes, JSON, or a fault in the reader's language."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, request

from analytics.model.errors import WakelineError
from dashboards.access.bodies import read_json


def told(answer: Callable[..., Response]) -> Callable[..., Response]:
    """Make an answer that tells a fault that the reader can mend, in the language of the page."""

    @wraps(answer)
    def with_faults(*about: Any, **named: Any) -> Response:
        try:
            return answer(*about, **named)
        except WakelineError as fault:
            return Response(fault.text(lang()), status=409, mimetype="text/plain")

    return with_faults


def lang() -> str:
    """Read the language of the page that asks."""
    return "en" if "/en/" in request.headers.get("Referer", "") else "zh"


def packed(data: bytes) -> Response:
    """Answer with a network as `encode_network` writes it."""
    return Response(data, mimetype="application/octet-stream", headers={"Content-Encoding": "gzip"})


def as_json(value: object) -> Response:
    """Answer with JSON."""
    return Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")


def asked_json() -> dict[str, Any]:
    """Read the JSON object of a request; anything else is answered with 400."""
    asked = read_json()
    if not isinstance(asked, dict):
        abort(400, "expected: a JSON object")
    return asked
