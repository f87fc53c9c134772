"""The share of abuse among the events that people coded, with the interval that so small a sample leaves."""

from scipy.stats import binomtest

from analytics.law.factor import Measures, Observation, Status, ids, unmeasured


def abuse_share(measures: Measures, question: str) -> Observation:
    """Compute the share of events labelled `abuse` among all labelled events, with its 95 % interval.

    question: the end of the sentence's key, as "insult": which factor asks.

    It is a share of coded events, not of all events: they need not be a fair sample. Not measurable where
    nothing was coded; nothing in the data where nothing coded is abuse.
    """
    abuse = measures.tally("label:abuse")
    coded = abuse or next(
        iter(
            measures.table("tallies")
            .filter(measures.table("tallies")["measure"].str.starts_with("label:"))
            .to_dicts()
        ),
        None,
    )
    if coded is None or not coded["of"]:
        return unmeasured("not_coded")
    n, of = int(abuse["value"]) if abuse else 0, int(coded["of"])
    if n == 0:
        return Observation(
            Status.NONE_IN_DATA, "coded_none", {"of": of}, value=0.0, unit="share", source="tallies: label"
        )
    lower, upper = wilson(n, of)
    return Observation(
        Status.MEASURED,
        f"coded_{question}",
        {"n": n, "of": of},
        value=n / of,
        lower=lower,
        upper=upper,
        unit="share",
        source="tallies: label:abuse",
        event_ids=ids(abuse),
        exculpatory=("law.for_coded",),
        overturn=("law.over_coded",),
    )


def wilson(n: int, of: int) -> tuple[float, float]:
    """Compute the 95 % interval of a share of n in `of`.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.

    >>> [round(end, 3) for end in wilson(10, 100)]
    [0.055, 0.174]
    """
    interval = binomtest(n, of).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)
