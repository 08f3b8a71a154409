"""How far the activities are, by those who report."""

from fractions import Fraction

from services.aggregator.domain.codes import WEIGHTS
from services.aggregator.domain.indicators.definition import Figure, indicator, number
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

NEEDS = ("implementation",)


@indicator(
    "status_distribution",
    needs=NEEDS,
    kind="process",
    unit="count",
    formula="pairs of activity and reporter by self-reported status: latest year, "
    "then latest publication",
    names={
        "en": "Reported status",
        "es": "Estado informado",
        "pt": "Situação informada",
        "fr": "État déclaré",
    },
)
def distribution(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    statuses = list(counted.sums.statuses.values())
    return Figure({status: statuses.count(status) for status in sorted(set(statuses))})


@indicator(
    "implementation_index",
    needs=NEEDS,
    kind="process",
    unit="index",
    formula="mean over pairs: not_started 0, planned 0.25, under_way 0.5, "
    "substantially_implemented 0.75, completed and permanent 1, suspended 0; "
    "not_applicable left out",
    names={
        "en": "Implementation index (self-reported)",
        "es": "Índice de ejecución (según quien informa)",
        "pt": "Índice de execução (segundo quem informa)",
        "fr": "Indice de mise en œuvre (déclaré)",
    },
)
def index(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    statuses = counted.sums.statuses.values()
    weights = [WEIGHTS[status] for status in statuses if status in WEIGHTS]
    return Figure(number(sum(weights, Fraction(0)) / len(weights)) if weights else None)
