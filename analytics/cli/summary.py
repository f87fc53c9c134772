"""The short account of an analysis that a command prints: its groups and its roles."""

from typing import Any

from analytics.cli.speech import LANG, out
from analytics.model.messages import say

SHOWN = 3  # Accounts a line.


def say_groups(done: Any) -> None:
    """What the search for groups came to, in two sentences."""
    rows = {m: (v, code) for m, v, code in done.read("coordination").iter_rows()}
    out(
        "groups",
        verdict=say(f"coordination.{rows['verdict'][1]}", LANG),
        groups=done.read("clusters")["cluster_id"].n_unique(),
        a=int(rows["accounts_a"][0]),
        b=int(rows["accounts_b"][0]),
        c=int(rows["accounts_c"][0]),
    )
    if rows.get("surrogates_n", (0, ""))[0]:
        out(
            "surrogates",
            n=int(rows["surrogates_n"][0]),
            mean=f"{rows['surrogate_a_mean'][0]:.2f}",
            most=int(rows["surrogate_a_max"][0]),
        )


def say_roles(done: Any) -> None:
    """Who stands at grade A in which role, one line a role."""
    from analytics.model.thresholds import ROLES
    from analytics.roles.standing import GRADES, rows_by_grade, standings

    roles = done.read("roles")
    counted = rows_by_grade(roles).values()
    out("roles", **{f"n_{g.lower()}": sum(of.get(g, 0) for of in counted) for g in GRADES})
    stand = standings(roles, ("A",))
    for role in ROLES:
        named = stand.filter(role=role)["account_id"].sort().to_list()
        if named:
            more = say("cli.roles_more", LANG, n=len(named) - SHOWN) if len(named) > SHOWN else ""
            out("role", role=say(f"roles.role_{role}", LANG), accounts=", ".join(named[:SHOWN]) + more)
