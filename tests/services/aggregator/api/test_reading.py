"""The day participation is looked at, and questions that no tally answers."""

import pytest

from services.aggregator.api import reading
from services.aggregator.api.dependencies import Filters, Moment
from services.aggregator.api.reading import Asked
from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.scope import Scope
from services.aggregator.domain.structure import Actor, Structure
from tests.services.aggregator.conftest import Desk

STRUCTURE = Structure("e", "2016-04-19", (), {}, {}, {}, {})


@pytest.mark.parametrize(
    ("year", "day", "expected"),
    [
        (None, None, "2016-04-19"),
        (None, "2026-11-23", "2026-11-23"),
        (2023, "2026-11-23", "2023-12-31"),
        (2026, "2026-11-23", "2026-11-23"),
    ],
)
def test_the_day_of_the_denominator(year: int | None, day: str | None, expected: str) -> None:
    assert (
        Asked(STRUCTURE, Filters(year, None, None, None), Moment(1, 1, None, day)).day == expected
    )


ACTORS = {"CIM": Actor("CIM", "organ", None), "COL": Actor("COL", "state", None)}


@pytest.mark.parametrize(
    ("actor", "kind", "profile", "shared", "contradictory"),
    [
        (None, None, None, False, False),
        ("COL", "state", None, False, False),
        ("COL", "organ", None, False, True),
        (None, None, "CIM", False, False),
        ("CIM", "organ", "CIM", False, False),
        ("COL", None, "CIM", True, False),
        (None, "state", "CIM", True, True),
    ],
)
def test_a_profile_asked_for_others_is_counted_from_the_facts(
    actor: str | None, kind: str | None, profile: str | None, shared: bool, contradictory: bool
) -> None:
    structure = Structure("e", "2016-04-19", (), {}, {}, ACTORS, {})
    filters = Filters(None, actor, kind, None)
    asked = Asked(structure, filters, Moment(1, 1, None, None), profile)
    assert (asked.shared, asked.contradictory) == (shared, contradictory)


async def test_only_what_is_needed_is_read(desk: Desk) -> None:
    await desk.publish("a")
    await desk.practice("p")
    await desk.settled()
    catalogue = await desk.app.state.resources.replica.catalogue()
    structure = catalogue.structure("e")
    asked = Asked(structure, Filters(None, None, None, None), Moment(1, 2, None, "2026-01-01"))
    practices = await reading.read(desk.db, asked, ("ACT-1",), ("practice",))
    reports = await reading.read(desk.db, asked, ("ACT-1",), ("implementation",))
    for read, code in ((practices, "practices_published"), (reports, "reports_published")):
        assert read.figure(INDICATORS[code], Scope(("ACT-1",))).value == 1
    assert (practices.counted, reports.listed) == ({}, [])
