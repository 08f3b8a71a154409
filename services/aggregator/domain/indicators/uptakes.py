"""What states make of the activities proposed to them."""

from collections.abc import Mapping

from services.aggregator.domain.indicators.contributions import Latest
from services.aggregator.domain.indicators.definition import Figure, indicator, part
from services.aggregator.domain.kinds.uptake import Uptake
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure


def _taking_up(counted: Counted, scope: Scope, structure: Structure) -> Mapping[str, Uptake]:
    """The participating states whose latest stance on some activity is that it is taken up, each
    with the latest of these stances.
    """
    states, latest = structure.participating(counted.day), dict[tuple[str, str], Uptake]()
    stances = (one for one in counted.listed["uptake"] if one.since <= counted.day)
    for one in sorted(stances, key=lambda one: (one.since, one.published)):
        state = one.reporters[0][0]
        if state in states:
            latest |= {(state, activity): one for activity in scope.under(one.activity)}
    taken_up = [item for item in latest.items() if item[1].stance == "taken_up"]
    ordered = sorted(taken_up, key=lambda item: item[1].published)
    return {state: one for (state, _), one in ordered}


def _each(counted: Counted, scope: Scope, structure: Structure) -> dict[int, int]:
    """Each state counts once, by the latest of its stances that count."""
    return {one.published: 1 for one in _taking_up(counted, scope, structure).values()}


@indicator(
    "states_taking_up",
    needs=("uptake",),
    behind=Latest(_each),
    kind="process",
    unit="count",
    formula={
        "en": "participating states whose latest stance on some activity of L(o) is that it "
        "is taken up",
        "es": "Estados participantes cuya última postura sobre alguna actividad de L(o) es "
        "que la retoman",
        "pt": "Estados participantes cuja última posição sobre alguma atividade de L(o) é que"
        " a assumem",
        "fr": "États participants dont la dernière position sur une activité de L(o) est "
        "qu’ils la reprennent",
    },
    names={
        "en": "States taking up activities",
        "es": "Estados que retoman actividades",
        "pt": "Estados que assumem atividades",
        "fr": "États qui reprennent des activités",
    },
    numerator={
        "en": "states taking up",
        "es": "Estados que la retoman",
        "pt": "Estados que a assumem",
        "fr": "États qui la reprennent",
    },
    denominator={
        "en": "participating states",
        "es": "Estados participantes",
        "pt": "Estados participantes",
        "fr": "États participants",
    },
    denominator_on={
        "en": "31 December of the year in scope, or the day of the answer",
        "es": "31 de diciembre del año considerado, o el día de la respuesta",
        "pt": "31 de dezembro do ano considerado, ou o dia da resposta",
        "fr": "31 décembre de l’année considérée, ou jour de la réponse",
    },
)
def taking_up(counted: Counted, scope: Scope, structure: Structure) -> Figure:
    states = structure.participating(counted.day)
    return part(len(_taking_up(counted, scope, structure)), len(states), counted.day)
