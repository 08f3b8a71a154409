"""The write door: group commit, each its own answer; the read door: one snapshot, no writing;
trouble is Unavailable.
"""

import asyncio
import signal
import time
from functools import partial

import asyncpg
import pytest
from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from kernel.db import Database, Tx, engines, transaction
from kernel.db.database import outside_trouble
from kernel.db.transaction import Guarded
from kernel.errors import DuplicateKey, Problem, StaleWrite, Unavailable
from tests.kernel import demo
from tests.kernel.demo import note, notes
from tools.components import postgres


def refuse(_tx: Tx) -> None:
    raise Problem(409, "no", "No.")


def touch(tx: Tx, id_: str, seen: int) -> str:
    tx.execute(
        update(notes).where(notes.c.id == id_, notes.c.revision == seen).values(revision=seen + 1)
    )
    return id_


async def test_64_at_once_each_get_their_own_answer_or_failure(db: Database) -> None:
    await db.write(note, "taken")

    async def one(number: int) -> object:
        kind = number % 4
        if kind == 0:
            return await db.write(note, "taken")
        if kind == 1:
            return await db.write(touch, "nobody", 1)
        if kind == 2:
            return await db.write(refuse)
        return await db.write(note, f"n{number:02d}")

    answers = await asyncio.gather(*(one(number) for number in range(64)), return_exceptions=True)
    assert [type(answer) for answer in answers[:4]] == [DuplicateKey, StaleWrite, Problem, str]
    assert [type(a) for a in answers] == [DuplicateKey, StaleWrite, Problem, str] * 16
    good = [f"n{number:02d}" for number in range(3, 64, 4)]
    assert [answer for answer in answers if isinstance(answer, str)] == good
    assert await demo.ids(db) == [*good, "taken"]


async def test_commands_that_come_together_share_a_commit(lite: Database) -> None:
    seen: list[int] = []
    commit = lite._commit

    async def counted(batch: list[Tx]) -> set[Tx]:
        seen.append(len(batch))
        return await commit(batch)

    lite._commit = counted  # type: ignore[method-assign]
    await asyncio.gather(*(lite.write(note, f"n{number}") for number in range(64)))
    assert sum(seen) == 64
    assert len(seen) <= 2


