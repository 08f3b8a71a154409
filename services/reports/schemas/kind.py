"""What the schemas know of a kind: its payload, an example, and its texts in four languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from kernel.web.bodies import Body

Texts = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class FieldTexts:
    """What a field is called, and what is to be written into it.

    `sources`: public addresses that list the codes it takes; `codes`: those that stand in no list,
    with their labels.
    """

    name: Texts
    help: Texts
    sources: Sequence[str] = ()
    codes: Mapping[str, Texts] = field(default_factory=dict)


Fields = Mapping[str, FieldTexts]


@dataclass(frozen=True, slots=True)
class SectionTexts:
    """A part of a form: fields that are filled in together, once what is required is there."""

    name: Texts
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class KindTexts:
    """What a kind is called, what it is for, the texts of its fields, and the parts of its form."""

    name: Texts
    help: Texts
    fields: Fields
    sections: Mapping[str, SectionTexts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KindSchema:
    """The payload of a kind as a model, an example of a whole submission, and the texts."""

    payload: type[Body]
    example: Mapping[str, Any]
    texts: KindTexts


@cache
def schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """The JSON Schema of a model, made once: to make those of all kinds takes tens of
    milliseconds.
    """
    return model.model_json_schema()


def load_texts(path: Path) -> KindTexts:
    """The texts of a kind from its YAML file."""
    texts = yaml.safe_load(path.read_text(encoding="utf-8"))
    sections = {name: SectionTexts(**given) for name, given in texts.get("sections", {}).items()}
    return KindTexts(texts["name"], texts["help"], _fields(texts["fields"]), sections)


def load_shared(path: Path) -> Mapping[str, Fields]:
    """The texts of the models that fields are made of, by the name of the model."""
    texts = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {model: _fields(fields) for model, fields in texts.items()}


def _fields(texts: Mapping[str, Mapping[str, Any]]) -> Fields:
    return {name: FieldTexts(**given) for name, given in texts.items()}
