"""The columns of the table that can be filled in instead of a form: what each is called in a
language, what is written under it, and for which value of the body it stands.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.reports.domain.kind import Kind
from services.reports.schemas import columns as tables
from services.reports.schemas.columns import Column

Field = Mapping[str, Any]
BETWEEN = " · "  # the names of a field and of a part of it
NOT_NEEDED = ("joint_reporters", tables.EVIDENCE)
ENVELOPE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "reporter": ("code", ("/catalog/actors",)),
    "joint_reporters": ("codes", ("/catalog/actors?kind=state",)),
    "language": ("code", ("/catalog/codelists/language",)),
    "title": ("short", ()),
    tables.EVIDENCE: ("list", ()),
}


def columns(kind: Kind, fields: Sequence[Field], lang: str) -> list[dict[str, Any]]:
    """Those of the envelope, then one for each value of the payload; `fields` describes it."""
    texts = {name: (header, text) for name, header, text in tables.described(lang)}
    return [
        _of_payload(column, fields) if column.path[0] == "payload" else _of_envelope(column, texts)
        for column in tables.to_fill_in(kind.name)
        if kind.joint is not None or column.name != "joint_reporters"
    ]


def _of_envelope(column: Column, texts: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    header, text = texts[column.name]
    type_, sources = ENVELOPE[column.name]
    told = {"header": header, "help": text, "type": type_, "codes": []}
    needed = column.name not in NOT_NEEDED
    return _column(column) | told | {"required": needed, "sources": list(sources)}


def _of_payload(column: Column, fields: Sequence[Field]) -> dict[str, Any]:
    parts = _parts(column.path[1:], fields)
    last = parts[-1]
    told = {name: last[name] for name in ("help", "type", "sources", "codes")}
    header = BETWEEN.join(part["name"] for part in parts)
    required = all(part["required"] for part in parts)
    return _column(column) | told | {"header": header, "required": required}


def _parts(path: Sequence[str], fields: Sequence[Field]) -> list[Field]:
    """The field at a path, after those that it is a part of."""
    parts: list[Field] = []
    inside = fields
    for name in path:
        found = (field for field in inside if field["field"] == name)
        parts.append(next(found, {**(parts or [{}])[-1], "name": name}))  # or a language
        inside = parts[-1]["fields"]
    return parts


def _column(column: Column) -> dict[str, Any]:
    return {"column": column.name, "path": list(column.path)}
