"""The decisions about statements beside a submission or a cycle."""

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import Any

from contracts import reports as events
from kernel import clock
from kernel.auth import Caller
from kernel.chain import canonical
from kernel.db import Tx
from services.reports.commands import cycles, steps
from services.reports.commands.steps import Taken
from services.reports.domain.cycles import SAID_IN, Cycle
from services.reports.domain.submission import Submission
from services.reports.store import cycles as cycle_store
from services.reports.store import dossiers
from services.reports.store import statements as store

Beside = Submission | Cycle
TOLD = ("role", "actor", "status", "addressees", "digest")  # of a statement, by its events

ENDS: dict[str, tuple[str, type[events.Statement]]] = {
    "withdraw": ("withdrawn", events.StatementWithdrawn),
    "withhold": ("withheld", events.StatementWithheld),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: in which role, in which language, for whom; a follow-up has a status."""

    role: str
    language: str
    text: str
    status: str | None
    addressees: list[str]


def make(tx: Tx, beside: Beside, said: Said, by: Caller) -> dict[str, Any]:
    """Record a statement; the ledger gets its digest."""
    subject = beside.id if isinstance(beside, Cycle) else beside.current.id
    at = clock.stamp()
    standing = {"made_at": at, "state": store.STANDING, "changed_at": at}
    row = {"id": clock.uuid7(), "subject": subject, "actor": by.name, **_content(said), **standing}
    if isinstance(beside, Cycle):
        cycle_store.hold(tx, beside.id, SAID_IN[said.role])
    store.add(tx, row)
    _record(tx, beside, row, "make_statement", events.StatementMade, by)
    return row


def _content(said: Said) -> dict[str, Any]:
    """What is said, and the digest that the ledger gets of it."""
    salt = clock.salt()
    text = canonical({"salt": salt, "text": said.text})
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {**asdict(said), "salt": salt, "digest": digest}


def end(
    tx: Tx,
    beside: Beside,
    row: dict[str, Any],
    action: str,
    comment: str | None,
    by: Caller,
) -> dict[str, Any]:
    """Withdraw a statement, or withhold it."""
    state, event = ENDS[action]
    at = clock.stamp()
    store.end(tx, row["id"], state, at, erased=action == "withdraw")
    after = {**row, "state": state, "changed_at": at, "text": None}
    id_ = _record(tx, beside, after, f"{action}_statement", event, by, comment)
    if id_ is not None:
        dossiers.mark(tx, row["id"], id_, hidden=True)
    return after


def _record(
    tx: Tx,
    beside: Beside,
    row: dict[str, Any],
    action: str,
    event: type[events.Statement],
    by: Caller,
    comment: str | None = None,
) -> str | None:
    """Queue its step and its event; returns the event's id."""
    data = event(statement=row["id"], **_place(beside), **{name: row[name] for name in TOLD})
    if isinstance(beside, Cycle):
        return cycles.record(tx, beside, action, beside.state, by, data, comment)
    current = replace(beside.current, updated_at=row["changed_at"])
    said = replace(beside, current=current)
    return steps.record(tx, said, Taken(action, current.state, by, comment), data)


def _place(beside: Beside) -> dict[str, str | None]:
    """What it is said beside, as its event names it."""
    if isinstance(beside, Cycle):
        return {"submission": None, "kind": None, "cycle": beside.id}
    return {"submission": beside.current.id, "kind": beside.current.kind, "cycle": None}
