"""The decisions about cycles and what is contributed to them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from contracts import reports as events
from contracts.events import Data
from kernel import clock, outbox
from kernel.auth import Caller
from kernel.db import Tx
from services.reports import tables
from services.reports.domain.cycles import RECEIVING, Cycle, Transition
from services.reports.domain.submission import Submission
from services.reports.store import contributions
from services.reports.store import cycles as store

NOTHING: Mapping[str, str] = {}


def begin(tx: Tx, fields: dict[str, Any], by: Caller) -> Cycle:
    """A cycle that is considered."""
    at = clock.stamp()
    cycle = Cycle(
        clock.uuid7(), **fields, state="considered", version=1, created_at=at, updated_at=at
    )
    store.add(tx, cycle, record(tx, cycle, "create", None, by))
    return cycle


def change(tx: Tx, before: Cycle, changes: dict[str, Any], by: Caller) -> Cycle:
    """Some of a cycle anew."""
    after = replace(_next(before), **changes)
    store.change(tx, before, after, record(tx, after, "change", before.state, by))
    return after


def move(
    tx: Tx, before: Cycle, row: Transition, by: Caller, told: Mapping[str, str] = NOTHING
) -> Cycle:
    """Take a cycle through one transition of the table; `told`: of the decision behind it."""
    after = replace(_next(before), state=row.ends)
    event = _changed(after, row.action, by, told)
    store.change(tx, before, after, record(tx, after, row.action, before.state, by, event))
    return after


def contribute(tx: Tx, cycle: Cycle, submission: Submission, by: Caller) -> None:
    """A reporter brings its submission to a cycle."""
    store.hold(tx, cycle.id, RECEIVING)
    contributions.add(tx, cycle.id, submission.current.id, clock.stamp())
    event = events.ContributionMade(**_contribution(cycle, submission))
    record(tx, cycle, "contribute", cycle.state, by, event)


def take_away(tx: Tx, cycle: Cycle, submission: Submission, by: Caller) -> None:
    """A reporter takes its submission out of a cycle."""
    store.hold(tx, cycle.id, RECEIVING)
    contributions.remove(tx, cycle.id, submission.current.id)
    event = events.ContributionWithdrawn(**_contribution(cycle, submission))
    record(tx, cycle, "withdraw_contribution", cycle.state, by, event)


def _contribution(cycle: Cycle, submission: Submission) -> dict[str, Any]:
    current = submission.current
    named = {"submission": current.id, "kind": current.kind, "reporter": current.reporter}
    return {"cycle": cycle.id, **named}


def _next(cycle: Cycle) -> Cycle:
    """The cycle one write later; its instant never goes back."""
    at = max(clock.stamp(), cycle.updated_at)
    return replace(cycle, version=cycle.version + 1, updated_at=at)


def record(
    tx: Tx,
    cycle: Cycle,
    action: str,
    from_state: str | None,
    by: Caller,
    data: Data | None = None,
    comment: str | None = None,
) -> str:
    """Queue a step's history row and its event, which tells the whole cycle unless it is another;
    returns the event's id.
    """
    told = data or _changed(cycle, action, by)
    event = outbox.emit(tx, tables.kernel, "reports", cycle.id, told)
    step = {"action": action, "from_state": from_state, "to_state": cycle.state}
    who = {"actor": by.actor, "key_id": by.key_id, "comment": comment}
    at = cycle.updated_at if isinstance(told, events.CycleChanged) else clock.stamp()
    row = {"cycle": cycle.id, "at": at, **who, **step, "event": event}
    store.add_step(tx, row)
    return event


def _changed(
    cycle: Cycle, action: str, by: Caller, told: Mapping[str, str] = NOTHING
) -> events.CycleChanged:
    whole = {**asdict(cycle), **told, "cycle": cycle.id, "action": action, "actor": by.name}
    return events.CycleChanged.model_validate(whole)
