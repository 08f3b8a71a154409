"""The decisions about statements beside a submission or a cycle."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from contracts import reports as events
from kernel import clock
from kernel.auth import Caller
from kernel.chain import canonical
from kernel.db import Tx
from services.reports.commands import cycles
from services.reports.commands.submissions import record_step
from services.reports.domain.cycles import SAID_IN, Cycle
from services.reports.domain.submission import Submission
from services.reports.store import cycles as cycle_store
from services.reports.store import dossiers
from services.reports.store import statements as store

Beside = Submission | Cycle

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
    at, salt = clock.stamp(), clock.salt()
    text = canonical({"salt": salt, "text": said.text})
    row = {
        "id": clock.uuid7(),
        "subject": beside.id if isinstance(beside, Cycle) else beside.current.id,
        "role": said.role,
        "actor": by.name,
        "status": said.status,
        "addressees": said.addressees,
        "language": said.language,
        "text": said.text,
        "salt": salt,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "made_at": at,
        "state": store.STANDING,
        "changed_at": at,
    }
    if isinstance(beside, Cycle):
        cycle_store.hold(tx, beside.id, SAID_IN[said.role])
    store.add(tx, row)
    _record(tx, beside, row, "make_statement", events.StatementMade, by)
    return row


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
    told = {name: row[name] for name in ("role", "actor", "status", "addressees", "digest")}
    if isinstance(beside, Cycle):
        data = event(statement=row["id"], submission=None, kind=None, cycle=beside.id, **told)
        return cycles.record(tx, beside, action, beside.state, by, data, comment)
    current = replace(beside.current, updated_at=row["changed_at"])
    data = event(statement=row["id"], submission=current.id, kind=current.kind, cycle=None, **told)
    said = replace(beside, current=current)
    return record_step(tx, said, action, current.state, by, data, comment)
