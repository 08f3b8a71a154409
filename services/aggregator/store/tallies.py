"""Tallies as they stood at a position: the last one kept before it, and the facts that began or
ended to count since.

What is read for a tally is bounded, however many facts there are: `SNAPSHOT_EVERY` changes at most lie
between two that are kept, and one is kept wherever a pair's status falls back to an earlier fact,
so that no reading has to look for that one. Each tally is an arm of a UNION: a seek.
"""

import json
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import CompoundSelect, bindparam, literal_column, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from services.aggregator import tables
from services.aggregator.domain.facts import (
    ALL,
    ALL_YEARS,
    EVERYBODY,
    REMEMBERED,
    CellKey,
    Contribution,
    Fact,
    Pair,
    StatusVote,
    Tally,
    TallyKey,
)

SNAPSHOT_EVERY = 16  # changes of a tally after which it is kept
ARMS = 32  # of one statement

_compact = json.JSONEncoder(separators=(",", ":")).encode
_fact = TypeAdapter(Fact)


def fact_text(fact: Fact) -> str:
    """A fact to be stored."""
    return _compact(fact)


def fact_of(text: str) -> Fact:
    """A stored fact."""
    return _fact.validate_json(text)


def snapshot_text(tally: Tally) -> str:
    """A tally to be stored."""
    cells = [
        [*cell_key, dict(sorted(tally.cells[cell_key].items()))] for cell_key in sorted(tally.cells)
    ]
    return _compact(
        [
            cells,
            [[*pair, *tally.votes[pair][-1]] for pair in sorted(tally.votes) if tally.votes[pair]],
        ]
    )


def tally_of(text: str) -> Tally:
    """A stored tally. Of each pair it knows one fact, there may be more."""
    cells, votes = json.loads(text)
    tally = Tally({CellKey(tuple(kinds), tuple(axes)): counters for kinds, axes, counters in cells})
    for axis, reporter, kind, *vote in votes:
        tally.votes[Pair(axis, reporter, kind)] = [StatusVote(*vote)]
    tally.more.update(tally.votes)
    return tally


async def at(
    connection: AsyncConnection, generation: int, position: int, keys: Sequence[TallyKey]
) -> dict[TallyKey, Tally]:
    """These tallies as they stood at a position."""
    found: dict[TallyKey, Tally] = {}
    for by_year in (False, True):
        for by_reporter in (False, True):
            alike = [
                key
                for key in keys
                if (key.year != ALL_YEARS) == by_year and (key.reporter != EVERYBODY) == by_reporter
            ]
            for start in range(0, len(alike), ARMS):
                found |= await _at(
                    connection,
                    generation,
                    position,
                    alike[start : start + ARMS],
                    by_year,
                    by_reporter,
                )
    return found


async def _at(
    connection: AsyncConnection,
    generation: int,
    position: int,
    keys: Sequence[TallyKey],
    by_year: bool,
    by_reporter: bool,
) -> dict[TallyKey, Tally]:
    # few different statements; what is too much asks for an activity without a name
    count = 1 << (len(keys) - 1).bit_length()
    asked: dict[str, Any] = {"generation": generation, "position": position}
    for n, key in enumerate([*keys, *[TallyKey("", 0, "")] * (count - len(keys))]):
        asked |= {f"activity{n}": key.activity, f"year{n}": key.year, f"reporter{n}": key.reporter}
    since: dict[TallyKey, int] = dict.fromkeys(keys, 0)
    found = {key: Tally() for key in keys}
    for activity, year, reporter, kept, text in await connection.execute(
        _last_snapshots(count), asked
    ):
        key = TallyKey(activity, year, reporter)
        since[key], found[key] = kept, tally_of(text)
    asked |= {
        f"since{n}": kept
        for n, kept in enumerate([*since.values(), *[position] * (count - len(keys))])
    }
    steps: dict[TallyKey, dict[int, list[Fact | None]]] = {key: {} for key in keys}
    for activity, year, reporter, step, begins, text in await connection.execute(
        _since(count, by_year, by_reporter), asked
    ):
        key = TallyKey(
            activity, year if by_year else ALL_YEARS, reporter if by_reporter else EVERYBODY
        )
        steps[key].setdefault(step, [None, None])[begins] = fact_of(text)
    for key, of_it in steps.items():
        for _, (old, new) in sorted(of_it.items()):
            found[key].replace(key, old and Contribution(old), new and Contribution(new))
    return found


