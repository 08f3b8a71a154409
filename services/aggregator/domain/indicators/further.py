"""What organs do beyond the activities of the program."""

from services.aggregator.domain.indicators.contributions import Each, one
from services.aggregator.domain.indicators.definition import Figure, indicator
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure


@indicator(
    "further_activities",
    needs=("further-activity",),
    behind=Each(one),
    kind="process",
    unit="count",
    formula={
        "en": "published further activities that name the objective",
        "es": "actividades adicionales publicadas que nombran el objetivo",
        "pt": "atividades adicionais publicadas que citam o objetivo",
        "fr": "activités complémentaires publiées qui nomment l’objectif",
    },
    names={
        "en": "Further activities",
        "es": "Actividades adicionales",
        "pt": "Atividades adicionais",
        "fr": "Activités complémentaires",
    },
    of_objectives=True,
)
def further(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    return Figure(len(counted.listed["further-activity"]))
