"""What the dossiers of a closed cycle are made of: which submissions and statements, by this
service's own records of the positions; their texts, by the public interfaces alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import httpx2

from contracts.reports import StatementMade, StatementWithdrawn
from kernel.db import Database, Profile
from services.reports.clients import catalogue, indicators, submissions
from services.reports.clients.http import SourceUnavailable
from services.reports.commands import dossiers as commands
from services.reports.domain import dossiers as domain
from services.reports.domain.dossiers import Closing, Gathered, Json, Source
from services.reports.store import contributions, cycles
from services.reports.store import dossiers as store
from services.reports.store.cycles import Placed


class NotYet(Exception):
    """Something that the dossier tells has no position yet, or is being changed: look again."""


class Beside(NamedTuple):
    """A statement that was made by the closing: its position, and what has become of it."""

    position: int
    state: str


class Gatherer:
    """Reads everything that the dossiers of one closed cycle tell."""

    def __init__(self, db: Database, client: httpx2.AsyncClient, cycle: str) -> None:
        self._db, self._client, self._id = db, client, cycle

    async def gather(self, noted: int | None = None) -> Gathered:
        """Everything, as of the closing; `noted`: up to where it is noted what became of it, the
        newest where it is not given. Raises NotYet, SourceUnavailable.
        """
        placed = await self._placed()
        closing = await self._closing(placed)
        sources, said = await self._sources(closing)
        if noted is None:
            await self._take(sources, said)
            noted = await self._noted(closing, sources, said)
        closing = replace(closing, noted=noted)
        sources = await self._as_noted(sources, noted)
        return await self._texts(closing, sources, said)

    async def _placed(self) -> Placed:
        async with self._db.read() as connection:
            placed = await cycles.one(connection, self._id)
        if placed is None or placed.position is None:
            raise NotYet("its closing has no position yet")
        return placed

    async def _closing(self, placed: Placed) -> Closing:
        assert placed.position is not None
        async with self._db.read() as connection:
            before = await store.previous(connection, placed.cycle.type, placed.position)
        earlier = domain.Before(*before) if before else None
        return Closing(placed.cycle, placed.position, placed.position, earlier)

    async def _sources(self, closing: Closing) -> tuple[list[Source], dict[str, list[store.Said]]]:
        """What was contributed and what was told since the closing before, public at the closing;
        and the statements beside all that.
        """
        position, before = closing.position, closing.before
        async with self._db.read(Profile.THREADED) as connection:
            items = await contributions.contributed(connection, closing.cycle, position)
            taken = {item.submission: item.by_itself for item in items}
            told = await store.followed(connection, before.position if before else 0, position)
            ids = sorted(told | taken.keys())
            then = await contributions.then(connection, ids, position)
            about = await store.about(connection, ids)
            places = await store.publications(connection, ids)
            said = await store.said(connection, [*ids, closing.cycle.id])
        public = [id_ for id_ in ids if id_ in then and then[id_].state == domain.STANDING]
        sources = [
            _source(id_, about[id_], then[id_].revision, places, taken.get(id_)) for id_ in public
        ]
        return sources, {id_: said.get(id_, []) for id_ in (*public, closing.cycle.id)}

    async def _take(self, sources: Sequence[Source], said: dict[str, list[store.Said]]) -> None:
        """Have every change of these texts noted from here on."""
        statements = {one.statement for each in said.values() for one in each}
        subjects = {source.id for source in sources} | statements
        async with self._db.read() as connection:
            new = subjects - await store.sources(connection, self._id)
        if new:
            await self._db.write(commands.take_sources, self._id, new)

    async def _noted(
        self, closing: Closing, sources: Sequence[Source], said: dict[str, list[store.Said]]
    ) -> int:
        """The last position at which one of these texts was hidden, shown again or taken away; that
        of the closing where there is none. Raises NotYet.
        """
        ids = [source.id for source in sources]
        async with self._db.read() as connection:
            changes = await store.changes(connection, ids, closing.position)
            said |= await store.said(connection, [*ids, closing.cycle.id])
        positions = [closing.position, *changes, *_ended(said.values(), closing.position)]
        if None in positions:
            raise NotYet("a step has no position yet")
        return max(position for position in positions if position is not None)

    async def _as_noted(self, sources: Sequence[Source], noted: int) -> list[Source]:
        async with self._db.read() as connection:
            then = await contributions.then(connection, [one.id for one in sources], noted)
        return [replace(one, state=then[one.id].state) for one in sources]

    async def _texts(
        self, closing: Closing, sources: Sequence[Source], said: dict[str, list[store.Said]]
    ) -> Gathered:
        """What anybody reads of all that in the public interfaces."""
        client, position = self._client, closing.position
        entry = await submissions.get_entry(client, position)
        values = await indicators.get_values(client, position)
        before = closing.before
        earlier = await indicators.get_values(client, before.position) if before else None
        whole = [await self._text(closing, one, said[one.id]) for one in sources]
        beside = await self._statements(closing, f"cycles/{self._id}", said[self._id])
        return Gathered(
            closing,
            entry,
            values.edition,
            whole,
            beside,
            values.by_objective,
            earlier.by_objective if earlier else {},
            await submissions.get_fund(client, position),
            await catalogue.get_texts(client, values.edition, entry["time"]),
        )

    async def _text(self, closing: Closing, source: Source, said: Sequence[store.Said]) -> Source:
        """A submission with its text, and with what is said beside it while it is public."""
        content = await submissions.get_then(self._client, source.id, closing.position)
        standing = source.state == domain.STANDING
        if content is None and standing:
            raise NotYet(f"{source.id} has just been hidden")
        beside = f"submissions/{source.id}"
        statements = await self._statements(closing, beside, said) if standing else []
        return replace(source, content=content, statements=statements)

    async def _statements(
        self, closing: Closing, beside: str, said: Sequence[store.Said]
    ) -> list[Json]:
        """The statements that were made by the closing. Raises NotYet where the text of one that
        stood is gone.
        """
        made = standing_by(said, closing)
        told = await submissions.get_statements(self._client, beside) if made else {}
        if any(id_ not in told for id_ in made):
            raise SourceUnavailable(f"{beside}: not all statements are there")
        lines = [domain.statement(told[id_], *one) for id_, one in made.items()]
        if any(line["state"] == domain.STANDING and line["text"] is None for line in lines):
            raise NotYet(f"a statement beside {beside} has just been hidden")
        return lines


def _source(
    id_: str,
    about: store.About,
    revision: int,
    places: Mapping[tuple[str, int], int],
    by_itself: bool | None,
) -> Source:
    place, state = places[id_, revision], domain.STANDING
    return Source(id_, about.kind, about.code, about.reporter, revision, place, state, by_itself)


def _made(said: Iterable[Sequence[store.Said]], position: int) -> list[store.Said]:
    """The statements made at or before a position."""
    return [
        one
        for each in said
        for one in each
        if one.type == StatementMade.type and one.position is not None and one.position <= position
    ]


def _ended(said: Collection[Sequence[store.Said]], position: int) -> list[int | None]:
    """Where the statements ended that were made at or before a position."""
    made = {one.statement for one in _made(said, position)}
    later = (one for each in said for one in each if one.type != StatementMade.type)
    return [one.position for one in later if one.statement in made]


def standing_by(said: Sequence[store.Said], closing: Closing) -> dict[str, Beside]:
    """By id the statements made by the closing, in order, and what was noted of them."""
    made: dict[str, Beside] = {
        one.statement: Beside(int(one.position or 0), domain.STANDING)
        for one in _made([said], closing.position)
    }
    for one in said:
        noted = one.position is not None and one.position <= closing.noted
        if one.type != StatementMade.type and one.statement in made and noted:
            withdrawn = one.type == StatementWithdrawn.type
            state = domain.WITHDRAWN if withdrawn else domain.WITHHELD
            made[one.statement] = made[one.statement]._replace(state=state)
    return made


async def names_in(client: httpx2.AsyncClient, lang: str) -> dict[str, Any]:
    """What things are called in a language: indicators, kinds with their fields, codes. Raises
    SourceUnavailable.
    """
    return {
        "indicators": await indicators.get_names(client, lang),
        "kinds": await submissions.get_kinds(client, lang),
        "codes": await submissions.get_code_lists(client, lang),
    }
