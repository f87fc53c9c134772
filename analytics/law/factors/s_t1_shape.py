"""Depth, breadth, platforms, half-life of the largest tree: descriptive only, no law names a number for
them."""

from analytics.law.factor import Factor, Found, Measures, Param, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """The largest tree in numbers."""
    del provision
    trees = measures.table("cascades").filter(measures.table("cascades")["size"] > 1)
    if trees.is_empty():
        return [unmeasured("shape_none")]
    top = trees.sort("size", "root_id", "tree", descending=[True, False, False]).row(0, named=True)
    platforms = measures.tally("platforms_case")
    params: dict[str, Param] = {
        "size": top["size"],
        "depth": top["depth"],
        "breadth": top["max_breadth"],
        "half_life_min": round(top["half_life_s"] / 60) if top["half_life_s"] is not None else None,
        "platforms": int(platforms["value"]) if platforms else None,
    }
    return [
        Found(
            Status.OBSERVED,
            "shape",
            params,
            top["root_id"],
            value=float(top["size"]),
            unit="acts",
            source="cascades",
            event_ids=(top["root_id"],),
            overturn=("law.over_scope",),
        )
    ]


FACTOR = Factor("S-T1", 58, observe, admits(Status.OBSERVED, Status.NOT_MEASURABLE), is_shown_bare=True)
