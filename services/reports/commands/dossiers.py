"""The decisions about dossiers: which texts stand in them, and that one is issued."""

from collections.abc import Collection
from typing import NamedTuple

from contracts import reports as events
from kernel import clock, outbox
from kernel.db import Tx
from services.reports import tables
from services.reports.domain.dossiers import Closing
from services.reports.store import cycles
from services.reports.store import dossiers as store


class Predecessor(NamedTuple):
    """The dossier that stands: its number, and the position of its event."""

    number: int
    position: int


class DossierFiles(NamedTuple):
    """A dossier in one language as it was made: both files, their SHA-256, and by what."""

    lang: str
    json: bytes
    pdf: bytes
    json_sha256: str
    pdf_sha256: str
    renderer: str


STORED = ("lang", "json_sha256", "pdf_sha256", "json", "pdf")


def take_sources(tx: Tx, cycle: str, subjects: Collection[str]) -> None:
    """From here on whatever becomes of these texts is noted for the cycle's dossiers."""
    store.add_sources(tx, cycle, subjects)


def issue(tx: Tx, closing: Closing, made: DossierFiles, before: Predecessor | None) -> None:
    """A dossier that stands from now on, in place of the one before; the ledger anchors it."""
    id_ = closing.cycle.id
    event = outbox.emit(tx, tables.kernel, "reports", id_, _issued(closing, made, before))
    if before is not None:
        store.replace(tx, id_, made.lang, before.number)
    standing = {"cycle": id_, "noted": closing.noted, "current": True, "event": event}
    files = {name: getattr(made, name) for name in STORED}
    store.add(tx, {**standing, **files, "number": before.number + 1 if before else 1})
    cycles.add_step(tx, _step(closing, event))


def _issued(
    closing: Closing, made: DossierFiles, before: Predecessor | None
) -> events.DossierIssued:
    return events.DossierIssued(
        cycle=closing.cycle.id,
        position=closing.position,
        lang=made.lang,
        json_sha256=made.json_sha256,
        pdf_sha256=made.pdf_sha256,
        noted=closing.noted,
        replaces=before.position if before else None,
        renderer=made.renderer,
    )


def _step(closing: Closing, event: str) -> dict[str, str | None]:
    """Nobody's key takes this step: it follows from the closing."""
    return {
        "cycle": closing.cycle.id,
        "at": clock.stamp(),
        "actor": None,
        "key_id": None,
        "action": "issue_dossier",
        "from_state": closing.cycle.state,
        "to_state": closing.cycle.state,
        "comment": None,
        "event": event,
    }
