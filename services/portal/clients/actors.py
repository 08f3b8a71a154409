"""The reports' public API: what stands of one actor, in one answer."""

from dataclasses import dataclass
from typing import Any

import httpx2

from services.portal.clients import http, instruments, reports
from services.portal.clients.http import Parameter
from services.portal.clients.instruments import Agreement, Bond
from services.portal.clients.reports import Submission


@dataclass(frozen=True, slots=True)
class ActorReports:
    """What an actor and the bodies below it have published; the reports that name it and that it
    has not confirmed; the treaties in force for it, and its agreements.
    """

    submissions: tuple[Submission, ...]
    unconfirmed: tuple[Submission, ...]
    bonds: tuple[Bond, ...]
    agreements: tuple[Agreement, ...]


async def get_actor(client: httpx2.AsyncClient, code: str, **moment: Parameter) -> ActorReports:
    """What stands of an actor on a day (`on`, `as_of`). Raises Missing, Refused,
    ServiceUnavailable.
    """
    return await http.get(client, f"/reports/actors/{code}/beside", _reports, **moment)


def _reports(answer: Any) -> ActorReports:
    return ActorReports(
        tuple(map(reports.submission, answer["submissions"])),
        tuple(map(reports.submission, answer["unconfirmed"])),
        tuple(map(instruments.bond, answer["treaties"])),
        tuple(map(instruments.agreement, answer["agreed"])),
    )
