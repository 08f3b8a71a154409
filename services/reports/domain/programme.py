"""The programme as rules see it: the activities and objectives of an edition, and the actors."""

from collections.abc import Mapping
from dataclasses import dataclass

REPORTING = ("organ", "state", "multilateral", "other")  # kinds of actors; a group never reports


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the catalogue; `memberships`: (first day in, first day out or None)."""

    code: str
    kind: str
    parent: str | None
    memberships: tuple[tuple[str, str | None], ...] = ()

    def took_part_in(self, year: int) -> bool:
        """Whether a state participated on any day of the year."""
        return any(
            start <= f"{year:04}-12-31" and (end is None or end > f"{year:04}-01-01")
            for start, end in self.memberships
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """This service's replica of the catalogue: one edition with the addressees and the objectives
    of its activities, and all actors.
    """

    edition: str | None
    addressees: Mapping[str, tuple[str, ...]]
    objectives: Mapping[str, tuple[str, ...]]
    actors: Mapping[str, Actor]

    def linked(self, objective: str) -> list[str]:
        """The activities linked to an objective."""
        return [
            activity for activity, objectives in self.objectives.items() if objective in objectives
        ]

    @property
    def all_objectives(self) -> set[str]:
        """The objectives of the edition: each has an activity that is linked to it."""
        return {code for codes in self.objectives.values() for code in codes}

    def knows_objective(self, objective: str) -> bool:
        """Whether any activity is linked to it: every objective of an edition has one."""
        return any(objective in objectives for objectives in self.objectives.values())

    def reporter(self, code: str) -> Actor | None:
        """The actor of this code; None for an unknown one and for a group."""
        actor = self.actors.get(code)
        return actor if actor is not None and actor.kind in REPORTING else None

    def may_report(self, actor: Actor, activity: str) -> bool:
        """Whether an actor may report on an activity: states, multilateral and other actors on any,
        an organ and the bodies below it on their own.
        """
        if actor.kind in ("multilateral", "other", "state"):
            return True
        return actor.kind == "organ" and not self.line(actor).isdisjoint(self.addressees[activity])

    def line(self, actor: Actor) -> set[str]:
        """The actor and the bodies above it."""
        line: set[str] = set()
        above: Actor | None = actor
        while above is not None and above.code not in line:
            line.add(above.code)
            above = self.actors.get(above.parent or "")
        return line
