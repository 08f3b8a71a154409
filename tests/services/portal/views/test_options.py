"""What can be chosen in a filter."""

from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.instruments import Instrument
from services.portal.clients.kinds import Kind
from services.portal.clients.nodes import Node
from services.portal.views import options

NAMES = Catalogue(
    "es",
    {"GO-1": Node("GO-1", "Derechos")},
    {"ACT-12": Node("ACT-12", "Investigar")},
    {
        "STATES": Actor("STATES", "Estados", "group"),
        "URY": Actor("URY", "Uruguay", "state", sort="uruguay", region="South America"),
        "BLZ": Actor("BLZ", "Belice", "state", sort="belice", region="Central America"),
        "OIM": Actor("OIM", "Alianza", "multilateral", sort="alianza"),
        "SG": Actor("SG", "Secretaría General", "organ", sort="secretaria"),
    },
    {"region": {"South America": "América del Sur", "Central America": "América Central"}},
)


def test_actors_organs_first_and_no_group() -> None:
    assert [code for code, _ in options.actors(NAMES)] == ["SG", "BLZ", "URY", "OIM"]


def test_words_of_the_language() -> None:
    assert options.regions(NAMES) == [
        ("Central America", "América Central"),
        ("South America", "América del Sur"),
    ]
    assert options.activities(NAMES) == [("ACT-12", "ACT-12 Investigar")]
    assert options.objectives(NAMES) == [("GO-1", "GO-1 Derechos")]


def test_kinds_instruments_and_years() -> None:
    assert options.kinds({"practice": Kind("practice", "Buena práctica", "", {})}) == [
        ("practice", "Buena práctica")
    ]
    known = Instrument("ICRMW", "Convención", "UN", None, None, "", ())
    assert options.instruments([known]) == [("ICRMW", "Convención")]
    assert options.years([2024, 2023]) == [("2024", "2024"), ("2023", "2023")]
