"""The one place for time and identity: UTC now, UUIDv7, random secrets."""

import itertools
import os
import re
import secrets
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

RFC_3339 = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:)(\d\d)((?:\.\d+)?(?:Z|[+-]\d\d:\d\d))", re.ASCII
)
_started, _requests = os.urandom(16).hex(), itertools.count(1)


def now() -> datetime:
    """The current instant in UTC."""
    return datetime.now(UTC)


def stamp(instant: datetime | None = None) -> str:
    """An instant as RFC 3339 text of fixed width (microseconds, `Z`), so that text order is time
    order.
    """
    return (now() if instant is None else instant.astimezone(UTC)).isoformat(
        timespec="microseconds"
    )[:-6] + "Z"


def parse(text: str) -> datetime:
    """An RFC 3339 instant with an offset.

    Raises ValueError for anything else. A leap second is the instant after it, which is how
    computers count.
    """
    parts = RFC_3339.fullmatch(text.upper())
    if parts is None:
        raise ValueError("an RFC 3339 date-time with an offset is needed")
    before, seconds, after = parts.groups()
    if seconds == "60":
        return _after_leap(_utc(f"{before}59{after}"))
    return _utc(parts[0])


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _after_leap(second: datetime) -> datetime:
    """The second after this one. Raises ValueError unless a UTC day begins with it."""
    after = second.replace(microsecond=0) + timedelta(seconds=1)
    if after.time() != time_of_day.min:
        raise ValueError("leap seconds stand at the end of a UTC day")
    return after


def today() -> date:
    """The current UTC date."""
    return now().date()


def uuid7() -> str:
    """A time-ordered UUID (RFC 9562, version 7) as text."""
    when, chance = f"{time.time_ns() // 1_000_000:012x}", os.urandom(10).hex()
    return (
        f"{when[:8]}-{when[8:]}-7{chance[:3]}-"
        f"{'89ab'[int(chance[3], 16) % 4]}{chance[4:7]}-{chance[7:19]}"
    )


def request_id() -> str:
    """The name of a request: those of a process are counted, under a name that no other process
    has.
    """
    return f"{_started}-{os.getpid():x}-{next(_requests):x}"


def salt() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return os.urandom(16).hex()


def secret(length: int, alphabet: str) -> str:
    """`length` characters drawn from `alphabet` by the system's secure source."""
    return "".join(secrets.choice(alphabet) for _ in range(length))
