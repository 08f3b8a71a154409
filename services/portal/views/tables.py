"""Rows of the tables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.portal.clients.catalog import Catalogue
from services.portal.clients.indicators import (
    PROGRAMME,
    ActivityFigures,
    Contribution,
    Evidence,
    Figure,
    History,
    ObjectiveFigures,
)
from services.portal.clients.nodes import Node
from services.portal.views import values
from services.portal.views.svg import Step

Href = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One objective with what was reported on it; None where there is no figure.

    `for_states`: whether one of its activities is addressed to States; where none is, they are not
    counted.
    """

    code: str
    title: str
    summary: str
    href: str
    activities: Figure | None  # those with a report, of those linked
    reports: int | None
    states: Figure | None  # those that have reported, of those participating
    for_states: bool = True
    indirect: int = 0  # of the activities linked


def objective_rows(
    objectives: Iterable[Node],
    activities: Mapping[str, Node],
    figures: ObjectiveFigures | None,
    href: Href,
) -> list[ObjectiveRow]:
    """The objectives in the order given; without figures where none are at hand."""
    by_objective = figures.by_objective if figures else {}
    return [
        _objective_row(objective, activities, by_objective.get(objective.code, {}), href)
        for objective in objectives
    ]


def for_states(objective: Node, activities: Mapping[str, Node]) -> bool:
    """Whether an activity linked to an objective is addressed to States."""
    linked = (activities[code] for code in objective.links if code in activities)
    return any("STATES" in activity.addressees for activity in linked)


def _objective_row(
    objective: Node, activities: Mapping[str, Node], figures: Mapping[str, Figure], href: Href
) -> ObjectiveRow:
    return ObjectiveRow(
        objective.code,
        objective.title,
        objective.summary,
        href(f"/objectives/{objective.code}"),
        _share(figures.get("activity_coverage")),
        figures.get("reports_published", Figure()).value,
        _share(figures.get("states_contributing")),
        for_states(objective, activities),
        objective.indirect,
    )


def _share(figure: Figure | None) -> Figure | None:
    """The figure when it is a count of a total."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return None
    return figure


@dataclass(frozen=True, slots=True)
class LinkedActivity:
    """An activity linked to an objective, why, and how many reports there are on it."""

    node: Node
    strength: str
    rationale: str
    lang: str
    reports: int | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity of a list; None: its figures are not at hand."""

    node: Node
    href: str
    reports: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The activities of one addressee, in document order."""

    code: str
    name: str
    rows: tuple[ActivityRow, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about: its name and its page; an empty name is the whole Program."""

    code: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """One report behind a figure, in words."""

    row: Contribution
    href: str
    who: str
    what: str
    adds: str


def linked_activities(
    objective: Node, catalogue: Catalogue, reports: Mapping[str, int] | None
) -> list[LinkedActivity]:
    """The activities of an objective in document order."""
    links = {link.activity: link for link in catalogue.links if link.objective == objective.code}
    return [
        LinkedActivity(
            activity,
            links[code].strength,
            links[code].rationale,
            links[code].lang,
            None if reports is None else reports.get(code, 0),
        )
        for code, activity in catalogue.activities.items()
        if code in links
    ]


def by_addressee(
    activities: Iterable[Node], catalogue: Catalogue, figures: ActivityFigures | None, href: Href
) -> list[Group]:
    """Activities in document order, a group for each run of the same addressees."""
    groups: dict[str, list[ActivityRow]] = {}
    for node in activities:
        row = ActivityRow(node, href(f"/activities/{node.code}"), _reports_on(node.code, figures))
        groups.setdefault(" ".join(node.addressees), []).append(row)
    return [
        Group(codes, ", ".join(map(catalogue.name, codes.split())), tuple(rows))
        for codes, rows in groups.items()
    ]


def _reports_on(code: str, figures: ActivityFigures | None) -> int | None:
    if figures is None:
        return None
    return figures.by_activity.get(code, {}).get("reports_published", Figure()).value or 0


def subject(code: str, catalogue: Catalogue, href: Href) -> Subject:
    """What has a code."""
    if code == PROGRAMME:
        return Subject(code, "", href("/"))
    for folder, known in (
        ("objectives", catalogue.objectives),
        ("activities", catalogue.activities),
    ):
        if code in known:
            return Subject(code, known[code].title, href(f"/{folder}/{code}"))
    return Subject(code, catalogue.name(code), href(f"/actors/{code}"))


def contributions(
    evidence: Evidence, indicator: str, catalogue: Catalogue, href: Href
) -> list[ContributionRow]:
    """The reports behind a figure, in the order of the register."""
    return [
        ContributionRow(
            row,
            href(f"/submissions/{row.id}"),
            ", ".join(map(catalogue.name, row.reporters)),
            " · ".join(map(catalogue.title, row.activities)),
            values.together(values.said(indicator, row.contribution, catalogue), catalogue.lang),
        )
        for row in evidence.rows
    ]


def is_number(value: Any) -> bool:
    """Whether a value can be drawn as one line."""
    return isinstance(value, int | float)


def steps(
    history: History,
    evidence: Evidence,
    until: datetime,
    lang: str,
    entry: Callable[[int], str],
) -> list[Step]:
    """F6: the changes of a figure that is a number, each leading to its entry of the register; its
    value now at the end. `entry`: the address of an entry.
    """
    numbers = [change for change in history.items if is_number(change.value)]
    drawn = [
        Step(
            change.time,
            change.value,
            entry(change.position),
            values.number(change.value, lang),
        )
        for change in numbers
    ]
    now = evidence.figure.value
    if history.cursor and drawn and is_number(now):
        drawn.append(Step(until, now, None, values.number(now, lang)))
    return drawn
