"""What stands for a text when it is searched."""

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reports.domain import folding
from services.reports.domain.folding import folded, patterns

FOLDED = {
    "EDUCACIÓN Ñandú": "educacion nandu",
    "“Ação” – straße, ½ ﬁn, Œuvre µ": '"acao" - strasse, 1/2 fin, oeuvre μ',
    "İstanbul ısı": "istanbul isi",
    "L’œuvre «Ægir» — Łódź, Đorđe, Ørsted": 'l\'oeuvre "aegir" - lodz, dorde, orsted',
    "co\u00adope\u200dración\n\t de\u00a0 todos ": "cooperacion de todos",
    "ℌ Ⅻ ＡＢ": "h xii ab",
    "⑽ \ufdfa": "(10) \ufdfa",
    "": "",
}
PLACES = st.characters(exclude_categories=["Cs"])


@pytest.mark.parametrize("text", FOLDED)
def test_case_accents_ligatures_and_typography_are_folded(text: str) -> None:
    assert folded(text) == FOLDED[text]


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_folding_byte_by_byte_is_folding(text: str) -> None:
    assert folded(text) == folding._folded(text)


@given(st.text(PLACES), st.text(PLACES))
def test_what_is_folded_stays_and_grows_little(one: str, two: str) -> None:
    assert folded(folded(one)) == folded(one)
    assert folded(f"{one} {two}") == f"{folded(one)} {folded(two)}".strip()
    assert len(folded(one)) <= folding.LONGEST_SIGN * len(one)


def test_no_character_grows_a_text() -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode + 1)]))
    assert all(len(folding._sign(c, folded(c))) <= folding.LONGEST_SIGN for c in every)


@pytest.mark.parametrize("text", ["\ufdfa", "각", "á’", "\u0301\u0308", "  x"])
def test_the_longest_text_is_folded_at_once(text: str) -> None:
    began = time.thread_time()
    folded(text * (100_000 // len(text)))
    assert time.thread_time() - began < 0.5


def test_a_pattern_is_a_word_and_the_rest_of_many_words_one_more() -> None:
    assert patterns("  Ñandú de la ESTEPA  ") == ["estepa", "nandu", "de", "la"]
    assert patterns("a b c d e f e") == ["e f e", "a", "b", "c", "d"]
    assert patterns("de desde d de") == ["desde"]
    assert patterns(" \u00ad ") == []
