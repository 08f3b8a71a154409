"""What a draft edition changes of the one in force: codes with their texts, and what changed of a
paragraph as words that were removed and added.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.portal.views import reading
from services.portal.views.reading import Piece, Vocabulary

Json = Mapping[str, Any]
TEXTS = ("title", "summary")
RATIONALES = "rationales"
OFFICIAL = "official"  # fingerprints, which say nothing to a reader
CHAIN = ("en", "es", "fr", "pt")  # languages, where the reader's has no text


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing that changed of a paragraph: the name of the field, its words, and the language of
    a text.
    """

    field: str
    pieces: list[Piece]
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A paragraph that both editions have, and what changed of it."""

    code: str
    changes: list[Wording]


def rewritten(diff: Json, words: Vocabulary) -> list[Rewritten]:
    """The paragraphs that a draft changes."""
    return [
        Rewritten(one["code"], [_wording(one, name, words) for name in one["fields"]])
        for one in diff["changed"]
    ]


def _wording(change: Json, name: str, words: Vocabulary) -> Wording:
    before, after = change["before"].get(name), change["after"].get(name)
    if name == OFFICIAL:
        return Wording(name, [])
    if name in TEXTS:
        return _text(name, before or {}, after or {}, words.lang)
    said = _rationales if name == RATIONALES else _said
    return Wording(name, list(reading.pieces(said(before, words), said(after, words))))


def _text(name: str, before: Json, after: Json, lang: str) -> Wording:
    """A text in the reader's language where it differs in that, else in the first that differs."""
    shown = next(
        (each for each in (lang, *CHAIN) if before.get(each) != after.get(each)),
        lang,
    )
    return Wording(name, list(reading.pieces(before.get(shown, ""), after.get(shown, ""))), shown)


def _said(value: Any, words: Vocabulary) -> str:
    """A value in words, of a list each on a line of its own."""
    every = value if isinstance(value, list) else [] if value is None else [value]
    return "\n".join(words.text(one) for one in every)


def _rationales(value: Any, words: Vocabulary) -> str:
    """Why it is linked to each of its partners, in the reader's language where that has a text."""
    return "\n".join(
        f"{words.word(code)}: {in_language(texts, words.lang)[1]}"
        for code, texts in (value or {}).items()
    )


def in_language(texts: Mapping[str, Any], lang: str) -> tuple[str, Any]:
    """A language and the text in it: the reader's, else the first that there is."""
    shown = next((each for each in (lang, *CHAIN) if texts.get(each)), lang)
    return shown, texts.get(shown, "")
