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
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

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
    """The path of PostgreSQL's own program: the one on PATH, else the newest that Debian installs.

    Raises WrongUse.
    """
    path = shutil.which(name) or _newest_of_debian(name)
    if path is None:
        raise WrongUse(
            f"{name} is not on this machine: install PostgreSQL's client programs "
            "(Debian: postgresql-client) or put them on PATH"
        )
    return Path(path)


def _newest_of_debian(name: str) -> Path | None:
    paths = DEBIAN.glob(f"*/bin/{name}")
    return max(paths, key=lambda path: float(path.parts[-3]), default=None)


def environment(url: str) -> dict[str, str]:
    """The environment that tells PostgreSQL's programs where to connect: a password on the command
    line would stand in the list of processes.
    """
    parts = urlsplit(url)
    query = {QUERY[name]: value for name, value in parse_qsl(parts.query) if name in QUERY}
    database = unquote(parts.path.lstrip("/"))
    return {**_authority(parts), **query, "PGDATABASE": database, "PGCONNECT_TIMEOUT": "10"}


def _authority(parts: SplitResult) -> dict[str, str]:
    """What stands between `//` and the path."""
    members = {
        "PGHOST": parts.hostname,
        "PGPORT": parts.port,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
    }
    return {name: unquote(str(value)) for name, value in members.items() if value}


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
        """No consumer of its services applies anything while this is open."""
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
        variables = environment(self.url)
        options = [
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            f"--dbname={variables['PGDATABASE']}",
        ]
        _run("pg_restore", variables, *options, str(folder / self.file))


def _run(name: str, variables: Mapping[str, str], *arguments: str) -> None:
    """Run one of PostgreSQL's programs. Raises WrongUse with its first lines when it fails."""
    command = [str(program(name)), "--no-password", *arguments]
    environ = {**os.environ, **variables, "LC_ALL": "C"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - our own list
    if done.returncode:
        reason = _first_lines(done.stderr) or f"ended with {done.returncode}"
        raise WrongUse(f"{name}: {reason.removeprefix(name + ': ')}")


def _first_lines(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return " ".join(lines[:3])
