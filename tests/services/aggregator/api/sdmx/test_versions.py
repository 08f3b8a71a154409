"""A history of all figures: as many versions as of few, each the difference to the one before."""

import pytest
from fastapi import Request

from contracts import reports
from services.aggregator.api.sdmx import datasets
from services.aggregator.api.sdmx.versions import Packed
from services.aggregator.domain.dataflows import Observation, Series
from tests.services.aggregator.api.sdmx.asking import CSV, DATA, ask, rows
from tests.services.aggregator.conftest import Desk

ALL = {"includeHistory": "true"}
DIMENSIONS = [
    "OBJECTIVE",
    "INDICATOR",
    "REPORTER",
    "REPORTER_KIND",
    "AXIS",
    "BREAKDOWN",
    "TIME_PERIOD",
]
#: What says where an observation was computed, and not what it is.
PLACE = ("POSITION", "EDITION", "DENOMINATOR_DATE", "ACTION")


def key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in DIMENSIONS)


def stand(told: list[dict[str, str]]) -> dict[tuple[str, ...], dict[str, str]]:
    """What stands after each change was made."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in told:
        if row["ACTION"] == "D":
            del found[key(row)]
        else:
            found[key(row)] = {name: row[name] for name in row if name not in PLACE}
    return found


async def test_a_history_of_everything_leads_to_each_version(desk: Desk) -> None:
    for number in range(21):
        await desk.publish(f"r{number % 7}", year=2019 + number % 3, revision=1 + number // 7)
    await desk.publish("x", "COL", activity="ACT-2", year=2017)
    await desk.move("x", reports.Withdrawn, "withdrawn")
    await desk.tell("ratification", "t")
    await desk.settled()
    for moment in ("5", "22", "23", "24"):
        history = await rows(desk, "INDICATORS", asOf=moment, **ALL)
        assert stand(history) == stand(await rows(desk, "INDICATORS", asOf=moment))
    assert {row["ACTION"] for row in history} == {"R", "D"}
    since = await rows(desk, "INDICATORS", updatedAfter="20", **ALL)
    assert since == history[-len(since) :]
    few = await rows(desk, "INDICATORS", "GO-1.reports_published.CIM", **ALL)
    assert few == [row for row in history if key(row)[:3] == ("GO-1", "reports_published", "CIM")]


async def test_too_many_versions_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        await desk.publish(f"r{number}")
    await desk.settled()
    monkeypatch.setattr(datasets, "MOST_OF_ALL", 2)
    answer = await ask(desk, f"{DATA}/INDICATORS/1.0.0/*", CSV, **ALL)
    assert await rows(desk, "INDICATORS", "GO-1.reports_published", **ALL)
    assert (answer.status_code, "2 versions" in answer.text) == (413, True)
    assert await rows(desk, "INDICATORS", updatedAfter="1", **ALL)


async def test_what_nobody_reads_is_not_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.publish("a")
    await desk.settled()

    async def gone(_request: Request) -> bool:
        return True

    monkeypatch.setattr(Request, "is_disconnected", gone)
    answer = await ask(desk, f"{DATA}/INDICATORS/1.0.0/*", CSV, **ALL)
    assert answer.status_code == 404


def test_what_is_packed_comes_out_as_it_went_in() -> None:
    told = [
        Series(("a", str(n)), ("a",), [Observation("2020", value, ("é\n", None))])
        for n, value in enumerate((None, "0.1") * 5_000)
    ]
    packed = Packed()
    for one in told:
        packed.add(one)
    packed.seal()
    assert [list(packed), list(packed)] == [told, told]
    assert sum(map(len, packed._pieces)) < 12 * len(told)
