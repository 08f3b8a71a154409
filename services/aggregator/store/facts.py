"""Facts with the positions they counted between: queued by the fold, read as of a position.

Facts of `implementation` are stored once for each reporter (`fact_versions`), so that an index
finds those of any scope; facts of the other kinds once (`facts`). Nothing is ever taken back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from pydantic_core import to_json
from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from kernel.db.batched import Batched
from services.aggregator import tables
from services.aggregator.domain.facts import Fact, speakers
from services.aggregator.domain.kinds import KINDS, Kind
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.lifecycle import Held

_adapters: Mapping[str, TypeAdapter[Any]] = {
    name: TypeAdapter(kind.shape) for name, kind in KINDS.items()
}
_implementation: TypeAdapter[Implementation] = _adapters["implementation"]


def fact_text(fact: Fact) -> str:
    """A fact to be stored."""
    return to_json(fact, ensure_ascii=True).decode()


def fact_of(kind: str, text: str) -> Fact:
    """A stored fact."""
    fact: Fact = _adapters[kind].validate_json(text)
    return fact


def implementation_of(text: str) -> Implementation:
    """A stored fact of `implementation`."""
    return _implementation.validate_json(text)


def add(tx: Tx, generation: int, fact: Fact, position: int, to_position: int | None) -> None:
    """Queue that a fact counts from a position on."""
    row = {
        "generation": generation,
        "submission": fact.submission,
        "from_position": position,
        "to_position": to_position,
        "published": fact.published,
        "year": fact.year,
        "who": "".join(f"|actor:{code}|kind:{kind}" for code, kind in speakers(fact)) + "|",
        "axes": _listed(fact.axes),
        "fact": fact_text(fact),
    }
    if isinstance(fact, Implementation):
        _add_versions(tx, fact, row)
    else:
        names = {
            "activities": _listed(fact.activities),
            "objectives": _listed(fact.objectives),
        }
        tx.insert(tables.facts, {**row, "kind": fact.kind, **names})


def _listed(codes: Iterable[str]) -> str:
    return "|" + "".join(f"{code}|" for code in codes)


def _add_versions(tx: Tx, fact: Implementation, row: Mapping[str, Any]) -> None:
    moved = None if row["from_position"] == fact.published else row["from_position"]
    alike = {**row, "moved": moved, "activity": fact.activity}
    lead = True
    for code, _ in fact.reporters:
        tx.insert(tables.fact_versions, {**alike, "reporter": code, "lead": lead})
        lead = False


def _end(table: Table) -> Update:
    mine = (
        table.c.generation == bindparam("of"),
        table.c.submission == bindparam("ended"),
        table.c.from_position == bindparam("begun"),
        table.c.to_position.is_(None),
    )
    return update(table).where(*mine).values(to_position=bindparam("until"))


_END_VERSIONS, _END_FACTS = _end(tables.fact_versions), _end(tables.facts)


def end(tx: Tx, generation: int, ended: Sequence[tuple[Held, int]]) -> None:
    """Queue that facts count no longer from a position on."""
    for statement, tallied in ((_END_VERSIONS, True), (_END_FACTS, False)):
        rows = [
            {
                "of": generation,
                "ended": held.fact.submission,
                "begun": held.since,
                "until": position,
            }
            for held, position in ended
            if KINDS[held.fact.kind].tallied == tallied
        ]
        tx.execute_many(statement, rows)


async def last(
    connection: AsyncConnection,
    generation: int,
    tallied: Collection[str],
    listed: Collection[str],
) -> dict[str, Held]:
    """What is held of these submissions, of those that ever counted. `tallied` are of kinds with
    tallies, `listed` of the others.
    """
    v, f = tables.fact_versions, tables.facts
    implementation: ColumnElement[str] = literal_column("'implementation'").label("kind")
    rows: list[Any] = []
    if tallied:
        versions = _versions(v, implementation, generation, tallied).where(v.c.lead)
        rows += await connection.execute(versions)
    if listed:
        rows += await connection.execute(_versions(f, f.c.kind, generation, listed))
    last_of = {row.submission: row for row in rows}
    return {submission: _held(row) for submission, row in last_of.items()}


def _versions(
    table: Table, kind: ColumnElement[str], generation: int, submissions: Collection[str]
) -> Select[Any]:
    """Every version of the facts of these submissions, in order."""
    c = table.c
    versions = select(c.submission, kind, c.fact, c.from_position, c.to_position)
    mine = (c.generation == generation, c.submission.in_(submissions))
    return versions.where(*mine).order_by(c.submission, c.from_position)


def _held(row: Any) -> Held:
    return Held(fact_of(row.kind, row.fact), row.from_position, row.to_position)


class Shape(NamedTuple):
    """What decides the form of a query's statement."""

    actors: int
    kind: bool
    axis: bool
    year: bool
    after: bool
    limit: bool


