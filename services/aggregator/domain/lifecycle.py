"""The life of a submission as far as it counts: what it contributes after each of its events.

Events are taken as the contracts shape them and told apart by their type, so that the fold and the
verification read them by the same rules.
"""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Fact, reporters_of
from services.aggregator.domain.kinds import KINDS

PUBLISHED = "reports.submission_published"
WITHDRAWN = "reports.submission_withdrawn"
WITHHELD = "reports.submission_withheld"
RELEASED = "reports.submission_released"
CONFIRMATIONS = ("reports.submission_confirmed", "reports.submission_confirmation_withdrawn")
STATEMENTS = (
    "reports.statement_made",
    "reports.statement_withdrawn",
    "reports.statement_withheld",
)
#: The types of event that can change what counts.
COUNTED = frozenset({PUBLISHED, WITHDRAWN, WITHHELD, RELEASED, *CONFIRMATIONS, *STATEMENTS})


class NotPublished(ValueError):
    """An event withholds or releases what is not there."""


class Held(NamedTuple):
    """The last fact of a submission: since which position it stands, and from which position on it
    counts no longer (None: it counts). A fact told anew while it is hidden begins and ends at one
    position: it never counted, and is released as it is then.
    """

    fact: Fact
    since: int
    until: int | None = None


def step(held: Held | None, event: Any, at: At) -> Held | None:
    """What is held of a submission after one of its events (None: nothing yet).

    Returns `held` itself where the event changes nothing. Raises NotPublished.
    """
    if event.kind not in KINDS:
        return held
    counting = held is not None and held.until is None
    if event.type == PUBLISHED:
        return _published(held, event, at)
    if event.type in (WITHHELD, RELEASED):
        if KINDS[event.kind].stays:
            return held
        return _shown_or_hidden(held, counting, event.type, at.position)
    if held is None:
        return None
    if event.type == WITHDRAWN:
        return held._replace(until=at.position) if counting else held
    if event.type in CONFIRMATIONS and event.reporters is not None:
        after = held.fact._replace(reporters=reporters_of(event.reporters))
        return _told_anew(held, counting, after, at.position)
    if event.type in STATEMENTS and (after := _said(held.fact, event)) != held.fact:
        return _told_anew(held, counting, after, at.position)
    return held


def _published(held: Held | None, event: Any, at: At) -> Held:
    kind = KINDS[event.kind]
    fact = kind.fact(event.content, event, at)
    if held is not None and kind.carried is not None:
        fact = kind.carried(held.fact, fact)
    return Held(fact, at.position)


def _said(fact: Fact, event: Any) -> Fact:
    said = KINDS[fact.kind].said
    return fact if said is None else said(fact, event)


def _shown_or_hidden(held: Held | None, counting: bool, type_: str, position: int) -> Held:
    if held is None or counting == (type_ == RELEASED):
        raise NotPublished("it is about a publication that is not there")
    return held._replace(until=position) if counting else Held(held.fact, position)


def _told_anew(held: Held, counting: bool, fact: Fact, position: int) -> Held:
    if counting and fact == held.fact:
        return held
    return Held(fact, position, None if counting else position)
