"""Makes the dossiers of closed cycles, in all languages, and makes one again where a text in it was
hidden or taken away. What is due stands in the database, so a crash only makes it later.
"""

import asyncio
from dataclasses import dataclass, field

import httpx2

from contracts.codes import LANGUAGES
from kernel import failpoints, logging
from kernel.db import Database
from kernel.errors import DuplicateKey, StaleWrite, Unavailable
from kernel.run import Worker
from services.reports.clients.http import SourceUnavailable
from services.reports.commands import dossiers as commands
from services.reports.commands.dossiers import DossierFiles, Predecessor
from services.reports.domain.dossiers import Gathered, Names
from services.reports.formats import dossier as files
from services.reports.operations.gathering import Gatherer, NotYet, names_in
from services.reports.store import dossiers as store
from services.reports.store.dossiers import Issued

LOOK_SECONDS = 0.5
PAUSE_SECONDS = 2.0  # after something was not to be had
# where a crash test may end the process: the texts are known, a file is made, one is issued
POINTS = ("dossier.gathered", "dossier.made", "dossier.issued")
NOT_NOW = (NotYet, SourceUnavailable, Unavailable, DuplicateKey, StaleWrite)

log = logging.get("dossiers")


@dataclass(frozen=True, slots=True)
class DossierMaker:
    """The worker. `address`: where the system is reached from outside, for the links in the pages;
    empty where nobody has said.
    """

    db: Database
    client: httpx2.AsyncClient
    address: str = ""
    pauses: tuple[float, float] = field(default=(LOOK_SECONDS, PAUSE_SECONDS))

    def worker(self) -> Worker:
        """The loop of the service."""
        return Worker("reports dossiers", self.run, self.idle)

    async def run(self) -> None:
        """Make what is due, until cancelled."""
        while True:
            done = await self.make_due()
            await asyncio.sleep(self.pauses[0 if done else 1])

    async def idle(self) -> bool:
        """Whether nothing is due."""
        async with self.db.read() as connection:
            return not await store.due(connection)

    async def make_due(self) -> bool:
        """Make every dossier that is due; False where one has to wait."""
        async with self.db.read() as connection:
            due = await store.due(connection)
        return all([await self._tried(cycle) for cycle in due])

    async def _tried(self, cycle: str) -> bool:
        try:
            await self._make(cycle)
        except NOT_NOW as reason:
            log.warning("a dossier waits", cycle=cycle, reason=f"{type(reason).__name__}: {reason}")
            return False
        return True

    async def _make(self, cycle: str) -> None:
        gathered = await Gatherer(self.db, self.client, cycle).gather()
        failpoints.point("dossier.gathered", cycle)
        for lang in LANGUAGES:
            standing, noted = await self._standing(gathered, lang) or (None, -1)
            if noted < gathered.closing.noted:
                await self._issue(gathered, lang, standing)

    async def _issue(self, gathered: Gathered, lang: str, standing: Predecessor | None) -> None:
        made = await self._made(gathered, lang)
        failpoints.point("dossier.made", lang)
        await self.db.write(commands.issue, gathered.closing, made, standing)
        failpoints.point("dossier.issued", lang)

    async def _standing(self, gathered: Gathered, lang: str) -> tuple[Predecessor, int] | None:
        """The dossier that stands, and up to where it notes what became of its texts."""
        async with self.db.read() as connection:
            rows = await store.current(connection, [gathered.closing.cycle.id])
        issued = next((one for one in rows if one.lang == lang), None)
        return (_predecessor(issued), issued.noted) if issued is not None else None

    async def made_again(self, cycle: str, lang: str, noted: int) -> DossierFiles:
        """A dossier that was issued, made once more from the ledger. Raises NotYet where a text in
        it is hidden now, SourceUnavailable.
        """
        return await self._made(await Gatherer(self.db, self.client, cycle).gather(noted), lang)

    async def _made(self, gathered: Gathered, lang: str) -> DossierFiles:
        """In a thread, which waits for the process that makes the pages."""
        names = Names(lang, **await names_in(self.client, lang))
        return await asyncio.to_thread(files.make, gathered, names, self.address)


def _predecessor(issued: Issued) -> Predecessor:
    if issued.position is None:
        raise NotYet("the dossier before has no position yet")
    return Predecessor(issued.number, issued.position)
