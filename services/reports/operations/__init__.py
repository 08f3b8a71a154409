"""What an operator does from the command line: export the ledger, check it, publish it again, and
load acts with regard to treaties.
"""

from collections.abc import Callable
from typing import Any

from contracts import topics
from kernel.db import Database
from kernel.eventlog import EventLog
from services.reports import tables
from services.reports.operations import acts, export
from services.reports.operations.comparison import Comparison
from services.reports.operations.republish import Republisher


class Operations:
    """The operations of reports."""

    def __init__(self, db: Database, log: EventLog, owner: str) -> None:
        self._db = db
        self._comparison = Comparison(db, tables.kernel, topics.REPORTS, log)
        self._republisher = Republisher(
            db, tables.kernel, topics.REPORTS, log, f"{owner}-republish"
        )

    async def ledger(self, after: int) -> list[dict[str, Any]]:
        """The next page of the ledger after a position, as the public sees it."""
        return await export.page(self._db, after)

    async def entries(self, after: int) -> list[dict[str, Any]]:
        """The next page of the ledger after a position, whole: for checking it, not for anybody to
        read.
        """
        return await export.whole_page(self._db, after)

    async def log_broken_at(self) -> int | None:
        """The first position that the log does not hold as the ledger does; None when it is whole.

        Raises Unavailable.
        """
        return await self._comparison.broken_at()

    async def republish(
        self, topic: str, progress: Callable[[int, int], None] | None = None
    ) -> dict[str, Any]:
        """Append what a topic lacks of the ledger; `progress` takes the last position done and the
        end. Returns the topic, how many records were appended, and its last position.

        Raises Problem 409 where the topic holds another ledger or a relay feeds it, 422.
        """
        return await self._republisher.run(topic, progress)

    async def load_acts(self, text: str, instrument: str, source: str) -> dict[str, Any]:
        """File acts with regard to a treaty as published submissions of the General Secretariat:
        how many were filed and passed over, and which lines of the file were refused.

        Raises ValueError for another table, Problem 503 before there is an edition.
        """
        return await acts.load(self._db, text, instrument, source)
