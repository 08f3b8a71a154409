"""Files between their check and their import: kept in this process's memory for as long as somebody
looks at what was found, and no longer.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kernel import clock

KEPT = timedelta(minutes=30)
MOST_BYTES = 128 * 1024 * 1024  # of all files together; that kept longest goes first


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was checked, and what is to be done with its rows; `made`: the import of them,
    once that has begun and nothing of the file is needed any more.
    """

    content: bytes = field(repr=False)
    media_type: str
    kind: str
    mode: str
    made: str = ""


class Uploads:
    """Files by the session of who sent them and the import that checked them: one of a session."""

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        self._now = now
        self._kept: OrderedDict[str, tuple[str, datetime, Upload]] = OrderedDict()

    def put(self, session: str, checked: str, upload: Upload) -> None:
        """Keep a file in the place of an earlier one of this session."""
        self._kept.pop(session, None)
        self._kept[session] = (checked, self._now(), upload)
        while self._bytes() > MOST_BYTES:
            self._kept.popitem(last=False)

    def get(self, session: str, checked: str) -> Upload | None:
        """The file that an import of this session has checked; None where it is not kept."""
        self._forget()
        named, _, upload = self._kept.get(session, ("", None, None))
        return upload if named == checked else None

    def drop(self, session: str) -> None:
        """Keep none of this session."""
        self._kept.pop(session, None)

    def _bytes(self) -> int:
        self._forget()
        return sum(len(upload.content) for _, _, upload in self._kept.values())

    def _forget(self) -> None:
        """Without those that were kept for too long: the first of them are the oldest."""
        while self._kept:
            _, since, _ = next(iter(self._kept.values()))
            if self._now() - since <= KEPT:
                return
            self._kept.popitem(last=False)
