"""The check of SQLite's files while they are served: every page is read by and by."""

import asyncio
import sqlite3
from contextlib import closing
from time import monotonic

from kernel.db import Database
from kernel.db.engines import is_sqlite
from kernel.eventlog.database import DatabaseLog
from kernel.run import Worker
from system.resources import SERVICES, CheckFailed, Resources, Settings, log_database

PAUSE_SECONDS = 3_600.0
LONGEST_SHARE = 0.01  # of the time may be spent on it


def worker(resources: Resources, pause: float = PAUSE_SECONDS) -> Worker:
    """Examines the files of this process when it starts and every `pause` seconds, in a thread, one
    after the other; files that take long to read are read less often.
    """
    databases = [*resources.databases.values()]
    if isinstance(resources.log, DatabaseLog):
        databases.append(resources.log.db)

    async def run() -> None:
        while True:
            seconds = await _examine(databases)
            await asyncio.sleep(max(pause, seconds / LONGEST_SHARE))

    return Worker("integrity", run, _idle)


async def _examine(databases: list[Database]) -> float:
    """Note what is wrong in each file; returns how many seconds that took."""
    began = monotonic()
    for integrity in (database.integrity for database in databases):
        if integrity.path and (wrong := await asyncio.to_thread(examined, integrity.path)):
            integrity.note(wrong)
    return monotonic() - began


def examined(path: str) -> str:
    """What is wrong first in a SQLite file when every page is read, empty where nothing is; trouble
    that passes is none.
    """
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            return "" if answer == "ok" else answer.split("***")[-1].strip()
    except sqlite3.OperationalError:
        return ""
    except sqlite3.DatabaseError as error:
        return str(error)


def require_whole(settings: Settings) -> None:
    """Raise CheckFailed for the first SQLite file of this installation that is damaged."""
    urls = [log_database(settings), *map(settings.url, SERVICES)]
    for path in (url.partition(":///")[2] for url in urls if is_sqlite(url)):
        if wrong := examined(path):
            raise CheckFailed(f"{path} is damaged: {wrong}")


async def _idle() -> bool:
    return True
