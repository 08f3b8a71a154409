"""The structures that statistical systems read: lists of codes, concepts, dataflows, each named in
four languages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.core import get_global

from contracts.codes import MINOR_UNITS
from services.aggregator.domain.codes import AGES, AXES, SEXES, WEIGHTS
from services.aggregator.domain.dataflows import DATAFLOWS, NOT_APPLICABLE, TOTAL, Dataflow
from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.structure import Structure
from services.aggregator.formats.sdmx.message import Names

TEXTS = ("en", "es", "pt", "fr")  # the order of each list of texts
UNKNOWN_AREA = "_X"
#: Lists whose codes are those that have a name, and those that have a total beside them.
PLAIN = ("CL_CONF_STATUS", "CL_MEASURE", "CL_OBS_STATUS", "CL_UNIT")
TOTALLED = ("CL_ACTOR_KIND", "CL_SEX")
OBJECTIVES: Mapping[str, Names] = {
    "GO": {
        "en": "General objective",
        "es": "Objetivo general",
        "pt": "Objetivo geral",
        "fr": "Objectif général",
    },
    "SO": {
        "en": "Specific objective",
        "es": "Objetivo específico",
        "pt": "Objetivo específico",
        "fr": "Objectif spécifique",
    },
}


@dataclass(frozen=True, slots=True)
class Artefact:
    """One structure; `kind` as in addresses. `items`: the codes or concepts of a list; `partial`:
    only some of them. `flow`: of a dataflow, its structure or its category.
    """

    kind: str
    id: str
    items: tuple[str, ...] = ()
    flow: Dataflow | None = None
    agency: str = "OAS.CAM"
    partial: bool = False

    @property
    def needs(self) -> list[tuple[str, str]]:
        """(kind, id) of what it refers to."""
        if self.flow is None:
            return []
        if self.kind == "dataflow":
            return [("datastructure", self.id)]
        if self.kind == "categorisation":
            return [("dataflow", self.flow.id), ("categoryscheme", "THEMES")]
        lists = dict.fromkeys(one.codelist for one in self.flow.components if one.codelist)
        return [("conceptscheme", "CONCEPTS"), *(("codelist", id_) for id_ in lists)]


class Artefacts:
    """All structures under an edition. `areas`: codes of areas that statistics are about."""

    def __init__(self, structure: Structure, areas: Iterable[str] = ()) -> None:
        self._lists = _codelists(structure, areas)
        concepts = dict.fromkeys(c.id for flow in DATAFLOWS.values() for c in flow.components)
        made = [
            Artefact("agencyscheme", "AGENCIES", ("CAM",), agency="OAS"),
            *(Artefact("categorisation", flow.id, flow=flow) for flow in DATAFLOWS.values()),
            Artefact("categoryscheme", "THEMES", ("MIGRANTS",)),
            *(Artefact("codelist", id_, codes) for id_, codes in self._lists.items()),
            Artefact("conceptscheme", "CONCEPTS", tuple(concepts)),
            *(Artefact("dataflow", flow.id, flow=flow) for flow in DATAFLOWS.values()),
            *(Artefact("datastructure", flow.id, flow=flow) for flow in DATAFLOWS.values()),
        ]
        self.all: Mapping[tuple[str, str], Artefact] = {(one.kind, one.id): one for one in made}

    def with_references(self, found: Sequence[Artefact], wish: str) -> list[Artefact]:
        """What is asked for with its references: none, children, descendants, parents,
        parentsandsiblings, ancestors, all, or a kind of artefact.
        """
        chosen = {(one.kind, one.id) for one in found}
        below, above = self._below(chosen, wish), self._above(chosen, wish)
        whole = chosen | below | above
        if wish in ("parentsandsiblings", "all"):
            whole |= self._below(above, "descendants" if wish == "all" else "children")
        if wish not in WISHES:
            every = self._below(chosen, "descendants") | self._above(chosen, "ancestors")
            whole |= {place for place in every if place[0] == wish}
        return [one for place, one in self.all.items() if place in whole]

    def _below(self, places: set[tuple[str, str]], wish: str) -> set[tuple[str, str]]:
        if wish not in ("children", "descendants", "all"):
            return set()
        found = {need for place in places for need in self.all[place].needs}
        return found | (self._below(found, wish) if wish != "children" and found else set())

    def _above(self, places: set[tuple[str, str]], wish: str) -> set[tuple[str, str]]:
        if wish not in ("parents", "parentsandsiblings", "ancestors", "all"):
            return set()
        found = {place for place, one in self.all.items() if places & set(one.needs)}
        deeper = wish in ("ancestors", "all") and bool(found)
        return found | (self._above(found, wish) if deeper else set())


WISHES = (
    *("none", "children", "descendants", "parents"),
    *("parentsandsiblings", "ancestors", "all"),
)


def _codelists(structure: Structure, areas: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The lists by their ids, in the order of these."""
    actors = sorted(code for code, one in structure.actors.items() if one.kind != "group")
    changing = {
        "CL_ACTOR": (TOTAL, *actors),
        "CL_AREA": _areas(structure, areas),
        "CL_OBJECTIVE": tuple(structure.objectives),
    }
    return dict(sorted({**_fixed(), **changing}.items()))


