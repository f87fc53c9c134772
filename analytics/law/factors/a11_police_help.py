"""Help with evidence (Article 11): who acted, and how it spread. The tool can list accounts; who holds
them only the platform can say, to an authority."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """How many accounts would have to be identified; the list of what to ask for stands in the report."""
    del provision
    accounts = measures.tally("accounts")
    if accounts is None or not accounts["value"]:
        return [unmeasured("no_accounts")]
    return [
        Found(
            Status.OBSERVED,
            "accounts_to_identify",
            {"n": int(accounts["value"])},
            value=accounts["value"],
            lower=accounts["value"],
            unit="accounts",
            source="tallies: accounts",
            exculpatory=("law.for_account_not_person",),
        )
    ]


FACTOR = Factor("A11", 70, observe, admits(Status.OBSERVED, Status.NOT_MEASURABLE))
