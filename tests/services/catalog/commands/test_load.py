"""A load is one decision at one revision: two processes that load at once write once."""

import asyncio
from typing import Any

from services.catalog import tables


async def test_two_first_loads_write_once(empty: Any) -> None:
    answers = await asyncio.gather(empty.load(), empty.load())
    assert sorted(answer is None for answer in answers) == [False, True]
    assert len(await empty.rows(tables.actors)) == 47
    assert len(await empty.rows(tables.kernel.outbox)) == 48


async def test_a_new_date_of_the_edition_is_told(desk: Any) -> None:
    path = desk.files / "editions.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('date: "2016-04-19"', 'date: "2016-04-20"'),
        encoding="utf-8",
    )
    await desk.load()
    told = (await desk.rows(tables.kernel.outbox))[48:]
    assert [(row["type"], row["revision"]) for row in told] == [("catalog.edition_published", 2)]
