"""Facts between positions, and when positions were given: queued by the fold, read as of a
position. Nothing is ever taken back.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    String,
    bindparam,
    case,
    cast,
    delete,
    except_,
    literal_column,
    select,
    tuple_,
    union,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Database, Tx
from services.aggregator import tables
from services.aggregator.domain.facts import Contribution, Fact, TallyKey
from services.aggregator.store.tallies import fact_of, fact_text

FIRST_GENERATION = 1
SHOWN = 100  # differences; the first ones tell where to look

FactState = tuple[
    Contribution, int, int | None
]  # a fact, the position it began at, the one it ended at


def add_position_time(tx: Tx, generation: int, position: int, recordedtime: str) -> None:
    """From a position on events were recorded at another time."""
    tx.insert(
        tables.position_times,
        {"generation": generation, "position": position, "recordedtime": recordedtime},
    )


def add_fact(tx: Tx, generation: int, fact: Fact, position: int, to_position: int | None) -> None:
    """A fact counts from a position on."""
    who = "".join(f"|actor:{code}|kind:{kind}" for code, kind in fact.reporters) + "|"
    row = {
        "generation": generation,
        "submission": fact.submission,
        "from_position": position,
        "to_position": to_position,
        "published": fact.published,
        "moved": None if position == fact.published else position,
        "activity": fact.activity,
        "year": fact.year,
        "who": who,
        "axes": "|" + "".join(f"{axis}|" for axis in fact.axes),
        "fact": fact_text(fact),
    }
    lead = True
    for code, _ in fact.reporters:
        tx.insert(tables.fact_versions, {**row, "reporter": code, "lead": lead})
        lead = False


_v = tables.fact_versions
_END = (
    update(_v)
    .where(
        _v.c.generation == bindparam("of"),
        _v.c.submission == bindparam("ended"),
        _v.c.from_position == bindparam("begun"),
        _v.c.to_position.is_(None),
    )
    .values(to_position=bindparam("until"))
)


def end_facts(tx: Tx, generation: int, ended: Sequence[tuple[str, int, int]]) -> None:
    """Facts (submission, begun at) count no longer from a position on."""
    tx.execute_many(
        _END,
        [
            {"of": generation, "ended": submission, "begun": begun, "until": until}
            for submission, begun, until in ended
        ],
    )


def add_snapshot(tx: Tx, generation: int, key: TallyKey, position: int, text: str) -> None:
    """A tally as it stands from a position on."""
    tx.insert(
        tables.snapshots,
        {"generation": generation, **key._asdict(), "position": position, "tally": text},
    )


async def last_facts(
    connection: AsyncConnection, generation: int, submissions: Sequence[str]
) -> dict[str, FactState]:
    """The last version of each submission's fact, ended or not."""
    v = tables.fact_versions
    versions = (
        select(v.c.submission, v.c.fact, v.c.from_position, v.c.to_position)
        .where(v.c.generation == generation, v.c.submission.in_(submissions), v.c.lead)
        .order_by(v.c.submission, v.c.from_position)
    )
    last = {row.submission: row for row in await connection.execute(versions)}
    return {
        submission: (Contribution(fact_of(row.fact)), row.from_position, row.to_position)
        for submission, row in last.items()
    }


async def facts_at(
    connection: AsyncConnection,
    generation: int,
    position: int,
    activities: Sequence[str],
    actors: Sequence[str],
    kind: str | None,
    axis: str | None,
    year: int | None,
    after: Sequence[Any] | None,
    limit: int | None,
) -> list[Fact]:
    """The facts of a scope that counted at a position, by the position that published them.

    With a limit each activity is an arm that ends there: a page costs the same however many facts
    there are.
    """
    asked: dict[str, Any] = {
        "generation": generation,
        "position": position,
        "year": year,
        "limit": limit,
    }
    asked |= {f"activity{n}": code for n, code in enumerate(activities)} | {
        f"actor{n}": code for n, code in enumerate(actors)
    }
    asked |= {f"also{n}": f"%|actor:{_escaped(code)}|%" for n, code in enumerate(actors[1:])}
    asked |= {
        "activities": list(activities),
        "kind": f"%|kind:{kind}|%",
        "axis": f"%|{_escaped(axis or '')}|%",
    }
    if after is not None:
        asked |= {"published": after[0], "submission": after[1]}
    statement = _facts(
        len(activities),
        len(actors),
        kind is not None,
        axis is not None,
        year is not None,
        after is not None,
        limit is not None,
    )
    return [fact_of(text) for (text,) in await connection.execute(statement, asked)]


