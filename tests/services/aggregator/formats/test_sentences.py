"""The sentence by which a figure is cited."""

from contracts.codes import LANGUAGES
from services.aggregator.domain.indicators import INDICATORS, Value
from services.aggregator.formats.sentences import Cited, sentences


def said(value: Value, *filters: str, kind: str = "", code: str = "SO-07") -> dict[str, str]:
    indicator = INDICATORS["activity_coverage"]
    place = ("e", 812, "2026-11-28", "https://example.org/x?as_of=812", "ab12")
    return sentences(Cited(kind, code, indicator, value, filters, *place))


def test_it_says_what_stands_where_in_four_languages() -> None:
    texts = said({"value": 0.25, "numerator": 1, "denominator": 4}, "2024", "CIM")
    assert list(texts) == list(LANGUAGES)
    for text in texts.values():
        for part in ("SO-07", "2024, CIM", "812", "2026-11-28", "https://example.org/", "ab12"):
            assert part in text
    assert "0.25 (1 of 4)" in texts["en"]
    assert "0,25 (1 de 4)" in texts["es"]


def test_a_value_of_many_parts_and_none() -> None:
    assert "JPY 7; USD 0.10" in said({"value": {"USD": "0.10", "JPY": "7"}})["en"]
    assert "sem valor" in said({"value": None})["pt"]
    assert "sans valeur" in said({"value": {}})["fr"]


def test_it_says_what_the_value_is_of() -> None:
    assert ", atividade 1.2: 3. " in said({"value": 3}, kind="Activity", code="1.2")["pt"]
    assert ", acteur HND\u00a0: 3. " in said({"value": 3}, kind="Actor", code="HND")["fr"]
    assert ": Coverage of activities: 3. " in said({"value": 3}, kind="Programme", code="")["en"]
