"""Values as the interfaces write them, read into Python's own."""

from datetime import date, datetime


def day(text: str | None) -> date | None:
    """A date, or None where there is none."""
    return date.fromisoformat(text) if text else None


def instant(text: str | None) -> datetime | None:
    """A moment in UTC, or None where there is none."""
    return datetime.fromisoformat(text) if text else None
