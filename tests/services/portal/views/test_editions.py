"""What a draft changes of a paragraph, in words."""

from typing import Any

from services.portal.views.editions import in_language, rewritten
from services.portal.views.reading import Vocabulary

WORDS = Vocabulary("es", {"SO-07": "SO-07 Vivienda", "CIM": "Comisión", "gender": "Género"})


def said(name: str, before: Any, after: Any) -> tuple[str | None, list[tuple[str, str]]]:
    """The language and the pieces of one change."""
    change = {"code": "ACT-12", "fields": [name]}
    diff = {"changed": [{**change, "before": {name: before}, "after": {name: after}}]}
    (one,) = rewritten(diff, WORDS)
    (wording,) = one.changes
    assert (one.code, wording.field) == ("ACT-12", name)
    return wording.lang, [(piece.change, piece.text.strip()) for piece in wording.pieces]


def test_a_text_in_the_language_of_the_reader() -> None:
    texts = {"es": "Investigar mucho", "en": "Research"}
    assert said("title", texts, {**texts, "es": "Investigar mucho más"}) == (
        "es",
        [("same", "Investigar mucho"), ("added", "más")],
    )


def test_a_text_that_changed_in_another_language_alone() -> None:
    texts = {"es": "Investigar", "en": "Research", "fr": "Rechercher"}
    lang, pieces = said("title", texts, {**texts, "fr": "Mener"})
    assert (lang, pieces) == ("fr", [("removed", "Rechercher"), ("added", "Mener")])


def test_codes_stand_with_their_words() -> None:
    assert said("objectives", ["SO-07"], []) == (None, [("removed", "SO-07 Vivienda")])
    assert said("addressees", None, ["CIM"]) == (None, [("added", "Comisión")])
    assert said("axes", [], ["gender"])[1] == [("added", "Género")]
    why = {"SO-07": {"en": "It houses."}}
    assert said("rationales", None, why)[1] == [("added", "SO-07 Vivienda: It houses.")]


def test_what_says_nothing_to_a_reader_is_named_alone() -> None:
    assert said("official", {"fr": "aa"}, {"fr": "bb"})[1] == []


def test_the_language_that_there_is() -> None:
    assert in_language({"pt": "x", "fr": "y"}, "es") == ("fr", "y")
    assert in_language({}, "es") == ("es", "")
