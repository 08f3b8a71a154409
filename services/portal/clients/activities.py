"""The reports' public API: what stands of one activity, in one answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx2

from services.portal.clients import http, instruments, reports
from services.portal.clients.http import Parameter
from services.portal.clients.instruments import Agreement, Matrix
from services.portal.clients.reports import Submission


@dataclass(frozen=True, slots=True)
class Reports:
    """The latest reports on an activity; `more`: whether there are others."""

    items: tuple[Submission, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class ActivityReports:
    """The reports on an activity, its agreements, and where States stand with treaties."""

    reports: Reports
    agreements: tuple[Agreement, ...]
    matrix: Matrix


async def get_activity(
    client: httpx2.AsyncClient, code: str, **filters: Parameter
) -> ActivityReports:
    """What stands of an activity; filters: year, treaties, on, as_of. Raises Missing, Refused,
    ServiceUnavailable.
    """
    return await http.get(client, f"/reports/activities/{code}/beside", _reports, **filters)


def _reports(answer: Any) -> ActivityReports:
    bonds = tuple(map(instruments.bond, answer["treaties"]))
    return ActivityReports(
        Reports(tuple(map(reports.submission, answer["submissions"])), answer["more"]),
        tuple(map(instruments.agreement, answer["agreed"])),
        Matrix(date.fromisoformat(answer["on"]), bonds),
    )
