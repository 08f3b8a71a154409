"""The columns that can be filled in instead of a form, one by one: those of the exports, and for a
list of objects a column for each part of its first items.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from contracts.codes import LANGUAGES
from services.reports.domain.accepted import EXTERNAL_ID, Accepted, Holds, Place, Step
from services.reports.schemas import columns
from services.reports.schemas.columns import Column
from services.reports.schemas.field_types import codes_of, part_of, type_of
from services.reports.schemas.fields import Evidence
from services.reports.schemas.kind import FieldTexts, Texts, schema_of
from services.reports.schemas.kinds import KINDS, SHARED
from services.reports.schemas.kinds.implementation import Beneficiaries
from services.reports.schemas.submission import Envelope

MOST_ITEMS = 20  # of a list that have columns of their own
BETWEEN = " · "
WHOLE = {"list": "json", "object": "json", "texts": "json", "money": "json"}
CAPITALS = ("/catalog/activities", "/catalog/actors", "/catalog/objectives")
PAYLOAD = "payload"
TOLD = ("id", "kind", "state", "revision", "position")


@cache
def texts() -> Mapping[str, Any]:
    """What templates say beside what fields are called."""
    read: Mapping[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "template.yaml").read_text(encoding="utf-8")
    )
    return read


@cache
def accepted(kind: str) -> Accepted:
    """The columns of a kind. Raises KeyError for an unknown one."""
    whole = [_of_column(kind, column) for column in columns.to_fill_in(kind)]
    external = Place(EXTERNAL_ID, (EXTERNAL_ID,), "short", texts()[EXTERNAL_ID]["name"])
    items = [place for name, model in _lists(kind) for place in _items(kind, name, model)]
    told = [name for name in columns.ENVELOPE if name not in columns.FILLED_IN]
    few = SHARED["Beneficiaries"]["small"].name.values()
    return Accepted(kind, (*whole, *items, external), tuple(told), tuple(few))


def exported(kind: str, lang: str) -> dict[str, Column]:
    """The columns of an export that can be imported: what tells that it is one, then those that are
    filled in, by what they are called in a language.
    """
    headers = {place.path: place.headers[lang] for place in accepted(kind).places}
    told = {name: Column(name, (name,)) for name in TOLD}
    return told | {headers[column.path]: column for column in columns.to_fill_in(kind)}


def row(item: Mapping[str, Any], of: Sequence[Column]) -> list[Any]:
    """A submission as a row of such an export: amounts are texts, so that no digit is lost."""
    values = columns.row(item, of)
    return [str(value) if isinstance(value, Decimal) else value for value in values]


def _lists(kind: str) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """The lists of objects that a body holds, by their path."""
    yield (columns.EVIDENCE,), Evidence
    for name, model in columns.lists(KINDS[kind].payload).items():
        yield (PAYLOAD, name), model


def _of_column(kind: str, column: Column) -> Place:
    """A column of the exports."""
    return _place(kind, column.name, column.path)


def _items(kind: str, path: tuple[str, ...], model: type[BaseModel]) -> Iterator[Place]:
    """The columns of the items of a list."""
    if model is Beneficiaries:
        yield from _cells(kind, path)
        return
    for n in range(MOST_ITEMS):
        for rest in columns.leaves(model):
            name = ".".join((path[-1], str(n + 1), *rest))
            yield _place(kind, name, (*path, n, *rest))


def _cells(kind: str, path: tuple[str, ...]) -> Iterator[Place]:
    """A column for each sex and age group, which holds a number of persons."""
    of = texts()["cells"]
    pairs = [(sex, age) for sex in of["sex"] for age in of["age_group"]]
    head = KINDS[kind].texts.fields[path[-1]].name
    for n, (sex, age) in enumerate(pairs):
        labels: dict[str, str] = {
            lang: BETWEEN.join((head[lang], of["sex"][sex][lang], of["age_group"][age][lang]))
            for lang in LANGUAGES
        }
        name = ".".join((path[-1], sex, age))
        fixed = {"sex": sex, "age_group": age}
        yield Place(name, (*path, n, "count"), "cell", labels, fixed=fixed)


def _place(kind: str, name: str, path: tuple[Step, ...]) -> Place:
    holds, codes = _held(kind, path)
    texts = list(_named(kind, path))
    headers: dict[str, str] = {
        lang: BETWEEN.join(text[lang] for text in texts) for lang in LANGUAGES
    }
    listed = sources(kind, path)
    upper = path[-1] == "currency" or any(one.startswith(CAPITALS) for one in listed)
    return Place(name, path, holds, headers, _also(path), codes, upper)


def _also(path: tuple[Step, ...]) -> tuple[str, ...]:
    """Other names of a column: with the whole path, and of a first item without its number."""
    plain = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
    if 0 not in path:
        return (plain,)
    at = path.index(0)
    rest = ".".join(str(step) for step in path[at + 1 :])
    listed = str(path[at - 1])
    return (plain, f"{listed}.{rest}", f"{listed.removesuffix('s')}.{rest}", rest)


def _held(kind: str, path: tuple[Step, ...]) -> tuple[Holds, tuple[str, ...]]:
    """What the cells of a column hold, and the codes they take."""
    schema = schema_of(KINDS[kind].payload if path[0] == PAYLOAD else Envelope)
    defs, of = schema.get("$defs", {}), schema
    for step in path[1:] if path[0] == PAYLOAD else path:
        of = of if isinstance(step, int) else dict(part_of(of, defs, step))
    found: Any = type_of(of, defs)
    holds: Any = "amount" if path[-1] == columns.AMOUNT else WHOLE.get(found, found)
    return holds, codes_of(of, defs)


def _fields(kind: str, path: tuple[Step, ...]) -> Iterator[tuple[Step, FieldTexts | None]]:
    """The steps of a path, each with the texts of the field that it leads to, if it is one."""
    fields = KINDS[kind].texts.fields
    model: type[BaseModel] = KINDS[kind].payload
    if path[0] != PAYLOAD:
        fields, model = {}, Envelope
    for step in path[1:] if path[0] == PAYLOAD else path:
        if step not in model.model_fields:
            yield step, None
            continue
        name = str(step)
        yield name, fields.get(name)
        inner = columns.model_in(model.model_fields[name].annotation)
        if inner is not None:
            model, fields = inner, SHARED[inner.__name__]


def _named(kind: str, path: tuple[Step, ...]) -> Iterator[Texts]:
    for step, field in _fields(kind, path):
        if field is not None:
            yield field.name
        elif path[0] != PAYLOAD and step == path[0]:
            yield {lang: columns.header(str(step), lang) for lang in LANGUAGES}
        else:
            shown = str(step + 1) if isinstance(step, int) else step
            yield dict.fromkeys(LANGUAGES, shown)


def help_of(kind: str, place: Place, lang: str) -> str:
    """What is written under a column, in a language."""
    if place.name == EXTERNAL_ID:
        return str(texts()[EXTERNAL_ID]["help"][lang])
    said = [field.help[lang] for _, field in _fields(kind, place.path) if field is not None]
    return said[-1] if said else columns.helped(str(place.path[0]), lang)


def sources(kind: str, path: tuple[Step, ...]) -> tuple[str, ...]:
    """The public addresses that list the codes of a column."""
    if path in (("reporter",), ("joint_reporters",)):
        return ("/catalog/actors",)
    fields = [field for _, field in _fields(kind, path)]
    last = fields[-1]
    return tuple(last.sources) if last is not None else ()
