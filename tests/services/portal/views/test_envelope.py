"""What every kind asks beside its payload, and in which part."""

from services.portal.views import envelope
from tests.services.portal import kinds


def test_a_report_on_an_activity_is_asked_for_its_title_last() -> None:
    parts = envelope.parts(kinds.kind("implementation"), "en")
    assert list(parts) == ["partners", "evidence", "about"]
    assert not parts["about"][0].required


def test_others_are_asked_for_it_first() -> None:
    parts = envelope.parts(kinds.kind("agreement"), "fr")
    assert list(parts) == ["first", "joint", "evidence"]
    assert parts["first"][0].required
    assert envelope.name("joint", "fr") == "États conjoints"
