"""Databases for tests, made by migrating once and copying: a file for SQLite, a template for
PostgreSQL.
"""

import asyncio
import contextlib
import shutil
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from system import migrations
from tools.components import postgres

#: For tests of what no database can change, such as who may do what: on SQLite only.
SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True, scope="session")

KEPT = 20  # databases of each worker

Fill = Callable[[str], Coroutine[Any, Any, None]]  # writes into the database at a URL


@dataclass
class Databases:
    """Fresh, migrated databases of one kind (`postgres_server` None: SQLite)."""

    folder: Path
    server: postgres.Server | None = None
    templates: dict[str, str] = field(default_factory=dict)
    made: int = 0
    kept: list[str] = field(default_factory=list)  # URLs, the oldest first

    def url(self, service: str, fill: Fill | None = None) -> str:
        """The URL of a new database with this service's tables at their newest revision, filled
        once by `fill` and copied then.
        """
        self.made += 1
        url = (
            self._sqlite(service, fill)
            if self.server is None
            else self._postgresql(self.server, service, fill)
        )
        self.kept.append(url)
        if len(self.kept) > 2 * KEPT:
            self._drop_oldest()
        return url

    def _drop_oldest(self) -> None:
        """What tests of long ago used: a run of all tests would fill the memory with it. Where
        somebody is still connected it stays.
        """
        oldest, self.kept = self.kept[:KEPT], self.kept[KEPT:]
        for url in oldest:
            name = url.rpartition("/")[2]
            if self.server is None:
                for file in self.folder.glob(f"{name}*"):
                    file.unlink()
                continue
            with contextlib.suppress(RuntimeError):
                self.server.run_sql(f'DROP DATABASE IF EXISTS "{name}"')

    def _sqlite(self, service: str, fill: Fill | None) -> str:
        name = _name(service, fill)
        template = self.folder / f"{name}-template.db"
        if name not in self.templates:
            _prepare(service, f"sqlite+aiosqlite:///{template}", fill)
            self.templates[name] = str(template)
        copy = self.folder / f"{name}-{self.made}.db"
        shutil.copy(template, copy)
        return f"sqlite+aiosqlite:///{copy}"

    def _postgresql(self, server: postgres.Server, service: str, fill: Fill | None) -> str:
        name = _name(service, fill)
        if name not in self.templates:
            url = server.create_database()
            _prepare(service, url, fill)
            self.templates[name] = url.rpartition("/")[2]
        return server.create_database(self.templates[name])


def _name(service: str, fill: Fill | None) -> str:
    return f"{service}-{fill.__name__}" if fill else service


def _prepare(service: str, url: str, fill: Fill | None) -> None:
    """In a thread of its own: tests that ask for a database may be running a loop."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, _filled(service, url, fill)).result()


async def _filled(service: str, url: str, fill: Fill | None) -> None:
    await migrations.upgrade(service, url)
    if fill:
        await fill(url)
