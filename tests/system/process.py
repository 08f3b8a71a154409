"""The whole system in this process, for tests that want it without a port."""

from pathlib import Path

from system.embedded import Embedded
from system.resources import Settings


def application(data: Path, database_url: str = "") -> Embedded:
    """The one-process system over a folder (and, if given, a PostgreSQL database); its lifespan
    starts it.
    """
    data.mkdir(parents=True, exist_ok=True)
    plenty = 10_000_000
    return Embedded(
        Settings(
            data_dir=data,
            database_url=database_url,
            rate_reads=plenty,
            rate_writes=plenty,
            rate_address=plenty,
        )
    )
