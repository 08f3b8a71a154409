"""Migrates a service's tables to the newest revision. One SELECT tells whether they are behind;
alembic is imported only then, by a process of its own, which is this module run by itself: what it
reads would stay in the memory of one that serves.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kernel.db import migrating
from kernel.errors import Unavailable

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "system.migrations")
UNAVAILABLE = 75  # the exit code of "try again later"
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


async def upgrade_apart(urls: Mapping[str, str]) -> list[str]:
    """The same by a process of its own. Raises RuntimeError with what went wrong there."""
    behind = {name: url for name, url in urls.items() if await _is_behind(name, url)}
    if behind:
        await asyncio.to_thread(_run_apart, behind)
    return list(behind)


def _run_apart(urls: Mapping[str, str]) -> None:
    # the addresses hold passwords, which an argument would show to everybody on the machine
    done = subprocess.run(  # noqa: S603 -- our own interpreter and module
        COMMAND, check=False, input=json.dumps(urls), capture_output=True, text=True, cwd=ROOT
    )
    if done.returncode == UNAVAILABLE:
        raise Unavailable(done.stderr.strip())
    if done.returncode:
        raise RuntimeError(f"the databases were not migrated:\n{done.stderr.strip()}")


async def upgrade(service: str, url: str, target: str = "head") -> bool:
    """Migrate one service's tables in the database at `url`, in this process; returns whether
    anything had to be done. Raises Unavailable.
    """
    if target == "head" and not await _is_behind(service, url):
        return False
    await migrating.run(url, lambda connection: _upgrade(connection, service, target))
    return True


async def _is_behind(service: str, url: str) -> bool:
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


def main() -> int:
    """Migrate what the standard input names."""
    try:
        asyncio.run(upgrade_all(json.load(sys.stdin)))
    except Unavailable as error:
        sys.stderr.write(str(error))
        return UNAVAILABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
