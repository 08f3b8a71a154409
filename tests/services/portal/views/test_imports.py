"""What an import tells, in words of the reader."""

import pytest

from services.portal.views import imports, messages
from services.portal.views.imports import Said
from services.portal.views.render import LANGUAGES

COLUMNS = {"year": "Año"}
ONE = {"cell": "C3", "pointer": "/payload/year", "code": "out_of_range", "detail": "x"}


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.CSV", b"x", "text/csv"),
        ("a.jsonl", b"{}", "application/x-ndjson"),
        ("a.ndjson", b"{}", "application/x-ndjson"),
        ("a.csv", imports.ZIP, imports.XLSX),
        ("a", imports.ZIP, imports.XLSX),
        ("a.pdf", b"%PDF", None),
        ("", b"", None),
    ],
)
def test_what_a_file_is(name: str, content: bytes, media_type: str | None) -> None:
    assert imports.media_type(name, content) == media_type


def test_a_problem_stands_at_its_cell_and_column() -> None:
    assert imports.said(ONE, COLUMNS, "es") == Said(
        "C3", "Año", messages.sentence("out_of_range", "es"), ""
    )
    other = {"cell": None, "pointer": "", "code": "unheard_of", "detail": "In English."}
    assert imports.said(other, COLUMNS, "es").detail == "In English."


def test_good_rows_are_those_that_are_made_or_changed() -> None:
    assert imports.good({"created": 2, "updated": 1, "unchanged": 4, "refused": 8}) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_with_a_file_or_a_row_has_words(lang: str) -> None:
    other = messages.sentence("", lang)
    for code in ("no_header", "macros", "encrypted", "too_many_rows", "key_ended", "too_sparse"):
        assert imports.of_file(code, "x", lang).sentence != other
    for code in (
        "merged_cell",
        "published",
        "hidden_row",
        "not_yours",
        "out_of_range",
        "cut",
        "imprecise",
    ):
        assert imports.said({**ONE, "code": code}, COLUMNS, lang).sentence != other


def test_a_row_that_is_too_large_is_no_file_that_is() -> None:
    row = imports.said({**ONE, "code": "too_large", "detail": "The row is."}, COLUMNS, "en")
    assert row.detail == "The row is."
    assert "20 MB" in imports.of_file("too_large", "", "en").sentence


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
@pytest.mark.parametrize(
    ("code", "about"),
    [("read_as", ["Under way", "under_way"]), ("ambiguous", ["1.234", "1234", "1.234 %"])],
)
def test_what_was_read_instead_is_told_in_the_words_of_its_reader(
    lang: str, code: str, about: list[str]
) -> None:
    plain = imports.said({**ONE, "code": code, "detail": "Read otherwise."}, {}, lang)
    told = imports.said({**ONE, "code": code, "detail": "Read.", "about": about}, {}, lang)
    assert (plain.detail, told.detail) == ("", "")
    assert all(text in told.sentence for text in about)
    assert plain.sentence != told.sentence


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_an_unknown_column_is_named_in_the_words_of_its_reader(lang: str) -> None:
    given = {"cell": "F1", "code": "unknown_column", "detail": "No column is called “Anno”."}
    named = imports.warned({**given, "about": ["Anno", "Año"]}, lang)
    assert (named.cell, named.detail) == ("F1", "")
    assert ("Anno" in named.sentence, "Año" in named.sentence) == (True, True)
    assert "Año" not in imports.warned({**given, "about": ["Anno"]}, lang).sentence
    assert imports.warned(given, lang).sentence  # of an import before the names were told
