"""The reports' public API: the public steps of a submission, its revisions, and what others say
beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx2

from services.portal.clients import http
from services.portal.clients.http import Parameter
from services.portal.clients.reports import Link, Submission, submission
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


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a submission: its public steps and its published texts, oldest first; its
    assessments, the latest first; and what is said beside it and them, by what that is about.
    """

    steps: list[Step]
    revisions: list[Revision]
    assessments: tuple[Submission, ...]
    statements: Mapping[str, list[Statement]]


async def get_beside(client: httpx2.AsyncClient, id_: str, **moment: Parameter) -> Beside:
    """What stands beside a submission, or stood `as_of`. Raises Missing, Gone, ServiceUnavailable,
    Refused.
    """
    return await http.get(client, f"/reports/submissions/{id_}/beside", _beside, **moment)


def _beside(answer: Any) -> Beside:
    return Beside(
        steps(answer["history"]),
        _revisions(answer["revisions"]),
        tuple(map(submission, answer["assessed_by"])),
        said(answer["statements"]),
    )


def said(by_subject: Mapping[str, Any]) -> dict[str, list[Statement]]:
    """Statements by what they are about."""
    return {subject: _statements(items) for subject, items in by_subject.items()}


def steps(items: Any) -> list[Step]:
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
        for item in items
    ]


def _revisions(items: Any) -> list[Revision]:
    return [_revision(item) for item in items if item["published_at"]]


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


def _statements(items: Any) -> list[Statement]:
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
        for item in items
    ]
