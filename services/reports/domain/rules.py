"""What a report may say, checked against the programme: activity, reporter, year, joint reporters.

Every violation has a pointer and a code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

REQUIRED = ("activity", "year", "status")
FIRST_YEAR = 2016

Violation = tuple[str, str, str]  # pointer, code, sentence


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as this service's copy of the catalogue has it; `memberships`:

    (first day in, first day out or None).
    """

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
    """This service's copy of the programme: the current edition, its activities (addressees,
    objectives), and the actors.
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

    def knows_objective(self, objective: str) -> bool:
        """Whether any activity is linked to it: every objective of an edition has one."""
        return any(objective in objectives for objectives in self.objectives.values())

    def may_report(self, actor: Actor, activity: str) -> bool:
        """Any state on a states' activity and as its contribution on an organ's; an organ and its
        bodies on their own; the others on any.
        """
        if actor.kind in ("multilateral", "other", "state"):
            return True
        return actor.kind == "organ" and not self._line(actor).isdisjoint(self.addressees[activity])

    def _line(self, actor: Actor) -> set[str]:
        """The actor and the bodies above it."""
        line: set[str] = set()
        above: Actor | None = actor
        while above is not None and above.code not in line:
            line.add(above.code)
            above = self.actors.get(above.parent or "")
        return line


def violations(
    catalogue: Catalogue,
    reporter: str,
    joint: list[str],
    payload: Mapping[str, Any],
    this_year: int,
) -> list[Violation]:
    """Everything about this text that the programme does not allow; what a draft leaves out is no
    violation.
    """
    found: list[Violation] = []
    actor = catalogue.actors.get(reporter)
    if actor is None or actor.kind == "group":
        found.append(("/reporter", "unknown_code", f"{reporter} is not an actor that reports."))
    activity, year = payload.get("activity"), payload.get("year")
    if activity is not None and activity not in catalogue.addressees:
        found.append(
            ("/payload/activity", "unknown_code", f"The programme has no activity {activity}.")
        )
    elif (
        activity is not None
        and actor is not None
        and actor.kind != "group"
        and not catalogue.may_report(actor, activity)
    ):
        found.append(
            (
                "/payload/activity",
                "actor_may_not_report",
                f"{reporter} is not among those who may report on {activity}.",
            )
        )
    if year is not None and not FIRST_YEAR <= year <= this_year:
        found.append(
            ("/payload/year", "out_of_range", f"The year is from {FIRST_YEAR} to {this_year}.")
        )
    elif (
        year is not None
        and actor is not None
        and actor.kind == "state"
        and not actor.took_part_in(year)
    ):
        found.append(
            ("/payload/year", "not_participating", f"{reporter} did not participate in {year}.")
        )
    return found + _joint(catalogue, reporter, joint, year)


def _joint(
    catalogue: Catalogue, reporter: str, joint: list[str], year: int | None
) -> list[Violation]:
    found: list[Violation] = []
    for index, code in enumerate(joint):
        pointer, actor = f"/joint_reporters/{index}", catalogue.actors.get(code)
        if actor is None or actor.kind != "state":
            found.append(
                (pointer, "unknown_code", f"{code} is not a state: joint reporters are states.")
            )
        elif code == reporter or code in joint[:index]:
            found.append((pointer, "repeated", f"{code} is named already."))
        elif year is not None and year >= FIRST_YEAR and not actor.took_part_in(year):
            found.append((pointer, "not_participating", f"{code} did not participate in {year}."))
    return found


def missing(payload: Mapping[str, Any]) -> list[Violation]:
    """What a text lacks to be submitted."""
    return [
        (f"/payload/{name}", "required", f"To be submitted, a report needs its {name}.")
        for name in REQUIRED
        if payload.get(name) is None
    ]
