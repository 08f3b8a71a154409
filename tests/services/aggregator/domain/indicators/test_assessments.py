"""Assessed reports."""

from typing import Any

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds.assessment import Assessment
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Actor, Structure

PEOPLE = {
    "COL": Actor("COL", "state", None, (("1948-01-01", None),)),
    "NIC": Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
}
STRUCTURE = Structure("e", "2016-04-19", ("GO-1",), {}, {}, PEOPLE, {})
COL, NIC = (("COL", "state"),), (("NIC", "state"),)


REPORT = Implementation("r", 2, 1, "A-1", 2020, "planned", COL, False, False, False, (), (), ())


def assessed(*found: Assessment, activity: str = "A-1") -> dict[str, int]:
    report = REPORT._replace(activity=activity)
    counted = Counted(Sums(), "2024-01-01", {"assessment": found}, {"r": report})
    value = INDICATORS["assessed_distribution"].value(counted, Scope(("A-1",)), STRUCTURE)
    statuses: dict[str, int] = value["value"]
    return statuses


def test_the_latest_assessment_of_the_current_revision_counts() -> None:
    earlier = Assessment("a", 1, 3, 2020, (), "r", 1, "complete")
    first = Assessment("b", 1, 4, 2020, (), "r", 2, "limited")
    second = Assessment("c", 1, 5, 2020, (), "r", 2, "substantial")
    assert assessed(earlier) == {}
    assert assessed(second, first, earlier) == {"substantial": 1}
    assert assessed(first, activity="A-9") == {}
    of_both = [Assessment("x", 1, 2, 2020, (), "gone", 1, "complete"), second]
    assert assessed(*of_both) == {"substantial": 1}
    assert assessed(Assessment("d", 1, 6, 2020, (), "gone", 1, "complete")) == {}


def test_the_latest_is_what_is_behind_it() -> None:
    found = [
        Assessment("b", 1, 4, 2020, (), "r", 2, "limited"),
        Assessment("c", 1, 5, 2020, (), "r", 2, "substantial"),
        Assessment("d", 1, 6, 2020, (), "q", 2, "limited"),
    ]
    reports = {"r": REPORT, "q": REPORT._replace(submission="q")}
    counted = Counted(Sums(), "2024-01-01", {"assessment": found}, reports)
    one, scope = INDICATORS["assessed_distribution"], Scope(("A-1",))
    behind: Any = one.behind
    assert behind.of(counted, scope, STRUCTURE) == {5: {"substantial": 1}, 6: {"limited": 1}}
    assert list(one.value(counted, scope, STRUCTURE)["value"]) == ["limited", "substantial"]