def _escaped(text: str) -> str:
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


@cache
def _facts(
    activities: int, actors: int, kind: bool, axis: bool, year: bool, after: bool, limit: bool
) -> Any:
    v, arms = tables.fact_versions, []
    mine = [
        v.c.generation == bindparam("generation"),
        v.c.published <= bindparam("position"),
        v.c.from_position <= bindparam("position"),
    ]
    mine.append(v.c.to_position.is_(None) | (v.c.to_position > bindparam("position")))
    mine.append(v.c.reporter == bindparam("actor0") if actors else v.c.lead)
    mine += [v.c.who.like(bindparam(f"also{n}"), escape="/") for n in range(actors - 1)]
    mine += [v.c.who.like(bindparam("kind"))] if kind else []
    mine += [v.c.axes.like(bindparam("axis"), escape="/")] if axis else []
    mine += [v.c.year == bindparam("year")] if year else []
    mine += (
        [
            tuple_(v.c.published, v.c.submission)
            > tuple_(bindparam("published"), bindparam("submission"))
        ]
        if after
        else []
    )
    if not limit:
        return (
            select(v.c.fact)
            .where(v.c.activity.in_(bindparam("activities", expanding=True)), *mine)
            .order_by(v.c.published, v.c.submission)
        )
    for n in range(activities):
        arm = select(v.c.published, v.c.submission, v.c.fact).where(
            v.c.activity == bindparam(f"activity{n}"), *mine
        )
        arms.append(
            select(arm.order_by(v.c.published, v.c.submission).limit(bindparam("limit")).subquery())
        )
    found = union_all(*arms).subquery()
    return (
        select(found.c.fact)
        .order_by(found.c.published, found.c.submission)
        .limit(bindparam("limit"))
    )


async def changes(
    connection: AsyncConnection,
    generation: int,
    after: int,
    until: int,
    activities: Sequence[str],
    year: int | None,
    limit: int,
) -> list[tuple[int, str]]:
    """(position, recordedtime) of the steps after a position at which a fact of these activities
    began or ended to count.
    """
    asked: dict[str, Any] = {
        "generation": generation,
        "after": after,
        "until": until,
        "limit": limit,
    }
    asked |= {f"activity{n}": code for n, code in enumerate(activities)} | (
        {} if year is None else {"year": year}
    )
    return [
        (row.position, row.recordedtime)
        for row in await connection.execute(_changes(len(activities), year is not None), asked)
    ]


@cache
def _changes(activities: int, year: bool) -> Any:
    v, t, arms = tables.fact_versions, tables.position_times, []
    for n in range(activities):
        for column in (v.c.published, v.c.moved, v.c.to_position):
            mine = [
                v.c.generation == bindparam("generation"),
                v.c.activity == bindparam(f"activity{n}"),
                v.c.lead,
            ]
            mine += [v.c.year == bindparam("year")] if year else []
            mine += [v.c.moved.is_(None)] if column is v.c.published else []
            arm = select(column.label("position")).where(
                *mine, column > bindparam("after"), column <= bindparam("until")
            )
            arms.append(select(arm.order_by(column).limit(bindparam("limit")).subquery()))
    steps = union(*arms).subquery()
    given = select(t.c.recordedtime).where(
        t.c.generation == bindparam("generation"), t.c.position <= steps.c.position
    )
    last = (
        given.order_by(t.c.position.desc())
        .limit(1)
        .correlate(steps)
        .scalar_subquery()
        .label("recordedtime")
    )
    return select(steps.c.position, last).order_by(steps.c.position).limit(bindparam("limit"))


async def generation(connection: AsyncConnection) -> int:
    """The generation that answers are given from."""
    found: int | None = await connection.scalar(select(tables.active_generation.c.generation))
    return found or FIRST_GENERATION


def consumer_name(generation_: int) -> str:
    """The stable name of a generation's consumer.

    `tallies`: the release before counted in other tables under `indicators:<generation>`.
    """
    return f"indicators:tallies:{generation_}"


async def active(db: Database) -> int:
    """The generation answers are given from, asked for by itself."""
    rows = await db.fetch(select(tables.active_generation.c.generation))
    return int(rows[0][0]) if rows else FIRST_GENERATION


async def progress(connection: AsyncConnection, generation_: int) -> tuple[int, int]:
    """Position and epoch of a generation's consumer; zeros before its first event."""
    offsets = tables.kernel.offsets
    found = (
        await connection.execute(
            select(offsets.c.position, offsets.c.epoch).where(
                offsets.c.consumer == consumer_name(generation_)
            )
        )
    ).first()
    return (found.position, found.epoch) if found else (0, 0)


