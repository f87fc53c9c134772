"""Article 10, what is no violence: reports and criticism; Article 11, help of the police with evidence.

Reporting or exposing wrongdoing (Article 10): markers on accounts and labels on acts. They are marked in
every ranking and taken out of none. Whether something is a report, and whether it was made up, is for
people.

Comment and criticism (Article 10): markers on accounts and labels on acts. The line between criticism and
wanton abuse is for people.

Help with evidence (Article 11): who acted, and how it spread. The tool can list accounts; who holds
them only the platform can say, to an authority.
"""

from analytics.law.article10_markers import article10_markers
from analytics.law.factor import Factor, Measures, Observation, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe_reporting(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Accounts marked as addressing an authority or a medium, and acts labelled so."""
    del provision
    return [article10_markers(measures, ("report_authority", "report_medium"), "reporting")]


FACTOR_A10_1_REPORTING = Factor(
    "A10-1", 1, observe_reporting, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE)
)


def observe_criticism(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Accounts marked as criticising, and acts labelled so."""
    del provision
    return [article10_markers(measures, ("criticism",), "criticism")]


FACTOR_A10_2_CRITICISM = Factor(
    "A10-2", 2, observe_criticism, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE)
)


def observe_police_help(measures: Measures, provision: Provision | None) -> list[Observation]:
    """How many accounts would have to be identified; the list of what to ask for stands in the report."""
    del provision
    accounts = measures.tally("accounts")
    if accounts is None or not accounts["value"]:
        return [unmeasured("no_accounts")]
    return [
        Observation(
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


FACTOR_A11_POLICE_HELP = Factor(
    "A11", 70, observe_police_help, admits(Status.OBSERVED, Status.NOT_MEASURABLE)
)

FACTORS = (FACTOR_A10_1_REPORTING, FACTOR_A10_2_CRITICISM, FACTOR_A11_POLICE_HELP)