def _areas(structure: Structure, areas: Iterable[str]) -> tuple[str, ...]:
    """The states, and what statistics are about beside them."""
    states = {code for code, one in structure.actors.items() if one.kind == "state"}
    return TOTAL, UNKNOWN_AREA, *sorted({*states, *areas} - {TOTAL, UNKNOWN_AREA})


@cache
def _fixed() -> Mapping[str, tuple[str, ...]]:
    """The lists that are the same under every edition."""
    texts = _texts()
    plain = {id_: tuple(texts[id_]) for id_ in PLAIN}
    totals = {id_: (TOTAL, *texts[id_]) for id_ in TOTALLED}
    ages = (TOTAL, "_U", *texts["CL_AGE"])
    return {**plain, **totals, "CL_AGE": ages, **_of_indicators()}


def _of_indicators() -> dict[str, tuple[str, ...]]:
    cells = [f"{sex}_{age}" for sex in SEXES for age in AGES]
    broken = (NOT_APPLICABLE, *WEIGHTS, "not_applicable", *AXES, *cells, *_currencies())
    return {
        "CL_AXIS": (TOTAL, *AXES),
        "CL_BREAKDOWN": broken,
        "CL_INDICATOR": tuple(INDICATORS),
    }


@cache
def _currencies() -> tuple[str, ...]:
    return tuple(sorted({*Locale("en").currencies, *MINOR_UNITS}))


@cache
def _texts() -> Mapping[str, Mapping[str, Names]]:
    told: Any = yaml.safe_load((Path(__file__).parent / "texts.yaml").read_text(encoding="utf-8"))
    return {of: {code: _in_languages(some[code]) for code in some} for of, some in told.items()}


def _in_languages(texts: Sequence[str]) -> Names:
    return dict(zip(TEXTS, texts, strict=True))


def load() -> None:
    """Read what names are computed from: that takes a moment the first time, and belongs into a
    thread.
    """
    for lang in TEXTS:
        _ = Locale(lang).territories, Locale(lang).currencies
    _texts()


@cache
def name(codelist: str | None, code: str) -> Names:
    """What a code of a list is called, or (no list) a component or a structure, by language."""
    texts = _texts()
    if codelist is None:
        return texts[""].get(code) or dict.fromkeys(TEXTS, code)
    own = texts.get(codelist, {}).get(code) or texts["*"].get(code)
    return own or _computed(codelist, code) or dict.fromkeys(TEXTS, code)


def _computed(codelist: str, code: str) -> Names | None:
    """A name that follows from the code."""
    if codelist == "CL_INDICATOR" and code in INDICATORS:
        return dict(INDICATORS[code].names)
    if codelist == "CL_OBJECTIVE":
        kind, _, number = code.partition("-")
        return {lang: f"{text} {number}" for lang, text in OBJECTIVES.get(kind, {}).items()} or None
    if codelist in ("CL_ACTOR", "CL_AREA"):
        return _territory(code)
    if codelist == "CL_BREAKDOWN":
        return _breakdown(code)
    return None


def _territory(code: str) -> Names | None:
    alias = get_global("territory_aliases").get(code, [""])[0]
    return _complete({lang: Locale(lang).territories.get(alias) for lang in TEXTS})


def _complete(names: Mapping[str, Any]) -> Names | None:
    """The names, where there is one in each language."""
    return {lang: str(text) for lang, text in names.items()} if all(names.values()) else None


def _breakdown(code: str) -> Names | None:
    texts, (sex, _, age) = _texts(), code.partition("_")
    if own := texts["CL_STATUS"].get(code) or texts["CL_AXIS"].get(code):
        return own
    persons = texts["CL_PERSONS"]
    if sex in SEXES and age in AGES:
        return {lang: f"{persons[sex][lang]}, {persons[age][lang].lower()}" for lang in TEXTS}
    return _complete({lang: Locale(lang).currencies.get(code) for lang in TEXTS})
