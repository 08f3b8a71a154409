"""Official texts: which of a document are an edition's, and their storing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.codes import LANGUAGES
from kernel.db import Tx
from services.catalog.domain import official
from services.catalog.domain.catalogue import Catalogue, Edition, Official
from services.catalog.domain.filing import Change
from services.catalog.errors import no_fingerprints, unknown_code
from services.catalog.store import writing


@dataclass(frozen=True)
class Examined:
    """What a document holds of an edition, and what of it is not stored yet."""

    edition: Edition
    answer: dict[str, Any]
    fresh: Sequence[Official]


def examine(catalogue: Catalogue, edition: str, lang: str, text: str) -> Examined:
    """Look for every node of an edition in a document.

    Raises 422: unknown edition, a language without fingerprints.
    """
    if edition not in catalogue.editions:
        raise unknown_code("/edition", edition, "edition")
    if lang not in LANGUAGES:
        raise unknown_code("/lang", lang, "language")
    shown = catalogue.editions[edition]
    fingerprints = {
        code: by[lang] for code in shown.nodes if lang in (by := shown.fingerprints.get(code, {}))
    }
    if not fingerprints:
        raise no_fingerprints(edition, lang)
    report = official.compare(text, fingerprints, _outline(shown))
    said = {
        "edition": edition,
        "lang": lang,
        "matched": [{"code": code, "line": line.number} for code, line in report.matched.items()],
        "differed": [
            {"code": d.code, "line": d.line, "expected": d.expected, "found": d.found}
            for d in report.differed
        ],
        "missing": report.missing,
    }
    return Examined(shown, said, _fresh(shown, lang, report))


def _outline(edition: Edition) -> official.Outline:
    def numbered(kind: str) -> dict[int, str]:
        return {
            number: entry.code
            for entry in edition.kinds.get(kind, ())
            if (number := entry.frozen["number"]) is not None
        }

    def listed(kind: str) -> list[str]:
        return [entry.code for entry in edition.kinds.get(kind, ())]

    return official.Outline(
        numbered("general_objective"),
        listed("specific_objective"),
        numbered("activity"),
        listed("exhortation"),
        listed("follow_up"),
        listed("financing"),
    )


def _fresh(edition: Edition, lang: str, report: official.Report) -> list[Official]:
    """The matched paragraphs that are not stored just so already."""
    status = "official-draft" if edition.entry.frozen["status"] == "draft" else "official"
    found = [
        Official(
            edition.code,
            code,
            lang,
            line.text,
            line.number,
            edition.fingerprints[code][lang],
            status,
        )
        for code, line in report.matched.items()
    ]
    return [each for each in found if edition.officials.get(each.code, {}).get(lang) != each]


def store(tx: Tx, edition: Edition, officials: Sequence[Official], by: str | None) -> None:
    """Store official texts of an edition, each in place of an earlier one; with none nothing is
    written. StaleWrite when a draft has changed since.
    """
    for text in officials:
        writing.put_official(tx, text)
    changes = [
        Change(
            o.edition,
            "official_text",
            o.code,
            "imported",
            "official",
            o.lang,
            None,
            {"line": o.line, "sha256": o.sha256},
        )
        for o in officials
    ]
    if changes:
        if edition.draft:
            writing.touch(tx, edition.entry)
        writing.add_history(tx, changes, by)
        writing.advance(tx)
