"""Focal points begin, change, hand over and end: each with its line of history."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel import clock
from kernel.db import Tx
from services.access.store import focal_points as store

Row = Mapping[str, Any]
#: What is left of the contact data of somebody who is forgotten.
NOBODY = {"name": "", "email": ""}


def begin(tx: Tx, new: Row, ends: Row | None, by_key: str | None) -> Row:
    """Record a focal point; the one that hands over to it (`ends`) ends when it begins."""
    at = clock.stamp()
    row = {"id": clock.uuid7(), **new, "version": 1, "created_at": at}
    if ends is not None:
        change(tx, ends, {"to_day": row["from_day"]}, "hand_over", by_key)
    store.add(tx, row)
    store.add_change(tx, row, "begin", at, by_key)
    return row


def change(tx: Tx, before: Row, values: Row, action: str, by_key: str | None) -> Row:
    """Record new values of a focal point. StaleWrite when it was changed meanwhile."""
    row = {**before, **values, "version": before["version"] + 1}
    store.replace(tx, row)
    store.add_change(tx, row, action, clock.stamp(), by_key)
    return row


def end(tx: Tx, before: Row, by_key: str | None) -> Row:
    """It is no focal point any more from today on; one that has not begun never is."""
    last = max(clock.today().isoformat(), before["from_day"])
    if before["to_day"] is not None:
        last = min(last, before["to_day"])
    return change(tx, before, {"to_day": last}, "end", by_key)


def unsubscribe(tx: Tx, before: Row, kind: str) -> Row:
    """No notices of this kind any more: the link in one of them was followed."""
    kinds = sorted({*before["unsubscribed"], kind})
    return change(tx, before, {"unsubscribed": kinds}, "unsubscribe", None)


def forget(tx: Tx, before: Row, steps: Sequence[Row]) -> None:
    """Name and address are kept no longer, nor in what was done to it before (`steps`); when it was
    whose focal point stays.
    """
    for step in steps:
        store.change_step(tx, step["n"], {**step["stood"], **NOBODY})
    change(tx, before, NOBODY, "forget", None)
