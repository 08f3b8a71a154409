"""How figures are said in words."""

from typing import Any

import pytest

from services.portal.clients.catalog import Catalogue
from services.portal.clients.indicators import Evidence, Figure
from services.portal.views import values

WORDS = {"self_reported_status": {"planned": "Prévue"}, "axis": {"gender": "Genre"}}
FRENCH = Catalogue("fr", {}, {}, {}, WORDS)


def lines(indicator: str, divisor: int | None = None, **figure: Any) -> list[str]:
    evidence = Evidence("e", 1, Figure(**figure), divisor, 1, (), None)
    return values.lines(indicator, evidence, FRENCH)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (lines("reports_published", value=1234), ["1\u202f234"]),
        (lines("reports_published"), []),
        (lines("states_contributing", value=3, numerator=3, denominator=33), ["3 sur 33"]),
        (lines("joint_execution_share", numerator=0, denominator=0), []),
        (lines("status_distribution", value={"planned": 2}), ["Prévue\u00a0: 2"]),
        (lines("axis_share", 4, value={"gender": 0.25}), ["Genre\u00a0: 1 sur 4"]),
    ],
)
def test_a_value_in_words(said: list[str], words: list[str]) -> None:
    assert said == words


@pytest.mark.parametrize(
    ("amount", "lang", "words"),
    [
        ("1500.50", "en", "USD\u00a01,500.50"),
        ("1500.50", "fr", "USD\u00a01\u202f500,50"),
        ("7", "pt", "USD\u00a07"),
    ],
)
def test_money_is_code_and_amount(amount: str, lang: str, words: str) -> None:
    assert values.money(amount, "USD", lang) == words


def test_for_a_file() -> None:
    assert values.as_text({"USD": "1.50", "EUR": "2"}) == "USD=1.50 EUR=2"
    assert (values.as_text(None), values.as_text(3)) == ("", "3")


def test_parts_in_one_line_are_apart_as_the_language_writes_it() -> None:
    assert values.together(["a", "b"], "fr") == "a\u202f; b"
    assert values.together(["a", "b"], "en") == "a; b"
