"""How long keys live."""

from datetime import UTC, datetime, timedelta

import pytest

from services.access.domain import keys as domain

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_expiry() -> None:
    assert domain.expiry(None, NOW) == NOW + timedelta(days=365)
    assert domain.expiry(NOW + timedelta(days=400), NOW) == NOW + timedelta(days=400)
    for wrong in (NOW, NOW + timedelta(days=400, seconds=1)):
        with pytest.raises(ValueError, match="key"):
            domain.expiry(wrong, NOW)


def test_state_and_overlap() -> None:
    assert domain.state(None, None, "b") == "active"
    assert domain.state("c", None, "b") == "active"
    assert domain.state("b", None, "b") == "expired"
    assert domain.state("c", "a", "b") == "revoked"
    assert domain.overlap_end(None, "b") == "b"
    assert domain.overlap_end("a", "b") == "a"


def test_who_may_hold_keys() -> None:
    assert domain.may_hold_keys("state")
    assert not domain.may_hold_keys("group")
    assert not domain.may_hold_keys(None)
