"""The normal form behind a fingerprint, and the folded words behind a search."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.domain import texts


def test_a_fingerprint_is_that_of_the_normal_form() -> None:
    assert texts.fingerprint("\u00a0 a\u00a0\u2003b\r\nc ") == hashlib.sha256(b"a b c").hexdigest()


@pytest.mark.parametrize("character", ["\u200b", "\x1c", "\u00ad", "\ufeff"])
def test_what_is_no_white_space_stays(character: str) -> None:
    assert texts.normal(f"a{character}b") == f"a{character}b"


@given(st.text())
def test_the_normal_form_is_its_own(text: str) -> None:
    assert texts.normal(texts.normal(text)) == texts.normal(text)
    assert texts.normal(text) == " ".join(filter(None, texts.normal(text).split(" ")))


def test_words_are_folded() -> None:
    assert texts.words("L’ÉDUCATION des œuvres, educação: 2x") == [
        "l",
        "education",
        "des",
        "oeuvres",
        "educacao",
        "2x",
    ]
