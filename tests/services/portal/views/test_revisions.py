"""Corrections: only the fields that changed, codes as their words, the latest first."""

from datetime import UTC, datetime
from typing import Any

from services.portal.clients.beside import Revision
from services.portal.clients.catalog import Catalogue
from services.portal.views import revisions

NAMES = Catalogue("es", {}, {}, {}, {"self_reported_status": {"planned": "Planificada"}})


def revision(number: int, **payload: Any) -> Revision:
    at = datetime(2026, 11, number, tzinfo=UTC)
    return Revision(number, "Título", "es", payload, at, number, ())


def changed(*texts: Revision) -> list[tuple[int, list[str]]]:
    found = revisions.changes(texts, "implementation", NAMES)
    return [(change.number, [field.name for field in change.fields]) for change in found]


def test_one_text_has_no_correction() -> None:
    assert changed(revision(1, planned="a")) == []


def test_only_what_changed_and_what_came_or_went() -> None:
    first = revision(1, planned="a", difficulties="b")
    second = revision(2, planned="a", timetable="c")
    third = revision(3, planned="z", timetable="c")
    assert changed(first, second, third) == [(3, ["planned"]), (2, ["timetable", "difficulties"])]


def test_codes_are_words_and_lists_are_lines() -> None:
    first = revision(1, status="planned", partners=[{"kind": "academia", "name": "U"}])
    second = revision(2, status="other", partners=[])
    (change,) = revisions.changes([first, second], "implementation", NAMES)
    before = {field.name: "".join(p.text for p in field.before) for field in change.fields}
    assert before == {"status": "Planificada", "partners": "academia · U"}
