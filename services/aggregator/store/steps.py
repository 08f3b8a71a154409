"""The positions at which facts began or ended to count."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Executable,
    Select,
    bindparam,
    literal_column,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db.batched import Batched
from services.aggregator import tables
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.store.facts import fact_of, implementation_of

UNDATED = [name for name, kind in KINDS.items() if not (kind.dated and kind.filtered)]
Replaced = tuple[Implementation | None, Implementation | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepQuery:
    """The steps after a position, up to another one; the first `limit` of them."""

    generation: int
    after: int
    until: int
    year: int | None
    limit: int

    @property
    def values(self) -> dict[str, Any]:
        """The values of its statement's parameters."""
        return {
            "generation": self.generation,
            "after": self.after,
            "until": self.until,
            "year": self.year,
            "limit": self.limit,
        }


async def of_implementations(
    connection: AsyncConnection, query: StepQuery, activities: Sequence[str]
) -> list[tuple[int, str]]:
    """(position, recordedtime) of the steps of facts of `implementation` on these activities."""
    if not activities:
        return []
    statement, given = _by_activity(query.year is not None)([(code,) for code in activities])
    rows = await connection.execute(statement, query.values | given)
    return [(row.position, row.recordedtime) for row in rows]


async def of_listed(
    connection: AsyncConnection, query: StepQuery, kinds: Collection[str]
) -> list[tuple[int, str]]:
    """(position, recordedtime) of the steps of facts of these kinds, which have no tallies."""
    statement = _by_kind(query.year is not None)
    rows = await connection.execute(statement, {**query.values, "kinds": list(kinds)})
    return [(row.position, row.recordedtime) for row in rows]


@cache
def _by_activity(year: bool) -> Batched[Select[Any]]:
    v = tables.fact_versions

    def arms(n: int) -> list[Select[Any]]:
        mine = [v.c.activity == bindparam(f"activity{n}"), v.c.lead]
        published = _between(v, v.c.published, year, *mine, v.c.moved.is_(None))
        return [published, *(_between(v, one, year, *mine) for one in (v.c.moved, v.c.to_position))]

    return Batched(("activity",), ("",), arms, _timed)


@cache
def _by_kind(year: bool) -> Executable:
    f = tables.facts
    mine: list[Any] = [f.c.kind.in_(bindparam("kinds", expanding=True))]
    if year:  # it chooses facts of some kinds only
        mine.append(or_(f.c.year == bindparam("year"), f.c.kind.in_(UNDATED)))
    columns = (f.c.from_position, f.c.to_position)
    return _timed([_between(f, one, False, *mine) for one in columns])


def _between(table: Any, column: Any, year: bool, *mine: Any) -> Select[Any]:
    filters = [
        table.c.generation == bindparam("generation"),
        *mine,
        column > bindparam("after"),
        column <= bindparam("until"),
    ]
    if year:
        filters.append(table.c.year == bindparam("year"))
    steps = select(column.label("position")).where(*filters).order_by(column)
    return select(steps.limit(bindparam("limit")).subquery())


def _timed(arms: Sequence[Select[Any]]) -> Executable:
    """The steps of all arms, each once, with the time of each."""
    t, steps = tables.position_times, union(*arms).subquery()
    before = (t.c.generation == bindparam("generation"), t.c.position <= steps.c.position)
    times = select(t.c.recordedtime).where(*before).order_by(t.c.position.desc()).limit(1)
    time = times.correlate(steps).scalar_subquery().label("recordedtime")
    ordered = select(steps.c.position, time).order_by(steps.c.position)
    return ordered.limit(bindparam("limit"))


async def replaced(
    connection: AsyncConnection, generation: int, position: int
) -> AsyncIterator[tuple[int, Replaced]]:
    """(position, (the fact that ends, the fact that begins to count)) of `implementation` up to a
    position, in order.
    """
    step, facts = 0, list[Implementation | None]([None, None])
    async for at, begins, text in await connection.stream(_steps(generation, position)):
        if at != step and step:
            yield step, (facts[0], facts[1])
            facts = [None, None]
        step, facts[begins] = at, implementation_of(text)
    if step:
        yield step, (facts[0], facts[1])


def _steps(generation: int, position: int) -> Select[Any]:
    """(position, 1 where a fact begins and 0 where it ends to count, the fact), in order."""
    v = tables.fact_versions
    counted = v.c.to_position.is_(None) | (v.c.to_position != v.c.from_position)
    mine = (v.c.generation == generation, v.c.lead, counted)
    arms = [
        select(column.label("step"), _literally(begins), v.c.fact).where(*mine, column <= position)
        for column, begins in ((v.c.from_position, 1), (v.c.to_position, 0))
    ]
    both = union_all(*arms).subquery()
    return select(both).order_by(both.c.step)


def _literally(begins: int) -> Any:
    return literal_column(str(begins)).label("begins")


async def facts_at(
    connection: AsyncConnection, generation: int, submission: str, position: int
) -> list[Fact]:
    """The facts of a submission that begin or end to count at a position."""
    values = {"generation": generation, "submission": submission, "position": position}
    rows = await connection.execute(_FACTS_AT, values)
    return [fact_of(row.kind, row.fact) for row in rows]


def _of_submission(table: Any, kind: Any, *mine: Any) -> Select[Any]:
    c, at = table.c, bindparam("position", type_=BigInteger)
    facts = select(kind.label("kind"), c.fact)
    moves = or_(c.from_position == at, c.to_position == at)
    of = (c.generation == bindparam("generation"), c.submission == bindparam("submission"))
    return facts.where(*of, moves, *mine)


_FACTS_AT = union_all(
    _of_submission(
        tables.fact_versions, literal_column("'implementation'"), tables.fact_versions.c.lead
    ),
    _of_submission(tables.facts, tables.facts.c.kind),
)
