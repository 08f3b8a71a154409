"""The reports' public API: meetings and other occasions of the Program, what was brought to them,
and their dossiers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx2

from services.portal.clients import beside, http
from services.portal.clients.beside import Statement, Step
from services.portal.clients.catalog import LIMIT
from services.portal.clients.http import Parameter
from services.portal.clients.reports import Submission, submission
from services.portal.clients.values import day


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A point of an agenda or a work plan."""

    number: int
    title: str
    activities: tuple[str, ...]
    lead: str | None
    when: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a closing left in one language, and by which hashes it can be checked."""

    lang: str
    json_sha256: str
    pdf_sha256: str | None
    position: int | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion. `position`: of its last change in the ledger."""

    id: str
    type: str
    year: int
    title: str
    state: str
    opens_on: date | None
    closes_on: date | None
    place: str | None
    summit: str | None
    items: tuple[AgendaItem, ...]
    dossiers: tuple[Dossier, ...]
    position: int | None

    @property
    def day(self) -> date:
        """By which it is ordered: its first day, else the first of its year."""
        return self.opens_on or date(self.year, 1, 1)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A submission brought to an occasion, or taken by itself; `state` as it is by now. What is
    withheld has no title.
    """

    submission: str
    kind: str
    reporter: str
    title: str | None
    language: str
    state: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an occasion: its steps, oldest first, what was brought to it, what it
    recommended, and what is said beside it and that, by what it is about.
    """

    steps: list[Step]
    contributions: list[Contribution]
    recommendations: tuple[Submission, ...]
    statements: Mapping[str, list[Statement]]


async def list_occasions(
    client: httpx2.AsyncClient,
    lang: str,
    **filters: Parameter,
) -> list[Occasion]:
    """The occasions, the latest first; filters: type, year, state, as_of. Raises Refused."""
    answer = await http.get(
        client, "/reports/cycles", _occasions, lang=lang, limit=LIMIT, **filters
    )
    return sorted(answer, key=lambda each: (each.day, each.id), reverse=True)


async def get_occasion(
    client: httpx2.AsyncClient, lang: str, id_: str, **moment: Parameter
) -> Occasion:
    """One occasion, as it stands or `as_of`. Raises Missing, ServiceUnavailable."""
    return await http.get(client, f"/reports/cycles/{id_}", _occasion, lang=lang, **moment)


async def get_beside(client: httpx2.AsyncClient, id_: str, **moment: Parameter) -> Beside:
    """What stands beside an occasion. Raises Missing, ServiceUnavailable."""
    return await http.get(client, f"/reports/cycles/{id_}/beside", _beside, **moment)


def _beside(answer: Any) -> Beside:
    return Beside(
        beside.steps(answer["history"]),
        _contributions(answer["contributions"]),
        tuple(map(submission, answer["recommended"])),
        beside.said(answer["statements"]),
    )


def _occasions(answer: Any) -> list[Occasion]:
    return [_occasion(item) for item in answer["items"]]


def _occasion(item: dict[str, Any]) -> Occasion:
    return Occasion(
        item["id"],
        item["type"],
        item["year"],
        item["title"],
        item["state"],
        day(item["opens_on"]),
        day(item["closes_on"]),
        item["place"],
        item["summit"],
        tuple(_agenda_item(point) for point in item["items"]),
        tuple(_dossier(each) for each in item["dossiers"]),
        item["position"],
    )


def _agenda_item(item: dict[str, Any]) -> AgendaItem:
    return AgendaItem(
        item["n"],
        item["title"],
        tuple(item["activities"]),
        item["lead"],
        item["when"],
        item["status"],
    )


def _dossier(item: dict[str, Any]) -> Dossier:
    return Dossier(item["lang"], item["json_sha256"], item["pdf_sha256"], item["position"])


def _contributions(items: Any) -> list[Contribution]:
    return [
        Contribution(
            item["submission"],
            item["kind"],
            item["reporter"],
            item["title"],
            item["language"],
            item["state"],
        )
        for item in items
    ]
