"""Tallies as they stood at a position: the last snapshot before it, and the facts that began or
ended to count since.

What is read for a tally is bounded, however many facts there are: `SNAPSHOT_EVERY` changes at most
lie between two snapshots, and one is stored wherever a pair's status falls back to an earlier fact,
so that no reading has to look for that one.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Select, bindparam, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from kernel.db.batched import Batched, every
from services.aggregator import tables
from services.aggregator.domain.counters import CellKey, Counters
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.latest_statuses import ALL, REMEMBERED, Pair, StatusVote, of_latest
from services.aggregator.domain.tally import (
    ALL_YEARS,
    EVERYBODY,
    Contribution,
    Tally,
    TallyKey,
    keys_of,
)
from services.aggregator.store import steps
from services.aggregator.store.facts import implementation_of

SNAPSHOT_EVERY = 16  # changes of a tally after which it is stored
ARMS = 32  # of one statement

Replacements = dict[int, list[Implementation | None]]  # position → the fact that ends, that begins


def snapshot_text(tally: Tally) -> str:
    """A tally to be stored: its cells, and the vote that gives each pair its status."""
    cells, votes = tally.counters.cells, tally.statuses.votes
    stored = (
        [[*key, dict(sorted(cells[key].items()))] for key in sorted(cells)],
        [pair + votes[pair][-1] for pair in sorted(votes)],
    )
    return to_json(stored, ensure_ascii=True).decode()


def tally_of(text: str) -> Tally:
    """A stored tally. Of each pair it knows one vote, there may be more."""
    cells, votes = json.loads(text)
    latest = {
        Pair(axis, reporter, kind): StatusVote(*vote) for axis, reporter, kind, *vote in votes
    }
    counters = {CellKey(tuple(kinds), tuple(axes)): amounts for kinds, axes, amounts in cells}
    return Tally(Counters(counters), of_latest(latest))


def add_snapshot(tx: Tx, generation: int, key: TallyKey, position: int, text: str) -> None:
    """Queue a tally as it stands from a position on."""
    row = {"generation": generation, **key._asdict(), "position": position, "tally": text}
    tx.insert(tables.snapshots, row)


async def at(
    connection: AsyncConnection, generation: int, position: int, keys: Sequence[TallyKey]
) -> dict[TallyKey, Tally]:
    """These tallies as they stood at a position."""
    tallies: dict[TallyKey, Tally] = {}
    for alike in _alike(keys):
        since = dict.fromkeys(alike, 0)
        values = {"generation": generation, "position": position}
        statement, given = _LAST_SNAPSHOTS(alike)
        for activity, year, reporter, stored, text in await connection.execute(
            statement, values | given
        ):
            key = TallyKey(activity, year, reporter)
            since[key], tallies[key] = stored, tally_of(text)
        for key, replacements in (await _replaced_since(connection, values, since)).items():
            _replay(key, tallies.setdefault(key, Tally()), replacements)
    return tallies


def _alike(keys: Sequence[TallyKey]) -> Iterator[list[TallyKey]]:
    """The keys in batches that one statement answers: which index it needs depends on them."""
    for _, alike in groupby(sorted(keys, key=_index), key=_index):
        batch = list(alike)
        for start in range(0, len(batch), ARMS):
            yield batch[start : start + ARMS]


def _index(key: TallyKey) -> tuple[bool, bool]:
    return key.year != ALL_YEARS, key.reporter != EVERYBODY


async def _replaced_since(
    connection: AsyncConnection, values: dict[str, int], since: dict[TallyKey, int]
) -> dict[TallyKey, Replacements]:
    """What replaced what on each tally after its last snapshot."""
    by_year, by_reporter = _index(next(iter(since)))
    statement, given = _since(by_year, by_reporter)([(*key, at) for key, at in since.items()])
    replaced: dict[TallyKey, Replacements] = {key: {} for key in since}
    for activity, year, reporter, step, begins, text in await connection.execute(
        statement, values | given
    ):
        key = TallyKey(
            activity, year if by_year else ALL_YEARS, reporter if by_reporter else EVERYBODY
        )
        replaced[key].setdefault(step, [None, None])[begins] = implementation_of(text)
    return replaced


def _replay(key: TallyKey, tally: Tally, replacements: Replacements) -> None:
    for _, (old, new) in sorted(replacements.items()):
        tally.replace(key, old and Contribution(old), new and Contribution(new))


def _last_snapshot(n: int) -> list[Select[Any]]:
    s = tables.snapshots
    mine = (
        s.c.generation == bindparam("generation"),
        s.c.activity == bindparam(f"activity{n}"),
        s.c.year == bindparam(f"year{n}"),
        s.c.reporter == bindparam(f"reporter{n}"),
        s.c.position <= bindparam("position"),
    )
    stored = select(s.c.activity, s.c.year, s.c.reporter, s.c.position, s.c.tally).where(*mine)
    return [select(stored.order_by(s.c.position.desc()).limit(1).subquery())]


_LAST_SNAPSHOTS = Batched(("activity", "year", "reporter"), ("", 0, ""), _last_snapshot, every)


@cache
def _since(by_year: bool, by_reporter: bool) -> Batched[Select[Any]]:
    """(…, position, 1 where a fact begins and 0 where it ends to count, the fact) after a position;
    facts that never counted left out.
    """
    v = tables.fact_versions
    counted = v.c.to_position.is_(None) | (v.c.to_position != v.c.from_position)

    def arms(n: int) -> list[Select[Any]]:
        mine = [
            v.c.generation == bindparam("generation"),
            v.c.activity == bindparam(f"activity{n}"),
            v.c.reporter == bindparam(f"reporter{n}") if by_reporter else v.c.lead,
            *([v.c.year == bindparam(f"year{n}")] if by_year else []),
            counted,
        ]
        published = _step(v.c.published, 1, n, mine).where(v.c.moved.is_(None))
        return [published, _step(v.c.moved, 1, n, mine), _step(v.c.to_position, 0, n, mine)]

    return Batched(("activity", "year", "reporter", "since"), ("", 0, "", 0), arms, every)


def _step(column: Any, begins: int, n: int, mine: Sequence[Any]) -> Select[Any]:
    v = tables.fact_versions
    scope = (v.c.activity, v.c.year, v.c.reporter)
    between = (column > bindparam(f"since{n}"), column <= bindparam("position"))
    return select(*scope, column, literal_column(str(begins)), v.c.fact).where(*mine, *between)


async def votes(
    connection: AsyncConnection,
    generation: int,
    key: TallyKey,
    pair: Pair,
    without: Collection[str],
) -> list[StatusVote]:
    """The latest votes of a pair by the facts that count, latest first, one more than are
    remembered; `without`: not these submissions'.
    """
    latest = _of_pair(generation, key, pair, without).limit(REMEMBERED + 1)
    rows = await connection.execute(latest)
    return [Contribution(implementation_of(row.fact)).vote for row in rows]


def _of_pair(generation: int, key: TallyKey, pair: Pair, without: Collection[str]) -> Select[Any]:
    v = tables.fact_versions
    who = f"|actor:{pair.reporter}|kind:{pair.kind}|"
    facts = select(v.c.fact).where(
        v.c.generation == generation,
        v.c.activity == key.activity,
        v.c.reporter == pair.reporter,
        v.c.to_position.is_(None),
        v.c.who.contains(who, autoescape=True),
        v.c.submission.not_in(without),
    )
    if key.year != ALL_YEARS:
        facts = facts.where(v.c.year == key.year)
    if pair.axis != ALL:
        facts = facts.where(v.c.axes.contains(f"|{pair.axis}|", autoescape=True))
    return facts.order_by(v.c.year.desc(), v.c.published.desc(), v.c.submission.desc())


async def all_at(
    connection: AsyncConnection, generation: int, position: int
) -> dict[TallyKey, Tally]:
    """Every tally as it stood at a position."""
    stored = await _last_of_all(connection, generation, position)
    since = {key: at for key, (at, _) in stored.items()}
    tallies: dict[TallyKey, Tally] = {}
    while stored:  # let go of each text as it is read
        key, (_, text) = stored.popitem()
        tallies[key] = tally_of(text)
    async for step, (old, new) in steps.replaced(connection, generation, position):
        before, after = old and Contribution(old), new and Contribution(new)
        for key in keys_of(before, after):
            if step > since.get(key, 0):
                tallies.setdefault(key, Tally()).replace(key, before, after)
    return tallies


async def _last_of_all(
    connection: AsyncConnection, generation: int, position: int
) -> dict[TallyKey, tuple[int, str]]:
    """The position and text of the last snapshot of every tally."""
    s = tables.snapshots
    mine = (s.c.generation == generation, s.c.position <= position)
    stored = select(s.c.activity, s.c.year, s.c.reporter, s.c.position, s.c.tally).where(*mine)
    ordered = stored.order_by(s.c.activity, s.c.year, s.c.reporter, s.c.position)
    last: dict[TallyKey, tuple[int, str]] = {}
    async for activity, year, reporter, at_, text in await connection.stream(ordered):
        last[TallyKey(activity, year, reporter)] = at_, text
    return last
