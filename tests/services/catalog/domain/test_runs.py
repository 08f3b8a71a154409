"""Runs of words that a made-up document and texts of ours have in common."""

from services.catalog.domain.catalogue import SHARED, Catalogue, Edition, Entry
from services.catalog.domain.runs import Own, names, own_texts, shared

SENTENCE = "one two three four five six seven eight nine ten eleven twelve"
DOCUMENT = f"A heading\r\n\r\nBefore. {SENTENCE}, after that.\nThe end of it."


def found(text: str, *free: str, document: str = DOCUMENT) -> list[tuple[int, str, int]]:
    runs = shared(document, [Own("activity", "ACT-1", "summary", text)], free)
    return [(run.words, run.text, run.line) for run in runs]


def test_more_than_ten_words_in_a_row_are_told_with_their_line() -> None:
    assert found(f"We say: {SENTENCE.upper()}!") == [(12, SENTENCE.upper(), 3)]


def test_ten_words_are_free() -> None:
    assert found(" ".join(SENTENCE.split()[:10]) + " otherwise") == []
    assert found(" ".join(SENTENCE.split()[:11])) != []


def test_accents_case_marks_and_ends_of_lines_make_no_difference() -> None:
    document = "L’été où l’œuvre, à Bogotá,\nfut achevée par ses deux maîtres d’autrefois"
    own = "l'ete ou l'oeuvre a Bogota fut ACHEVEE par ses deux maitres"
    assert [(n, line) for n, _, line in found(own, document=document)] == [(13, 1)]


def test_words_of_names_do_not_count() -> None:
    assert found(SENTENCE, "Three Four") == []
    assert found(SENTENCE, "three") == [(11, SENTENCE, 3)]
    assert found(SENTENCE, "three five", "") == [(12, SENTENCE, 3)]


def test_the_longest_place_is_the_one_told() -> None:
    twice = f"{' '.join(SENTENCE.split()[:11])} no\n{SENTENCE}"
    assert found(SENTENCE, document=twice) == [(12, SENTENCE, 2)]


def test_two_runs_of_one_text() -> None:
    assert len(found(f"{SENTENCE} and {SENTENCE}")) == 2


def text(**languages: str) -> dict[str, dict[str, str]]:
    return {lang: {"text": said, "provenance": "editorial"} for lang, said in languages.items()}


def test_our_texts_are_those_of_the_language_and_no_names() -> None:
    term = Entry(
        SHARED, "code", "t", 1, {"list": "official_term", "code": "t"}, {"label": text(fr="n")}, {}
    )
    node = Entry("e", "activity", "ACT-1", 1, {}, {"title": text(fr="a", en="b")}, {})
    treaty = Entry(
        "e", "instrument", "T", 1, {}, {"name": text(fr="traité"), "note": text(fr="c")}, {}
    )
    lists = Entry(SHARED, "codelist", "official_term", 1, {}, {}, {})
    entry = Entry(SHARED, "edition", "e", 1, {}, {"official_name": text(fr="nom")}, {})
    edition = Edition(entry, {"activity": [node], "instrument": [treaty]}, {}, {})
    catalogue = Catalogue(1, {"e": edition}, {"codelist": [lists], "code": [term]})
    own = own_texts(catalogue, edition, "fr")
    assert [(each.code, each.field, each.text) for each in own] == [
        ("ACT-1", "title", "a"),
        ("T", "note", "c"),
    ]
    assert names(catalogue, edition, "fr") == ["n", "traité", "nom"]
