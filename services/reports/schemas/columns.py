"""Submissions as rows of a table: the columns of the envelope, of each kind, and of the lists that
a submission holds.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import yaml
from pydantic import BaseModel

from contracts.codes import LANGUAGES
from services.reports.schemas.fields import Evidence
from services.reports.schemas.kinds import KINDS

ENVELOPE = (
    *("id", "kind", "code", "state", "revision", "position", "edition", "reporter"),
    *("joint_reporters", "confirmed", "language", "title", "evidence", "decision"),
    *("created_at", "updated_at", "published_at"),
)
FILLED_IN = ("reporter", "joint_reporters", "language", "title", "evidence")
KEY = ("id", "state", "revision", "position")  # of the submission, in the rows of its lists
NUMBER = "number"  # of a row in its list, from 1
IN_ROWS = (*KEY, NUMBER)
EVIDENCE = "evidence"
AMOUNT = "amount"

_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Column(NamedTuple):
    """A column, and where its value stands."""

    name: str
    path: tuple[str, ...]


@cache
def of_submissions(kind: str | None) -> list[Column]:
    """The columns of the envelope; with a kind also those of its payload, where one has the name of
    another with `payload.` before it.
    """
    envelope = [Column(name, (name,)) for name in ENVELOPE]
    if kind is None:
        return envelope
    return [*envelope, *_within("payload", KINDS[kind].payload, ENVELOPE)]


def _within(place: str, model: type[BaseModel], taken: Collection[str]) -> Iterator[Column]:
    """A column for each value of a model that stands at a place; one whose name is taken has the
    place before it.
    """
    for path in leaves(model):
        name = ".".join(path)
        yield Column(f"{place}.{name}" if name in taken else name, (place, *path))


def to_fill_in(kind: str) -> list[Column]:
    """The columns of a kind that its reporter fills in."""
    return [
        column
        for column in of_submissions(kind)
        if column.path[0] == "payload" or column.name in FILLED_IN
    ]


@cache
def of_lists(kind: str | None) -> Mapping[str, list[Column]]:
    """The lists that stand in submissions, each with the columns of its rows."""
    models = {EVIDENCE: Evidence} | (lists(KINDS[kind].payload) if kind is not None else {})
    head = [Column(name, (name,)) for name in IN_ROWS]
    return {name: [*head, *_within("row", model, IN_ROWS)] for name, model in models.items()}


@cache
def _envelope() -> Mapping[str, Mapping[str, Sequence[str]]]:
    texts: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(
        (Path(__file__).parent / "envelope.yaml").read_text(encoding="utf-8")
    )
    return texts


def described(lang: str) -> list[tuple[str, str, str]]:
    """Each column of the envelope, what it is called and what it means in a language."""
    texts = _envelope()
    return [(name, texts[name][lang][0], texts[name][lang][1]) for name in ENVELOPE]


def header(name: str, lang: str) -> str:
    """What a column of the envelope is called in a language."""
    return _envelope()[name][lang][0]


def helped(name: str, lang: str) -> str:
    """What a column of the envelope means in a language."""
    return _envelope()[name][lang][1]


def leaves(model: type[BaseModel]) -> list[tuple[str, ...]]:
    """The paths of all values in a model; a list is one value, an object by language has each."""
    found: list[tuple[str, ...]] = []
    for name, field in model.model_fields.items():
        inner = None if _is(list, field.annotation) else model_in(field.annotation)
        rests = leaves(inner) if inner else [()]
        within = LANGUAGES if _is(dict, field.annotation) else [None]
        found += [(name, *filter(None, [one]), *rest) for one in within for rest in rests]
    return found


def lists(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The fields that are lists of models."""
    fields = {name: field.annotation for name, field in model.model_fields.items()}
    return {
        name: inner
        for name, annotation in fields.items()
        if _is(list, annotation) and (inner := model_in(annotation))
    }


def _is(container: type, annotation: Any) -> bool:
    """Whether an annotation is of a list or a mapping, or of an option of one."""
    found = getattr(annotation, "__origin__", None)
    return found is container or any(_is(container, part) for part in get_args(annotation))


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation is of, or a list or an option of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (model_in(part) for part in get_args(annotation))
    return next((model for model in found if model), None)


def row(item: Mapping[str, Any], columns: Sequence[Column]) -> tuple[Any, ...]:
    """A submission as a row."""
    return tuple(_value(item, column.path) for column in columns)


def rows_of_list(
    item: Mapping[str, Any], name: str, columns: Sequence[Column]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a list in a submission, each with the submission's own key."""
    holder = item if name == EVIDENCE else item.get("payload") or {}
    own = {key: item.get(key) for key in KEY}
    for number, one in enumerate(holder.get(name) or (), 1):
        yield row({**own, NUMBER: number, "row": one}, columns)


def _value(item: Any, path: tuple[str, ...]) -> Any:
    """The value at a path. Objects, and lists of objects, are one text of JSON."""
    for name in path:
        item = item.get(name) if isinstance(item, Mapping) else None
    if isinstance(item, Mapping) or (isinstance(item, list) and _holds_objects(item)):
        return _text(item)
    return Decimal(item) if path[-1] == AMOUNT and item is not None else item


def _holds_objects(items: Sequence[Any]) -> bool:
    return any(isinstance(one, Mapping | list) for one in items)
