"""What others may learn from."""

from services.aggregator.domain.indicators.contributions import Each, one
from services.aggregator.domain.indicators.definition import Figure, indicator
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure


@indicator(
    "practices_published",
    needs=("practice",),
    behind=Each(one),
    kind="process",
    unit="count",
    formula="published practices that name o or an activity of L(o), each once",
    names={
        "en": "Practices published",
        "es": "Prácticas publicadas",
        "pt": "Práticas publicadas",
        "fr": "Pratiques publiées",
    },
)
def published(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    return Figure(len(counted.listed["practice"]))
