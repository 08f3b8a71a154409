"""What migrations need of a database: its revision by one SELECT, and a plain connection of its own."""

from collections.abc import Callable

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from kernel.errors import Unavailable


async def revision(url: str, service: str) -> str | None:
    """The revision a service's tables stand at; None before the first migration. Raises Unavailable."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            found: str | None = await connection.scalar(text(f"SELECT version_num FROM {service}_alembic_version"))  # noqa: S608 - our own name
            return found
    except DBAPIError as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            return None
        raise Unavailable(str(error)) from error
    except OSError as error:
        raise Unavailable(str(error)) from error
    finally:
        await engine.dispose()


async def run(url: str, change: Callable[[Connection], None]) -> None:
    """Run a migration on a connection without the writer's manners: on SQLite foreign keys can then be switched off."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(change)
    finally:
        await engine.dispose()
