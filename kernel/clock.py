"""The one place for time and identity: UTC now, UUIDv7, random secrets."""

import itertools
import os
import secrets
import threading
import time
from datetime import UTC, date, datetime

BLOCK = 4096
_block, _taking = bytearray(), threading.Lock()
_process, _requests = "", itertools.count(1)


def _forked() -> None:
    """A child must not give what its parent gives."""
    global _process
    _block.clear()
    _process = ""


os.register_at_fork(after_in_child=_forked)


def now() -> datetime:
    """The current instant in UTC."""
    return datetime.now(UTC)


def stamp(instant: datetime | None = None) -> str:
    """An instant as RFC 3339 text of fixed width (microseconds, `Z`), so that text order is time order."""
    return (now() if instant is None else instant.astimezone(UTC)).isoformat(timespec="microseconds")[:-6] + "Z"


def parse(text: str) -> datetime:
    """An RFC 3339 instant with an offset. Raises ValueError for anything else, a naive time included."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None or "T" not in text.upper():
        raise ValueError("an RFC 3339 date-time with an offset is needed")
    return instant.astimezone(UTC)


def today() -> date:
    """The current UTC date."""
    return now().date()


def uuid7() -> str:
    """A time-ordered UUID (RFC 9562, version 7) as text."""
    when, chance = f"{time.time_ns() // 1_000_000:012x}", _random(10).hex()
    return f"{when[:8]}-{when[8:]}-7{chance[:3]}-{'89ab'[int(chance[3], 16) % 4]}{chance[4:7]}-{chance[7:19]}"


def request_id() -> str:
    """The name of a request: those of a process are counted, under a name that no other process has."""
    global _process
    if not _process:
        _process = uuid7()
    return f"{_process}-{next(_requests):x}"


def salt() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return _random(16).hex()


def _random(count: int) -> bytes:
    """Bytes of the system's secure source, each given once; taken in blocks, because asking costs more than what is asked for."""
    with _taking:
        if len(_block) < count:
            _block[:] = os.urandom(BLOCK)
        taken = bytes(_block[-count:])
        del _block[-count:]
    return taken


def secret(length: int, alphabet: str) -> str:
    """`length` characters drawn from `alphabet` by the system's secure source."""
    return "".join(secrets.choice(alphabet) for _ in range(length))