UNFILTERED = Shape(0, *(False,) * 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuery:
    """The facts that counted at a position, by the position that published them.

    `actors`: all of them report it; `actor_kind`: somebody of this kind does. `after`: the
    (published, submission) that the page begins behind.
    """

    generation: int
    position: int
    actors: tuple[str, ...] = ()
    actor_kind: str | None = None
    axis: str | None = None
    year: int | None = None
    after: Sequence[Any] | None = None
    limit: int | None = None

    @property
    def shape(self) -> Shape:
        """The form of its statement."""
        given = (self.actor_kind, self.axis, self.year, self.after, self.limit)
        return Shape(len(self.actors), *(value is not None for value in given))

    @property
    def values(self) -> dict[str, Any]:
        """The values of its statement's parameters."""
        values = {
            "generation": self.generation,
            "position": self.position,
            "year": self.year,
            "limit": self.limit,
            "kind": f"%|kind:{self.actor_kind}|%",
            "axis": f"%|{_escaped(self.axis or '')}|%",
        }
        for n, code in enumerate(self.actors):
            values |= {f"actor{n}": code, f"named{n}": f"%|actor:{_escaped(code)}|%"}
        if self.after is not None:
            values |= {"published": self.after[0], "submission": self.after[1]}
        return values


def _escaped(text: str) -> str:
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _restrictions(table: Table, shape: Shape, actors: range) -> list[Any]:
    """The filters of lists, for either table; `actors`: those that must stand in `who`."""
    return [*_counting(table), *_filters(table, shape, actors)]


def _filters(table: Table, shape: Shape, actors: range) -> list[Any]:
    c = table.c
    place = tuple_(bindparam("published"), bindparam("submission"))
    optional = {
        "kind": c.who.like(bindparam("kind")),
        "axis": c.axes.like(bindparam("axis"), escape="/"),
        "year": c.year == bindparam("year"),
        "after": tuple_(c.published, c.submission) > place,
    }
    return [
        *(c.who.like(bindparam(f"named{n}"), escape="/") for n in actors),
        *(filter_ for name, filter_ in optional.items() if getattr(shape, name)),
    ]


def _counting(table: Table) -> list[Any]:
    """That a fact counted at a position."""
    c = table.c
    return [
        c.generation == bindparam("generation"),
        c.published <= bindparam("position"),
        c.from_position <= bindparam("position"),
        c.to_position.is_(None) | (c.to_position > bindparam("position")),
    ]


async def implementations(
    connection: AsyncConnection, query: FactQuery, activities: Sequence[str]
) -> list[Implementation]:
    """The facts of `implementation` on these activities.

    With a limit each activity is an arm that ends there: a page costs the same however many facts
    there are.
    """
    if not activities:
        return []
    if query.limit is None:
        whole = _whole(query.shape)
        rows = await connection.execute(whole, {**query.values, "activities": list(activities)})
    else:
        page, given = _page(query.shape)([(code,) for code in activities])
        rows = await connection.execute(page, query.values | given)
    return [implementation_of(row.fact) for row in rows]


async def places(connection: AsyncConnection, query: FactQuery) -> list[tuple[str, int, str]]:
    """(activity, year, reporter) that facts of `implementation` stand on, each once."""
    rows = await connection.execute(_places(query.shape), query.values)
    return [(row.activity, row.year, row.reporter) for row in rows]


@cache
def _places(shape: Shape) -> Select[Any]:
    v = tables.fact_versions
    where = _restrictions(v, shape, range(shape.actors))
    return select(v.c.activity, v.c.year, v.c.reporter).distinct().where(*where)


async def published_at(
    connection: AsyncConnection,
    query: FactQuery,
    activities: Sequence[str],
    positions: Sequence[int],
) -> list[Implementation]:
    """The facts of `implementation` on these activities that these positions published."""
    values = {"activities": list(activities), "positions": list(positions)}
    rows = await connection.execute(_published_at(query.shape), query.values | values)
    return [implementation_of(row.fact) for row in rows]


async def of_submissions(
    connection: AsyncConnection, query: FactQuery, submissions: Sequence[str]
) -> dict[str, Implementation]:
    """The facts of `implementation` of these submissions, by submission."""
    if not submissions:
        return {}
    values = {**query.values, "submissions": list(submissions)}
    rows = await connection.execute(_of_submissions(query.shape), values)
    return {fact.submission: fact for fact in (implementation_of(row.fact) for row in rows)}


@cache
def _of_submissions(shape: Shape) -> Select[Any]:
    v = tables.fact_versions
    mine = v.c.submission.in_(bindparam("submissions", expanding=True))
    return select(v.c.fact).where(mine, *_of_scope(shape))


@cache
def _published_at(shape: Shape) -> Select[Any]:
    at = tables.fact_versions.c.published.in_(bindparam("positions", expanding=True))
    return _whole(shape).where(at)


def _of_scope(shape: Shape) -> list[Any]:
    v = tables.fact_versions
    mine = v.c.reporter == bindparam("actor0") if shape.actors else v.c.lead
    return [mine, *_restrictions(v, shape, range(1, shape.actors))]


@cache
def _whole(shape: Shape) -> Select[Any]:
    v = tables.fact_versions
    on = v.c.activity.in_(bindparam("activities", expanding=True))
    facts = select(v.c.fact).where(on, *_of_scope(shape))
    return facts.order_by(v.c.published, v.c.submission)


@cache
def _page(shape: Shape) -> Batched[Select[Any]]:
    v, mine = tables.fact_versions, _of_scope(shape)
    order = (v.c.published, v.c.submission)

    def arms(n: int) -> list[Select[Any]]:
        on = v.c.activity == bindparam(f"activity{n}")
        facts = select(*order, v.c.fact).where(on, *mine).order_by(*order)
        return [select(facts.limit(bindparam("limit")).subquery())]

    return Batched(("activity",), ("",), arms, _first)


def _first(arms: Sequence[Select[Any]]) -> Executable:
    both = union_all(*arms).subquery()
    first = select(both.c.fact).order_by(both.c.published, both.c.submission)
    return first.limit(bindparam("limit"))


async def listed(
    connection: AsyncConnection, query: FactQuery, kinds: Collection[str]
) -> list[Fact]:
    """The facts of these kinds, which have no tallies; `limit` is not looked at."""
    rows = await connection.execute(_of_kinds(query.shape, tuple(kinds)), query.values)
    return [fact_of(row.kind, row.fact) for row in rows]


@cache
def _of_kinds(shape: Shape, kinds: tuple[str, ...]) -> Select[Any]:
    f = tables.facts
    # an OR is planned once; an IN would be put together anew for each request
    of = or_(*(and_(f.c.kind == kind, *_of_kind(shape, KINDS[kind])) for kind in kinds))
    counting = _restrictions(f, UNFILTERED._replace(after=shape.after), range(0))
    facts = select(f.c.kind, f.c.fact).where(of, *counting)
    return facts.order_by(f.c.published, f.c.submission)


def _of_kind(shape: Shape, kind: Kind) -> list[Any]:
    """The filters that choose facts of a kind."""
    if not kind.filtered:
        return []
    chosen = shape._replace(year=shape.year and kind.dated, after=False)
    return _filters(tables.facts, chosen, range(shape.actors))
