"""Rows say what the figures say, and nothing where there is none."""

from datetime import datetime

from services.portal.clients.catalog import Actor, Catalogue, Link
from services.portal.clients.indicators import Change, Evidence, Figure, History, ObjectiveFigures
from services.portal.clients.nodes import Node
from services.portal.views.tables import (
    ObjectiveRow,
    Subject,
    by_addressee,
    linked_activities,
    objective_rows,
    steps,
    subject,
)

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


def test_linked_activities_are_in_document_order_with_their_reports() -> None:
    links = (
        Link("ACT-21", "SO-01", "indirect", "b", "es"),
        Link("ACT-12", "SO-01", "direct", "a", "es"),
    )
    catalogue = Catalogue("es", {}, ACTIVITIES, {}, {}, links)
    rows = linked_activities(Node("SO-01", "t"), catalogue, {"ACT-12": 2})
    assert [(row.node.code, row.rationale, row.reports) for row in rows] == [
        ("ACT-12", "a", 2),
        ("ACT-21", "b", 0),
    ]
    assert linked_activities(Node("SO-01", "t"), catalogue, None)[0].reports is None


def test_activities_stand_by_addressee() -> None:
    catalogue = Catalogue("es", {}, ACTIVITIES, {"CIM": Actor("CIM", "Mujeres")}, {})
    groups = by_addressee(ACTIVITIES.values(), catalogue, None, str)
    assert [(group.name, [row.node.code for row in group.rows]) for group in groups] == [
        ("Mujeres", ["ACT-12"]),
        ("STATES", ["ACT-21"]),
    ]
    assert groups[0].rows[0].reports is None


def test_what_a_figure_is_about() -> None:
    catalogue = Catalogue("es", {"SO-01": Node("SO-01", "o")}, ACTIVITIES, {}, {})
    assert subject("SO-01", catalogue, str) == Subject("SO-01", "o", "/objectives/SO-01")
    assert subject("ACT-12", catalogue, str).href == "/activities/ACT-12"
    assert subject("CIM", catalogue, str) == Subject("CIM", "CIM", "/actors/CIM")
    assert subject("programme", catalogue, str).name == ""


def test_steps_end_with_the_value_of_now_where_changes_are_left_out() -> None:
    then, now = datetime(2024, 1, 1), datetime(2026, 1, 1)
    history = History((Change(3, then, 1), Change(4, then, None)), "more")
    evidence = Evidence("e", 9, Figure(7), None, 1, (), None)
    drawn = steps(history, evidence, now, "es", "entry {}".format)
    assert [(step.time, step.value, step.href) for step in drawn] == [
        (then, 1, "entry 3"),
        (now, 7, None),
    ]
    assert len(steps(History(history.items, None), evidence, now, "es", "entry {}".format)) == 1
