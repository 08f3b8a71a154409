"""What a command queues is written in an order that cannot matter wrongly."""

import pytest
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import DBAPIError

from kernel.db import Database, Tx
from kernel.errors import DuplicateKey, StaleWrite
from tests.kernel import demo
from tests.kernel.demo import lines, note, notes
from tools.components import postgres


async def rows(db: Database) -> list[tuple[object, ...]]:
    async with db.read() as connection:
        return sorted(
            tuple(row)
            for row in await connection.execute(
                select(notes.c.id, notes.c.text, notes.c.extra, notes.c.revision)
            )
        )


async def test_rows_with_other_columns_lose_nothing(db: Database) -> None:
    def command(tx: Tx) -> None:
        note(tx, "a")
        note(tx, "b", extra="kept")
        note(tx, "c", revision=7)

    await db.write(command)
    assert await rows(db) == [("a", "x", None, 1), ("b", "x", "kept", 1), ("c", "x", None, 7)]


async def test_many_rows_keep_their_order_and_every_character(db: Database) -> None:
    """They go to PostgreSQL as arrays."""
    texts = ["", "{a,b}", 'q"uote', "back\\slash", "ñ\n", "NULL", "'"]
    outbox = demo.kernel.outbox

    def command(tx: Tx) -> None:
        for number in range(60):
            note(tx, f"{number:02d}", texts[number % len(texts)], extra=None if number % 2 else "x")
            demo.tell(tx, f"subject {number}")

    await db.write(command)
    assert [row[1] for row in await rows(db)] == [
        texts[number % len(texts)] for number in range(60)
    ]
    assert [row[2] for row in await rows(db)] == ["x", None] * 30
    told = await db.fetch(select(outbox.c.aggregateid).order_by(outbox.c.n))
    assert [row.aggregateid for row in told] == [f"subject {number}" for number in range(60)]


async def test_a_text_that_is_too_long_is_refused_among_many_too(
    postgres_server: postgres.Server,
) -> None:
    url = postgres_server.create_database()
    await demo.make_tables(url)
    async with demo.opened(url) as db:
        with pytest.raises(DBAPIError, match="too long"):
            await db.write(
                lambda tx: [
                    note(tx, f"{number}", "x" * (41 if number == 7 else 40)) for number in range(20)
                ]
            )
        assert await rows(db) == []


async def test_an_update_sees_the_rows_queued_before_it_and_not_those_after(db: Database) -> None:
    def command(tx: Tx) -> None:
        note(tx, "before")
        tx.execute(update(notes).values(text="seen"), expect=1)
        note(tx, "after")

    await db.write(command)
    assert [row[:2] for row in await rows(db)] == [("after", "x"), ("before", "seen")]


async def test_delete_then_insert_of_the_same_identity(db: Database) -> None:
    await db.write(note, "a", "old")

    def replace(tx: Tx) -> None:
        tx.execute(delete(notes).where(notes.c.id == "a"))
        note(tx, "a", "new")

    await db.write(replace)
    assert [row[:2] for row in await rows(db)] == [("a", "new")]


async def test_parents_go_before_children_whatever_was_queued_first(db: Database) -> None:
    def command(tx: Tx) -> None:
        tx.insert(lines, {"id": 1, "note": "n"})
        note(tx, "n")
        tx.execute(update(lines).values(note="n"), expect=1)

    await db.write(command)
    assert [row[0] for row in await rows(db)] == ["n"]


async def test_a_child_queued_before_its_parents_delete_is_written_before_it(db: Database) -> None:
    await db.write(note, "n")

    def command(tx: Tx) -> None:
        tx.insert(lines, {"id": 1, "note": "n"})
        tx.execute(delete(notes))

    with pytest.raises(DuplicateKey):
        await db.write(command)
    assert [row[0] for row in await rows(db)] == ["n"]


async def test_a_stale_guard_undoes_the_whole_command(db: Database) -> None:
    def command(tx: Tx) -> None:
        note(tx, "a")
        tx.execute(update(notes).where(notes.c.id == "nobody").values(text="y"))

    with pytest.raises(StaleWrite):
        await db.write(command)
    assert await rows(db) == []


async def test_a_guard_may_expect_any_number(db: Database) -> None:
    await db.write(lambda tx: tx.execute(update(notes).values(text="y"), expect=None))


async def test_an_update_into_a_taken_identity_is_a_conflict(db: Database) -> None:
    await db.write(note, "a")
    await db.write(note, "b")
    with pytest.raises(DuplicateKey):
        await db.write(lambda tx: tx.execute(update(notes).where(notes.c.id == "a").values(id="b")))


async def test_one_statement_for_many_rows(db: Database) -> None:
    for id_ in ("a", "b"):
        await db.write(note, id_)
    statement = update(notes).where(notes.c.id == bindparam("which")).values(text=bindparam("new"))
    await db.write(
        lambda tx: tx.execute_many(
            statement, [{"which": "a", "new": "1"}, {"which": "b", "new": "2"}]
        )
    )
    await db.write(lambda tx: tx.execute_many(statement, []))
    assert [row[1] for row in await rows(db)] == ["1", "2"]


def test_nothing_happens_while_a_command_queues() -> None:
    tx = Tx()
    demo.tell(tx, "a")
    assert len(tx.operations) == 1
