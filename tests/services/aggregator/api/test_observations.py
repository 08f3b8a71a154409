"""Observations are made objective by objective, and let others have their turn."""

import asyncio

from services.aggregator.api.dependencies import Filters, moment_at
from services.aggregator.api.observations import Observations
from services.aggregator.api.reading import Asked
from tests.services.aggregator.conftest import Desk
from tests.services.aggregator.filled import fill


async def test_others_have_their_turn_between_the_batches(desk: Desk) -> None:
    await fill(desk)
    here = desk.app.state.resources
    structure = (await here.replica.catalogue()).structure("e")
    at = await moment_at(desk.db, 1, 12)
    asked = Asked(structure, Filters(None, None, None, None), at)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    observed = Observations(desk.db, asked, ["GO-1"])
    rows = [row async for batch in observed.batches() for row in batch]
    counting.cancel()
    assert {row[0] for row in rows} == {"GO-1"}
    assert turns > 10
    assert observed.foot.position == 12