async def test_who_claims_second_falls_out_alone(db: Database) -> None:
    """Among those of one commit, against a commit before it, and where nobody else is late: all the
    others stand, in one commit.
    """

    def claiming(tx: Tx, claim: str, id_: str) -> str:
        tx.claim(notes, {"id": f"claimed {claim}", "text": "x"})
        return note(tx, id_)

    assert await db.write(claiming, "old", "o") == "o"
    commits = partial(
        db.metrics.registry.get_sample_value, "commit_seconds_count", {"service": "demo"}
    )
    before = commits() or 0
    claims = ["old", "a", "b", "a", "c", "old", "d", "e"]
    answers = await asyncio.gather(
        *(db.write(claiming, claim, f"n{number}") for number, claim in enumerate(claims)),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [
        DuplicateKey,
        str,
        str,
        DuplicateKey,
        str,
        DuplicateKey,
        str,
        str,
    ]
    assert await demo.ids(db) == [
        *sorted(f"claimed {claim}" for claim in {*claims}),
        "n1",
        "n2",
        "n4",
        "n6",
        "n7",
        "o",
    ]
    assert (commits() or 0) - before <= 2
    with pytest.raises(DuplicateKey):
        await db.write(claiming, "a", "alone")
    assert await db.write(claiming, "alone", "alone") == "alone"


async def test_processes_that_claim_the_same_in_another_order_do_not_lock_one_another_out(
    postgres_server: postgres.Server,
) -> None:
    url = postgres_server.create_database()
    await demo.make_tables(url)

    def claiming(tx: Tx, id_: str) -> str:
        tx.claim(notes, {"id": id_, "text": "x"})
        return id_

    async with demo.opened(url) as one, demo.opened(url) as other:
        for turn in range(15):
            ids = [f"{turn}-{number}" for number in range(40)]
            asked = [
                *(one.write(claiming, id_) for id_ in ids),
                *(other.write(claiming, id_) for id_ in reversed(ids)),
            ]
            answers = await asyncio.gather(*asked, return_exceptions=True)
            assert {type(answer) for answer in answers} == {str, DuplicateKey}
            assert sorted(answer for answer in answers if isinstance(answer, str)) == sorted(ids)


async def test_a_waiter_that_goes_away_hurts_nobody_and_its_write_stands(db: Database) -> None:
    tasks = [asyncio.create_task(db.write(note, f"n{number}")) for number in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    assert await asyncio.gather(tasks[0], tasks[2]) == ["n0", "n2"]
    assert await db.write(note, "after") == "after"
    assert await demo.ids(db) == ["after", "n0", "n1", "n2"]


async def test_a_waiter_of_a_failing_batch_that_goes_away_hurts_nobody(db: Database) -> None:
    await db.write(note, "taken")
    tasks = [asyncio.create_task(db.write(note, id_)) for id_ in ("taken", "good")]
    await asyncio.sleep(0)
    tasks[0].cancel()
    assert await tasks[1] == "good"


async def test_who_waits_for_a_commit_returns_with_it_or_with_the_time(lite: Database) -> None:
    seen = lite.commits
    waiting = asyncio.create_task(lite.changed(seen, 600))
    await lite.changed(seen, 0.01)
    assert not waiting.done()
    await lite.write(note, "a")
    await asyncio.wait_for(waiting, 60)
    await asyncio.wait_for(lite.changed(seen, 600), 60)  # it came before it was waited for


async def test_a_read_sees_one_snapshot_and_cannot_write(db: Database) -> None:
    count = select(func.count()).select_from(notes)
    async with db.read() as connection:
        assert await connection.scalar(count) == 0
        await db.write(note, "meanwhile")
        assert await connection.scalar(count) == 0
    async with db.read() as connection:
        assert await connection.scalar(count) == 1
    with pytest.raises((DBAPIError, Unavailable), match=r"readonly|read-only"):
        async with db.read() as connection:
            await connection.execute(notes.delete())
    assert await demo.ids(db) == ["meanwhile"]


async def test_a_problem_raised_while_reading_stays_what_it_is(db: Database) -> None:
    with pytest.raises(Problem):  # noqa: PT012 - the door is what is tried
        async with db.read() as connection:
            await connection.execute(select(notes.c.id))
            refuse(Tx())


async def test_a_faulty_statement_is_a_fault_not_trouble(db: Database) -> None:
    with pytest.raises(DBAPIError):
        async with db.read() as connection:
            await connection.execute(text("SELECT * FROM nothing_of_the_kind"))


async def test_before_start_and_after_stop_a_write_does_not_hang(sqlite_url: str) -> None:
    db = Database(sqlite_url)
    with pytest.raises(Unavailable):
        await db.write(note, "early")
    await db.start()
    last = asyncio.create_task(db.write(note, "last"))
    await asyncio.sleep(0)
    await db.stop()
    assert await last == "last"
    with pytest.raises(Unavailable):
        await db.write(note, "late")


async def test_a_file_that_cannot_be_opened_is_unavailable() -> None:
    async with demo.opened("sqlite+aiosqlite:////nowhere/at/all.db") as db:
        with pytest.raises(Unavailable):
            await db.write(note, "n")
        with pytest.raises(Unavailable):
            async with db.read():
                pass


async def test_a_crash_of_the_server_is_unavailable_for_all_and_passes() -> None:
    cluster = postgres.Cluster()
    try:
        url = cluster.start().url()
        await demo.make_tables(url)
        async with demo.opened(url) as db:
            await db.write(note, "before")
            with pytest.raises(Unavailable):  # noqa: PT012 - the door is what is tried
                async with db.read() as connection:
                    await connection.execute(select(notes))
                    cluster.stop(signal.SIGQUIT)
                    await connection.execute(select(notes))
            with pytest.raises(Unavailable):
                await demo.ids(db)
            answers = await asyncio.gather(
                *(db.write(note, f"n{number}") for number in range(8)), return_exceptions=True
            )
            assert [type(answer) for answer in answers] == [Unavailable] * 8
            cluster.start()
            assert await db.write(note, "after") == "after"
            assert {"after", "before"} <= set(await demo.ids(db))
    finally:
        cluster.remove()


async def test_a_connection_that_is_cut_while_reading_is_unavailable(
    postgres_server: postgres.Server,
) -> None:
    async with demo.opened(postgres_server.create_database()) as db:
        with pytest.raises(Unavailable):  # noqa: PT012 - the door is what is tried
            async with db.read() as connection:
                pid = await connection.scalar(text("SELECT pg_backend_pid()"))
                postgres_server.run_sql(f"SELECT pg_terminate_backend({pid})")
                await connection.execute(text("SELECT 1"))


async def test_a_connection_that_died_while_it_rested_is_replaced(
    postgres_server: postgres.Server,
) -> None:
    """Nobody is told of it: neither who looks something up nor who writes."""
    url = postgres_server.create_database()
    await demo.make_tables(url)
    async with demo.opened(url) as db:
        await db.write(note, "before")
        assert (await db.fetch(select(notes.c.id)))[0].id == "before"
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        postgres_server.run_sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}",
            url.rpartition("/")[2],
        )
        assert (
            len(
                await db.fetch(
                    select(notes.c.id).where(notes.c.id == text(":id")), {"id": "before"}
                )
            )
            == 1
        )
        await asyncio.sleep(engines.RESTED_SECONDS)
        assert await db.write(note, "after") == "after"


