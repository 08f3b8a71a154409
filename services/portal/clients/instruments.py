"""International instruments, which states are bound by them, and agreements: read from the
catalog's code list and the reports' overviews.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx2

from services.portal.clients import http
from services.portal.clients.http import Parameter
from services.portal.clients.values import day


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument, and the activities that name it."""

    code: str
    name: str
    depositary: str
    adopted_on: date | None
    in_force_on: date | None
    source: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """How one state stands to one instrument on a day, by its latest action."""

    state: str
    region: str
    participating: bool
    instrument: str
    status: str
    date: date | None
    in_force: bool
    verified: bool | None
    submission: str | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """States by instruments on a day."""

    on: date
    bonds: tuple[Bond, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement; `parties`: codes of actors, `others`: names of the other parties."""

    id: str
    type: str
    title: str
    language: str
    parties: tuple[str, ...]
    others: tuple[str, ...]
    signed_on: date | None
    since: date | None
    until: date | None
    in_force: bool
    activities: tuple[str, ...]


async def get_matrix(client: httpx2.AsyncClient, **filters: Parameter) -> Matrix:
    """States by instruments; filters: on, as_of, instrument, state, region. Raises Refused for one
    that is not known, ServiceUnavailable.
    """
    return await http.get(client, "/reports/ratifications", _matrix, **filters)


async def list_agreements(client: httpx2.AsyncClient, **filters: Parameter) -> list[Agreement]:
    """Every agreement; filters: on, as_of, party, type, activity. Raises Refused,
    ServiceUnavailable.
    """
    return await http.get(client, "/reports/agreements", _agreements, **filters)


def instruments(codes: Iterable[Any]) -> tuple[Instrument, ...]:
    """The instruments of a code list of an edition."""
    return tuple(map(_instrument, codes))


def _instrument(item: Any) -> Instrument:
    return Instrument(
        item["code"],
        item["label"],
        item["depositary"],
        day(item["adopted_on"]),
        day(item["in_force_on"]),
        item["source"],
        tuple(each["activity"] for each in item["activities"]),
    )


def _matrix(answer: Any) -> Matrix:
    return Matrix(date.fromisoformat(answer["on"]), tuple(map(bond, answer["items"])))


def bond(item: Any) -> Bond:
    """One standing as the interface tells it."""
    return Bond(
        item["state"],
        item["region"],
        item["participating"],
        item["instrument"],
        item["status"],
        day(item["date"]),
        item["in_force"],
        item["verified"],
        item["submission"],
    )


def _agreements(answer: Any) -> list[Agreement]:
    return [agreement(item) for item in answer["items"]]


def agreement(item: dict[str, Any]) -> Agreement:
    """One agreement as the interface tells it."""
    return Agreement(
        item["submission"],
        item["type"],
        item["title"],
        item["language"],
        tuple(party["actor"] for party in item["parties"] if "actor" in party),
        tuple(party["name"] for party in item["parties"] if "name" in party),
        day(item["signed_on"]),
        day(item["in_force_from"]),
        day(item["in_force_to"]),
        item["in_force"],
        tuple(item["activities"]),
    )
