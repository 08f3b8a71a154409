"""The revisions of a report: which fields each changed, word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from services.portal.clients.beside import Revision
from services.portal.clients.catalog import Catalogue
from services.portal.views import differences, payloads
from services.portal.views.differences import Difference


@dataclass(frozen=True, slots=True)
class Change:
    """One revision and the fields in which it differs from the one before."""

    number: int
    before: int
    published: datetime | None
    position: int | None
    fields: list[Difference]


def changes(revisions: Sequence[Revision], kind: str, names: Catalogue) -> list[Change]:
    """What each revision of a submission of a kind changed, the latest first."""
    return [_change(*pair, kind, names) for pair in pairwise(revisions)][::-1]


def _change(old: Revision, new: Revision, kind: str, names: Catalogue) -> Change:
    before, after = _texts(old, kind, names), _texts(new, kind, names)
    compared = (
        differences.compare(name, before.get(name, ""), after.get(name, ""))
        for name in {**after, **before}
    )
    changed = [each for each in compared if each.changed]
    return Change(new.number, old.number, new.published, new.position, changed)


def _texts(revision: Revision, kind: str, names: Catalogue) -> dict[str, str]:
    """Every field as a text."""
    evidence = "\n".join(link.url for link in revision.evidence)
    payload = {
        name: _text(value, payloads.codelist(kind, name), names)
        for name, value in revision.payload.items()
    }
    return {"title": revision.title, **payload, "evidence": evidence}


def _text(value: Any, codelist: str, names: Catalogue) -> str:
    if isinstance(value, Mapping):
        return " · ".join(_text(each, codelist, names) for each in value.values())
    if isinstance(value, list):
        return "\n".join(_text(each, codelist, names) for each in value)
    return "" if value is None else names.word(codelist, str(value))
