"""What an actor has published, put in order for its profile."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.reports import Submission

REPORT, PRACTICE = "implementation", "practice"
APART = frozenset({REPORT, PRACTICE, "agreement", "ratification"})


@dataclass(frozen=True, slots=True)
class Profile:
    """Reports by activity in document order, practices, and what else it has published.

    `since`: the first year it has reported on; `addressed`: the activities addressed to it, and
    `answered`: those of them with a report.
    """

    by_activity: Mapping[str, list[Submission]]
    practices: list[Submission]
    others: list[Submission]
    since: int | None
    addressed: int
    answered: int

    @property
    def reports(self) -> int:
        """How many reports are shown."""
        return sum(len(each) for each in self.by_activity.values())


def profile(
    actor: Actor, names: Catalogue, listed: Iterable[Submission], year: str | None
) -> Profile:
    """The profile of an actor from all that it has published; `year`: only reports on it."""
    everything = list(listed)
    whole = [each for each in everything if each.kind == REPORT]
    reports = [each for each in whole if year is None or str(each.year) == year]
    mine = addressed(names, actor.code)
    return Profile(
        _by_activity(reports, names),
        [each for each in everything if each.kind == PRACTICE],
        [each for each in everything if each.kind not in APART],
        min((each.year for each in whole if each.year), default=None),
        len(mine),
        len(set(mine) & {each.activity for each in whole}),
    )


def addressed(names: Catalogue, code: str) -> list[str]:
    """The activities addressed to an actor."""
    return [node.code for node in names.activities.values() if code in node.addressees]


def by_year(listed: Iterable[Submission]) -> Mapping[int, int]:
    """How many reports are about each year."""
    return Counter(each.year for each in listed if each.kind == REPORT and each.year)


def _by_activity(reports: Iterable[Submission], names: Catalogue) -> dict[str, list[Submission]]:
    """The reports on each activity, the latest year first; further activities at the end."""
    by_activity: dict[str, list[Submission]] = {code: [] for code in names.activities}
    for report in sorted(reports, key=lambda each: each.year or 0, reverse=True):
        by_activity.setdefault(report.activity or "", []).append(report)
    return {code: found for code, found in by_activity.items() if found}
