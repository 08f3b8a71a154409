"""What an operator does with the catalogue from the command line: load the data files, import an
official text. The same again writes nothing.
"""

import asyncio
from pathlib import Path
from typing import Any

from kernel.db import Database
from kernel.errors import DuplicateKey, Problem, StaleWrite
from services.catalog.commands import load as commands
from services.catalog.commands import texts
from services.catalog.domain.filing import Plan, plan
from services.catalog.errors import BadProgramme
from services.catalog.files import programme as files
from services.catalog.store import reading

ATTEMPTS = 5


class Operations:
    """The operator's door of the catalogue."""

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
    """Load the data files; says what was taken in, None when they are those loaded last.

    Raises 422 naming file and entry, 409 what is frozen.
    """
    digest = await asyncio.to_thread(files.digest, folder)
    for _ in range(ATTEMPTS):
        async with db.read() as connection:
            seen, loaded = await reading.state(connection)
            if loaded == digest:
                return None
            entries = {entry.key: entry for entry in await reading.entries(connection)}
            actors = {actor.code: actor for actor in await reading.actors(connection)}
        try:
            programme = await asyncio.to_thread(files.read, folder)
        except BadProgramme as error:
            raise Problem(
                422, "bad_programme", f"The programme's data files cannot be loaded: {error}"
            ) from None
        changes = plan(entries, actors, programme)
        if changes.refused:
            raise Problem(
                409,
                "frozen",
                "The programme's data files change what is frozen: "
                f"{'; '.join(changes.refused[:10])}",
            )
        try:
            await db.write(commands.load, programme, changes, entries, actors, seen)
            return _said(changes)
        except (
            StaleWrite,
            DuplicateKey,
        ):  # another process was loading, or changed something: compare again
            continue
    raise Problem(
        503, "unavailable", "The catalogue kept changing while its files were loaded: try again."
    )


def _said(changes: Plan) -> str:
    actors = len(changes.new_actors) + len(changes.changed_actors)
    return f"{len(changes.new)} entries new, {len(changes.changed)} changed, {actors} actors told"
