"""What the schemas know of a kind: its payload, an example, and its texts in four languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kernel.web.bodies import Body

Texts = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class FieldTexts:
    """What a field is called, and what is to be written into it."""

    name: Texts
    help: Texts


@dataclass(frozen=True, slots=True)
class KindTexts:
    """What a kind is called, what it is for, and the texts of its fields."""

    name: Texts
    help: Texts
    fields: Mapping[str, FieldTexts]


@dataclass(frozen=True, slots=True)
class KindSchema:
    """The payload of a kind as a model, an example of a whole submission, and the texts."""

    payload: type[Body]
    example: Mapping[str, Any]
    texts: KindTexts


def load_texts(path: Path) -> KindTexts:
    """The texts of a kind from its YAML file."""
    texts = yaml.safe_load(path.read_text(encoding="utf-8"))
    fields = {name: FieldTexts(**given) for name, given in texts["fields"].items()}
    return KindTexts(texts["name"], texts["help"], fields)
