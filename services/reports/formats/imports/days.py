"""Days that people write."""

import re
from datetime import date, datetime, timedelta

from services.reports.formats.imports.refusal import Wrong

ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")
OURS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?: [0-9:.]+)?")
FIRST_1900, LEAP_1900, FIRST_1904 = date(1899, 12, 31), 60, date(1904, 1, 1)
LAST = 2_958_465  # 9999-12-31


def serial(number: float, *, from_1904: bool) -> date:
    """The day of a serial number of a spreadsheet. Raises Wrong.

    The system of 1900 has a 29 February of that year, which never was.
    """
    days = int(number)
    if not 1 <= days <= LAST or (days == LEAP_1900 and not from_1904):
        raise Wrong("wrong_form", f"{number:g} is no day.")
    if from_1904:
        return FIRST_1904 + timedelta(days)
    return FIRST_1900 + timedelta(days - (days > LEAP_1900))


def day(text: str) -> date:
    """The day of a text: year-month-day, or the day first where it can be nothing else. Raises
    Wrong.
    """
    given = text.strip()
    if found := ISO.fullmatch(given):
        year, month, day_ = map(int, found.groups())
        return _date(text, year, month, day_)
    if found := OURS.fullmatch(given):
        first, second, year = map(int, found.groups())
        return _either(text, first, second, year)
    raise Wrong("wrong_form", f"“{text[:60]}” is no day; write it as 2024-02-29.")


def _either(text: str, first: int, second: int, year: int) -> date:
    """A day whose month may stand first or second."""
    if first <= 12 and second <= 12 and first != second:
        one, other = f"{year:04}-{second:02}-{first:02}", f"{year:04}-{first:02}-{second:02}"
        raise Wrong(
            "ambiguous", f"“{text}” can be {one} or {other}; write it as {one}.", text, one, other
        )
    return _date(text, year, *((second, first) if second <= 12 else (first, second)))


def _date(text: str, year: int, month: int, day_: int) -> date:
    try:
        return date(year, month, day_)
    except ValueError:
        raise Wrong("wrong_form", f"“{text[:60]}” is no day.") from None


def of(value: date) -> str:
    """A day, or the day of an instant, as a body has it."""
    return (value.date() if isinstance(value, datetime) else value).isoformat()
