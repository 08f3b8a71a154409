"""The reports' public API: what has been published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2

from services.portal.clients import http
from services.portal.clients.http import Parameter


@dataclass(frozen=True, slots=True)
class Link:
    """A link to evidence and who may see it: public, programme or restricted."""

    url: str
    title: str
    access: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission of any kind, as the public sees it; `payload` is the kind's own.

    `joint`: the joint reporters that it names, `confirmed` those that have confirmed.
    """

    id: str
    kind: str
    state: str
    revision: int
    reporter: str
    language: str
    title: str
    payload: Mapping[str, Any]
    joint: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    code: str | None = None
    edition: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    evidence: tuple[Link, ...] = ()
    decision: Mapping[str, Any] | None = None

    @property
    def reporters(self) -> tuple[str, ...]:
        """The reporter, and the joint reporters that have confirmed."""
        return (self.reporter, *self.confirmed)

    @property
    def activity(self) -> str | None:
        """The code of the activity that an implementation is about."""
        return self.payload.get("activity")

    @property
    def year(self) -> int | None:
        """The year it is about."""
        return self.payload.get("year")

    @property
    def status(self) -> str | None:
        """The self-reported status of an implementation."""
        return self.payload.get("status")


@dataclass(frozen=True, slots=True)
class Submissions:
    """One page of a list; `cursor` leads to the next."""

    items: tuple[Submission, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the register; `type`, `subject` and `revision` of what is public."""

    position: int
    time: datetime
    type: str | None
    subject: str | None
    revision: int | None
    digest: str
    hash: str
    previous_hash: str


@dataclass(frozen=True, slots=True)
class Anchored:
    """A dossier of an occasion, by its title, with the hashes of its two files."""

    occasion: str
    title: str
    lang: str
    json_sha256: str
    pdf_sha256: str
    position: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What has a hash: entries, also those of which it is the digest, and dossiers."""

    entries: tuple[Entry, ...]
    dossiers: tuple[Anchored, ...]


async def list_submissions(client: httpx2.AsyncClient, **filters: Parameter) -> Submissions:
    """What is public under the filters of the interface, newest first."""
    return await http.get(client, "/reports/submissions", _submissions, **filters)


async def get_submission(client: httpx2.AsyncClient, id_: str, **moment: Parameter) -> Submission:
    """One submission; `as_of` or `revision` for an earlier text. Raises Missing, Gone."""
    return await http.get(client, f"/reports/submissions/{id_}", submission, **moment)


async def list_entries(
    client: httpx2.AsyncClient, after: int, limit: int, **moment: Parameter
) -> list[Entry]:
    """The entries of the register behind a position, with `as_of` those up to then."""
    return await http.get(client, "/reports/ledger", _entries, after=after, limit=limit, **moment)


async def find_hash(client: httpx2.AsyncClient, digest: str, **moment: Parameter) -> Found:
    """What of the register has this hash."""
    return await http.get(client, "/reports/ledger", _found, hash=digest, **moment)


def _submissions(answer: Any) -> Submissions:
    return Submissions(tuple(map(submission, answer["items"])), http.cursor(answer["next"]))


def submission(item: Any) -> Submission:
    """One submission as the interface tells it."""
    return Submission(
        id=item["id"],
        kind=item["kind"],
        state=item["state"],
        revision=item["revision"],
        reporter=item["reporter"],
        language=item["language"],
        title=item["title"],
        payload=item["payload"],
        joint=tuple(item["joint_reporters"]),
        confirmed=tuple(item.get("confirmed", ())),
        code=item.get("code"),
        edition=item.get("edition", ""),
        published=_instant(item.get("published_at")),
        updated=_instant(item.get("updated_at")),
        evidence=tuple(
            Link(link["url"], link.get("title", ""), link["access"]) for link in item["evidence"]
        ),
        decision=item.get("decision"),
    )


def _entries(answer: Any) -> list[Entry]:
    return [_entry(item) for item in answer["items"]]


def _found(answer: Any) -> Found:
    return Found(tuple(_entries(answer)), tuple(map(_anchored, answer["dossiers"])))


def _anchored(item: Any) -> Anchored:
    return Anchored(
        item["cycle"],
        item["title"],
        item["lang"],
        item["json_sha256"],
        item["pdf_sha256"],
        item["position"],
    )


def _entry(item: Any) -> Entry:
    return Entry(
        position=item["position"],
        time=datetime.fromisoformat(item["time"]),
        type=item["type"],
        subject=item["subject"],
        revision=item["revision"],
        digest=item["digest"],
        hash=item["hash"],
        previous_hash=item["previous_hash"],
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
