"""Indicators in a dossier: as words, tables and charts."""

from typing import Any

import pytest

from services.reports.domain.dossiers import build
from services.reports.formats.dossier import figures
from services.reports.formats.dossier.wording import Wording
from tests.services.reports.closings import VALUES
from tests.services.reports.gathered import OBJECTIVES, gathered, names

DOSSIER = build(gathered(), names("en"))
SAID = Wording(DOSSIER, names("en"))
LINKED, COVERAGE, STATES, STATUS, MONEY = VALUES


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (LINKED, "3"),
        (COVERAGE, "33.3\u00a0% (1 of 3)"),
        (STATES, "1 of 33 participating States (voluntary)"),
        (STATUS, "en cours (en) 1; completed 2"),
        (MONEY, "USD\u00a015,000.00"),
        ({**LINKED, "value": None}, "no value"),
        (
            {**LINKED, "value": 120, "small_cells": 2},
            "120; groups of 1 to 4 persons, without their number: 2",
        ),
        ({**STATUS, "unit": "ratio", "value": {"under_way": 0.5}}, "en cours (en) 50\u00a0%"),
        ({**STATUS, "unit": "ratio", "value": {"gender": 0.0}}, "no value"),
        (None, "no value"),
    ],
)
def test_a_value_in_words(value: dict[str, Any] | None, words: str) -> None:
    assert figures.shown(value, SAID) == words


def test_every_objective_has_its_heading_and_its_values() -> None:
    blocks = list(figures.chapter(DOSSIER, SAID))
    headings = [one["text"] for one in blocks if one["kind"] == "heading" and one["level"] == 2]
    assert [text[:5] for text in headings[1:]] == OBJECTIVES
    tables = [one for one in blocks if one["kind"] == "table"]
    assert tables[0]["rows"][0] == ("activities linked", "3", "2")
    changed = [one["text"] for one in blocks if one["kind"] == "text" and "Changed" in one["text"]]
    assert changed[0] == "Changed since the previous closing: activities linked."


def test_a_chart_says_what_it_shows() -> None:
    charts = [one for one in figures.chapter(DOSSIER, SAID) if one["kind"] == "bars"]
    assert "SO-01, 1 of 3; SO-02, 1 of 3" in charts[0]["alt"]
    assert charts[1]["alt"] == "Bar chart. Declared status: en cours (en), 1; completed, 2."
