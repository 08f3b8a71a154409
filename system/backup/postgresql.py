"""A PostgreSQL database in a backup: pg_dump within one exported snapshot, pg_restore in one
transaction.
"""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from kernel.db import backup, migrating
from system.resources import WrongUse

DEBIAN = Path("/usr/lib/postgresql")
QUERY = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "ssl": "PGSSLMODE",
}


def program(name: str) -> Path:
    """PostgreSQL's own program: the one on PATH, else the newest that Debian keeps.

    Raises WrongUse.
    """
    if found := shutil.which(name):
        return Path(found)
    kept = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if not kept:
        raise WrongUse(
            f"{name} is not on this machine: install PostgreSQL's client programs "
            "(Debian: postgresql-client) or put them on PATH"
        )
    return kept[-1]


def environment(url: str) -> dict[str, str]:
    """How PostgreSQL's programs are told where to connect; a password never stands in a list of
    processes.
    """
    parts = urlsplit(url)
    given = {
        "PGHOST": parts.hostname,
        "PGPORT": parts.port,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
    }
    told = {name: unquote(str(value)) for name, value in given.items() if value}
    told |= {QUERY[name]: value for name, value in parse_qsl(parts.query) if name in QUERY}
    return {**told, "PGDATABASE": unquote(parts.path.lstrip("/")), "PGCONNECT_TIMEOUT": "10"}


@dataclass(slots=True)
class Postgresql:
    """One database with the tables of its services; it may hold other tables, left alone."""

    url: str
    services: tuple[str, ...]
    kind: str = "postgresql"
    _snapshot: str = ""

    @property
    def file(self) -> str:
        """Its name in the archive."""
        return "-".join(self.services) + ".dump"

    @property
    def _ledgers(self) -> list[str]:
        return [service for service in self.services if service != "eventlog"]

    @asynccontextmanager
    async def still(self) -> AsyncIterator[None]:
        """None of its services takes in what others tell while this is open."""
        async with backup.still(self.url, self._ledgers):
            yield

    @asynccontextmanager
    async def view(self) -> AsyncIterator[dict[str, backup.Head]]:
        """The state that will be dumped, whatever is written from now on; where each service's
        ledger ends in it.
        """
        async with backup.snapshot(self.url, self._ledgers) as (self._snapshot, heads):
            yield heads

    def copy(self, folder: Path) -> None:
        """Dump the state seen by `view` into a file of the archive."""
        tables = [f"--table={service}_*" for service in self.services]
        options = [
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--strict-names",
            f"--snapshot={self._snapshot}",
        ]
        _run("pg_dump", environment(self.url), *options, *tables, f"--file={folder / self.file}")

    async def empty(self) -> bool:
        """Whether none of its services has tables here."""
        return not any([await migrating.revision(self.url, service) for service in self.services])

    def load(self, folder: Path) -> None:
        """Restore the archive's file: all of it or, when anything is in the way, nothing."""
        told = environment(self.url)
        options = [
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            f"--dbname={told['PGDATABASE']}",
        ]
        _run("pg_restore", told, *options, str(folder / self.file))


def _run(name: str, told: Mapping[str, str], *arguments: str) -> None:
    command = [str(program(name)), "--no-password", *arguments]
    done = subprocess.run(  # noqa: S603 - our own list
        command,
        env={**os.environ, **told, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or [
            f"ended with {done.returncode}"
        ]
        raise WrongUse(f"{name}: {' '.join(said[:3]).removeprefix(name + ': ')}")
