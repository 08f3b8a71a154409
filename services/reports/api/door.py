"""What every door of reports does first: find the submission for this caller, and what it says to
whom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller, Keyring
from kernel.db import Database, Lookup
from kernel.errors import (
    Invalid,
    Problem,
    StaleWrite,
    invalid,
    not_found,
    precondition_failed,
    unauthenticated,
)
from services.reports import errors
from services.reports.commands import Words
from services.reports.domain import lifecycle, rules
from services.reports.domain.submission import Case, Standing, Text
from services.reports.schemas import SubmissionBody
from services.reports.settings import Settings
from services.reports.store import reading
from services.reports.store.copies import Copies
from services.reports.store.reading import Likeness

BASE = "/reports/submissions"


@dataclass(frozen=True, slots=True)
class Room:
    """What the doors of this service work with."""

    db: Database
    keyring: Keyring
    copies: Copies
    settings: Settings
    similar: Lookup[Likeness, list[str]]


def made(db: Database, keyring: Keyring, settings: Settings) -> Room:
    """The resources of one application."""
    # one of them may be the one that asks
    return Room(db, keyring, Copies(db), settings, reading.similar(db, settings.similar + 1))


def room(request: Request) -> Room:
    """The resources of the application that answers this request."""
    return cast(Room, request.app.state.room)


def reviews(caller: Caller) -> bool:
    """Whether the key reads what is under review."""
    return caller.may("reports:review", "reports:publish")


def known(caller: Caller) -> None:
    """Raise 401 for a caller without a key."""
    if caller.anonymous:
        raise unauthenticated("This needs a key: send it as `Authorization: Bearer <key>`.")


async def find(request: Request, caller: Caller, id_: str) -> tuple[Case, Standing]:
    """The submission and the caller's standing to it.

    Raises 404: not there, or not for this caller.
    """
    async with room(request).db.read() as connection:
        case = await reading.case(connection, id_) if len(id_) <= 36 else None
    standing = case.standing(caller.actor, reviewer=reviews(caller)) if case else None
    if case is None or standing is None:
        raise not_found()
    return case, standing


def refuse_gone(case: Case, standing: Standing) -> None:
    """Raise 410 for everybody but reporter and reviewers when what was public is hidden."""
    head = case.head
    if head.hidden and standing not in ("reporter", "reviewer"):
        raise errors.gone(head.id, head.reporter, head.state, head.updated_at)


def allowed(case: Case, caller: Caller) -> list[str]:
    """The actions of the table open to this caller now."""
    head = case.head
    return lifecycle.allowed(
        head.state,
        head.reporter,
        was_public=head.was_public,
        actor=caller.actor,
        scopes=caller.scopes,
    )


def evidence(
    links: list[dict[str, Any]], caller: Caller, standing: Standing
) -> list[dict[str, Any]]:
    """The evidence links this caller may see."""
    seen = (
        {"public"}
        | (set() if caller.anonymous else {"programme"})
        | ({"restricted"} if standing in ("reporter", "reviewer") else set())
    )
    return [link for link in links if link["access"] in seen]


def view(
    case: Case, text: Text, caller: Caller, standing: Standing, similar: list[str], **instead: Any
) -> dict[str, Any]:
    """A submission as this caller may see it; `instead` replaces what an earlier position said
    otherwise.
    """
    head = case.head
    outside = standing == "public" or (standing == "named" and text is case.public)
    path = f"{BASE}/{head.id}"
    return {
        "id": head.id,
        "kind": head.kind,
        "state": "published" if outside else head.state,
        "revision": text.revision if outside else head.revision,
        "edition": head.edition,
        "reporter": head.reporter,
        "joint_reporters": list(text.joint),
        "confirmed": case.confirmed(text),
        "language": text.language,
        "title": text.title,
        "payload": text.payload,
        "evidence": evidence(text.evidence, caller, standing),
        "created_at": head.created_at,
        "updated_at": head.published_at if outside else head.updated_at,
        "published_at": head.published_at,
        "allowed": allowed(case, caller),
        "similar": similar,
        "links": {
            "self": path,
            "transitions": f"{path}/transitions",
            "history": f"{path}/history",
            "revisions": f"{path}/revisions",
            "comments": f"{path}/comments",
            "confirmation": f"{path}/confirmation",
        },
        **instead,
    }


def answered(request: Request, case: Case, data: dict[str, Any], *, status: int = 200) -> Response:
    """A submission as an answer.

    Its ETag is the version, then a digest of what this caller sees of it.
    """
    headers = {"Location": data["links"]["self"]} if status == 201 else {}
    return web.answer(
        request, data, status=status, version=case.head.version, private=True, headers=headers
    )


def require_version(request: Request, case: Case) -> None:
    """Check `If-Match` against the version alone: what a caller sees of it is not what it changes."""
    header = request.headers.get("if-match")
    if header is None:
        raise Problem(
            428, "precondition_required", "Send the ETag of the submission as If-Match (or `*`)."
        )
    versions = {
        part.strip().strip('"').partition(".")[0]
        for part in header.split(",")
        if part.strip().startswith('"')
    }
    if header.strip() != "*" and str(case.head.version) not in versions:
        raise precondition_failed()


def words(body: SubmissionBody) -> Words:
    """The body as what a text says."""
    return Words(
        body.title,
        body.language,
        body.payload.model_dump(mode="json", exclude_none=True, exclude_unset=True),
        [link.model_dump(mode="json") for link in body.evidence],
        tuple(body.joint_reporters),
    )


def refuse(breaches: list[rules.Breach]) -> None:
    """Raise 422 with all of them, if any."""
    if breaches:
        raise invalid(*(Invalid(*breach) for breach in breaches))


async def similar_to(
    request: Request, reporter: str, payload: Mapping[str, Any], but: str | None = None
) -> list[str]:
    """The reporter's living submissions on the same activity and year, `but` this one, the oldest
    first: a hint for the reporter alone.
    """
    here, activity, year = room(request), payload.get("activity"), payload.get("year")
    found = await here.similar.find((reporter, activity, year)) if activity and year else None
    return [id_ for id_ in found or () if id_ != but][: here.settings.similar]


def lost_race(error: StaleWrite) -> Problem:
    """What a write says when somebody was faster between its reading and its commit."""
    del error
    return precondition_failed()
