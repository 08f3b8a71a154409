"""The system in one process over SQLite files, on a file system of a fixed size that a fault fills
up.
"""

import asyncio
import errno
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from system.resources import PREFIXES
from tools.components import processes
from tools.torture.collected import Event, Head, Row
from tools.torture.load import Doors
from tools.torture.members import ROOT, Member, Members
from tools.torture.plan import Fault
from tools.torture.production import PLENTY, TOPIC

MEGABYTE = 1024 * 1024
# the last is how a start says it
FULL, FULL_SECONDS = ((b"disk is full", b"No space left", b"disk I/O error"), 30.0)
SERVES_SECONDS = 30.0


class Embedded:
    """One process, `python -m system embedded`; `fills` says whether its disk can be filled."""

    name = "embedded"

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.data = folder / "disk"
        self.data.mkdir()
        self.fills = _mounted(self.data, megabytes)
        port = processes.free_ports(1)[0]
        environment = {
            "DATA_DIR": str(self.data),
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
            **PLENTY,
        }
        self.members = Members(folder, environment)
        self.members.add("embedded", "embedded")
        self.members.every[0].tells = b"Ready."
        self.doors = Doors({prefix: [port] for prefix in PREFIXES.values()})
        self._key = self.data / "bootstrap.key"

    @property
    def administrator(self) -> str:
        """The first key."""
        return self._key.read_text().strip()

    async def start(self) -> None:
        """Start it, without waiting until it serves."""
        self.members.start()
        while not self._key.exists() or not self.administrator:  # noqa: ASYNC110 - another process makes the file
            await asyncio.sleep(0.1)

    def probe_urls(self) -> list[str]:
        """Its workers are behind the services' own probes."""
        return []

    async def stop(self) -> None:
        """End it and give its disk back."""
        await self.members.stop()
        if self.fills:
            await asyncio.to_thread(subprocess.run, ["umount", "-l", str(self.data)], check=False)

    async def suffer(self, fault: Fault) -> bool:
        """Fill the disk to the last byte, and give the room back when the system has met it.

        False where it did not.
        """
        if not self.fills:
            return False
        member, ballast = self.members.every[0], self.data / "ballast"
        # one that was killed just now has to be there to meet it
        await _within(SERVES_SECONDS, member.serves)
        said = member.log.stat().st_size
        try:
            await asyncio.to_thread(_fill, ballast)
            # SQLite goes on for a while in the room that its journal has already
            met = await _within(
                FULL_SECONDS, lambda: any(text in member.log.read_bytes()[said:] for text in FULL)
            )
            await asyncio.sleep(fault.seconds)
        finally:
            ballast.unlink(missing_ok=True)
        return met

    def target(self, fault: Fault) -> Member:
        """The one process."""
        return self.members.every[0]

    async def progress(self) -> tuple[int, int, int]:
        """Rows of the outbox, positions given, positions published."""
        with closing(sqlite3.connect(self.data / "reports.db", timeout=30)) as connection:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM reports_outbox), assigned, published "
                "FROM reports_relay"
            ).fetchone()
            return row[0], row[1], row[2]

    async def rows(self) -> tuple[list[Row], Head, set[str]]:
        """The outbox in the order of its numbers, the relay's head, and the ids of all submissions,
        from the file itself.
        """
        with closing(sqlite3.connect(self.data / "reports.db", timeout=30)) as connection:
            outbox = [
                Row(*row)
                for row in connection.execute(
                    f"SELECT {Row.columns()} FROM reports_outbox ORDER BY n"
                )
            ]
            head = Head(
                *connection.execute(
                    "SELECT assigned, published, head, recordedtime FROM reports_relay"
                ).fetchone()
            )
            return (
                outbox,
                head,
                {id_ for (id_,) in connection.execute("SELECT id FROM reports_submissions")},
            )

    async def events(self) -> list[Event]:
        """Everything in the log, in order."""
        wanted = (
            "SELECT position, key, id, json_extract(headers, '$.ce_type'), value "
            "FROM eventlog_events WHERE topic = ? ORDER BY position"
        )
        with closing(sqlite3.connect(self.data / "eventlog.db", timeout=30)) as connection:
            return [Event(*row) for row in connection.execute(wanted, (TOPIC,))]


async def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether it came to hold in that time."""
    deadline = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < deadline:  # noqa: ASYNC110 - another process does what is waited for
        await asyncio.sleep(0.1)
    return held


def _mounted(folder: Path, megabytes: int) -> bool:
    if os.geteuid() != 0:
        return False
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    return done.returncode == 0


def _fill(ballast: Path) -> None:
    """Write until there is no room, in ever smaller pieces, so that not one page is left."""
    with ballast.open("wb", buffering=0) as file:
        for size in (64 * MEGABYTE, MEGABYTE, 4096):
            with suppress(_Full):
                while True:
                    _write(file.fileno(), bytes(size))


class _Full(Exception):
    """There is no room for this piece."""


def _write(descriptor: int, piece: bytes) -> None:
    try:
        if os.write(descriptor, piece) < len(piece):
            raise _Full
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise _Full from None
