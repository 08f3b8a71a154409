"""The whole copy of an edition that a draft begins as."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from services.catalog.domain import translations
from services.catalog.domain.catalogue import NODES, SHARED, Catalogue, Edition, Entry, Official
from services.catalog.domain.translations import InLanguages, Texts

#: Between neighbours of a copy, so that a new node finds room in document order.
SPACING = 1000
NOTE = {
    "en": "Made from edition {0}.",
    "es": "Elaborada a partir de la edición {0}.",
    "pt": "Elaborada a partir da edição {0}.",
    "fr": "Établie à partir de l’édition {0}.",
}


class Particulars(NamedTuple):
    """What is said of a new draft; `year`: of its making."""

    code: str
    title: InLanguages | None
    note: InLanguages | None
    year: int


def copied(catalogue: Catalogue, base: Edition, draft: Particulars) -> Edition:
    """A whole copy of an edition under another code, with particulars of its own."""
    code, last = draft.code, max(each.entry.n for each in catalogue.editions.values())
    frozen = _draft_particulars(base, catalogue.current, draft.year)
    entry = Entry(SHARED, "edition", code, last + 1, frozen, _texts(base, draft), {})
    return Edition(entry, _copied_kinds(base, code), _copied_officials(base, code), base.themes)


def _texts(base: Edition, draft: Particulars) -> Texts:
    """Languages in which the title or the note of a draft is not given are marked as missing."""
    title = {"title": draft.title} if draft.title else {}
    given = {"note": draft.note or _default_note(base.code), **title}
    own = translations.put({}, {**base.entry.texts, **given}, None)
    return {name: translations.completed(text) for name, text in own.items()}


def _draft_particulars(base: Edition, current: Edition | None, year: int) -> dict[str, Any]:
    return {
        **base.entry.frozen,
        "status": "draft",
        "resolution": None,
        "year": year,
        "date": None,
        "in_force_from": None,
        "source_lines": [],
        "current": False,
        "draft": True,
        "based_on": base.code,
        "succeeds": current and current.code,
        "published_at": None,
    }


def _default_note(base: str) -> InLanguages:
    return {
        lang: {"text": text.format(base), "provenance": "editorial"} for lang, text in NOTE.items()
    }


def _copied_kinds(base: Edition, code: str) -> dict[str, list[Entry]]:
    places = {node.code: n * SPACING for n, node in enumerate(base.nodes.values(), start=1)}
    return {kind: _copies(base, kind, code, places if kind in NODES else {}) for kind in base.kinds}


def _copies(base: Edition, kind: str, code: str, places: Mapping[str, int]) -> list[Entry]:
    return [_copy(entry, code, places) for entry in base.of(kind)]


def _copied_officials(base: Edition, code: str) -> dict[str, dict[str, Official]]:
    return {
        node: {lang: replace(text, edition=code) for lang, text in texts.items()}
        for node, texts in base.officials.items()
    }


def _copy(entry: Entry, edition: str, places: Mapping[str, int]) -> Entry:
    """A copy of an entry. It does not inherit what a node of the base replaced."""
    frozen = {name: value for name, value in entry.frozen.items() if name != "replaces"}
    n = places.get(entry.code, entry.n)
    return replace(entry, edition=edition, n=n, frozen=frozen, filed={}, revision=1)
