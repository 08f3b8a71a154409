"""The terms of submissions follow their texts, on each side, and the queries that use them seek."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select, text

from kernel.db import Database
from services.reports import tables
from services.reports.domain.kinds import KINDS
from services.reports.store import index, lists
from tests.databases import Databases
from tests.services.reports.conftest import Desk, body


async def terms(desk: Desk, submission: str) -> dict[str, set[tuple[str, str]]]:
    """The terms by which lists find a submission, by side."""
    t = tables.terms
    async with desk.db.read() as connection:
        rows = (await connection.execute(select(t).where(t.c.submission == submission))).all()
    return {
        side: {
            (row.name, row.value) for row in rows if row.side == side and row.name != index.SIMILAR
        }
        for side in index.SIDES
    }


def of(activity: str, year: int) -> set[tuple[str, str]]:
    return {("activity", activity), ("year", str(year))}


async def test_each_side_has_the_terms_of_its_text(desk: Desk) -> None:
    id_ = await desk.draft()
    assert await terms(desk, id_) == {"newest": of("ACT-12", 2022), "public": set()}
    await desk.publish("CIM", id_)
    await desk.act("CIM", id_, "revise")
    await desk.ask("CIM", "PUT", f"/submissions/{id_}", body(year=2020), If_Match="*")
    assert await terms(desk, id_) == {"newest": of("ACT-12", 2020), "public": of("ACT-12", 2022)}
    await desk.act("CIM", id_, "discard")
    assert await terms(desk, id_) == {"newest": of("ACT-12", 2022), "public": of("ACT-12", 2022)}


async def test_similar_ones_are_found_by_any_of_their_keys(desk: Desk) -> None:
    ids = [await desk.draft() for _ in range(3)]
    other = await desk.draft(payload={"activity": "ACT-12", "year": 2021})
    await desk.act("CIM", ids[1], "withdraw")
    kind = KINDS["implementation"]
    loader = index.similar(desk.db, 2)
    keys = [
        *kind.similar_keys("CIM", {"activity": "ACT-12", "year": 2022}),
        *kind.similar_keys("CIM", {"activity": "ACT-12", "year": 2021}),
        "nothing",
    ]
    assert [await loader.find(key) for key in keys] == [[ids[0], ids[2]], [other], None]


async def test_filters_and_similar_ones_seek_in_the_index(sqlite_databases: Databases) -> None:
    """On SQLite, whose plans do not depend on the number of rows; `bench/plans.py` looks at
    PostgreSQL's.
    """
    wanted = lists.Wanted(terms=[[("activity", "ACT-12"), ("objective", "GO-1")]])
    page = lists.page_statement(lists.Reader("CIM", True), wanted, None, 10)
    similar = text(index.LIVING.format(n=0)).bindparams(key0="x", most=1)
    async with opened(sqlite_databases) as db, db.read() as connection:
        for statement in (page, similar):
            compiled: Any = statement.compile(
                dialect=connection.dialect, compile_kwargs={"literal_binds": True}
            )
            rows = await connection.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))
            steps = [row.detail for row in rows]
            assert [step for step in steps if step.startswith(("SEARCH reports_index", "SEARCH i"))]
            assert not [step for step in steps if step.startswith(("SCAN reports_index", "SCAN i"))]


@asynccontextmanager
async def opened(databases: Databases) -> AsyncIterator[Database]:
    db = Database(databases.url("reports"))
    await db.start()
    yield db
    await db.stop()