async def test_a_writer_that_stands_still_gives_up_its_locks(
    postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or nobody could take over from a process that is paused in the middle of a commit."""
    monkeypatch.setitem(engines.STILL, "idle_in_transaction_session_timeout", "200")
    url = postgres_server.create_database()
    await demo.make_tables(url)

    def standing_still(connection: Connection, operation: Guarded) -> None:
        connection.execute(operation.statement)
        time.sleep(2)

    async with demo.opened(url) as db:
        await db.write(note, "before")
        with monkeypatch.context() as patched:
            patched.setattr(transaction, "_guarded", standing_still)
            with pytest.raises(Unavailable):
                await db.write(touch, "before", 1)
        assert await db.write(touch, "before", 1) == "before"


async def test_looking_at_a_server_that_is_gone_is_unavailable() -> None:
    cluster = postgres.Cluster()
    try:
        url = cluster.start().create_database()
        await demo.make_tables(url)
        async with demo.opened(url) as db:
            await db.fetch(select(notes.c.id))
            cluster.stop(signal.SIGQUIT)
            with pytest.raises(Unavailable):
                await db.fetch(select(notes.c.id))
    finally:
        cluster.remove()


async def test_a_faulty_look_is_a_fault(db: Database) -> None:
    with pytest.raises(DBAPIError):
        await db.fetch(text("SELECT nothing FROM nowhere"))


def test_what_counts_as_outside_trouble() -> None:
    class Original(Exception):
        def __init__(self, sqlstate: str) -> None:
            self.sqlstate = sqlstate

    verdicts = {
        state: outside_trouble(DBAPIError("", {}, Original(state)))
        for state in ("40P01", "57P01", "53300", "22001", "42601")
    }
    assert verdicts == {"40P01": True, "57P01": True, "53300": True, "22001": False, "42601": False}
    assert outside_trouble(OperationalError("", {}, Exception("locked")))
    assert outside_trouble(ConnectionRefusedError())
    assert not outside_trouble(IntegrityError("", {}, Original("23505")))


async def test_a_connection_cut_while_it_is_opened_is_trouble(
    postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """asyncpg tells so in an error of its own, which SQLAlchemy does not translate there."""
    url = postgres_server.create_database()
    await demo.make_tables(url)
    db = Database(url)
    await db.start()

    async def cut(*_arguments: object, **_options: object) -> None:
        raise asyncpg.InterfaceError("connection is closed")

    monkeypatch.setattr(asyncpg, "connect", cut)
    with pytest.raises(Unavailable):
        await db.write(demo.note, "a")
    with pytest.raises(Unavailable):
        await demo.ids(db)
    monkeypatch.undo()
    await db.write(demo.note, "b")
    assert await demo.ids(db) == ["b"]
    await db.stop()
