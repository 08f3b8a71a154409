"""What an actor has published, in order."""

from typing import Any

from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.nodes import Node
from services.portal.clients.reports import Submission
from services.portal.views import profiles

ACTIVITIES = {
    code: Node(code, code, addressees=("CIM",) if code != "ACT-21" else ("STATES",))
    for code in ("ACT-12", "ACT-13", "ACT-21")
}
NAMES = Catalogue("es", {}, ACTIVITIES, {}, {})
CIM = Actor("CIM", "Comisión", "organ")


def report(activity: str, year: int, kind: str = "implementation", **more: Any) -> Submission:
    payload = {"activity": activity, "year": year}
    return Submission(f"{activity}{year}", kind, "published", 1, "CIM", "es", "T", payload, **more)


def test_reports_stand_by_activity_the_latest_year_first() -> None:
    listed = [report("ACT-21", 2020), report("ACT-12", 2019), report("ACT-12", 2023)]
    shown = profiles.profile(CIM, NAMES, listed, None)
    years = {code: [each.year for each in found] for code, found in shown.by_activity.items()}
    assert list(years.items()) == [("ACT-12", [2023, 2019]), ("ACT-21", [2020])]
    assert (shown.since, shown.addressed, shown.answered, shown.reports) == (2019, 2, 1, 3)


def test_a_year_keeps_what_it_is_counted_from() -> None:
    listed = [report("ACT-12", 2019), report("ACT-13", 2023)]
    shown = profiles.profile(CIM, NAMES, listed, "2019")
    assert list(shown.by_activity) == ["ACT-12"]
    assert (shown.since, shown.answered) == (2019, 2)


def test_other_kinds_stand_apart_and_count_in_no_year() -> None:
    listed = [report("ACT-12", 2019, "practice"), report("ACT-12", 2020, "uptake")]
    shown = profiles.profile(CIM, NAMES, listed, None)
    assert [len(shown.practices), len(shown.others), shown.since] == [1, 1, None]
    assert profiles.by_year(listed) == {}
    assert profiles.by_year([report("ACT-12", 2019), report("ACT-13", 2019)]) == {2019: 2}
