"""The programme as rules see it: the activities and objectives of an edition, and the actors."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

# whom the program exhorts, by their kind: such a report counts for no objective
EXHORTED = {"multilateral": "EXH-1", "other": "EXH-2"}
REPORTING = ("organ", "state", "multilateral", "other")  # kinds of actors; a group never reports


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the catalogue; `memberships`: (first day in, first day out or None), `valid_to`
    is the first day on which it exists no longer.
    """

    code: str
    kind: str
    parent: str | None
    memberships: tuple[tuple[str, str | None], ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    region: str | None = None

    def existed_in(self, year: int) -> bool:
        """Whether it existed on any day of the year."""
        return _overlaps(year, self.valid_from, self.valid_to)

    def took_part_in(self, year: int) -> bool:
        """Whether a state participated on any day of the year."""
        return any(_overlaps(year, start, end) for start, end in self.memberships)

    def participates_on(self, day: str) -> bool:
        """Whether a state participates on a day."""
        return any(start <= day and (end is None or day < end) for start, end in self.memberships)


def _overlaps(year: int, first: str | None, out: str | None) -> bool:
    """Whether a time has a day in a year; `out` is the first day after it, None: no bound."""
    begins = first is None or first <= f"{year:04}-12-31"
    return begins and (out is None or out > f"{year:04}-01-01")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """This service's replica of the catalogue: one edition with the addressees and the objectives
    of its activities, and all actors.

    `successors`: codes of earlier editions that this one lacks, each with those that stand for it;
    `last`: the last edition that has such a code. `instruments`: the treaties of the edition, each
    with the day it entered into force, None where that is not certain. `themes`: its themes; empty
    where it does not tell them. `nodes`: what is neither an objective nor an activity.
    `named_objectives`: its objectives, those without an activity too.
    """

    edition: str | None
    addressees: Mapping[str, tuple[str, ...]]
    objectives: Mapping[str, tuple[str, ...]]
    actors: Mapping[str, Actor]
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)
    instruments: Mapping[str, str | None] = field(default_factory=dict)
    themes: Collection[str] = ()
    nodes: Collection[str] = ()
    named_objectives: Collection[str] = ()

    def linked(self, objective: str) -> list[str]:
        """The activities linked to an objective, those of earlier editions under what stands for
        them.
        """
        linked = [code for code, objectives in self.objectives.items() if objective in objectives]
        return linked + self.standing_for(linked)

    @property
    def all_objectives(self) -> set[str]:
        """The objectives of the edition, whether or not an activity is linked to them."""
        linked = {code for codes in self.objectives.values() for code in codes}
        return linked.union(self.named_objectives)

    def standing_for(self, codes: Collection[str]) -> list[str]:
        """The codes of earlier editions that any of these codes stands for."""
        return [old for old, new in self.successors.items() if any(code in new for code in codes)]

    def now(self, activity: str) -> Collection[str]:
        """The activities of this edition that an activity's code stands for today."""
        return (activity,) if activity in self.addressees else self.successors.get(activity, ())

    def has_objective(self, objective: str) -> bool:
        """Whether any activity is linked to it: every objective of an edition has one."""
        return any(objective in objectives for objectives in self.objectives.values())

    def knows_objective(self, objective: str) -> bool:
        """Whether this edition or an earlier one has an objective."""
        return self.has_objective(objective) or objective in self.successors

    def knows_activity(self, activity: str) -> bool:
        """Whether this edition or an earlier one has it; or whether it is an exhortation."""
        known = activity in self.addressees or activity in self.successors
        return known or activity in EXHORTED.values()

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
