"""What may be sent to a callback: what it was declared with, of the types of its own signature.

Dash hands whatever arrives to the function of a page. Here a body is compared with the declaration of the
callback first - which outputs, inputs and states, in which order - and each value with the annotation of the
parameter that takes it; null is let through, as Dash sends it for what is not set yet. Anything else is
answered with 400 and one line, before any code of a page runs.
"""

import inspect
import json
from collections.abc import Callable
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from dash import Dash
from flask import abort, request
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from dashboards.access.bodies import read_json

PATH = "/_dash-update-component"
_WILD = ("ALL", "MATCH", "ALLSMALLER")
_LISTED = (["ALL"], ["ALLSMALLER"])  # A place that stands for several components at once.


class _Strict(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class _Place(_Strict):
    """A property of a component, with its value."""

    id: str | dict[str, str | int | float | bool]
    property: str
    value: Any = None


class _Body(_Strict):
    """What the renderer of Dash sends."""

    output: str
    outputs: _Place | list[_Place | list[_Place]]
    inputs: list[_Place | list[_Place]]
    changedPropIds: list[str] = []
    state: list[_Place | list[_Place]] = []


def check_callback(app: Dash) -> None:
    """Abort with 400 if the body of this request is none that the callback it names can take."""
    raw = read_json()
    try:
        body = _Body.model_validate(raw)
    except ValidationError as fault:
        abort(400, _first(fault))
    declared = app.callback_map.get(body.output)
    if declared is None or "callback" not in declared:
        abort(404, "no such callback")
    if set(raw) - {"output", "outputs", "inputs", "changedPropIds", "state", "parsedChangedPropsIds"}:
        abort(400, "a key that no callback takes")
    places = [*declared["inputs"], *declared["state"]]
    given = [*body.inputs, *body.state]
    if len(body.inputs) != len(declared["inputs"]) or len(given) != len(places):
        abort(400, "another number of inputs than the callback has")
    for place, one in zip(places, given, strict=True):
        _same_place(place, one)
    _same_outputs(declared["output"], body.outputs)
    _known_changes(body)
    _of_type(declared["callback"], given)
    request._cached_json = (raw, raw)  # Dash reads what was checked.


def triggers(declared: dict[str, Any]) -> set[str]:
    """Name what starts a callback: the ids of its inputs, the role of ids that are patterns.

    >>> sorted(triggers({"inputs": [{"id": "here"}, {"id": '{"name":["ALL"],"role":"rows"}'}]}))
    ['here', 'rows']
    """
    named = set()
    for place in declared["inputs"]:
        id_ = _id(place["id"])
        named.add(str(id_.get("role")) if isinstance(id_, dict) else id_)
    return named


def _first(fault: ValidationError) -> str:
    found = fault.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in found["loc"])[:80]
    return f"{where}: {found['msg']}".encode("ascii", "replace").decode()


def _id(text: str) -> str | dict[str, Any]:
    return dict(json.loads(text)) if text.startswith("{") else text


def _same_place(declared: dict[str, str], given: _Place | list[_Place]) -> None:
    id_ = _id(declared["id"])
    is_list = isinstance(id_, dict) and any(part in _LISTED for part in id_.values())
    if is_list != isinstance(given, list):
        abort(400, f"{declared['property']}: one value expected, several found, or the other way round")
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, list):
            abort(400, "a list where an input is expected")
        if one.property.split("@")[0] != declared["property"] or not _fits(id_, one.id):
            abort(400, "an input that the callback does not have")


def _fits(declared: str | dict[str, Any], given: str | dict[str, Any]) -> bool:
    if isinstance(declared, str) or isinstance(given, str):
        return declared == given
    return declared.keys() == given.keys() and all(
        isinstance(part, list) or part == given[name] for name, part in declared.items()
    )


def _same_outputs(declared: Any, given: _Place | list[_Place | list[_Place]]) -> None:
    """The outputs are those of the callback: Dash writes its answer by what the request says of them."""
    if not isinstance(declared, list | tuple):
        if isinstance(given, list) and not _is_pattern(declared):
            abort(400, "another number of outputs than the callback has")
        listed: list[Any] = [given]
    else:
        listed = given if isinstance(given, list) else [given]
    wanted = list(declared) if isinstance(declared, list | tuple) else [declared]
    if len(listed) != len(wanted):
        abort(400, "another number of outputs than the callback has")
    for output, one in zip(wanted, listed, strict=True):
        place = {"id": output.component_id_str(), "property": output.component_property}
        _same_place(place, one)


def _is_pattern(output: Any) -> bool:
    id_ = _id(output.component_id_str())
    return isinstance(id_, dict) and any(part in _LISTED for part in id_.values())


def _known_changes(body: _Body) -> None:
    """What is said to have changed is one of the inputs."""
    known = {
        (one.property, json.dumps(one.id, sort_keys=True))
        for given in body.inputs
        for one in (given if isinstance(given, list) else [given])
    }
    for changed in body.changedPropIds:
        text, _, name = changed.rpartition(".")
        try:
            id_ = _id(text)
        except (ValueError, TypeError):
            abort(400, "changedPropIds: no id of an input")
        if (name, json.dumps(id_, sort_keys=True)) not in known:
            abort(400, "changedPropIds: no input of this callback")


def _of_type(function: Callable[..., Any], given: list[_Place | list[_Place]]) -> None:
    values = [[one.value for one in place] if isinstance(place, list) else place.value for place in given]
    for adapter, value in zip(_adapters(inspect.unwrap(function), len(values)), values, strict=True):
        try:
            adapter.validate_python(value, strict=True)
        except ValidationError as fault:
            abort(400, _first(fault))


@lru_cache(maxsize=512)
def _adapters(function: Callable[..., Any], n: int) -> tuple[TypeAdapter[Any], ...]:
    """What checks each value: the annotations of the function; null is let through, for what is unset."""
    hints = get_type_hints(function)
    kinds: list[Any] = []
    for one in inspect.signature(function).parameters.values():
        hint = hints.get(one.name, Any)
        many = n - len(kinds) if one.kind is inspect.Parameter.VAR_POSITIONAL else 1
        kinds += [TypeAdapter(_or_null(hint), config=None)] * many
    return tuple(kinds[:n])


def _or_null(hint: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is list and inner:
        return list[_or_null(inner[0])] | None  # type: ignore[misc]
    if origin in (Union, UnionType):
        return hint | None
    return hint if hint is Any else hint | None
