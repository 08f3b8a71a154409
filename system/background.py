"""Standard error for the log of a server: written by a thread, so that a full pipe or a slow disk
holds up no request.

What waits is bounded. Beyond it lines are dropped, counted, and the count is written as a line of
its own as soon as there is room. What a process still holds when it is killed is lost.
"""

import atexit
import io
import os
import threading
from collections import deque

MOST_WAITING = 4 * 1024 * 1024  # characters
LAST_SECONDS = 2.0  # for what waits at the end of the process


class BackgroundStream(io.TextIOBase):
    """A stream of lines onto a file descriptor; nobody who writes waits for it."""

    def __init__(self, descriptor: int = 2) -> None:
        self._descriptor = descriptor
        self._lines: deque[str] = deque()
        self._waiting = self.dropped = self._told = 0
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()
        atexit.register(self.finish)

    def write(self, text: str) -> int:
        """Queue a line, or drop it where too much waits."""
        with self._changed:
            if self._waiting + len(text) > MOST_WAITING:
                self.dropped += 1
            else:
                self._append(text)
        return len(text)

    def flush(self) -> None:
        """Nobody waits for the disk."""

    def finish(self) -> None:
        """Wait for what is queued, for LAST_SECONDS at most."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting, LAST_SECONDS)

    def _append(self, text: str) -> None:
        self._lines.append(text)
        self._waiting += len(text)
        self._changed.notify_all()

    def _run(self) -> None:
        while True:
            text = self._next()
            try:
                _write(self._descriptor, text)
            except OSError:  # nobody is there any more to read it
                self.dropped += 1
            with self._changed:
                self._waiting -= len(text)
                self._changed.notify_all()

    def _next(self) -> str:
        """The next line; before it how many were dropped since that was told."""
        with self._changed:
            self._changed.wait_for(lambda: self._lines)
            dropped, self._told = self.dropped - self._told, self.dropped
            if dropped:
                notice = f"{dropped} lines of the log were dropped: nobody read them in time.\n"
                self._lines.appendleft(notice)
                self._waiting += len(notice)
            return self._lines.popleft()


def _write(descriptor: int, text: str) -> None:
    rest = memoryview(text.encode("utf-8", "backslashreplace"))
    while rest:
        rest = rest[os.write(descriptor, rest) :]
