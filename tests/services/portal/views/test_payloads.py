"""Fields of any kind, shown as what they hold, and the table of persons."""

from datetime import date
from typing import Any

import pytest

from services.portal.clients.kinds import Kind
from services.portal.clients.reports import Submission
from services.portal.views import payloads


def submission(kind: str, **payload: Any) -> Submission:
    return Submission("i", kind, "published", 1, "COL", "es", "T", payload)


@pytest.mark.parametrize(
    ("kind", "name", "value", "form", "shown"),
    [
        ("implementation", "activity", "ACT-12", "activities", ["ACT-12"]),
        ("implementation", "status", "planned", "self_reported_status", ["planned"]),
        ("assessment", "status", "limited", "assessed_status", ["limited"]),
        ("practice", "activities", ["ACT-12"], "activities", ["ACT-12"]),
        ("uptake", "since", "2024-03-01", "day", date(2024, 3, 1)),
        ("implementation", "planned", "Breve", "text", "Breve"),
        ("later", "unknown", "Una línea\ny otra", "text", "Una línea\ny otra"),
        ("later", "unknown", "corto", "plain", ["corto"]),
        ("ratification", "verified", False, "yes", False),
        ("implementation", "year", 2024, "year", 2024),
    ],
)
def test_a_field_is_shown_as_what_it_holds(
    kind: str, name: str, value: Any, form: str, shown: Any
) -> None:
    known = Kind(kind, kind, "", {name: "Nombre"})
    (field,) = payloads.fields(submission(kind, **{name: value}), known)
    assert (field.label, field.form, field.value) == ("Nombre", form, shown)


def test_they_stand_in_the_order_of_the_kind_and_empty_ones_are_left_out() -> None:
    known = Kind("k", "k", "", {"planned": "P", "entrusted": "E", "difficulties": "D"})
    shown = payloads.fields(submission("k", entrusted="e", planned="p", difficulties=""), known)
    assert [field.name for field in shown] == ["planned", "entrusted"]


def test_a_kind_that_is_not_known_shows_what_it_has() -> None:
    (field,) = payloads.fields(submission("new", anything="x"), None)
    assert (field.label, field.value) == ("anything", ["x"])


def test_small_cells_are_in_no_sum() -> None:
    rows = [
        {"sex": "female", "age_group": "adult", "count": 1240},
        {"sex": "male", "age_group": "child", "small": True},
        {"sex": "male", "age_group": "adult", "count": 0},
    ]
    table = payloads.people({"beneficiaries": rows})
    assert table is not None
    assert (table.total, table.small) == (1240, 1)
    assert (table.sexes, table.ages) == (["female", "male"], ["child", "adult"])
    assert table.cells["male", "child"] == "small"
    assert payloads.people({}) is None
