"""A row as the body of a submission, and where each of its values stands."""

from typing import Any

import pytest

from services.reports.formats.imports.header import Names, understood
from services.reports.formats.imports.row import Reader, Row, pointer
from services.reports.formats.imports.sheet import Line
from services.reports.formats.imports.values import Reading
from services.reports.schemas import template

ACCEPTED = template.accepted("implementation")


def row(names: list[str], cells: list[Any], **line: Any) -> Row:
    header = understood(Names(ACCEPTED), Line(1, names))
    how = {at: Reading(ACCEPTED) for at in header.places}
    return Reader("implementation", header.places, how, header.told).row(Line(7, cells, **line))


def test_items_of_lists_close_up_and_keep_their_cells() -> None:
    names = ["title", "partners.2.name", "partners.2.kind", "resources.1.currency", "amount"]
    made = row(names, ["T", "Universidad", "academia", "USD", 0.30000000000000004])
    assert made.body == {
        "kind": "implementation",
        "title": "T",
        "payload": {
            "partners": [{"name": "Universidad", "kind": "academia"}],
            "resources": [{"currency": "USD", "amount": "0.30"}],
        },
    }
    assert made.cell("/payload/partners/0/kind") == "C7"
    assert made.cell("/payload/resources/0") == "D7"
    assert made.cell("/title") == "A7"


def test_what_is_missing_has_the_cell_of_its_column() -> None:
    made = row(["title", "year", "status"], ["T"])
    assert (made.cell("/payload/year"), made.cell("/payload/status")) == ("B7", "C7")
    assert made.cell("/payload/activity") == "A7"
    assert made.cell("") == "A7"


def test_a_list_in_one_cell_has_that_cell_for_all_of_it() -> None:
    made = row(["title", "partners"], ["T", '[{"kind":"academia","name":"U"}]'])
    assert made.body["payload"] == {"partners": [{"kind": "academia", "name": "U"}]}
    assert made.cell("/payload/partners/0/name") == "B7"
    twice = row(["partners", "partners.1.name"], ["[]", "U"])
    assert [(one.code, one.cell) for one in twice.problems] == [("given_twice", "B7")]
    assert twice.problems[0].detail.startswith("partners is given twice")


def test_bad_cells_are_told_and_hide_no_good_one() -> None:
    made = row(["title", "year", "amount", "status"], ["T", "x", "1.234", "planned"])
    assert [(one.code, one.pointer, one.cell) for one in made.problems] == [
        ("wrong_type", "/payload/year", "B7"),
        ("ambiguous", "/payload/resources/0/amount", "C7"),
    ]
    assert made.body["payload"] == {"status": "planned"}


def test_own_identifiers_hidden_rows_and_merged_cells_are_told() -> None:
    made = row(["external_id", "title"], ["A-1", "T"], hidden=True, filled=[1])
    assert (made.external_id, made.body["title"]) == ("A-1", "T")
    assert "external_id" not in made.body
    assert [one.code for one in made.notices] == ["hidden_row", "merged_cell"]


def test_a_row_of_another_kind_is_refused() -> None:
    made = row(["kind", "title", "year"], ["practice", "T", "2024"])
    assert [(one.code, one.cell) for one in made.problems] == [("other_kind", "A7")]


def test_a_row_of_our_own_export_names_its_submission() -> None:
    names = ["id", "state", "revision", "title"]
    assert row(names, ["01a2", "published", 1, "T"]).submission == "01a2"
    assert row(["title", "year"], ["T", 2024]).submission is None


def test_pointers_are_those_of_json() -> None:
    assert pointer(("payload", 0, "a/b~")) == "/payload/0/a~1b~0"


@pytest.mark.parametrize(
    ("currency", "amount"), [(None, "5.00"), ("ZZZ", "5.00"), ("USD", "5.00"), ("CLP", "5")]
)
def test_an_amount_has_the_digits_of_its_currency(currency: str | None, amount: str) -> None:
    made = row(["resources.1.amount", "resources.1.currency"], [5.0, currency])
    assert made.body["payload"]["resources"][0]["amount"] == amount
