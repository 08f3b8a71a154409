"""Takes the rows of an import, one after the other: each goes by the rules of a submission that is
sent alone, and is done in a commit of its own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from contracts.texts import UNREADABLE
from kernel import clock, failpoints, logging
from kernel.auth import Caller
from kernel.db import Database
from kernel.errors import DuplicateKey, Invalid, Problem, StaleWrite, Unavailable
from kernel.web.bodies import LIMIT, validated
from services.reports.commands import Content
from services.reports.commands import imports as commands
from services.reports.commands.imports import Act, Head
from services.reports.domain import imports as domain
from services.reports.domain import rules
from services.reports.domain.faults import fault
from services.reports.domain.imports import Known, Verdict
from services.reports.domain.kind import Draft
from services.reports.domain.kinds import KINDS
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission, TextVersion
from services.reports.formats.imports import Row
from services.reports.schemas import Envelope, SubmissionBody
from services.reports.schemas.submission import content as content_of
from services.reports.store import imports as store
from services.reports.store import others, reading
from services.reports.store.replica import Replica

ATTEMPTS = 20  # of a row whose submission somebody else is changing
LONGEST = 200  # characters of an external_id
NOT_NAMED = f"An external_id has at most {LONGEST} readable characters."
NOTHING = ""  # the digest of a row that was never taken
UNKNOWN = "The column id names no submission of yours of this kind; empty it to report this anew."
MOST_TOLD = 20  # problems of one row
PASSING = (StaleWrite, DuplicateKey, Unavailable)  # what is tried again, or later
POINT = "import.row"  # where a crash test may end the process: a row is done
BROKEN = Invalid(
    "", "internal", "Something went wrong here with this row; others are not affected."
)

log = logging.get("imports")


class Earlier(NamedTuple):
    """What a row was made into before: `known` as decisions see it, the submission, where it is
    there, and the digest that was taken last, where one is remembered.
    """

    known: Known | None = None
    before: Submission | None = None
    taken: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A row as it was read: what it says, the digest of that, and as what it is known again."""

    row: Row
    content: Content
    digest: str
    identity: str


class Refused(Exception):
    """A row cannot be taken: why, and what was made of it before."""

    def __init__(self, problems: Iterable[Invalid], before: Submission | None = None) -> None:
        super().__init__("refused")
        self.problems, self.before = [*problems], before


@dataclass(frozen=True, slots=True)
class RowTaker:
    """Takes rows for whoever sent them."""

    db: Database
    replica: Replica

    async def take(self, head: Head, row: Row, by: Caller) -> Head:
        """Do what is to be done with the next row of an import; returns the import after that.

        Raises StaleWrite where somebody else does it, Unavailable.
        """
        for _ in range(ATTEMPTS):
            told, act = await self._decide(head, row, by)
            with suppress(StaleWrite, DuplicateKey):
                await self._write(head, row, told, act)
                failpoints.point(POINT, head["id"])
                return {**head, "done": head["done"] + 1}
        raise StaleWrite("a row is done by somebody else")

    async def _write(self, head: Head, row: Row, told: Mapping[str, Any], act: Act | None) -> None:
        try:
            await self.db.write(commands.take_row, head, told, act)
        except PASSING:
            raise
        except Exception as error:  # as for what cannot be decided
            log.error("a row cannot be written", id=head["id"], row=row.number, **fault(error))
            await self.db.write(commands.take_row, head, _refused(row, [BROKEN]), None)

    async def _decide(self, head: Head, row: Row, by: Caller) -> tuple[dict[str, Any], Act | None]:
        try:
            return await self._decided(head, row, by)
        except Refused as refused:
            return _refused(row, refused.problems, refused.before), None
        except Unavailable:
            raise
        except Exception as error:  # others are not to wait for a row that we cannot take
            log.error("a row cannot be taken", id=head["id"], row=row.number, **fault(error))
            return _refused(row, [BROKEN]), None

    async def _decided(self, head: Head, row: Row, by: Caller) -> tuple[dict[str, Any], Act | None]:
        """What is told of a row, and what is done with it. Raises Refused."""
        read = _read(head["kind"], row, str(by.actor))
        made = await self._made(head, read)
        verdict = domain.decide(made.known, read.digest, head["mode"])
        _refuse_out_of_reach(row, made, verdict)
        catalogue = await self._catalogue(made)
        if row.problems or verdict.saves or verdict.submits:
            await self._check(head, read, made, verdict, catalogue)
        told = _told(read, made, verdict)
        if head["dry_run"] or verdict.outcome == "unchanged":
            return told, None
        return told, _act(head, read, made, verdict, catalogue, by)

    async def _made(self, head: Head, read: Read) -> Earlier:
        """What was made of such a row; in a dry run, what rows before it would have made."""
        async with self.db.read() as connection:
            made = await _earlier(connection, read.identity)
            if made.before is None and read.row.submission:
                made = await _exported(connection, head, read.row.submission)
            if not head["dry_run"]:
                return made
            again = await store.earlier(connection, head["id"], read.identity)
        if again is None:
            return made
        return made._replace(known=Known(again["digest"], again["state"], again["digest"]))

    async def _catalogue(self, made: Earlier) -> Catalogue:
        """The edition that the submission is of; the current one for a new submission."""
        edition = made.before.current.edition if made.before is not None else None
        return await self.replica.catalogue(edition)

    async def _check(
        self, head: Head, read: Read, made: Earlier, verdict: Verdict, catalogue: Catalogue
    ) -> None:
        """Raise Refused with everything that stands against a row."""
        kind, content = KINDS[head["kind"]], read.content
        draft = await self._drafted(head, read, made)
        found = rules.violations(kind, catalogue, draft, clock.today())
        if verdict.submits:
            found = [*rules.missing(kind, head["actor"], content.payload), *found]
        if found or read.row.problems:
            raise Refused((Invalid(*violation) for violation in found), made.before)

    async def _drafted(self, head: Head, read: Read, made: Earlier) -> Draft:
        """A row as rules see it, with the other submissions that its kind looks at."""
        actor, content = head["actor"], read.content
        sought = KINDS[head["kind"]].seeks(actor, content.payload)
        but = made.before.current.id if made.before is not None else None
        if not sought:
            return Draft(actor, content.joint, content.payload)
        async with self.db.read() as connection:
            found = await others.load(connection, sought, but)
        return Draft(actor, content.joint, content.payload, found)


async def _earlier(connection: Any, identity: str) -> Earlier:
    """What was made of the rows of an identity."""
    found = await store.known(connection, identity)
    if found is None:
        return Earlier()
    before, taken = await reading.get_submission(connection, found["submission"]), found["digest"]
    return Earlier(_known(before, taken), before, taken) if before is not None else Earlier()


async def _exported(connection: Any, head: Head, id_: str) -> Earlier:
    """The submission that a row of an export is. Raises Refused where the actor has none such."""
    before = await reading.get_submission(connection, id_)
    if before is None or (before.current.reporter, before.current.kind) != _whose(head):
        raise _refusal("", "unknown_submission", UNKNOWN)
    return Earlier(_known(before, NOTHING), before)


def _whose(head: Head) -> tuple[str, str]:
    return head["actor"], head["kind"]


def _refuse_out_of_reach(row: Row, made: Earlier, verdict: Verdict) -> None:
    """Raise Refused where what was made before cannot be changed now."""
    if verdict.refusal is not None:
        pointer = "/external_id" if row.external_id is not None else ""
        raise Refused([Invalid(pointer, *verdict.refusal)], made.before)


def _read(kind: str, row: Row, actor: str) -> Read:
    """What a row says. Raises Refused where it is no body of a submission of this actor."""
    content = content_of(_body(kind, row, actor))
    if not _is_readable(row.external_id or ""):
        raise _refusal("/external_id", "wrong_form", NOT_NAMED)
    of_row = _digest(content)
    return Read(row, content, of_row, _identity(kind, row, actor, of_row))


def _identity(kind: str, row: Row, actor: str, digest: str) -> str:
    """As what a row is known again: by its own name, by that of an export, by what it says."""
    if row.external_id is None and row.submission is not None:
        return domain.identity_of(actor, kind, row.submission)
    return domain.identity(actor, kind, row.external_id, digest)


def _body(kind: str, row: Row, actor: str) -> Envelope:
    data = {"kind": kind, "reporter": actor, **row.body}
    if data["kind"] != kind:
        raise _refusal("/kind", "other_kind", f"This import is of the kind {kind}.")
    body = _validated(data)
    if body.reporter != actor:
        raise _refusal("/reporter", "not_yours", f"This key reports for {actor} only.")
    return body


def _validated(data: Any) -> Envelope:
    raw = json.dumps(data, ensure_ascii=False).encode()
    if len(raw) > LIMIT:
        raise _refusal("", "too_large", f"The row is larger than {LIMIT} bytes.")
    try:
        return validated(raw, data, SubmissionBody).root
    except Problem as problem:
        raise _refused_as(problem) from None


def _is_readable(external_id: str) -> bool:
    return len(external_id) <= LONGEST and not UNREADABLE.search(external_id)


def _refused_as(problem: Problem) -> Refused:
    """A row that is refused as a body with this problem is."""
    return Refused(problem.errors or [Invalid("", problem.code, problem.detail)])


def _refusal(pointer: str, code: str, detail: str) -> Refused:
    """A row that is refused for one thing."""
    return Refused([Invalid(pointer, code, detail)])


def _digest(text: Content | TextVersion) -> str:
    said = (text.title, text.language, text.payload, text.evidence, text.joint)
    return domain.digest(*said)


def _known(before: Submission, taken: str) -> Known:
    current, public = before.current, before.public
    frozen = KINDS[current.kind].frozen and current.was_public
    texts = (_digest(before.newest), _digest(public) if public is not None else None)
    return Known(taken, current.state, *texts, frozen)


def _act(
    head: Head, read: Read, made: Earlier, verdict: Verdict, catalogue: Catalogue, by: Caller
) -> Act:
    whose = (made.before, head["kind"], read.content)
    return Act(*whose, verdict, catalogue, by, read.identity, read.digest, made.taken)


def _told(read: Read, made: Earlier, verdict: Verdict) -> dict[str, Any]:
    """What is told of a row that is taken."""
    return {
        **_named(read.row),
        "outcome": verdict.outcome,
        "submission": made.before.current.id if made.before is not None else None,
        "state": domain.reached(made.known, verdict),
        "problems": [],
        "identity": read.identity,
        "digest": read.digest,
    }


def _refused(
    row: Row, problems: Iterable[Invalid], before: Submission | None = None
) -> dict[str, Any]:
    """What is told of a row that is refused: what was found while it was read comes first, and
    of one value one thing is told.
    """
    told = {
        "outcome": "refused",
        "submission": before.current.id if before is not None else None,
        "state": before.current.state if before is not None else None,
        "problems": [*_problems(row, problems)][:MOST_TOLD],
    }
    return {**_named(row), **told, "identity": None, "digest": None}


def _problems(row: Row, found: Iterable[Invalid]) -> Iterator[dict[str, Any]]:
    yield from map(_said, row.problems)
    read = {one.pointer for one in row.problems}
    for one in found:
        if one.pointer not in read:
            detail = {"code": one.code, "detail": one.detail}
            yield {"cell": row.cell(one.pointer), "pointer": one.pointer, **detail}


def _named(row: Row) -> dict[str, Any]:
    notices = [_said(one) for one in row.notices][:MOST_TOLD]
    return {"row": row.number, "external_id": _readable(row.external_id), "notices": notices}


def _readable(external_id: str | None) -> str | None:
    """As much of it as can be told."""
    return UNREADABLE.sub("\ufffd", external_id[:LONGEST]) if external_id is not None else None


def _said(one: Any) -> Mapping[str, Any]:
    return {name: getattr(one, name) for name in ("cell", "pointer", "code", "detail", "about")}
