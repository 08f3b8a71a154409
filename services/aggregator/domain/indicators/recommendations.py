"""Recommendations that wait for follow-up."""

from services.aggregator.domain.indicators.contributions import Latest
from services.aggregator.domain.indicators.definition import Figure, indicator
from services.aggregator.domain.kinds.recommendation import is_open
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure


def _each(counted: Counted, _scope: Scope, _structure: Structure) -> dict[int, int]:
    """Every open recommendation counts once."""
    return {one.published: 1 for one in counted.listed["recommendation"] if is_open(one)}


@indicator(
    "recommendations_open",
    needs=("recommendation",),
    behind=Latest(_each),
    kind="process",
    unit="count",
    formula={
        "en": "published recommendations that name the objective or an activity of L(o), "
        "until the latest follow-up of every addressee is that they are implemented",
        "es": "recomendaciones publicadas que nombran el objetivo o una actividad de L(o), "
        "hasta que el último seguimiento de cada destinatario diga que se cumplieron",
        "pt": "recomendações publicadas que citam o objetivo ou uma atividade de L(o), até "
        "que o último acompanhamento de cada destinatário diga que foram cumpridas",
        "fr": "recommandations publiées qui nomment l’objectif ou une activité de L(o), "
        "jusqu’à ce que le dernier suivi de chaque destinataire dise qu’elles sont "
        "appliquées",
    },
    names={
        "en": "Open recommendations",
        "es": "Recomendaciones abiertas",
        "pt": "Recomendações em aberto",
        "fr": "Recommandations ouvertes",
    },
)
def recommendations(counted: Counted, scope: Scope, structure: Structure) -> Figure:
    return Figure(len(_each(counted, scope, structure)))
