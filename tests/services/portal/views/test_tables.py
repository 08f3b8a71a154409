"""Rows say what the figures say, and nothing where there is none."""

from services.portal.clients.catalog import Objective
from services.portal.clients.indicators import Figure, ObjectiveFigures
from services.portal.views.tables import ObjectiveRow, objective_rows


def row(**figures: Figure) -> ObjectiveRow:
    known = ObjectiveFigures("2016-draft", 0, {"SO-01": figures})
    return objective_rows([Objective("SO-01", "t")], known)[0]


def test_a_row_without_values_says_nothing_false() -> None:
    for empty in (row(), row(activity_coverage=Figure(), states_contributing=Figure(0))):
        assert (empty.activities, empty.reports, empty.states, empty.percent) == (None,) * 4


def test_none_of_some_is_said_and_none_of_none_is_not() -> None:
    assert row(activity_coverage=Figure(0.0, 0, 4)).percent == 0
    assert row(activity_coverage=Figure(0.25, 1, 4)).percent == 25
    assert row(activity_coverage=Figure(None, 0, 0)).percent is None


def test_an_objective_without_figures_keeps_its_row() -> None:
    rows = objective_rows([Objective("GO-1", "t")], ObjectiveFigures("2005", 0, {}))
    assert [row.code for row in rows] == ["GO-1"]


def test_a_row_says_how_many_activities_are_linked_indirectly() -> None:
    objective = Objective("SO-06", "t", indirect=3)
    assert objective_rows([objective], ObjectiveFigures("2016-draft", 0, {}))[0].indirect == 3
