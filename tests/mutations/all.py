"""The whole list, room by room."""

from tests.mutations.acting_together import ACTING_TOGETHER
from tests.mutations.articles import ARTICLES
from tests.mutations.coordination import COORDINATION
from tests.mutations.evidence import EVIDENCE
from tests.mutations.graph import GRAPH
from tests.mutations.law import LAW
from tests.mutations.record import Mutation
from tests.mutations.roles import ROLES
from tests.mutations.scope import SCOPE

MUTATIONS: tuple[Mutation, ...] = (
    *LAW,
    *ARTICLES,
    *ROLES,
    *ACTING_TOGETHER,
    *COORDINATION,
    *SCOPE,
    *EVIDENCE,
    *GRAPH,
)
