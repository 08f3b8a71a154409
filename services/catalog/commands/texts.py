"""Official texts: which of a document are an edition's, what of it our own texts repeat, and their
storing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.codes import LANGUAGES
from kernel.db import Tx
from services.catalog.domain import official, runs
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
    """Compare a document with every node of an edition.

    Raises 422: unknown edition, a language without fingerprints.
    """
    if edition not in catalogue.editions:
        raise unknown_code("/edition", edition, "edition")
    if lang not in LANGUAGES:
        raise unknown_code("/lang", lang, "language")
    chosen = catalogue.editions[edition]
    report = official.compare(text, _fingerprints(chosen, lang), _outline(chosen))
    found = {**_rendered(report), "runs": _runs(catalogue, chosen, lang, text)}
    answer = {"edition": edition, "lang": lang, **found}
    return Examined(chosen, answer, _fresh(chosen, lang, report))


def _runs(catalogue: Catalogue, edition: Edition, lang: str, text: str) -> list[dict[str, Any]]:
    """What our own texts repeat of a document."""
    own, names = runs.own_texts(catalogue, edition, lang), runs.names(catalogue, edition, lang)
    return [_rendered_run(run) for run in runs.shared(text, own, names)]


def _fingerprints(edition: Edition, lang: str) -> dict[str, str]:
    """Node → its fingerprint in this language. Raises 422 when there is none."""
    marks = ((code, edition.fingerprints.get(code, {})) for code in edition.nodes)
    fingerprints = {code: each[lang] for code, each in marks if lang in each}
    if not fingerprints:
        raise no_fingerprints(edition.code, lang)
    return fingerprints


def _rendered(report: official.Report) -> dict[str, Any]:
    matched = [{"code": code, "line": line.number} for code, line in report.matched.items()]
    differed = [
        {"code": d.code, "line": d.line, "expected": d.expected, "found": d.found}
        for d in report.differed
    ]
    return {"matched": matched, "differed": differed, "missing": report.missing}


def _rendered_run(run: runs.Run) -> dict[str, Any]:
    own = run.own
    place = {"kind": own.kind, "code": own.code, "field": own.field}
    return {**place, "words": run.words, "text": run.text, "line": run.line}


def _outline(edition: Edition) -> official.Outline:
    return official.Outline(
        _numbered(edition, "general_objective"),
        _listed(edition, "specific_objective"),
        _numbered(edition, "activity"),
        *(_listed(edition, kind) for kind in ("exhortation", "follow_up", "financing")),
    )


def _numbered(edition: Edition, kind: str) -> dict[int, str]:
    numbered = ((entry.frozen["number"], entry.code) for entry in edition.of(kind))
    return {number: code for number, code in numbered if number is not None}


def _listed(edition: Edition, kind: str) -> list[str]:
    return [entry.code for entry in edition.of(kind)]


def _fresh(edition: Edition, lang: str, report: official.Report) -> list[Official]:
    """The matched paragraphs that are not stored yet with this text and line."""
    officials = [_official(edition, lang, *each) for each in report.matched.items()]
    return [each for each in officials if edition.officials.get(each.code, {}).get(lang) != each]


def _official(edition: Edition, lang: str, code: str, line: official.Line) -> Official:
    """A paragraph as it is stored."""
    status = "official-draft" if edition.entry.frozen["status"] == "draft" else "official"
    sha256 = edition.fingerprints[code][lang]
    return Official(edition.code, code, lang, line.text, line.number, sha256, status)


def store(tx: Tx, edition: Edition, officials: Sequence[Official], by: str | None) -> None:
    """Store official texts of an edition, each in place of an earlier one; with none nothing is
    written. StaleWrite when a draft has changed since.
    """
    if not officials:
        return
    for text in officials:
        writing.put_official(tx, text)
    if edition.draft:
        writing.touch(tx, edition.entry)
    writing.add_history(tx, [_imported(text) for text in officials], by)
    writing.advance(tx)


def _imported(o: Official) -> Change:
    """The line of history of an official text."""
    about = (o.edition, "official_text", o.code, "imported", "official", o.lang)
    return Change(*about, None, {"line": o.line, "sha256": o.sha256})
