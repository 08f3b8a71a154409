"""What the columns of the observations mean, and the codes that stand in them."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from contracts.codes import LANGUAGES
from files.cells import Column
from services.aggregator.domain.codes import AGES, AXES, SEXES, WEIGHTS
from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.observations import COLUMNS
from services.aggregator.domain.structure import Structure

UNITS = ("count", "ratio", "index", "persons", "money")
KINDS = ("structural", "process", "outcome")
ACTOR_KINDS = ("organ", "state", "multilateral", "other")
STATUSES = (*WEIGHTS, "not_applicable")
HEADER = ("column", "name", "meaning", "type")


class Texts(NamedTuple):
    """What a column is called, and what it means, by language."""

    name: Mapping[str, str]
    meaning: Mapping[str, str]


@cache
def texts() -> Mapping[str, Texts]:
    """The texts of each column."""
    told = yaml.safe_load((Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8"))
    return {column: Texts(_nth(told[column], 0), _nth(told[column], 1)) for column in COLUMNS}


def _nth(told: Mapping[str, Sequence[str]], n: int) -> dict[str, str]:
    return {lang: told[lang][n] for lang in LANGUAGES}


def typed() -> list[Column]:
    """The columns with their types."""
    types: Mapping[str, Any] = COLUMNS
    return [Column(name, types[name]) for name in COLUMNS]


def columns(lang: str) -> list[tuple[str, ...]]:
    """A row for each column: its name in the header, what it is called, what it means, its type."""
    return [
        (name, texts()[name].name[lang], texts()[name].meaning[lang], type_)
        for name, type_ in COLUMNS.items()
    ]


def codes(structure: Structure) -> dict[str, list[str]]:
    """The codes that may stand in a column, of those that are closed."""
    cells = [f"{sex}.{age}" for sex in SEXES for age in AGES]
    return {
        "objective": sorted(structure.objectives),
        "indicator": sorted(INDICATORS),
        "kind": list(KINDS),
        "actor": sorted(code for code, one in structure.actors.items() if one.kind != "group"),
        "actor_kind": list(ACTOR_KINDS),
        "axis": list(AXES),
        "unit": list(UNITS),
        "status": list(STATUSES),
        "sex_and_age_group": cells,
    }


def code_lists(structure: Structure, lang: str) -> dict[str, list[dict[str, str]]]:
    """The same as lists of codes; an indicator has its name in a language. The names of actors, and
    of statuses and axes, are the catalogue's.
    """
    names = {code: one.names[lang] for code, one in INDICATORS.items()}
    return {
        name: [{"code": c, **({"name": names[c]} if name == "indicator" else {})} for c in some]
        for name, some in codes(structure).items()
    }