async def recorded(connection: AsyncConnection, generation_: int, position: int) -> str | None:
    """When a position (or the last one folded before it) was given; None before the first."""
    t = tables.position_times
    statement = (
        select(t.c.recordedtime)
        .where(t.c.generation == generation_, t.c.position <= position)
        .order_by(t.c.position.desc())
        .limit(1)
    )
    found: str | None = await connection.scalar(statement)
    return found


async def position_at(connection: AsyncConnection, generation_: int, instant: str, end: int) -> int:
    """The last position folded, up to `end`, whose recordedtime is not after an instant; those of
    parked messages left out.
    """
    t, p = tables.position_times, tables.kernel.parked
    mine = [t.c.generation == generation_, t.c.position <= end]
    since: int | None = await connection.scalar(
        select(t.c.position)
        .where(*mine, t.c.recordedtime <= instant)
        .order_by(t.c.recordedtime.desc(), t.c.position.desc())
        .limit(1)
    )
    if since is None:
        return 0
    after: int | None = await connection.scalar(
        select(t.c.position).where(*mine, t.c.position > since).order_by(t.c.position).limit(1)
    )
    found = (after or end + 1) - 1
    parked = select(p.c.position).where(
        p.c.consumer == consumer_name(generation_), p.c.position > since, p.c.position <= found
    )
    for position in (await connection.execute(parked.order_by(p.c.position.desc()))).scalars():
        found -= position == found
    return found


async def differences(
    connection: AsyncConnection, before: int, after: int, position: int
) -> list[str]:
    """What two generations have said differently up to a position: facts with the positions they
    counted between, tallies. The first ones.
    """
    v, s = tables.fact_versions, tables.snapshots
    until = case((v.c.to_position <= position, v.c.to_position))

    def facts(of: int) -> Any:
        named = select(
            literal_column("'fact '").concat(v.c.submission),
            v.c.from_position,
            v.c.reporter,
            until,
            v.c.fact,
        )
        return named.where(v.c.generation == of, v.c.from_position <= position)

    def tallies(of: int) -> Any:
        name = (
            literal_column("'tally '")
            .concat(s.c.activity)
            .concat("|")
            .concat(cast(s.c.year, String))
            .concat("|")
            .concat(s.c.reporter)
        )
        return select(name, s.c.position, s.c.tally).where(
            s.c.generation == of, s.c.position <= position
        )

    found: dict[str, None] = {}
    for one, other in ((before, after), (after, before)):
        for kind in (facts, tallies):
            rows = await connection.execute(except_(kind(one), kind(other)).limit(SHOWN))
            found |= dict.fromkeys(row[0] for row in rows)
    return sorted(found)[:SHOWN]


def switch(tx: Tx, before: int, after: int, *, first: bool) -> None:
    """Answers come from another generation from now on; StaleWrite when somebody else has switched."""
    if first:
        tx.insert(tables.active_generation, {"id": 1, "generation": after})
    else:
        tx.execute(
            update(tables.active_generation)
            .where(
                tables.active_generation.c.id == 1, tables.active_generation.c.generation == before
            )
            .values(generation=after)
        )


def remove(tx: Tx, generation_: int) -> None:
    """Delete everything of a generation."""
    for table in (tables.fact_versions, tables.snapshots, tables.position_times):
        tx.execute(delete(table).where(table.c.generation == generation_), expect=None)
    for table in (tables.kernel.offsets, tables.kernel.parked):
        tx.execute(delete(table).where(table.c.consumer == consumer_name(generation_)), expect=None)


async def has_pointer(connection: AsyncConnection) -> bool:
    """Whether a switch was ever made."""
    return (await connection.execute(select(tables.active_generation.c.id))).first() is not None


def add_verification(tx: Tx, row: Mapping[str, Any]) -> None:
    """A recomputation and what it found."""
    tx.execute(
        delete(tables.verifications).where(tables.verifications.c.at == row["at"]), expect=None
    )
    tx.insert(tables.verifications, {**row, "result": json.dumps(row["result"])})


async def last_verification(connection: AsyncConnection) -> dict[str, Any] | None:
    """The last recomputation."""
    v = tables.verifications
    row = (await connection.execute(select(v).order_by(v.c.at.desc()).limit(1))).mappings().first()
    return {**row, "result": json.loads(row["result"])} if row else None
