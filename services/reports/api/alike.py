"""Which submissions of a reporter are about the same activity and year: a hint, so what was found is remembered for a moment."""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from kernel.db import Database, Gather
from services.reports.domain.submission import Case
from services.reports.store import reading
from services.reports.store.reading import Likeness

REMEMBERED_SECONDS = 10.0  # how long what another process has added may stay unseen
LARGEST = 4096


class Alike:
    """Finds living submissions by reporter, activity and year; requests that ask at the same time share a query."""

    def __init__(self, db: Database, most: int) -> None:
        self._db, self._most = db, most + 1  # one of them may be the one that asks
        self._found: dict[Likeness | None, tuple[float, list[str]]] = {}
        self._lookup = Gather(self._read)

    async def find(self, reporter: str, payload: Mapping[str, Any]) -> list[str]:
        """Their ids, the oldest first."""
        likeness = _likeness(reporter, payload)
        if likeness is None or self._most == 1:
            return []
        until, found = self._found.get(likeness, (0.0, []))
        if monotonic() >= until:
            began = monotonic()
            found = await self._lookup.find(likeness) or []
            if len(self._found) >= LARGEST:
                self._found.clear()
            self._found[likeness] = began + REMEMBERED_SECONDS, found
        return list(found)

    def begun(self, case: Case) -> None:
        """A new one stands beside those that were found."""
        likeness = _likeness(case.head.reporter, case.newest.payload)
        if likeness in self._found and len(found := self._found[likeness][1]) < self._most:
            found.append(case.head.id)

    def changed(self, *cases: Case) -> None:
        """These may stand elsewhere now: look again."""
        for case in cases:
            if likeness := _likeness(case.head.reporter, case.newest.payload):
                self._found.pop(likeness, None)

    async def _read(self, wanted: Sequence[Likeness]) -> dict[Likeness, list[str]]:
        return await reading.similar(self._db, wanted, self._most)


def _likeness(reporter: str, payload: Mapping[str, Any]) -> Likeness | None:
    activity, year = payload.get("activity"), payload.get("year")
    return None if activity is None or year is None else (reporter, activity, year)