@cache
def _last_snapshots(count: int) -> CompoundSelect[Any]:
    """The last kept tallies at a position."""
    s, arms = tables.snapshots, []
    for n in range(count):
        last = (
            select(s.c.activity, s.c.year, s.c.reporter, s.c.position, s.c.tally)
            .where(
                s.c.generation == bindparam("generation"),
                s.c.activity == bindparam(f"activity{n}"),
                s.c.year == bindparam(f"year{n}"),
                s.c.reporter == bindparam(f"reporter{n}"),
                s.c.position <= bindparam("position"),
            )
            .order_by(s.c.position.desc())
            .limit(1)
            .subquery()
        )
        arms.append(select(last))
    return union_all(*arms)


@cache
def _since(count: int, by_year: bool, by_reporter: bool) -> CompoundSelect[Any]:
    """(…, position, 1 where a fact begins and 0 where it ends to count, the fact) after the kept
    tallies; those that never counted left out.
    """
    v, arms = tables.fact_versions, []
    for n in range(count):
        mine = [
            v.c.generation == bindparam("generation"),
            v.c.activity == bindparam(f"activity{n}"),
        ]
        mine.append(v.c.reporter == bindparam(f"reporter{n}") if by_reporter else v.c.lead)
        mine += [v.c.year == bindparam(f"year{n}")] if by_year else []
        mine.append(v.c.to_position.is_(None) | (v.c.to_position != v.c.from_position))
        for column, begins in ((v.c.published, 1), (v.c.moved, 1), (v.c.to_position, 0)):
            arm = select(
                v.c.activity, v.c.year, v.c.reporter, column, literal_column(str(begins)), v.c.fact
            ).where(*mine, column > bindparam(f"since{n}"), column <= bindparam("position"))
            arms.append(arm.where(v.c.moved.is_(None)) if column is v.c.published else arm)
    return union_all(*arms)


async def votes(
    connection: AsyncConnection,
    generation: int,
    key: TallyKey,
    pair: Pair,
    without: Collection[str],
) -> list[StatusVote]:
    """What the latest facts that count say of a pair, latest first, one more than a tally
    remembers; `without`: not these submissions'.
    """
    v = tables.fact_versions
    statement = (
        select(v.c.fact)
        .where(
            v.c.generation == generation,
            v.c.activity == key.activity,
            v.c.reporter == pair.reporter,
            v.c.to_position.is_(None),
            v.c.who.contains(f"|actor:{pair.reporter}|kind:{pair.kind}|", autoescape=True),
            v.c.submission.not_in(without),
            *([v.c.year == key.year] if key.year != ALL_YEARS else []),
            *([v.c.axes.contains(f"|{pair.axis}|", autoescape=True)] if pair.axis != ALL else []),
        )
        .order_by(v.c.year.desc(), v.c.published.desc(), v.c.submission.desc())
        .limit(REMEMBERED + 1)
    )
    return [Contribution(fact_of(text)).vote for (text,) in await connection.execute(statement)]


async def every(
    connection: AsyncConnection, generation: int, position: int
) -> dict[TallyKey, Tally]:
    """Every tally as it stood at a position."""
    s = tables.snapshots
    since: dict[TallyKey, int] = {}
    found: dict[TallyKey, Tally] = {}
    kept = select(s.c.activity, s.c.year, s.c.reporter, s.c.position, s.c.tally).where(
        s.c.generation == generation, s.c.position <= position
    )
    last: dict[TallyKey, str] = {}
    async for activity, year, reporter, at_, text in await connection.stream(
        kept.order_by(s.c.activity, s.c.year, s.c.reporter, s.c.position)
    ):
        key = TallyKey(activity, year, reporter)
        since[key], last[key] = at_, text
    while last:
        key, text = last.popitem()
        found[key] = tally_of(text)
    async for step, old, new in stepped(connection, generation, position):
        contribution = old and Contribution(old), new and Contribution(new)
        for key in dict.fromkeys(key for fact in contribution if fact for key in fact.tallies):
            if step > since.get(key, 0):
                found.setdefault(key, Tally()).replace(key, *contribution)
    return found


async def stepped(connection: AsyncConnection, generation: int, position: int) -> Any:
    """(position, fact that ends, fact that begins) up to a position, in order."""
    v = tables.fact_versions
    mine = [
        v.c.generation == generation,
        v.c.lead,
        v.c.to_position.is_(None) | (v.c.to_position != v.c.from_position),
    ]
    begun = select(
        v.c.from_position.label("step"), literal_column("1").label("begins"), v.c.fact
    ).where(*mine, v.c.from_position <= position)
    ended = select(
        v.c.to_position.label("step"), literal_column("0").label("begins"), v.c.fact
    ).where(*mine, v.c.to_position <= position)
    both = union_all(begun, ended).subquery()
    step, facts = 0, list[Fact | None]([None, None])
    async for at_, begins, text in await connection.stream(select(both).order_by(both.c.step)):
        if at_ != step and step:
            yield step, *facts
            facts = [None, None]
        step, facts[begins] = at_, fact_of(text)
    if step:
        yield step, *facts
