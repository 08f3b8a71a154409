"""Answers in words, and what a correction changes."""

from typing import Any

import pytest

from services.portal.views import reading
from services.portal.views.reading import Line, Piece, Vocabulary

WORDS = Vocabulary.of(
    "es", [{"codes": [{"code": "under_way", "label": "En curso"}, {"code": "x", "label": None}]}]
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("under_way", "En curso"),
        ("x", "x"),
        (2024, "2024"),
        (True, "Sí"),
        ("2026-11-02", "2 de noviembre de 2026"),
        ({"currency": "USD", "amount": "1500.50"}, "USD\u00a01,500.5"),
        ({"sex": "female", "small": True}, "female, menos de 5"),
        ({"sex": "female", "count": 120}, "female, 120"),
    ],
)
def test_a_value_in_words(value: Any, text: str) -> None:
    assert WORDS.text(value) == text


def test_only_what_was_answered_is_shown_in_the_order_of_the_kind() -> None:
    fields = [{"field": name, "name": name.upper()} for name in ("b", "a", "c", "texts")]
    told = {"a": "Texto", "b": "under_way", "c": [], "texts": {"es": {"title": "T"}}}
    assert reading.lines({"payload": told}, fields, WORDS) == [
        Line("b", "B", ["En curso"], False),
        Line("a", "A", ["Texto"], True),
        Line("texts", "TEXTS", ["es: T"], False),
    ]


def test_the_words_that_changed_are_told_apart() -> None:
    assert list(reading.pieces("Tres talleres.", "Cuatro talleres.")) == [
        Piece("removed", "Tres "),
        Piece("added", "Cuatro "),
        Piece("same", "talleres."),
    ]
    assert list(reading.pieces("", "Nuevo")) == [Piece("added", "Nuevo")]
    longer = list(reading.pieces("Tres talleres.", "Tres talleres. Uno más."))
    assert longer == [Piece("same", "Tres talleres. "), Piece("added", "Uno más.")]


def test_texts_that_share_little_stand_one_after_the_other() -> None:
    before, after = "Promover programas de retorno", "Ayudar a quien decide volver"
    assert list(reading.pieces(before, after)) == [
        Piece("removed", f"{before}\n"),
        Piece("added", after),
    ]


def test_answers_that_stay_are_no_change() -> None:
    before = [Line("a", "A", ["1"], True), Line("b", "B", ["2"], True)]
    after = [Line("a", "A", ["1"], True), Line("c", "C", ["3"], True)]
    assert [label for label, _ in reading.changed(before, after)] == ["B", "C"]
