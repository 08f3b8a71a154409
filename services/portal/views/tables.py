"""Rows of the tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.portal.clients.catalog import Objective
from services.portal.clients.indicators import Figure, ObjectiveFigures


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One objective with what was reported on it; None where there is no figure."""

    code: str
    title: str
    activities: Figure | None  # those with a report, of those linked
    reports: int | None
    states: Figure | None  # those that have reported, of those participating
    indirect: int = 0  # of the activities linked

    @property
    def percent(self) -> int | None:
        """Share of linked activities with a report, in whole percent, for the bar."""
        if self.activities is None or not self.activities.denominator:
            return None
        return round(100 * (self.activities.numerator or 0) / self.activities.denominator)


def objective_rows(
    objectives: Iterable[Objective], figures: ObjectiveFigures
) -> list[ObjectiveRow]:
    """The objectives in the order given."""
    return [
        _objective_row(objective, figures.by_objective.get(objective.code, {}))
        for objective in objectives
    ]


def _objective_row(objective: Objective, figures: dict[str, Figure]) -> ObjectiveRow:
    return ObjectiveRow(
        objective.code,
        objective.title,
        _share(figures.get("activity_coverage")),
        figures.get("reports_published", Figure()).value,
        _share(figures.get("states_contributing")),
        objective.indirect,
    )


def _share(figure: Figure | None) -> Figure | None:
    """The figure when it is a count of a total."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return None
    return figure
