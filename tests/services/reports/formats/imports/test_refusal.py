"""What is said of what cannot be read."""

from services.reports.formats.imports.refusal import Refused, Warned, too_many_rows


def test_a_refusal_has_a_code_and_a_sentence() -> None:
    refused = too_many_rows()
    assert isinstance(refused, Refused)
    assert (refused.code, str(refused)) == ("too_many_rows", refused.detail)
    assert "10,000" in refused.detail
    assert Warned("hidden_sheet", "x").cell is None
