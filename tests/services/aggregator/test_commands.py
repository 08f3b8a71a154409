"""Every event taken in has its instant, whether it changed anything or not; a fact is written with
the positions it counted between.
"""

from sqlalchemy import select

from contracts import reports
from services.aggregator import tables
from tests.services.aggregator.conftest import Desk


async def test_an_instant_is_written_where_it_changes_and_where_a_batch_begins(desk: Desk) -> None:
    times = iter(
        (
            "2026-01-01T00:00:00.000000Z",
            "2026-01-01T00:00:00.000000Z",
            "2026-01-02T00:00:00.000000Z",
            "2026-01-02T00:00:00.000000Z",
        )
    )
    desk.recorded = lambda: next(times)
    await desk.move("a", reports.Drafted, "draft")
    await desk.settled()
    await desk.move("a", reports.Submitted, "submitted")
    await desk.publish("a")
    await desk.settled()
    await desk.move("b", reports.Drafted, "draft")
    await desk.settled()
    async with desk.db.read() as connection:
        rows = await connection.execute(
            select(tables.position_times.c.position, tables.position_times.c.recordedtime).order_by(
                tables.position_times.c.position
            )
        )
        assert [(position, time[:10]) for position, time in rows] == [
            (1, "2026-01-01"),
            (2, "2026-01-01"),
            (3, "2026-01-02"),
            (4, "2026-01-02"),
        ]


async def test_a_fact_is_written_once_however_its_batch_is_cut(desk: Desk) -> None:
    await desk.publish("a", "COL", ("NIC",))
    await desk.move("a", reports.Withheld, "withheld")
    await desk.settled()
    await desk.move("a", reports.Released, "published")
    await desk.settled()
    await desk.move("a", reports.Withdrawn, "withdrawn")
    await desk.settled()
    v = tables.fact_versions
    async with desk.db.read() as connection:
        found = select(v.c.reporter, v.c.lead, v.c.from_position, v.c.moved, v.c.to_position)
        rows = await connection.execute(found.order_by(v.c.from_position, v.c.reporter))
        assert [tuple(row) for row in rows] == [
            ("COL", True, 1, None, 2),
            ("NIC", False, 1, None, 2),
            ("COL", True, 3, 3, 4),
            ("NIC", False, 3, 3, 4),
        ]


async def test_a_fact_of_another_kind_is_written_once_for_all_who_report_it(desk: Desk) -> None:
    await desk.practice("p", "COL", "NIC", objectives=["GO-1"], axes=["gender"])
    await desk.move("p", reports.Withheld, "withheld", "practice")
    await desk.settled()
    await desk.move("p", reports.Released, "published", "practice")
    await desk.settled()
    f = tables.facts
    columns = (f.c.kind, f.c.from_position, f.c.to_position, f.c.who, f.c.activities, f.c.axes)
    async with desk.db.read() as connection:
        rows = await connection.execute(select(*columns).order_by(f.c.from_position))
        who = "|actor:COL|kind:state|actor:NIC|kind:state|"
        assert [tuple(row) for row in rows] == [
            ("practice", 1, 2, who, "|ACT-1|", "|gender|"),
            ("practice", 3, None, who, "|ACT-1|", "|gender|"),
        ]
