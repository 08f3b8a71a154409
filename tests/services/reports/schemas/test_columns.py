"""Every kind as a table: its columns have names of their own, and every value a place."""

from decimal import Decimal

import pytest

from services.reports.schemas import columns
from services.reports.schemas.kinds import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_has_a_column(kind: str) -> None:
    of = columns.of_submissions(kind)
    names = [column.name for column in of]
    assert len(set(names)) == len(names)
    assert names[: len(columns.ENVELOPE)] == list(columns.ENVELOPE)
    tops = {column.path[1] for column in of if column.path[0] == "payload"}
    assert tops == set(KINDS[kind].payload.model_fields)
    example = {**KINDS[kind].example, "id": "x"}
    row = dict(zip(names, columns.row(example, of), strict=True))
    assert row["title"] == KINDS[kind].example["title"]
    for name, of_list in columns.of_lists(kind).items():
        rows = list(columns.rows_of_list(example, name, of_list))
        assert all(len(one) == len(of_list) for one in rows)


def test_objects_are_taken_apart_and_names_told_apart() -> None:
    names = [column.name for column in columns.of_submissions("fund-entry")]
    assert {"money.currency", "money.amount", "contributor.actor"} <= set(names)
    assert "payload.state" in [column.name for column in columns.of_submissions("ratification")]
    of = columns.of_lists("implementation")
    assert set(of) == {"evidence", "partners", "beneficiaries", "resources"}
    item = {"id": "x", "payload": {"resources": [{"currency": "USD", "amount": "1.50"}]}}
    (row,) = columns.rows_of_list(item, "resources", of["resources"])
    assert row == ("x", None, None, None, 1, "USD", Decimal("1.50"))
