"""Rows say what the figures say, and nothing where there is none."""

from services.portal.clients.catalog import Node
from services.portal.clients.indicators import Figure, ObjectiveFigures
from services.portal.views.tables import ObjectiveRow, objective_rows

ACTIVITIES = {
    "ACT-12": Node("ACT-12", "t", addressees=("CIM",)),
    "ACT-21": Node("ACT-21", "t", addressees=("STATES",)),
}


def row(objective: Node | None = None, **figures: Figure) -> ObjectiveRow:
    known = ObjectiveFigures("2016-draft", 0, {"SO-01": figures})
    return objective_rows([objective or Node("SO-01", "t")], ACTIVITIES, known, str)[0]


def test_a_row_without_values_says_nothing_false() -> None:
    for empty in (row(), row(activity_coverage=Figure(), states_contributing=Figure(0))):
        assert (empty.activities, empty.reports, empty.states) == (None,) * 3


def test_an_objective_without_figures_keeps_its_row() -> None:
    for figures in (ObjectiveFigures("2005", 0, {}), None):
        rows = objective_rows([Node("GO-1", "t")], {}, figures, str)
        assert [row.code for row in rows] == ["GO-1"]


def test_states_are_not_counted_where_nothing_is_asked_of_them() -> None:
    asked = Node("SO-01", "t", links={"ACT-12": "direct", "ACT-21": "indirect"})
    not_asked = Node("SO-01", "t", links={"ACT-12": "direct", "ACT-99": "direct"})
    assert (row(asked).for_states, row(not_asked).for_states) == (True, False)
    assert row(asked).indirect == 1
