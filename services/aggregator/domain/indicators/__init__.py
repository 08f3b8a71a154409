"""The indicators, in the order they are shown. A new one is a decorated function in a family."""

from services.aggregator.domain.indicators import (
    agreements,
    assessments,
    coverage,
    fund,
    further,
    outcomes,
    participation,
    practices,
    recommendations,
    shares,
    status,
    treaties,
    uptakes,
)
from services.aggregator.domain.indicators.contributions import Each, Latest
from services.aggregator.domain.indicators.definition import REGISTRY, Figure, Indicator, Value
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

FAMILIES = [
    module.__name__.rpartition(".")[2]
    for module in (
        *(coverage, participation, status, shares, outcomes, practices, further),
        *(uptakes, agreements, treaties, recommendations, assessments, fund),
    )
]
INDICATORS: dict[str, Indicator] = {
    one.code: one for one in sorted(REGISTRY, key=lambda one: FAMILIES.index(one.family))
}


def values(counted: Counted, scope: Scope, structure: Structure) -> list[Value]:
    """All values of a scope."""
    asked = (one for one in INDICATORS.values() if scope.objectives or not one.of_objectives)
    return [one.value(counted, scope, structure) for one in asked]


__all__ = ["FAMILIES", "INDICATORS", "Each", "Figure", "Indicator", "Latest", "Value", "values"]
