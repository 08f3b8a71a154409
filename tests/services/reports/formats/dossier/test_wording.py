"""The words of dossiers, in four languages."""

import pytest

from services.reports.domain.dossiers import build
from services.reports.formats.dossier.wording import Wording, load_words
from tests.services.reports.closings import LANGUAGES
from tests.services.reports.gathered import gathered, names


def wording(lang: str) -> Wording:
    return Wording(build(gathered(), names(lang)), names(lang))


def test_every_word_is_there_in_every_language() -> None:
    for name, texts in load_words().items():
        assert set(texts) == set(LANGUAGES), name
        assert all(text.strip() for text in texts.values()), name


@pytest.mark.parametrize(
    ("lang", "date", "money"),
    [
        ("en", "28 November 2026", "USD\u00a015,000.50"),
        ("es", "28 de noviembre de 2026", "USD\u00a015,000.50"),
        ("pt", "28 de novembro de 2026", "USD\u00a015.000,50"),
        ("fr", "28 novembre 2026", "USD\u00a015\u202f000,50"),
    ],
)
def test_dates_and_money_are_those_of_the_language(lang: str, date: str, money: str) -> None:
    assert wording(lang).date("2026-11-28T10:00:00Z") == date
    assert wording(lang).money("USD", "15000.5") == money


def test_the_first_of_a_month_is_premier() -> None:
    assert wording("fr").date("2026-03-01") == "1er mars 2026"


def test_codes_have_labels_and_actors_names() -> None:
    said = wording("fr")
    assert said.label("status", "under_way") == "en cours (fr)"
    assert said.label("status", "no such") is None
    assert said.named("CIM") == "CIM fr"
    assert said.named("ACT-12") == "ACT-12, Activité (fr)"
    assert said.all(["a", "b"]) == "a\u00a0; b"
