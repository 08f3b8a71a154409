"""Imports: how they are shown."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel

from contracts.codes import State
from services.reports.domain.imports import Mode, Outcome

BASE = "/reports/imports"
FINISHED = ("done", "failed")
OUTCOMES = ("created", "updated", "unchanged", "refused")
COLUMNS = ("id", "kind", "mode", "dry_run", "state")
INSTANTS = ("created_at", "finished_at", "expires_at")


class ImportProgress(BaseModel):
    """How many rows are done, of how many."""

    done: int
    of: int


class ImportOutcomes(BaseModel):
    """How many rows came to each end."""

    created: int
    updated: int
    unchanged: int
    refused: int


class ImportProblem(BaseModel):
    """Why an import ended before its last row."""

    code: str
    detail: str


class ImportWarning(BaseModel):
    """What is to be known of the file as a whole; `about`: of an unknown column its name, and the
    nearest that there is.
    """

    cell: str | None
    code: str
    detail: str
    about: list[str] = []


class ImportFile(BaseModel):
    """The file; `sheet`: the one that was read, of a workbook."""

    format: str
    sheet: str | None
    bytes: int
    sha256: str


class RowProblem(BaseModel):
    """What is wrong with a row, or how it was read otherwise than it was written: the cell, and
    the value of the body that it stands for. `about`: what was written, and what it was read as or
    can be.
    """

    cell: str | None
    pointer: str
    code: str
    detail: str
    about: list[str] = []


class ImportRow(BaseModel):
    """What became of a row, or would become of it; `row`: its number as the program shows it in
    which the file was written.
    """

    row: int
    external_id: str | None
    outcome: Outcome
    submission: str | None
    state: State | None
    problems: list[RowProblem]
    notices: list[RowProblem]


class ImportLinks(BaseModel):
    """`errors`: the file with a comment in each cell of which something is said."""

    self: str
    errors: str | None


class Import(BaseModel):
    """A file of rows, and how far it is; `problem`: why it failed."""

    id: str
    kind: str
    mode: Mode
    dry_run: bool
    state: Literal["waiting", "running", "done", "failed"]
    progress: ImportProgress
    outcomes: ImportOutcomes
    problem: ImportProblem | None
    warnings: list[ImportWarning]
    file: ImportFile
    created_at: str
    finished_at: str | None
    expires_at: str
    links: ImportLinks


class ImportPage(BaseModel):
    items: list[Import]
    next: str | None


class ImportWithRows(Import):
    """An import with what became of its rows."""

    items: list[ImportRow]
    next: str | None


def shown(head: Mapping[Any, Any]) -> dict[str, Any]:
    """An import as it is shown."""
    return {
        **{name: head[name] for name in (*COLUMNS, *INSTANTS)},
        "progress": {"done": head["done"], "of": head["total"]},
        "outcomes": {outcome: head[outcome] for outcome in OUTCOMES},
        "problem": _read(head["problem"]),
        "warnings": _read(head["warnings"]),
        "file": {name: head[name] for name in ImportFile.model_fields},
        "links": _links(head),
    }


def _links(head: Mapping[Any, Any]) -> dict[str, str | None]:
    path = f"{BASE}/{head['id']}"
    return {"self": path, "errors": f"{path}/errors.xlsx" if has_remarks(head) else None}


def has_remarks(head: Mapping[Any, Any]) -> bool:
    """Whether an import is finished, and something is to be said of a row."""
    return bool(head["state"] in FINISHED and head["refused"] + head["noted"] > 0)


def row(told: Mapping[Any, Any]) -> dict[str, Any]:
    """A row as it is shown."""
    columns = ("row", "external_id", "outcome", "submission", "state")
    said = {name: json.loads(told[name]) for name in ("problems", "notices")}
    return {**{name: told[name] for name in columns}, **said}


def _read(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored
