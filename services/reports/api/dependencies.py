"""What the routes of reports share: find the submission for a caller, check what it wants to write,
and show it what it may see.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from fastapi import Request
from starlette.responses import Response

from contracts.texts import is_internal
from files.exports import Exports
from kernel import clock, web
from kernel.auth import Caller, Keyring
from kernel.db import BatchLoader, Database, Profile
from kernel.errors import (
    Invalid,
    Problem,
    invalid,
    needs_key,
    not_found,
)
from kernel.web import IdempotentWrites
from services.reports import errors, tables
from services.reports.api import etags
from services.reports.commands import Content
from services.reports.domain import lifecycle, rules
from services.reports.domain.kind import Draft, Kind, Violation
from services.reports.domain.kinds import KINDS
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import (
    ReaderRole,
    Submission,
    SubmissionState,
    TextVersion,
)
from services.reports.settings import Settings
from services.reports.store import index, lists, others, reading
from services.reports.store.fragments import Snapshot
from services.reports.store.replica import Replica

BASE = "/reports/submissions"


@dataclass(frozen=True, slots=True)
class Resources:
    """What the routes of this service work with."""

    db: Database
    keyring: Keyring
    replica: Replica
    settings: Settings
    similar: BatchLoader[str, list[str]]
    writes: IdempotentWrites
    exports: Exports = field(default_factory=lambda: Exports("/reports"))
    # files of imports that are read, or written, at once
    imports: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))


def create_resources(db: Database, keyring: Keyring, settings: Settings) -> Resources:
    """The resources of one application."""
    # one more than is shown: the submission itself may be among them
    similar = index.similar(db, settings.similar + 1)
    writes = IdempotentWrites(db, tables.kernel)
    return Resources(db, keyring, Replica(db), settings, similar, writes)


def resources(request: Request) -> Resources:
    """The resources of the application that answers this request."""
    return cast(Resources, request.app.state.resources)


def snapshot(request: Request, profile: Profile = Profile.SNAPSHOT) -> Snapshot:
    """A connection that sees one snapshot of this service's database."""
    return resources(request).db.read(profile)


def reviews(caller: Caller) -> bool:
    """Whether the key reads what is under review."""
    return caller.may("reports:review", "reports:publish")


def reader(caller: Caller) -> lists.Reader:
    """The caller as the reader of a list."""
    return lists.Reader(caller.actor, reviews(caller))


def known(caller: Caller) -> None:
    """Raise 401 for a caller without a key."""
    if caller.anonymous:
        raise needs_key()


async def find(request: Request, caller: Caller, id_: str) -> tuple[Submission, ReaderRole]:
    """The submission and the caller's role to it.

    Raises 404: not there, or not for this caller.
    """
    submission = await _submission(request, id_)
    role = submission.role(caller.actor, reviewer=reviews(caller))
    if role is None:
        raise not_found()
    return submission, role


async def _submission(request: Request, id_: str) -> Submission:
    async with snapshot(request) as connection:
        submission = await reading.get_submission(connection, id_) if len(id_) <= 36 else None
    if submission is None:
        raise not_found()
    return submission


def refuse_gone(submission: Submission, caller: Caller) -> None:
    """Raise 410 when what was public is hidden from the caller."""
    if not submission.readable(caller.actor, reviewer=reviews(caller)):
        raise gone_now(submission)


def gone_now(submission: Submission) -> Problem:
    """410 for what is hidden since the public saw it last."""
    current = submission.current
    return gone(submission, current.state, current.public_updated_at or current.updated_at)


def gone(submission: Submission, state: str, at: str) -> Problem:
    """410 for a submission that came into a state at an instant."""
    current = submission.current
    for_ever = current.hidden_for_ever
    return errors.gone(current.id, current.reporter, state, at, for_ever=for_ever)


def own_report(submission: Submission, caller: Caller) -> bool:
    """Whether the caller's key, or one it was rotated from or into, wrote the newest text."""
    return caller.line in submission.current.authors


def allowed(request: Request, submission: Submission, caller: Caller) -> list[str]:
    """The actions of the table open to this caller now."""
    four_eyes = resources(request).settings.four_eyes
    current = submission.current
    return lifecycle.allowed(
        KINDS[current.kind],
        current.state,
        current.reporter,
        was_public=current.was_public,
        actor=caller.actor,
        scopes=caller.scopes,
        author=four_eyes and own_report(submission, caller),
        decided=current.decided,
    )


def evidence(links: list[dict[str, Any]], caller: Caller, role: ReaderRole) -> list[dict[str, Any]]:
    """The evidence links this caller may see.

    To a reviewer, an address that means something within a network only has a `warning`.
    """
    open_to_it = _accesses(caller, role)
    shown = [link for link in links if link["access"] in open_to_it]
    return [_warned(link) for link in shown] if role == "reviewer" else shown


def _accesses(caller: Caller, role: ReaderRole) -> set[str]:
    with_key = set() if caller.anonymous else {"programme"}
    inside = {"restricted"} if role in ("reporter", "reviewer") else set()
    return {"public"} | with_key | inside


def _warned(link: dict[str, Any]) -> dict[str, Any]:
    return {**link, "warning": "internal_address"} if is_internal(link["url"]) else link


def view(
    request: Request,
    submission: Submission,
    text: TextVersion,
    caller: Caller,
    role: ReaderRole,
    similar: list[str],
    **instead: Any,
) -> dict[str, Any]:
    """A submission as this caller may see it; `instead` replaces what an earlier position said
    otherwise.
    """
    current = submission.current
    outside = role == "public" or (role == "named" and text is submission.public)
    return {
        **_standing(current, text, outside=outside),
        **_content(submission, text, caller, role),
        "decision": current.standing_decision,
        **_instants(current, outside=outside),
        "allowed": allowed(request, submission, caller),
        "similar": similar,
        "links": _links(f"{BASE}/{current.id}"),
        **instead,
    }


def _standing(current: SubmissionState, text: TextVersion, *, outside: bool) -> dict[str, Any]:
    return {
        "id": current.id,
        "kind": current.kind,
        "code": current.code,
        "state": "published" if outside else current.state,
        "revision": text.revision if outside else current.revision,
        "edition": current.edition,
        "reporter": current.reporter,
    }


def _content(
    submission: Submission, text: TextVersion, caller: Caller, role: ReaderRole
) -> dict[str, Any]:
    return {
        "joint_reporters": list(text.joint),
        "confirmed": submission.confirmed(text),
        "language": text.language,
        "title": text.title,
        "payload": payload(submission, text, role),
        "evidence": evidence(text.evidence, caller, role),
    }


def _instants(current: SubmissionState, *, outside: bool) -> dict[str, str | None]:
    return {
        "created_at": current.created_at,
        "updated_at": current.public_updated_at if outside else current.updated_at,
        "published_at": current.published_at,
    }


def _links(path: str) -> dict[str, str]:
    beside = ("transitions", "history", "revisions", "comments", "confirmation")
    return {"self": path, **{name: f"{path}/{name}" for name in beside}}


def item(request: Request, submission: Submission, caller: Caller) -> dict[str, Any]:
    """A submission in a list: as this caller may see it, or that it is gone."""
    role = submission.role(caller.actor, reviewer=reviews(caller))
    if role is None:
        raise not_found()
    if not submission.readable(caller.actor, reviewer=reviews(caller)):
        return gone_item(submission)
    return view(request, submission, submission.shown(role), caller, role, [])


def gone_item(submission: Submission) -> dict[str, Any]:
    """What was public and is hidden now, in a list of changes: everything but its text."""
    current = submission.current
    return {
        "id": current.id,
        "kind": current.kind,
        "code": current.code,
        "state": current.state,
        "revision": current.public_revision,
        "reporter": current.reporter,
        "updated_at": current.public_updated_at or current.updated_at,
        "gone": True,
    }


def payload(submission: Submission, text: TextVersion, role: ReaderRole) -> dict[str, Any]:
    """What a text says to a reader in a role: what is withheld stays with who decides about it."""
    inside = role in ("reporter", "reviewer")
    return text.payload if inside else submission.without_withheld(text.payload)


def revision_state(row: Any, submission: Submission) -> str:
    """What became of a revision: published, discarded, or under way."""
    if row["published_at"]:
        return "published"
    return "discarded" if row["discarded_at"] else submission.current.state


def sees_revision(row: Any, text: TextVersion, submission: Submission, role: ReaderRole) -> bool:
    """Whether a role reads a revision: one that was published, or the text it is shown."""
    return row["published_at"] is not None or role == "reporter" or text == submission.shown(role)


def answered(
    request: Request,
    submission: Submission,
    role: ReaderRole,
    data: dict[str, Any],
    *,
    status: int = 200,
) -> Response:
    """A submission as an answer, with the ETag of what this role sees of it."""
    headers = {"Location": data["links"]["self"]} if status == 201 else {}
    tag = etags.version(submission, role).tag
    return web.answer(request, data, status=status, etag=tag, private=True, headers=headers)


async def check(
    request: Request,
    catalogue: Catalogue,
    kind: Kind,
    reporter: str,
    content: Content | TextVersion,
    but: str | None = None,
) -> None:
    """Raise 422 with everything about a text that the programme does not allow; `but`: the
    submission that it is a text of.
    """
    draft = await drafted(request, kind, reporter, content, but)
    refuse(rules.violations(kind, catalogue, draft, clock.today()))


async def drafted(
    request: Request,
    kind: Kind,
    reporter: str,
    content: Content | TextVersion,
    but: str | None = None,
) -> Draft:
    """A text as rules see it, with the other submissions that its kind looks at."""
    sought = kind.seeks(reporter, content.payload)
    if not sought:
        return Draft(reporter, content.joint, content.payload)
    async with snapshot(request) as connection:
        found = await others.load(connection, sought, but)
    return Draft(reporter, content.joint, content.payload, found)


def refuse(violations: list[Violation]) -> None:
    """Raise 422 with all of them, if any."""
    if violations:
        raise invalid(*(Invalid(*violation) for violation in violations))


async def similar_for(
    request: Request, caller: Caller, submission: Submission, text: TextVersion
) -> list[str]:
    """For the reporter, its other submissions that look like this one."""
    current = submission.current
    if caller.actor != current.reporter:
        return []
    kind = KINDS[current.kind]
    return await similar_to(request, kind, current.reporter, text.payload, current.id)


async def similar_to(
    request: Request,
    kind: Kind,
    reporter: str,
    payload: Mapping[str, Any],
    but: str | None = None,
) -> list[str]:
    """The ids of the reporter's living submissions that are similar, `but` this one, the oldest
    first: a hint for the reporter alone.
    """
    here = resources(request)
    by_key = [await here.similar.find(key) for key in kind.similar_keys(reporter, payload)]
    ids = {id_ for some in by_key for id_ in some or ()} - {but}
    return sorted(ids)[: here.settings.similar]
