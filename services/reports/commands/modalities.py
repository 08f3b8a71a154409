"""The decision of the Committee about the modalities of the fund."""

from typing import Any

from contracts.reports import MODALITIES, ModalitiesAdopted
from kernel import clock, outbox
from kernel.auth import Caller
from kernel.db import Tx
from services.reports import tables
from services.reports.store import modalities


def adopt(
    tx: Tx, version: str, text: dict[str, str], adopted_on: str, by: Caller
) -> dict[str, Any]:
    """Record a version, for ever, and tell it."""
    told = {"version": version, "text": text, "adopted_on": adopted_on, "actor": by.name}
    event = ModalitiesAdopted.model_validate(told)
    row = {
        **told,
        "recorded_at": clock.stamp(),
        "event": outbox.emit(tx, tables.kernel, "reports", MODALITIES, event),
    }
    modalities.add(tx, row)
    return {**row, "position": None}
