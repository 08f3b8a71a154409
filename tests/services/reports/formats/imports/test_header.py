"""Names above columns, in any order and language."""

from services.reports.formats.imports.header import Names, understood
from services.reports.formats.imports.sheet import Line
from services.reports.schemas import template

NAMES = Names(template.accepted("implementation"))


def read(*cells: str) -> list[str]:
    return [place.name for place in understood(NAMES, Line(1, cells)).places.values()]


def test_columns_are_known_by_name_path_and_header_of_any_language() -> None:
    assert read("Año", "title", "payload.status") == ["year", "title", "status"]
    assert read("Situação", "Ações realizadas", "TITULO") == ["status", "carried_out", "title"]
    assert read("Recursos · 2 · Moneda", "beneficiaries_female_adult") == [
        "resources.2.currency",
        "beneficiaries.female.adult",
    ]
    assert read("partner_kind", "currency", "evidence_url") == [
        "partners.1.kind",
        "resources.1.currency",
        "evidence.1.url",
    ]


def test_an_unknown_column_is_told_with_the_nearest_known_one() -> None:
    header = understood(NAMES, Line(1, ["Título", "Situasión", "xyzzy", "Año"]))
    assert [place.name for place in header.places.values()] == ["title", "year"]
    (near, far) = header.warnings
    assert (near.code, near.cell) == ("unknown_column", "B1")
    assert "“Situación”" in near.detail
    assert (near.about, far.about) == (("Situasión", "Situación"), ("xyzzy",))
    assert (far.cell, "Is it" in far.detail) == ("C1", False)


def test_a_column_that_stands_twice_is_read_once() -> None:
    header = understood(NAMES, Line(3, ["title", "Titre", "year"]))
    assert list(header.places) == [0, 2]
    assert [(one.code, one.cell) for one in header.warnings] == [("repeated_column", "B3")]


def test_what_exports_say_more_is_passed_over() -> None:
    header = understood(NAMES, Line(1, ["id", "kind", "state", "revision", "title", "year"]))
    assert (header.exported, header.told["kind"], header.warnings) == (True, 1, [])
    assert not understood(NAMES, Line(1, ["kind", "title"])).exported


def test_a_header_may_be_called_like_a_column_of_exports() -> None:
    names = Names(template.accepted("uptake"))
    header = understood(names, Line(1, ["Position", "position", "Activité"]))
    assert {at: place.name for at, place in header.places.items()} == {0: "stance", 2: "activity"}
    names = Names(template.accepted("assessment"))
    assert understood(names, Line(1, ["revision", "title"])).places[0].name == "payload.revision"
    exported = understood(names, Line(1, ["id", "state", "revision", "payload.revision"]))
    assert [*exported.places] == [3]
