"""The whole copy of an edition that a draft begins as."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.catalog.domain import translations
from services.catalog.domain.catalogue import NODES, SHARED, Catalogue, Edition, Entry, Official
from services.catalog.domain.translations import InLanguages

#: Between neighbours of a copy, so that a new node finds room in document order.
SPACING = 1000
NOTE = {
    "en": "Made from edition {0}.",
    "es": "Elaborada a partir de la edición {0}.",
    "pt": "Elaborada a partir da edição {0}.",
    "fr": "Établie à partir de l’édition {0}.",
}


def copied(
    catalogue: Catalogue,
    base: Edition,
    code: str,
    title: InLanguages | None,
    note: InLanguages | None,
    year: int,
) -> Edition:
    """A whole copy of an edition under another code, with particulars of its own. Languages in
    which its title or note is not given are marked as missing.

    `year`: of its making.
    """
    last = max(edition.entry.n for edition in catalogue.editions.values())
    frozen = _draft_particulars(base, catalogue.current, year)
    given = {"note": note or _default_note(base.code), **({"title": title} if title else {})}
    own = translations.put({}, {**base.entry.texts, **given}, None)
    texts = {name: translations.completed(text) for name, text in own.items()}
    entry = Entry(SHARED, "edition", code, last + 1, frozen, texts, {})
    return Edition(entry, _copied_kinds(base, code), _copied_officials(base, code), base.themes)


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
    return {
        kind: [_copy(entry, code, places if kind in NODES else {}) for entry in entries]
        for kind, entries in base.kinds.items()
    }


def _copied_officials(base: Edition, code: str) -> dict[str, dict[str, Official]]:
    return {
        node: {lang: replace(text, edition=code) for lang, text in texts.items()}
        for node, texts in base.officials.items()
    }


def _copy(entry: Entry, edition: str, places: Mapping[str, int]) -> Entry:
    """A copy of an entry. It does not inherit what a node of the base replaced."""
    frozen = {name: value for name, value in entry.frozen.items() if name != "replaces"}
    return replace(
        entry,
        edition=edition,
        n=places.get(entry.code, entry.n),
        frozen=frozen,
        filed={},
        revision=1,
    )
