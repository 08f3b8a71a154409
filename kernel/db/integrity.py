"""Whether a database is whole: what its driver said, and whether its files are those that were
opened.
"""

import os
from contextlib import suppress

from kernel import logging
from kernel.errors import Damaged

ENDINGS = ("", "-wal", "-shm")

log = logging.get("db")


class Integrity:
    """What is known to be wrong with one database. It stays known until the process starts anew."""

    def __init__(self, url: str, service: str) -> None:
        self.path = url.partition(":///")[2] if url.startswith("sqlite") else ""
        self._name = service or "eventlog"
        self._files: dict[str, tuple[int, int]] = {}  # as they were when they were first seen
        self.reason = ""

    def note(self, reason: str) -> None:
        """Remember damage, and say it once as loudly as a log can."""
        if not self.reason:
            self.reason = f"the database of {self._name} is damaged: {reason}"
            log.critical("the database is damaged", database=self._name, reason=reason)

    def check(self) -> None:
        """Raise Damaged when damage is known, or a file that is open was removed or replaced: what
        is written to it now would be lost. To be called while a connection is open.
        """
        for path in (self.path + ending for ending in ENDINGS if self.path):
            file = _identity(path)
            if path not in self._files:
                self._files |= {path: file} if file else {}
            elif file != self._files[path]:
                self.note(f"{path} was removed or replaced while it was open")
        if self.reason:
            raise Damaged(self.reason)


def _identity(path: str) -> tuple[int, int] | None:
    with suppress(FileNotFoundError):
        status = os.stat(path)
        return status.st_dev, status.st_ino
    return None
