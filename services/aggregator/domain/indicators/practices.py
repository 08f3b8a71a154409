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
    formula={
        "en": "published practices that name the objective or an activity of L(o), each once",
        "es": "prácticas publicadas que nombran el objetivo o una actividad de L(o); "
        "cada una cuenta una vez",
        "pt": "práticas publicadas que citam o objetivo ou uma atividade de L(o); "
        "cada uma conta uma vez",
        "fr": "pratiques publiées qui nomment l’objectif ou une activité de L(o) ; "
        "chacune compte une fois",
    },
    names={
        "en": "Practices published",
        "es": "Prácticas publicadas",
        "pt": "Práticas publicadas",
        "fr": "Pratiques publiées",
    },
)
def published(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    return Figure(len(counted.listed["practice"]))
