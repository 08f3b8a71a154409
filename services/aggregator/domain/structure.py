"""The structure indicators are counted against: an edition's activities and links, and the actors
with their dated participation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DIRECT, INDIRECT = "direct", "indirect"


@dataclass(frozen=True, slots=True)
class Actor:
    """`memberships`: (first day in, first day out or None), ISO dates."""

    code: str
    kind: str
    parent: str | None
    memberships: tuple[tuple[str, str | None], ...] = ()

    def participates(self, day: str) -> bool:
        """Whether a state takes part on a day."""
        return any(start <= day and (end is None or day < end) for start, end in self.memberships)


@dataclass(frozen=True, slots=True)
class Structure:
    """A published edition with the actors as they stand; `successors`: codes of earlier editions
    that it lacks, each with those that stand for it; `instruments`: treaties, each with the
    activities that name or cover it; `strengths`: how the links of an activity serve, where told.
    """

    edition: str
    date: str
    objectives: tuple[str, ...]
    addressees: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]  # objective → its activities
    actors: Mapping[str, Actor]
    minor_units: Mapping[str, int]  # of currencies that do not have two
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    instruments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    strengths: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def strength(self, activities: Iterable[str], objective: str) -> str:
        """How any of these activities serves an objective: directly, unless all do indirectly."""
        told = {self.strengths.get(code, {}).get(objective, DIRECT) for code in activities}
        return INDIRECT if told == {INDIRECT} else DIRECT

    def instruments_of(self, activities: Iterable[str]) -> frozenset[str]:
        """The treaties that any of these activities names or covers."""
        asked = set(activities)
        covered = (code for code, some in self.instruments.items() if not asked.isdisjoint(some))
        return frozenset(covered)

    def earlier(self, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The codes of earlier editions that any of these codes stands for, each with those of them
        that it counts under.
        """
        asked = set(codes)
        standing = {
            old: tuple(code for code in new if code in asked)
            for old, new in self.successors.items()
        }
        return {old: new for old, new in standing.items() if new}

    def participating(self, day: str) -> set[str]:
        """The states that take part on a day."""
        return {
            actor.code
            for actor in self.actors.values()
            if actor.kind == "state" and actor.participates(day)
        }

    def organs_addressed(self, activities: tuple[str, ...]) -> set[str]:
        """The organs that an activity among these is entrusted to."""
        named = {code for activity in activities for code in self.addressees[activity]}
        return {code for code in named if code in self.actors and self.actors[code].kind == "organ"}

    def counted_as(self, code: str, organs: set[str]) -> str | None:
        """The addressed organ a body counts as: itself, or the nearest above it."""
        actor, seen = self.actors.get(code), set[str]()
        if actor is None or actor.kind != "organ":
            return None
        while actor is not None and actor.code not in organs and actor.code not in seen:
            seen.add(actor.code)
            actor = self.actors.get(actor.parent or "")
        return actor.code if actor is not None and actor.code in organs else None
