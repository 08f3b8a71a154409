"""The columns that can be filled in, of every kind."""

import pytest

from contracts.codes import LANGUAGES
from services.reports.formats.imports.header import plain
from services.reports.schemas import columns, template
from services.reports.schemas.kinds import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_an_export_can_be_filled_in(kind: str) -> None:
    places = {place.name: place for place in template.accepted(kind).places}
    of_export = {column.name: column.path for column in columns.to_fill_in(kind)}
    assert {name: places[name].path for name in of_export} == of_export


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_columns_are_called_the_same_in_any_language(kind: str) -> None:
    of: dict[str, str] = {}
    for place in template.accepted(kind).places:
        for text in (place.name, *(place.headers[lang] for lang in LANGUAGES)):
            assert plain(text), place.name
            assert of.setdefault(plain(text), place.name) == place.name


def test_items_of_lists_and_cells_of_persons_have_columns() -> None:
    places = {place.name: place for place in template.accepted("implementation").places}
    assert places["resources.2.amount"].path == ("payload", "resources", 1, "amount")
    assert places["resources.2.amount"].holds == "amount"
    assert places["evidence.1.url"].headers["fr"] == "Preuves · 1 · Adresse"
    assert places["beneficiaries.male.older"].fixed == {"sex": "male", "age_group": "older"}
    assert places["partners.1.kind"].codes[:2] == ("igo", "civil_society")
    assert "partner.kind" in places["partners.1.kind"].also


def test_texts_by_language_have_a_column_each() -> None:
    places = {place.name: place for place in template.accepted("proposal").places}
    assert places["texts.pt.title"].path == ("payload", "texts", "pt", "title")
    assert places["texts.pt.title"].headers["es"] == "Textos · pt · Título"


def test_an_own_identifier_belongs_to_no_body() -> None:
    places = {place.name: place for place in template.accepted("uptake").places}
    assert places["external_id"].path == ("external_id",)
    assert template.accepted("uptake") is template.accepted("uptake")
