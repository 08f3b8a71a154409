"""Databases for tests, made by migrating once and copying: a file for SQLite, a template for PostgreSQL."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from system import migrations
from tests.components import postgres


@dataclass
class Databases:
    """Fresh, migrated databases of one kind (`postgres_server` None: SQLite)."""

    folder: Path
    server: postgres.Server | None = None
    templates: dict[str, str] = field(default_factory=dict)
    made: int = 0

    def url(self, service: str) -> str:
        """The URL of a new database with this service's tables at their newest revision."""
        self.made += 1
        return self._sqlite(service) if self.server is None else self._postgresql(self.server, service)

    def _sqlite(self, service: str) -> str:
        template = self.folder / f"{service}-template.db"
        if service not in self.templates:
            _migrate(service, f"sqlite+aiosqlite:///{template}")
            self.templates[service] = str(template)
        copy = self.folder / f"{service}-{self.made}.db"
        shutil.copy(template, copy)
        return f"sqlite+aiosqlite:///{copy}"

    def _postgresql(self, server: postgres.Server, service: str) -> str:
        if service not in self.templates:
            url = server.create_database()
            _migrate(service, url)
            self.templates[service] = url.rpartition("/")[2]
        return server.create_database(self.templates[service])


def _migrate(service: str, url: str) -> None:
    """In a thread of its own: tests that ask for a database may be running a loop."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, migrations.upgrade(service, url)).result()
