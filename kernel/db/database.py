"""One service's database: group commit behind the write door, snapshot reads, and a hint after each
commit for who waits for one.
"""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel import failpoints
from kernel.db import engines
from kernel.db.integrity import Integrity
from kernel.db.readers import Profile, readers
from kernel.db.transaction import Tx, flush
from kernel.errors import Damaged, DuplicateKey, Unavailable
from kernel.metrics import Metrics

P = ParamSpec("P")
T = TypeVar("T")

LARGEST_BATCH = 128
# classes of SQLSTATE: connection, rolled back, resources, locks, an operator
PASSING = ("08", "40", "53", "55", "57")
DAMAGE = ("XX001", "XX002", sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
SQLITE_FAULT = 1  # SQLite's plain error: the statement is wrong, not the database in trouble


INDEXED, THREADED = Profile.INDEXED, Profile.THREADED


class _Waiting(NamedTuple):
    """A command that has decided, and the request that waits for its commit."""

    tx: Tx
    answer: Any
    done: "asyncio.Future[Any]"


class Database:
    """A service's database, of either kind. Nothing is opened before `start`; `stop` closes.

    `write` runs a command and returns its answer once what it queued is durable. Commands that
    arrive together share one transaction; when that fails each is run alone, so one bad row hurts
    nobody else.
    """

    def __init__(self, url: str, service: str = "") -> None:
        self.url = url
        self.metrics = Metrics(service)
        self.integrity = Integrity(url, service)
        self.commits = 0  # of this process
        self._next_commit = asyncio.Event()
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._writer = engines.writer(url)
        self._readers = readers(url)

    async def start(self) -> None:
        """Begin to commit what is queued."""
        self._task = self._task or asyncio.create_task(self._commit_batches(), name="committer")

    async def stop(self) -> None:
        """Finish what was queued, then close every connection."""
        if self._task:
            await self._queue.join()
            task, self._task = self._task, None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self._writer.dispose()
        await self._readers.dispose()

    @asynccontextmanager
    async def read(self, profile: Profile = Profile.SNAPSHOT) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one snapshot and cannot write. Raises Unavailable when the
        database cannot answer.

        `profile`: what kind of statements will be run, see `Profile`.
        """
        with self._noticed():
            async with self._readers.read(profile) as connection:
                yield connection

    async def fetch(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> Sequence[Any]:
        """The rows of one short SELECT. A connection that died since it was last used is replaced.

        Raises Unavailable.
        """
        with self._noticed():
            try:
                return await self._fetch_once(statement, values)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return await self._fetch_once(statement, values)

    async def _fetch_once(
        self, statement: Executable, values: Mapping[str, Any] | None
    ) -> Sequence[Any]:
        async with self._readers.single() as connection:
            return (await connection.execute(statement, values)).all()

    async def write(
        self, command: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `command(tx, …)` and return its answer after its rows are committed.

        Raises what the command raises, StaleWrite or DuplicateKey when its guards or rows met
        another state, Unavailable: Damaged before anything is written to a damaged database.
        """
        if self._task is None:
            raise Unavailable("the database is not open")
        tx = Tx()
        answer = command(tx, *args, **kwargs)
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(_Waiting(tx, answer, done))
        return await done

    async def changed(self, since: int, seconds: float) -> None:
        """Return when this process has committed since `commits` was `since`, after `seconds` at
        the latest: another process may have.
        """
        if self.commits == since:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._next_commit.wait()

    async def _commit_batches(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < LARGEST_BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                await self._settle(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()

    async def _settle(self, batch: list[_Waiting]) -> None:
        """Commit the batch together; where one of several commands is at fault, each alone.

        When the database is in trouble nobody is run again: whether the commit took place is then
        unknown.
        """
        try:
            late = await self._commit([waiting.tx for waiting in batch])
        except Exception as error:
            for waiting in batch:
                if len(batch) == 1 or isinstance(error, Unavailable):
                    _fail(waiting, error)
                else:
                    await self._settle([waiting])
            return
        self.commits += 1
        self._next_commit.set()
        self._next_commit = asyncio.Event()
        for waiting in batch:
            if waiting.tx in late:
                _fail(waiting, DuplicateKey("another was first"))
            elif not waiting.done.done():
                waiting.done.set_result(waiting.answer)

    async def _commit(self, batch: list[Tx]) -> set[Tx]:
        """Write them in one transaction; returns those that came late with what they claim."""

        def work(connection: Connection) -> set[Tx]:
            self.integrity.check()
            late = flush(connection, batch)
            failpoints.point("write.inserted", self.url)
            return late

        try:
            with self._noticed(), self.metrics.commits.time():
                late = await self._writer.transact(work)
                self.integrity.check()  # a file that is gone by now has kept nothing
        except IntegrityError as error:
            # its first line: those behind it hold values
            raise DuplicateKey(str(error.orig).partition("\n")[0]) from error
        failpoints.point("write.committed", self.url)
        self.metrics.commands.inc(len(batch) - len(late))
        return late

    @contextmanager
    def _noticed(self) -> Iterator[None]:
        """Errors translated, and damage remembered."""
        try:
            with translate_errors():
                yield
        except Damaged as error:
            self.integrity.note(str(error))
            raise


@contextmanager
def translate_errors() -> Iterator[None]:
    """Trouble of the database is Unavailable, damage is Damaged, a fault of the statement stays
    what it is.
    """
    try:
        yield
    except _trouble() as error:
        if _is_damage(error):
            raise Damaged(str(getattr(error, "orig", error)).partition("\n")[0]) from error
        if outside_trouble(error):
            raise Unavailable(str(error)) from error
        raise


def outside_trouble(error: Exception) -> bool:
    """Whether the database, not the statement, is at fault: the caller may try again."""
    if not isinstance(error, DBAPIError):
        return True
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorcode", None) != SQLITE_FAULT
    return str(getattr(error.orig, "sqlstate", None)).startswith(PASSING)


def _is_damage(error: Exception) -> bool:
    orig = getattr(error, "orig", error)
    code = getattr(orig, "sqlite_errorcode", 0) & 0xFF  # the low byte: the rest says of what kind
    return (code or getattr(orig, "sqlstate", None)) in DAMAGE


def _fail(waiting: _Waiting, error: Exception) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(error)


def _trouble() -> tuple[type[Exception], ...]:
    """What a database may answer with; the driver's own where a connection is cut as it opens."""
    driver: Any = sys.modules.get("asyncpg")  # on SQLite it is not imported
    own = (driver.PostgresError, driver.InterfaceError) if driver else ()
    return (DBAPIError, PoolTimeout, OSError, *own)
