"""A table of acts with regard to a treaty, read from CSV: a row for each state."""

import csv
from collections.abc import Iterator
from typing import Any, NamedTuple

from services.reports.domain.kinds.ratification import SIGNATURE

COLUMNS = ("state", "signed", "bound_on", "action", "verification")
UNEVEN = "it has another number of cells than the header"
VERIFIED = {"read": True, "recalled": False}


class Act(NamedTuple):
    """An act as a line of the file says it: a payload without its treaty and source, or why it
    cannot be read.
    """

    line: int
    payload: dict[str, Any]
    refused: str | None = None


def read(text: str) -> list[Act]:
    """The acts of a file: a signature where there is a day of signature, another act where there is
    a day on which the state was bound. Raises ValueError for another table.
    """
    lines = csv.DictReader(text.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise ValueError(f"the columns are not {', '.join(COLUMNS)}")
        return [act for row in lines for act in _acts(lines.line_num, row)]
    except csv.Error as error:
        raise ValueError(f"line {lines.line_num}: {error}") from None


def _acts(line: int, row: dict[str, Any]) -> Iterator[Act]:
    cells = {name: (value or "").strip() for name, value in row.items() if name is not None}
    uneven = None in row or None in row.values()
    refused = UNEVEN if uneven else _refused(cells)
    if refused is not None:
        yield Act(line, {}, refused)
    else:
        yield from (Act(line, payload) for payload in _payloads(cells))


def _payloads(cells: dict[str, str]) -> Iterator[dict[str, Any]]:
    about = {"state": cells["state"], "verified": VERIFIED[cells["verification"]]}
    for action, day in ((SIGNATURE, cells["signed"]), (cells["action"], cells["bound_on"])):
        if day:
            yield {**about, "action": action, "date": day}


def _refused(cells: dict[str, str]) -> str | None:
    """Why a row says nothing that can be filed."""
    if cells["verification"] not in VERIFIED:
        return f"verification is {' or '.join(VERIFIED)}"
    if not (cells["signed"] or cells["bound_on"]):
        return "it has no date"
    if cells["bound_on"] and cells["action"] == SIGNATURE:
        return "a signature binds nobody: bound_on needs another action"
    return None
