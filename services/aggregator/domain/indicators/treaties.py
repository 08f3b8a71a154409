"""Treaties that states are bound by."""

from collections.abc import Iterable, Mapping

from services.aggregator.domain.indicators.contributions import Latest
from services.aggregator.domain.indicators.definition import Figure, indicator, part
from services.aggregator.domain.kinds.ratification import Ratification
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

BINDING = ("ratification", "accession", "succession")

Pair = tuple[str, str]  # state, treaty


def _latest(acts: Iterable[Ratification], day: str) -> Mapping[Pair, Ratification]:
    """The latest act but signature of each state and treaty, by the day it takes effect, then by
    position. Of one action a state's own word replaces that of others.
    """
    by_action: dict[tuple[Pair, str], Ratification] = {}
    for act in sorted(acts, key=lambda act: (act.own, act.effective, act.published)):
        if act.action != "signature" and act.effective <= day:
            by_action[(act.state, act.instrument), act.action] = act
    ordered = sorted(by_action.values(), key=lambda act: (act.effective, act.published))
    return {(act.state, act.instrument): act for act in ordered}


def _binding(counted: Counted, structure: Structure) -> list[Ratification]:
    """The acts by which participating states are bound."""
    states = structure.participating(counted.day)
    latest = _latest(counted.listed["ratification"], counted.day).values()
    return [act for act in latest if act.action in BINDING and act.state in states]


def _each(counted: Counted, _scope: Scope, structure: Structure) -> dict[int, int]:
    """Every act that binds counts once."""
    return {act.published: 1 for act in _binding(counted, structure)}


@indicator(
    "instruments_ratified",
    needs=("ratification",),
    behind=Latest(_each),
    kind="structural",
    unit="count",
    formula={
        "en": "pairs of a participating state and a treaty of L(o) by which it is bound on "
        "the day looked at",
        "es": "pares de un Estado participante y un tratado de L(o) que lo obliga el día "
        "considerado",
        "pt": "pares de um Estado participante e um tratado de L(o) que o obriga no dia "
        "considerado",
        "fr": "couples d’un État participant et d’un traité de L(o) qui le lie au jour considéré",
    },
    names={
        "en": "Treaties ratified",
        "es": "Tratados ratificados",
        "pt": "Tratados ratificados",
        "fr": "Traités ratifiés",
    },
    numerator={
        "en": "pairs bound",
        "es": "pares obligados",
        "pt": "pares obrigados",
        "fr": "couples liés",
    },
    denominator={
        "en": "participating states times the treaties of L(o)",
        "es": "Estados participantes por tratados de L(o)",
        "pt": "Estados participantes vezes tratados de L(o)",
        "fr": "États participants multipliés par les traités de L(o)",
    },
    denominator_on={
        "en": "31 December of the year in scope, or the day of the answer",
        "es": "31 de diciembre del año considerado, o el día de la respuesta",
        "pt": "31 de dezembro do ano considerado, ou o dia da resposta",
        "fr": "31 décembre de l’année considérée, ou jour de la réponse",
    },
)
def ratified(counted: Counted, scope: Scope, structure: Structure) -> Figure:
    of = len(structure.participating(counted.day)) * len(scope.instruments)
    return part(len(_binding(counted, structure)), of, counted.day)
