"""The texts of the catalogue as they were: what was changed since is undone, line by line of its
history.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CHAIN = ("en", "es", "fr", "pt")
ByLanguage = dict[str, str]


@dataclass(frozen=True, slots=True)
class CatalogueTexts:
    """Of an edition: code → field → language → text; of actors: code → language → name, and their
    kinds. `objectives`: their codes in the order of the document.
    """

    edition: str
    nodes: dict[str, dict[str, ByLanguage]]
    names: dict[str, ByLanguage]
    kinds: dict[str, str]
    objectives: Sequence[str]

    def text(self, code: str, field: str, lang: str) -> str | None:
        """A field of a node in a language, or in the first one that has it."""
        return pick(self.nodes.get(code, {}).get(field, {}), lang)

    def name(self, actor: str, lang: str) -> str:
        """What an actor is called; its code where it has no name."""
        return pick(self.names.get(actor, {}), lang) or actor


def pick(texts: Mapping[str, str], lang: str) -> str | None:
    """The first text along the chain asked, en, es, fr, pt."""
    return next((texts[one] for one in (lang, *CHAIN) if texts.get(one)), None)


def undone(texts: CatalogueTexts, changes: Iterable[Mapping[str, Any]]) -> CatalogueTexts:
    """The texts before these changes, which come newest first."""
    for change in changes:
        if change["kind"] == "actor":
            _undo_names(texts, change)
        elif change["change"] == "changed" and change["lang"] is not None:
            _undo_text(texts, change)
    return texts


def _undo_names(texts: CatalogueTexts, change: Mapping[str, Any]) -> None:
    if change["field"] == "names" and change["code"] in texts.names:
        texts.names[change["code"]] = dict(change["before"])


def _undo_text(texts: CatalogueTexts, change: Mapping[str, Any]) -> None:
    held = texts.nodes.get(change["code"], {}).get(change["field"])
    if held is None:
        return
    before = (change["before"] or {}).get("text")
    held.pop(change["lang"], None)
    if before:
        held[change["lang"]] = before
