"""The catalogue as it was told over time: every edition and every record of every actor, by its
positions. So what was in force at one of them can be said at any time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.aggregator.domain.structure import Actor, Structure

LARGEST = 64  # structures in memory

Records = Sequence[tuple[int, Actor]]  # of one actor, by position


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as it was published at a position of the catalogue; `links`: objective → its
    activities, `successors`: codes of earlier editions that it lacks → those that stand for them,
    `instruments`: treaty → the activities that name or cover it, `strengths`: activity →
    objective → how its link serves, where that is told.
    """

    position: int
    code: str
    date: str
    current: bool
    objectives: tuple[str, ...]
    addressees: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    successors: Mapping[str, tuple[str, ...]]
    instruments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    strengths: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """`editions` in the order of their publication, at least one; `minor_units`: of currencies that
    do not have two.
    """

    editions: Sequence[Edition]
    actors: Mapping[str, Records]
    minor_units: Mapping[str, int]
    _made: dict[tuple[str, int | None], Structure] = field(default_factory=dict)

    def in_force(self, until: int | None = None) -> str:
        """The edition in force at a position of the catalogue, None: now; before the first one, the
        first.
        """
        published = [
            edition.code
            for edition in self.editions
            if edition.current and (until is None or edition.position <= until)
        ]
        return published[-1] if published else self.editions[0].code

    def knows(self, edition: str) -> bool:
        """Whether an edition was ever published."""
        return any(one.code == edition for one in self.editions)

    def last_with(self, activity: str, edition: str) -> str | None:
        """The last edition up to this one that has an activity."""
        codes = list(dict.fromkeys(one.code for one in self.editions))
        having = {one.code for one in self.editions if activity in one.addressees}
        return next((c for c in codes[codes.index(edition) :: -1] if c in having), None)

    def structure(self, edition: str, until: int | None = None) -> Structure:
        """An edition, with the actors as they stood at a position of the catalogue (None: now)."""
        place = edition, until
        if place not in self._made:
            if len(self._made) >= LARGEST:
                self._made.clear()
            self._made[place] = self._structure(edition, until)
        return self._made[place]

    def _structure(self, edition: str, until: int | None) -> Structure:
        published = [one for one in self.editions if one.code == edition]
        before = [one for one in published if until is None or one.position <= until]
        told = (before or published[:1])[-1]
        return Structure(
            edition=edition,
            date=told.date,
            objectives=told.objectives,
            addressees=told.addressees,
            links=told.links,
            actors=self._actors(until),
            minor_units=self.minor_units,
            successors=told.successors,
            instruments=told.instruments,
            strengths=told.strengths,
        )

    def _actors(self, until: int | None) -> dict[str, Actor]:
        return {
            code: records[-1]
            for code, told in self.actors.items()
            if (records := [actor for at, actor in told if until is None or at <= until])
        }
