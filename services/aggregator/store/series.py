"""The series of public statistics, as each publication has them, and those of a position."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.aggregator import tables
from services.aggregator.domain.series import PublishedSeries, Series, SeriesKey
from services.aggregator.store import facts

_compact = json.JSONEncoder(separators=(",", ":")).encode


def add(tx: Tx, generation: int, submission: str, published: int, some: Iterable[Series]) -> None:
    """Queue the series that a position publishes."""
    for number, series in enumerate(some):
        place = {"generation": generation, "published": published, "number": number}
        row = {"submission": submission, "own": series.own, **series.key._asdict()}
        tx.insert(tables.series, {**place, **row, "observations": _compact(series.observations)})


async def published_at(
    connection: AsyncConnection,
    generation: int,
    position: int,
    keys: Mapping[str, Collection[str]] = {},
) -> list[PublishedSeries]:
    """The series of the statistics that count at a position, by publication; `keys`: only those
    with one of these codes, by the name of a dimension in `SeriesKey`.
    """
    c = tables.series.c
    chosen = [c[name].in_(codes) for name, codes in keys.items()]
    statement = _counting(generation, position).where(*chosen)
    return [_series(row) for row in await connection.execute(statement)]


def _counting(generation: int, position: int) -> Select[Any]:
    f, s = tables.facts, tables.series
    its = (f.c.generation == s.c.generation, f.c.submission == s.c.submission)
    on = s.join(f, (its[0] & its[1]) & (f.c.published == s.c.published))
    until = f.c.to_position.is_(None) | (f.c.to_position > position)
    statement = select(s, f.c.fact).select_from(on).order_by(s.c.published, s.c.number)
    return statement.where(s.c.generation == generation, f.c.from_position <= position, until)


def _series(row: Any) -> PublishedSeries:
    told = tuple(map(tuple, json.loads(row.observations)))
    series = Series(SeriesKey(*(getattr(row, name) for name in SeriesKey._fields)), row.own, told)
    fact: Any = facts.fact_of("statistic", row.fact)
    return PublishedSeries(series, row.submission, fact.revision, row.published, fact.source)


async def changes(
    connection: AsyncConnection, generation: int, after: int, until: int
) -> list[int]:
    """The positions after one, up to another, from which on other series count."""
    f = tables.facts
    mine = (f.c.generation == generation, f.c.kind == "statistic")
    moments = (f.c.from_position, f.c.to_position)
    arms = [select(c.label("position")).where(*mine, c > after, c <= until) for c in moments]
    both = union(*arms).subquery()
    statement = select(both.c.position).order_by(both.c.position)
    return list((await connection.execute(statement)).scalars())
