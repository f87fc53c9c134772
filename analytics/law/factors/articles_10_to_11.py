"""Articles 10 and 11: reports and criticism, which are no violence, and help of the police with evidence."""

from analytics.law.article10_markers import article10_markers
from analytics.law.factor import Factor, Measures, Observation, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe_reporting(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe reports and exposure of wrongdoing (Article 10): accounts with markers, and events labelled so.

    The markers are those of addressing an authority or a medium. They show in every ranking and remove
    nothing. Whether something is a report, and whether it was made up, is for people.
    """
    del provision
    return [article10_markers(measures, ("report_authority", "report_medium"), "reporting")]


FACTOR_A10_1_REPORTING = Factor(
    "A10-1", 1, observe_reporting, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_criticism(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe comment and criticism (Article 10): accounts marked as criticising, and events labelled so.

    The line between criticism and wanton abuse is for people.
    """
    del provision
    return [article10_markers(measures, ("criticism",), "criticism")]


FACTOR_A10_2_CRITICISM = Factor(
    "A10-2", 2, observe_criticism, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_police_help(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count the accounts that would have to be identified (Article 11); the report lists what to ask for.

    Who holds an account only the platform can say, to an authority.
    """
    del provision
    accounts = measures.tally("accounts")
    if accounts is None or not accounts["value"]:
        return [unmeasured("no_accounts")]
    return [
        Observation(
            Status.MEASURED,
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
    "A11", 70, observe_police_help, admits(Status.MEASURED, Status.NOT_MEASURABLE)
)

FACTORS = (FACTOR_A10_1_REPORTING, FACTOR_A10_2_CRITICISM, FACTOR_A11_POLICE_HELP)
