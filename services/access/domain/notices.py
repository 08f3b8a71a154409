"""What notices there are, whom each is for, and when a reminder or another attempt comes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

Kind = Literal[
    "returned",
    "accepted",
    "published",
    "confirmation_asked",
    "comment_made",
    "proposal_decided",
    "recommendation_addressed",
    "cycle_convened",
    "cycle_opened",
    "cycle_closing",
]
State = Literal["queued", "sending", "sent", "uncertain", "undeliverable", "cancelled"]

#: The cycles that are the Committee's own work: of these only its own part is expected.
COMMITTEE, OF_COMMITTEE = "CAM", frozenset({"work_plan", "results_report"})
REMINDED = (7, 30)  # days before a cycle closes
#: Minutes until the next attempt, after the first, the second …
PAUSES = (1, 5, 30, 120, 360, 720, 1440)

#: What is told of an occasion, by the actor that is told.
About = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class FocalPoint:
    """Who reads the notices of an actor; `to_day` is the first day out."""

    id: str
    actor: str
    from_day: str
    to_day: str | None
    unsubscribed: frozenset[str]
    created_at: str
    email: str

    def reads(self, kind: str, on: str) -> bool:
        """Whether it is told of such a thing on this day."""
        return within(on, self.from_day, self.to_day) and kind not in self.unsubscribed


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that focal points are told: what `about` says of it depends on the actor alone."""

    name: str
    kind: Kind
    actors: Sequence[str]
    about: About


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the program, and the periods in which it is there: [first day, first day out)."""

    code: str
    kind: str
    periods: Sequence[tuple[str | None, str | None]] = field(default_factory=tuple)

    def there(self, on: str) -> bool:
        """Whether it exists on a day; a state: whether it participates."""
        return any(within(on, first, out) for first, out in self.periods)


def within(on: str, first: str | None, out: str | None) -> bool:
    """Whether a day lies in a period whose last bound is the first day out; None: open."""
    return (first is None or first <= on) and (out is None or on < out)


def about_submission(id_: str, **more: str) -> About:
    """The same for every actor."""
    return lambda _actor: {"submission": id_, **more}


def of_cycle(cycle: Mapping[str, Any], actors: Iterable[Actor]) -> tuple[list[str], About]:
    """Whom a cycle concerns, organs and states, and what each of them is told."""
    told = {actor.code: actor for actor in actors if actor.kind in ("organ", "state")}
    return sorted(told), lambda code: _about_cycle(cycle, told[code])


def _about_cycle(cycle: Mapping[str, Any], actor: Actor) -> Mapping[str, Any]:
    said = {name: cycle[name] for name in ("type", "year", "closes_on")}
    return {"cycle": cycle["id"], **said, "expected": is_expected(cycle["type"], actor)}


def is_expected(cycle_type: str, actor: Actor) -> bool:
    """Whether a contribution is expected of an actor: never of a state, which is invited."""
    own = cycle_type not in OF_COMMITTEE or actor.code == COMMITTEE
    return actor.kind == "organ" and own


def reminder(today: date, opened_on: str | None, closes_on: str | None) -> int | None:
    """Of which of REMINDED days before the end an open cycle reminds today, if of any.

    A day that was before the opening reminds of nothing, and of two that are past only the nearer
    one does.
    """
    if closes_on is None or opened_on is None:
        return None
    end = date.fromisoformat(closes_on)
    near = next((days for days in REMINDED if _before(end, days) <= today <= end), None)
    if near is None or _before(end, near) < date.fromisoformat(opened_on):
        return None
    return near


def _before(end: date, days: int) -> date:
    return end - timedelta(days=days)


def pause(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None: there is no other one."""
    return timedelta(minutes=PAUSES[attempts - 1]) if attempts <= len(PAUSES) else None
