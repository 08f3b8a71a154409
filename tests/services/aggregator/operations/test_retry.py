"""What was parked is applied in its place in the order."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from contracts.reports.kinds import implementation
from kernel import parking
from kernel.errors import Problem
from services.aggregator import tables
from services.aggregator.store.generations import active, consumer_name
from tests.services.aggregator.conftest import Desk


async def parked(desk: Desk) -> Sequence[Mapping[str, Any]]:
    return await parking.listed(desk.db, tables.kernel, consumer_name(await active(desk.db)))


async def test_what_was_parked_counts_after_a_retry(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.publish("a", resources=[{"currency": "USD", "amount": "0.125"}])
    await desk.publish("b")
    await desk.publish("a", revision=2, year=2021)
    await desk.settled()
    assert [(row["position"], row["waiting"]) for row in await parked(desk)] == [
        (1, False),
        (3, True),
    ]
    retry = desk.operations.retry
    for position, code in ((1, "still_impossible"), (3, "waiting"), (2, "not_parked")):
        with pytest.raises(Problem) as problem:
            await retry(position=position)
        assert problem.value.code == code
    monkeypatch.setattr(implementation, "MINOR_UNITS", {"USD": 3})
    assert await retry(position=1) == {"retried": [1, 3], "parked": []}
    await desk.judged()
    assert (await desk.get("/status"))["parked"] == 0
