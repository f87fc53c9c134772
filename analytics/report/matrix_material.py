"""What the electronic-data matrix reads of a case: counts of files, certificates, changes and entries."""

from analytics.law.matrix import Material
from analytics.report.report_data import ReportData


def material_of(facts: ReportData) -> Material:
    """Read what a case has to show.

    Files are compared with their hashes by `wakeline verify`, not while a report is written: large evidence
    is not read for it a second time. `broken` is therefore unknown here.
    """
    sources = facts.sources
    obtained = sources.drop_nulls("obtained").filter(sources.drop_nulls("obtained")["obtained"] != "").height
    return Material(
        inputs_n=sources.height,
        obtained_n=obtained,
        certificates=tuple(facts.certificates["name"].unique().sort()),
        custody_n=len(facts.custody),
        changed_n=facts.subsets["edited"].n if "edited" in facts.subsets else 0,
        rejected_n=facts.stored["rejected"],
        terms_n=sum(len(topic.terms) for topic in facts.toml.topics),
        has_sm3=bool(sources["sm3"].count()),
    )
