"""Statements: what an actor says in public, under its name, beside a submission or a cycle."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from services.reports.domain.others import NO_OTHERS, Others, Payload, Sought

StatementRole = Literal["consultation", "reply", "follow_up", "presentation"]
FollowUp = Literal["not_accepted", "not_started", "under_way", "implemented"]


class Speaker(NamedTuple):
    """Who would say something: the actor of a key, and the key's scopes."""

    actor: str
    scopes: Collection[str]


class Beside(NamedTuple):
    """What a statement stands beside: the payload of a submission, and the others it looks at."""

    payload: Payload
    others: Others = NO_OTHERS


def _seeks_nothing(_payload: Payload) -> Sought:
    return Sought()


@dataclass(frozen=True, slots=True, eq=False)
class StatementRule:
    """Who may make statements of a role beside a kind: `spoken_for` says for whom a speaker speaks
    (nobody: it may not). `status`: a status is needed. `seeks`: the others that are looked at.
    `undecided`: only while there is no final decision.
    """

    spoken_for: Callable[[Beside, Speaker], list[str]]
    status: bool = False
    undecided: bool = False
    seeks: Callable[[Payload], Sought] = _seeks_nothing


def anybody(_beside: Beside, speaker: Speaker) -> list[str]:
    """Any actor that may report speaks, for itself."""
    return [speaker.actor] if "reports:write" in speaker.scopes else []


def among(actors: Iterable[str], speaker: Speaker) -> list[str]:
    """One of some actors speaks, for itself."""
    return [speaker.actor] if speaker.actor in actors else []


def latest(statements: Iterable[Any]) -> dict[str, str]:
    """The status of the latest follow-up for each addressee; `statements` in the order made."""
    return {code: one.status for one in statements for code in one.addressees}
