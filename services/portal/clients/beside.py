"""The reports' public API: the public steps of a submission, its revisions, and what others say
beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx2

from services.portal.clients import http
from services.portal.clients.catalog import LIMIT
from services.portal.clients.reports import Link
from services.portal.clients.values import day, instant


@dataclass(frozen=True, slots=True)
class Step:
    """One public step of a submission or an occasion; `position`: its entry in the register.
    `decided_on` and `document`: of the decision that an occasion is convened, or not.
    """

    action: str
    actor: str | None
    at: datetime
    position: int | None
    revision: int | None = None
    own_report: bool = False
    decided_on: date | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One published text of a submission."""

    number: int
    title: str
    language: str
    payload: Mapping[str, Any]
    published: datetime | None
    position: int | None
    evidence: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What an actor says in public beside a submission or an occasion; no text once it does not
    stand any more.
    """

    id: str
    role: str
    actor: str
    language: str
    text: str | None
    made_at: datetime
    status: str | None = None


async def list_steps(client: httpx2.AsyncClient, id_: str) -> list[Step]:
    """The public steps of a submission, oldest first. Raises Missing, Gone."""
    return await http.get(client, f"/reports/submissions/{id_}/history", steps, limit=LIMIT)


async def list_revisions(client: httpx2.AsyncClient, id_: str) -> list[Revision]:
    """Every published text of a submission, oldest first. Raises Missing, Gone."""
    return await http.get(client, f"/reports/submissions/{id_}/revisions", _revisions, limit=LIMIT)


async def list_statements(client: httpx2.AsyncClient, about: str, id_: str) -> list[Statement]:
    """What was said beside a submission or a cycle (`about`: submissions or cycles), oldest first.
    Raises Missing, Gone.
    """
    return await http.get(client, f"/reports/{about}/{id_}/statements", _statements, limit=LIMIT)


def steps(answer: Any) -> list[Step]:
    """The items of a history."""
    return [
        Step(
            item["action"],
            item["actor"],
            datetime.fromisoformat(item["at"]),
            item["position"],
            item.get("revision"),
            item.get("own_report", False),
            day((item.get("data") or {}).get("decided_on")),
            (item.get("data") or {}).get("document"),
        )
        for item in answer["items"]
    ]


def _revisions(answer: Any) -> list[Revision]:
    return [_revision(item) for item in answer["items"] if item["published_at"]]


def _revision(item: Any) -> Revision:
    return Revision(
        item["revision"],
        item["title"],
        item["language"],
        item["payload"],
        instant(item["published_at"]),
        item["position"],
        tuple(Link(link["url"], link["title"], link["access"]) for link in item["evidence"]),
    )


def _statements(answer: Any) -> list[Statement]:
    return [
        Statement(
            item["id"],
            item["role"],
            item["actor"],
            item["language"],
            item["text"],
            datetime.fromisoformat(item["made_at"]),
            item["status"],
        )
        for item in answer["items"]
    ]
