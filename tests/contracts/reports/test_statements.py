"""Statements as events: ids, role and digest, no text."""

from contracts.reports import Statement, StatementMade


def test_no_event_of_a_statement_has_a_place_for_its_text() -> None:
    assert set(StatementMade.model_fields) == set(Statement.model_fields)
    assert not {"text", "salt", "language"} & set(Statement.model_fields)
