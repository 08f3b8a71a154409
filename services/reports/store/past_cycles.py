"""Cycles, what was brought to them and what was said beside things, as they stood at a position:
read from their steps and events.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.reports import (
    ContributionMade,
    ContributionWithdrawn,
    CycleChanged,
)
from services.reports import tables
from services.reports.domain.cycles import Cycle
from services.reports.store import contributions, dossiers, fragments
from services.reports.store.cycles import Placed
from services.reports.store.statements import STANDING, STATES

#: What the event of a change tells of its cycle.
TOLD = ("type", "year", "title", "state", "opens_on", "closes_on", "place", "summit", "items")
BROUGHT = (ContributionMade.type, ContributionWithdrawn.type)

c, s, o = tables.cycles.c, tables.cycle_steps.c, tables.kernel.outbox.c
#: Steps of cycles, each with its event.
STEPS = tables.cycle_steps.join(tables.kernel.outbox, s.event == o.id)


async def cycles(connection: AsyncConnection, position: int) -> list[Placed]:
    """Every cycle that there was at a position, as it stood then, the latest year first."""
    rows = await fragments.mappings(connection, _changes(position))
    changes = fragments.grouped((row["cycle"], row) for row in rows)
    placed = [_placed(told) for told in changes.values()]
    return sorted(placed, key=lambda one: (one.cycle.year, one.cycle.id), reverse=True)


async def page(
    connection: AsyncConnection,
    filters: Mapping[str, Any],
    after: Sequence[Any] | None,
    limit: int,
    position: int,
) -> list[Placed]:
    """Cycles of these values at a position, the latest year first; `after`: (year, id)."""
    wanted = [(name, value) for name, value in filters.items() if value is not None]
    return [
        placed
        for placed in await cycles(connection, position)
        if all(getattr(placed.cycle, name) == value for name, value in wanted)
        and (after is None or (placed.cycle.year, placed.cycle.id) < tuple(after))
    ][:limit]


async def one(connection: AsyncConnection, id_: str, position: int) -> Placed | None:
    """A cycle as it stood at a position; None when there was none."""
    told = await fragments.mappings(connection, _changes(position).where(s.cycle == id_))
    return _placed(told) if told else None


def _changes(position: int) -> Select[Any]:
    """What was told of cycles up to a position, in order."""
    columns = (s.cycle, s.at, c.created_at, o.seq, o.payload)
    of = STEPS.join(tables.cycles, c.id == s.cycle)
    until = (o.seq <= position, o.type == CycleChanged.type)
    return select(*columns).select_from(of).where(*until).order_by(s.n)


def _placed(changes: Sequence[RowMapping]) -> Placed:
    last = changes[-1]
    data: Mapping[str, Any] = json.loads(last["payload"])
    told: dict[str, Any] = {name: data.get(name) for name in TOLD}
    times = {"created_at": last["created_at"], "updated_at": last["at"]}
    return Placed(Cycle(last["cycle"], **told, version=len(changes), **times), last["seq"])


async def brought(connection: AsyncConnection, cycle: str, position: int | None) -> set[str]:
    """The submissions that reporters have brought to a cycle, or had by a position."""
    if position is None:
        return await contributions.brought(connection, cycle)
    statement = select(o.type, o.payload).select_from(STEPS).order_by(s.n)
    until = (s.cycle == cycle, o.seq <= position, o.type.in_(BROUGHT))
    there: set[str] = set()
    for type_, payload in await connection.execute(statement.where(*until)):
        submission = json.loads(payload)["submission"]
        (there.add if type_ == ContributionMade.type else there.discard)(submission)
    return there


async def stood(
    connection: AsyncConnection, rows: Sequence[Any], subjects: Sequence[str], position: int
) -> list[dict[str, Any]]:
    """Those of these statements that had been made beside these by a position, as they stood then,
    without the text that does not stand any more.
    """
    told = await statements(connection, subjects, position)
    return [_stood(row, STATES[told[row["id"]]]) for row in rows if row["id"] in told]


def _stood(row: Any, state: str) -> dict[str, Any]:
    changed = row["made_at"] if state == STANDING else row["changed_at"]
    hidden = {} if row["state"] == STANDING else {"text": None, "salt": None}
    return {**row, "state": state, "changed_at": changed, **hidden}


async def statements(
    connection: AsyncConnection, subjects: Sequence[str], position: int
) -> dict[str, str]:
    """The last event of each statement that had been made beside these by a position."""
    said = await dossiers.said(connection, subjects)
    return {
        one.statement: one.type
        for one in chain.from_iterable(said.values())
        if one.position is not None and one.position <= position
    }
