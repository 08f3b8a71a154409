"""Values as Python's own."""

from datetime import UTC, date, datetime

from services.portal.clients import values


def test_days_and_instants() -> None:
    assert values.day("2024-02-29") == date(2024, 2, 29)
    assert values.instant("2026-11-20T10:15:00.000000Z") == datetime(
        2026, 11, 20, 10, 15, tzinfo=UTC
    )
    assert values.day(None) is values.instant(None) is None
