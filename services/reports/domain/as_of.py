"""What was public of a submission at a position of the ledger: its events, applied in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from services.reports.domain import decisions
from services.reports.domain.decisions import Decision

# the state outside after an action; every other action leaves it as it was
STATES = {"withhold": "withheld", "release": "published", "withdraw": "withdrawn"}


class Step(NamedTuple):
    """A step that has an event: when it was taken, its position, the data of the event, and what
    was said with it.
    """

    action: str
    at: str
    position: int
    data: Mapping[str, Any]
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """The public revision, the joint reporters who had confirmed it, its state, since when it had
    that state, when it was published, and the decision on it.
    """

    revision: int
    confirmed: list[str]
    state: str
    at: str
    published_at: str
    decision: Decision | None = None


def public_at(steps: Iterable[Step], position: int) -> PublicVersion | None:
    """What was public at a position; None while nothing had been published."""
    version: PublicVersion | None = None
    for step in steps:
        if step.position <= position:
            version = _after(version, step)
    return version


def _after(version: PublicVersion | None, step: Step) -> PublicVersion | None:
    if step.action == "publish":
        confirmed = _confirmed(step.data)
        return PublicVersion(step.data["revision"], confirmed, "published", step.at, step.at)
    return _changed(version, step) if version is not None else None


def _changed(version: PublicVersion, step: Step) -> PublicVersion:
    """What is public after a step that publishes nothing new."""
    if step.action == "decide":
        return replace(version, decision=decisions.told(step.data, step.comment or "", step.at))
    if step.data.get("reporters") is not None:
        version = replace(version, confirmed=_confirmed(step.data))
    state = STATES.get(step.action, version.state)
    return version if state == version.state else replace(version, state=state, at=step.at)


def _confirmed(data: Mapping[str, Any]) -> list[str]:
    """The joint reporters who count: all but the first, who is the reporter."""
    return [reporter["code"] for reporter in data["reporters"][1:]]
