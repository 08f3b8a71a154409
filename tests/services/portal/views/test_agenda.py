"""Rows of an agenda: read from a form, numbered on, made into items."""

import pytest

from services.portal.views import agenda

ROWS = agenda.typed(
    [
        ("token", "x"),
        ("items.7.title", "Apertura"),
        ("items.2.title", "Salud"),
        ("items.2.out", "1"),
        ("items.3.n", "9"),
        ("items.x.title", "no row"),
        ("items.4.other", "no field"),
    ]
)


def test_rows_stand_in_the_order_of_the_form() -> None:
    assert [row.key for row in ROWS] == [2, 3, 7]
    assert [row.key for row in agenda.kept(ROWS)] == [7]


def test_an_empty_row_is_numbered_on() -> None:
    *_, new = agenda.with_room(ROWS, 1)
    assert (new.key, new.get("n"), new.blank) == (8, "10", True)
    assert [row.get("n") for row in agenda.with_room([], 2)] == ["1", "2"]


def test_what_is_no_number_is_left_to_the_service() -> None:
    (row,) = agenda.typed([("items.0.n", "two"), ("items.0.title", "x")])
    assert agenda.item(row)["n"] == "two"


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/items/1/activities/0", "items.3.activities"),
        ("/items/2", "items.7.title"),
        ("/items/2/unheard", "items.7.title"),
        ("/items/9/title", ""),
        ("/items", ""),
        ("", ""),
    ],
)
def test_a_pointer_leads_to_the_field_of_its_row(pointer: str, field: str) -> None:
    assert agenda.field_of(pointer, ROWS) == field
