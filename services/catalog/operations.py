"""Operations of the command line on the catalogue: load the data files, import an official text.
A repetition writes nothing.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel import clock
from kernel.db import Database
from kernel.errors import DuplicateKey, Problem, StaleWrite
from services.catalog.commands import load as commands
from services.catalog.commands import texts
from services.catalog.domain.catalogue import Actor, Entry
from services.catalog.domain.filing import Key, Plan, Programme, plan
from services.catalog.errors import InvalidDataFiles
from services.catalog.files import programme as files
from services.catalog.store import reading

ATTEMPTS = 5
KEPT_CHANGING = "The catalogue kept changing while its files were loaded: try again."


@dataclass(frozen=True, slots=True)
class LoadedState:
    """The entries and actors of the database, at a revision of the catalogue."""

    revision: int
    entries: dict[Key, Entry]
    actors: dict[str, Actor]


class Operations:
    """What the command line and the first start do with the catalogue."""

    def __init__(self, db: Database, snapshots: reading.Snapshots, programme: Path) -> None:
        self._db, self._snapshots, self._programme = db, snapshots, programme

    async def load(self) -> str | None:
        """Load the data files; returns what changed, None when they are those loaded last.

        Raises Problem 422 naming file and entry, 409 naming what is frozen.
        """
        return await load(self._db, self._programme)

    async def import_text(self, edition: str, lang: str, text: str) -> dict[str, Any]:
        """Store the nodes that match a document; returns what matched, differed and is missing."""
        catalogue = await self._snapshots.current()
        examined = await asyncio.to_thread(texts.examine, catalogue, edition, lang, text)
        if examined.fresh:
            await self._db.write(texts.store, examined.edition, examined.fresh, None)
        return examined.answer


async def load(db: Database, folder: Path) -> str | None:
    """Load the data files; returns a summary of the changes, None when they are those loaded last.

    Raises 422 naming file and entry, 409 what is frozen.
    """
    digest = await asyncio.to_thread(files.digest, folder)
    for _ in range(ATTEMPTS):
        state = await _loaded_state(db, digest)
        if state is None:
            return None
        # another process may be loading, or change something: compare again
        with suppress(StaleWrite, DuplicateKey):
            return await _load(db, state, await _read_files(folder))
    raise Problem(503, "unavailable", KEPT_CHANGING)


async def _load(db: Database, state: LoadedState, programme: Programme) -> str:
    changes = _checked_plan(state, programme)
    held = (state.entries, state.actors, state.revision)
    await db.write(commands.load, programme, changes, *held)
    return _summary(changes)


async def _loaded_state(db: Database, digest: str) -> LoadedState | None:
    """What is loaded; None when it is the data files with this digest."""
    async with db.read() as connection:
        revision, loaded = await reading.state(connection)
        if loaded == digest:
            return None
        entries = {entry.key: entry for entry in await reading.entries(connection)}
        actors = {actor.code: actor for actor in await reading.actors(connection)}
    return LoadedState(revision, entries, actors)


async def _read_files(folder: Path) -> Programme:
    try:
        return await asyncio.to_thread(files.read, folder)
    except InvalidDataFiles as error:
        detail = f"The programme's data files cannot be loaded: {error}"
        raise Problem(422, "bad_programme", detail) from None


def _checked_plan(state: LoadedState, programme: Programme) -> Plan:
    changes = plan(state.entries, state.actors, programme, clock.stamp())
    if changes.refused:
        reasons = "; ".join(changes.refused[:10])
        detail = f"The programme's data files change what is frozen: {reasons}"
        raise Problem(409, "frozen", detail)
    return changes


def _summary(changes: Plan) -> str:
    actors = len(changes.new_actors) + len(changes.changed_actors)
    return f"{len(changes.new)} entries new, {len(changes.changed)} changed, {actors} actors told"
