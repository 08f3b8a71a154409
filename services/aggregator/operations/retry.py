"""Retry: a parked message is applied in its place in the order, once it can be read."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from kernel import parking
from kernel.consumer import decode
from kernel.db import Database
from kernel.errors import PoisonMessage, Problem
from services.aggregator import tables
from services.aggregator.operations.rebuild import Rebuild
from services.aggregator.store.generations import active, consumer_name


class Retried(TypedDict):
    """The positions that were applied, and those that are parked still."""

    retried: list[int]
    parked: list[int]


class Retry:
    """By a rebuild: a message in the middle of the log changes what came after it."""

    def __init__(self, db: Database, rebuild: Rebuild) -> None:
        self._db, self._rebuild = db, rebuild

    async def run(self, position: int) -> Retried:
        """Raises Problem when nothing is parked at this position, when it waits behind another
        message, and when it still cannot be applied.
        """
        rows = await self._parked()
        chosen = _chosen(rows, position)
        await self._rebuild.run()
        left = {row["position"]: row["reason"] for row in await self._parked()}
        if position in left:
            raise _impossible(position, left[position])
        behind = [row["position"] for row in rows if row["key"] == chosen["key"]]
        return {"retried": [one for one in behind if one not in left], "parked": sorted(left)}

    async def _parked(self) -> Sequence[Mapping[str, Any]]:
        name = consumer_name(await active(self._db))
        return await parking.listed(self._db, tables.kernel, name)


def _chosen(rows: Sequence[Mapping[str, Any]], position: int) -> Mapping[str, Any]:
    chosen = next((row for row in rows if row["position"] == position), None)
    if chosen is None:
        raise Problem(404, "not_parked", f"Nothing is parked at position {position}.")
    if chosen["waiting"]:
        detail = f"The message at position {position} {chosen['reason']}: retry that one."
        raise Problem(409, "waiting", detail)
    try:
        decode(parking.record_of(chosen))
    except PoisonMessage as error:
        raise _impossible(position, str(error)) from None
    return chosen


def _impossible(position: int, reason: str) -> Problem:
    detail = f"The message at position {position} still cannot be applied: {reason}."
    return Problem(409, "still_impossible", detail)
