"""Every code has a name in four languages, and what refers to what."""

import pytest

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.structure import Actor, Structure
from services.aggregator.formats.sdmx.artefacts import Artefacts, name

STRUCTURE = Structure(
    "e", "2016-04-19", ("GO-1",), {}, {}, {"HND": Actor("HND", "state", None)}, {}
)
ALL = Artefacts(STRUCTURE, ["USA", "_X"])
CODED = ("CL_ACTOR", "CL_AREA", "CL_BREAKDOWN")  # some codes there are their own names


def test_codes_and_components_have_names_in_four_languages() -> None:
    for artefact in ALL.all.values():
        assert name(None, artefact.id).keys() == {"en", "es", "pt", "fr"}
        list_ = artefact.id if artefact.kind == "codelist" else None
        for code in artefact.items:
            names = name(list_, code)
            assert all(names.values())
            assert artefact.id in CODED or set(names.values()) != {code}, (artefact.id, code)


@pytest.mark.parametrize(
    ("codelist", "code", "spanish"),
    [
        ("CL_AREA", "USA", "Estados Unidos"),
        ("CL_AREA", "_X", "Desconocido"),
        ("CL_BREAKDOWN", "female_child", "Mujeres y niñas, niñez"),
        ("CL_BREAKDOWN", "under_way", "En curso"),
        ("CL_BREAKDOWN", "gender", "Género"),
        ("CL_ACTOR", "CIM", "CIM"),
        ("CL_INDICATOR", "reports_published", INDICATORS["reports_published"].names["es"]),
        (None, "INDICATORS", "Indicadores del Programa"),
    ],
)
def test_names(codelist: str | None, code: str, spanish: str) -> None:
    assert name(codelist, code)["es"] == spanish


def test_all_references() -> None:
    flow = ALL.all["dataflow", "INDICATORS"]
    found = {(one.kind, one.id) for one in ALL.with_references([flow], "all")}
    assert {("categoryscheme", "THEMES"), ("codelist", "CL_AXIS")} <= found
    assert ("dataflow", "MIGRATION") not in found
    ancestors = ALL.with_references([ALL.all["codelist", "CL_SEX"]], "ancestors")
    assert {one.kind for one in ancestors} == {
        "codelist",
        "datastructure",
        "dataflow",
        "categorisation",
    }
