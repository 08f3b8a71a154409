"""Days and periods as text: a year alone is its 1 January, an end is the first day out."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str) -> str:
    """A year or a date as a full ISO date. Raises ValueError for anything else."""
    if _YEAR.fullmatch(text):
        text = f"{text}-01-01"
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is neither a year nor a date like 2016-04-19")
    return date.fromisoformat(text).isoformat()


def within(on: str, first: str | None, out: str | None) -> bool:
    """Whether a day lies in a period whose last bound is the first day out; None: open."""
    return (first is None or first <= on) and (out is None or on < out)


def valid(kind: str, body: Mapping[str, Any], on: str) -> bool:
    """Whether an actor is there on a day; a state where it participates."""
    if not within(on, body.get("valid_from"), body.get("valid_to")):
        return False
    return kind != "state" or any(
        within(on, m["from"], m["to"]) for m in body.get("memberships", ())
    )
