"""What the dossiers of a closed cycle are made of: which submissions and statements, by this
service's own records of the positions; their texts, by the public interfaces alone.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

import httpx2

from contracts.reports import StatementMade, StatementWithdrawn
from kernel.db import Database, Profile
from services.reports.clients import catalogue, indicators, submissions
from services.reports.clients.http import SourceUnavailable
from services.reports.commands import dossiers as commands
from services.reports.domain import dossiers as domain
from services.reports.domain.cycles import Contributed
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
        closing = await self._closing(await self._placed())
        sources, said = await self._sources(closing)
        if noted is None:
            await self._take(sources, said)
            noted = await self._noted(closing, sources, said)
        sources = await self._as_noted(sources, noted)
        return await self._texts(replace(closing, noted=noted), sources, said)

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
        position = closing.position
        async with self._db.read(Profile.THREADED) as connection:
            own = await contributions.brought(connection, closing.cycle.id)
            items = await contributions.contributed(connection, closing.cycle, own, position)
            told = await store.followed(connection, closing.since, position)
            ids = told | {item.submission for item in items}
            public = await store.public(connection, ids, position)
            subjects = [*(one.id for one in public), closing.cycle.id]
            said = await store.said(connection, subjects)
        return _sources_of(public, items), {id_: said.get(id_, []) for id_ in subjects}

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
        return _last([closing.position, *changes, *_ended(said.values(), closing.position)])

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
        return Gathered(
            closing=closing,
            entry=entry,
            edition=values.edition,
            sources=[await self._text(closing, one, said[one.id]) for one in sources],
            statements=await self._statements(closing, f"cycles/{self._id}", said[self._id]),
            values=values.by_objective,
            values_before=await self._values_before(closing),
            fund=await submissions.get_fund(client, position),
            texts=await catalogue.get_texts(client, values.edition, entry["time"]),
        )

    async def _values_before(self, closing: Closing) -> domain.Values:
        if closing.before is None:
            return {}
        return (await indicators.get_values(self._client, closing.before.position)).by_objective

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
        if not made.keys() <= told.keys():
            raise SourceUnavailable(f"{beside}: not all statements are there")
        lines = [domain.statement(told[id_], *one) for id_, one in made.items()]
        if any(map(_is_hidden, lines)):
            raise NotYet(f"a statement beside {beside} has just been hidden")
        return lines


def _sources_of(public: Iterable[store.Public], items: Iterable[Contributed]) -> list[Source]:
    """What was public, each with whether the cycle took it by itself."""
    taken = {item.submission: item.by_itself for item in items}
    return [_source(one, taken.get(one.id)) for one in public]


def _source(public: store.Public, by_itself: bool | None) -> Source:
    kind, reporter, code = public.about
    where = (public.revision, public.position, domain.STANDING)
    return Source(public.id, kind, code, reporter, *where, by_itself)


def _last(positions: Collection[int | None]) -> int:
    """The last of these positions. Raises NotYet."""
    if None in positions:
        raise NotYet("a step has no position yet")
    return max(position for position in positions if position is not None)


def _is_hidden(line: Json) -> bool:
    """Whether a statement stood, and its text is gone."""
    return line["state"] == domain.STANDING and line["text"] is None


def _made(said: Iterable[Sequence[store.Said]], position: int) -> list[store.Said]:
    """The statements made at or before a position."""
    every = chain.from_iterable(said)
    return [one for one in every if one.type == StatementMade.type and _by(one, position)]


def _by(one: store.Said, position: int) -> bool:
    """Whether it was said at or before a position."""
    return one.position is not None and one.position <= position


def _ended(said: Collection[Sequence[store.Said]], position: int) -> list[int | None]:
    """Where the statements ended that were made at or before a position."""
    made = {one.statement for one in _made(said, position)}
    later = (one for one in chain.from_iterable(said) if one.type != StatementMade.type)
    return [one.position for one in later if one.statement in made]


def standing_by(said: Sequence[store.Said], closing: Closing) -> dict[str, Beside]:
    """By id the statements made by the closing, in order, and what was noted of them."""
    ended = dict(_ends(said, closing.noted))
    return {
        one.statement: Beside(one.position or 0, ended.get(one.statement, domain.STANDING))
        for one in _made([said], closing.position)
    }


def _ends(said: Sequence[store.Said], noted: int) -> Iterator[tuple[str, str]]:
    """The statements that had ended by then, each with how."""
    for one in said:
        if one.type != StatementMade.type and _by(one, noted):
            withdrawn = one.type == StatementWithdrawn.type
            yield one.statement, domain.WITHDRAWN if withdrawn else domain.WITHHELD


async def names_in(client: httpx2.AsyncClient, lang: str) -> dict[str, Any]:
    """What things are called in a language: indicators, kinds with their fields, codes. Raises
    SourceUnavailable.
    """
    return {
        "indicators": await indicators.get_names(client, lang),
        "kinds": await submissions.get_kinds(client, lang),
        "codes": await submissions.get_code_lists(client, lang),
    }
