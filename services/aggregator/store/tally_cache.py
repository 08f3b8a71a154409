"""The tallies that the fold changes, in memory from batch to batch: so a batch reads little."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from services.aggregator.domain.tally import Tally, TallyKey
from services.aggregator.store import tallies
from services.aggregator.store.generations import Progress

LARGEST = 25_000  # tallies in memory


class TallyCache:
    """Valid for one progress of its generation.

    Where the consumer stands elsewhere, because a commit failed or somebody else has folded
    meanwhile, the cache is forgotten and each tally read anew when it is needed.
    """

    def __init__(self, generation: int) -> None:
        self._generation = generation
        self._tallies: dict[TallyKey, Tally] = {}
        self._complete = False  # every tally there is stands in memory
        self._progress: Progress | None = None  # None while a batch changes them

    async def load(
        self, connection: AsyncConnection, keys: Collection[TallyKey], progress: Progress
    ) -> dict[TallyKey, Tally]:
        """Tallies, these among them, as they stand at this progress, to be changed in place.

        They are valid again once `stand_at` tells which progress they stand for then.
        """
        if progress != self._progress or len(self._tallies) > LARGEST:
            self.forget()
            self._complete = progress.position == 0
        self._progress = None
        missing = [key for key in keys if key not in self._tallies]
        if not self._complete:
            read = await tallies.at(connection, self._generation, progress.position, missing)
            self._tallies |= read
        for key in missing:
            self._tallies.setdefault(key, Tally())
        return self._tallies

    def stand_at(self, progress: Progress) -> None:
        """Say which progress the tallies stand for after they were changed."""
        self._progress = progress

    def forget(self) -> None:
        """Read everything anew."""
        self._tallies, self._progress = {}, None
