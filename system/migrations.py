"""Migrates a service's tables to the newest revision. One SELECT tells whether they are behind;
alembic is imported only then.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kernel.db import migrating

ROOT = Path(__file__).parents[1]
SERVICES = ("eventlog", "catalog", "access", "reports", "aggregator")


def head(service: str) -> str:
    """The newest revision of a service: its files are numbered, so it is the last one's number."""
    return max(
        path.name.partition("_")[0] for path in (ROOT / "alembic" / service).glob("[0-9]*.py")
    )


async def upgrade_all(urls: Mapping[str, str]) -> list[str]:
    """Migrate the tables of these services, by the addresses of their databases; returns those
    that were behind. Raises Unavailable.
    """
    return [name for name, url in urls.items() if await upgrade(name, url)]


async def upgrade(service: str, url: str, target: str = "head") -> bool:
    """Migrate one service's tables in the database at `url`, in this process; returns whether
    anything had to be done. Raises Unavailable.
    """
    if target == "head" and not await is_behind(service, url):
        return False
    await migrating.run(url, lambda connection: _upgrade(connection, service, target))
    return True


async def is_behind(service: str, url: str) -> bool:
    """Whether the tables of a service are not at their newest revision."""
    return await migrating.revision(url, service) != head(service)


async def downgrade(service: str, url: str, target: str) -> None:
    """Take one service's tables back to an earlier revision (`base`: none)."""
    await migrating.run(url, lambda connection: _command(connection, service, "downgrade", target))


def _upgrade(connection: Any, service: str, target: str) -> None:
    _command(connection, service, "upgrade", target)


def _command(connection: Any, service: str, name: str, *arguments: str) -> None:
    from alembic import command  # imported late: it costs 0.3 s, and most starts need no migration
    from alembic.config import Config

    config = Config(ROOT / "alembic.ini", ini_section=service)
    config.attributes["connection"] = connection
    getattr(command, name)(config, *arguments)
