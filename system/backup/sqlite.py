"""A SQLite file in a backup: a cut through all files at one instant, then the database's own online
copy of each.
"""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kernel.db.backup import Head, head_of
from system.integrity import examined
from system.resources import CheckFailed, WrongUse

BUSY_SECONDS = 30


@dataclass(slots=True)
class Sqlite:
    """One file with the tables of its services."""

    url: str
    services: tuple[str, ...]
    kind: str = "sqlite"
    _view: sqlite3.Connection | None = field(default=None, repr=False)

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return Path(self.url.partition(":///")[2])

    @property
    def file(self) -> str:
        """Its name in the archive."""
        return "-".join(self.services) + ".db"

    @asynccontextmanager
    async def still(self) -> AsyncIterator[None]:
        """Nobody writes into the file while this is open."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield

    @asynccontextmanager
    async def view(self) -> AsyncIterator[dict[str, Head]]:
        """The state that will be copied, whatever is written from now on; where each service's
        ledger ends in it.
        """
        with closing(self._connect()) as connection:
            connection.execute("BEGIN")
            # the first read is what fixes the state
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            self._view = connection
            with self._damage_said():
                heads = self._heads(connection)
            yield heads

    def _heads(self, connection: sqlite3.Connection) -> dict[str, Head]:
        """Where the ledger of each service ends."""
        rows = {
            service: connection.execute(head_of(service)).fetchone()
            for service in self.services
            if service != "eventlog"
        }
        return {service: Head(*row) for service, row in rows.items() if row}

    def copy(self, folder: Path) -> None:
        """Write the state seen by `view` into a file of the archive."""
        if self._view is None:
            raise RuntimeError("no view is open")
        with self._damage_said(), closing(sqlite3.connect(folder / self.file)) as target:
            self._view.backup(target)
        self._check(folder / self.file)

    async def empty(self) -> bool:
        """Whether there is no such file yet."""
        return not self.path.exists()

    def load(self, folder: Path) -> None:
        """Put the archive's file in place, whole or not at all."""
        self._check(folder / self.file)
        partial = self.path.with_name(self.path.name + ".partial")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / self.file, partial)
        partial.replace(self.path)

    @contextmanager
    def _damage_said(self) -> Iterator[None]:
        """Raise CheckFailed, in one line, for what SQLite says of a damaged file."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise CheckFailed(f"{self.path} is damaged: {error}") from None

    def _check(self, copy: Path) -> None:
        """Raise CheckFailed for a copy that is not whole."""
        if wrong := examined(str(copy)):
            raise CheckFailed(f"{self.path} is damaged: {wrong}")

    def _connect(self) -> sqlite3.Connection:
        if not self.path.exists():
            raise WrongUse(f"there is nothing to back up in {self.path}")
        try:
            connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError as error:
            raise WrongUse(f"{self.path} cannot be read: {error}") from None
        except sqlite3.DatabaseError as error:
            raise CheckFailed(f"{self.path} is damaged: {error}") from None
        return connection
