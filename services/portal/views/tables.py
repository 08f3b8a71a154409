"""Rows of the tables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from services.portal.clients.catalog import Node
from services.portal.clients.indicators import Figure, ObjectiveFigures

Href = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One objective with what was reported on it; None where there is no figure.

    `for_states`: whether one of its activities is addressed to States; where none is, they are not
    counted.
    """

    code: str
    title: str
    summary: str
    href: str
    activities: Figure | None  # those with a report, of those linked
    reports: int | None
    states: Figure | None  # those that have reported, of those participating
    for_states: bool = True
    indirect: int = 0  # of the activities linked


def objective_rows(
    objectives: Iterable[Node],
    activities: Mapping[str, Node],
    figures: ObjectiveFigures | None,
    href: Href,
) -> list[ObjectiveRow]:
    """The objectives in the order given; without figures where none are at hand."""
    by_objective = figures.by_objective if figures else {}
    return [
        _objective_row(objective, activities, by_objective.get(objective.code, {}), href)
        for objective in objectives
    ]


def for_states(objective: Node, activities: Mapping[str, Node]) -> bool:
    """Whether an activity linked to an objective is addressed to States."""
    linked = (activities[code] for code in objective.links if code in activities)
    return any("STATES" in activity.addressees for activity in linked)


def _objective_row(
    objective: Node, activities: Mapping[str, Node], figures: Mapping[str, Figure], href: Href
) -> ObjectiveRow:
    return ObjectiveRow(
        objective.code,
        objective.title,
        objective.summary,
        href(f"/objectives/{objective.code}"),
        _share(figures.get("activity_coverage")),
        figures.get("reports_published", Figure()).value,
        _share(figures.get("states_contributing")),
        for_states(objective, activities),
        objective.indirect,
    )


def _share(figure: Figure | None) -> Figure | None:
    """The figure when it is a count of a total."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return None
    return figure
