"""What a publication has to fit with: the other submissions of its kind, as they are public."""

from fastapi import Request

from kernel import clock
from services.reports import errors
from services.reports.api import dependencies
from services.reports.commands import Place
from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind
from services.reports.domain.kinds import KINDS
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission
from services.reports.store import serials


async def place(request: Request, submission: Submission, catalogue: Catalogue) -> Place:
    """The place of a publication among others. Raises 409 where it does not fit with them,
    422 where the rules of its kind refuse it beside them.

    The serial is read first: who publishes in it after that makes this decision stale.
    """
    current, text = submission.current, submission.newest
    kind = KINDS[current.kind]
    serial = await _serial(request, kind, submission)
    draft = await dependencies.drafted(request, kind, current.reporter, text, current.id)
    _refuse(kind, catalogue, draft)
    return Place(serial, await _code(request, kind, submission), draft.others)


async def _serial(request: Request, kind: Kind, submission: Submission) -> serials.Serial | None:
    name = kind.serial(submission.current.reporter, submission.newest.payload)
    db = dependencies.resources(request).db
    return await serials.read(db, name) if name is not None else None


def _refuse(kind: Kind, catalogue: Catalogue, draft: Draft) -> None:
    if kind.rechecked:
        dependencies.refuse(rules.violations(kind, catalogue, draft, clock.today()))
    clash = kind.clash(catalogue, draft)
    if clash is not None:
        raise errors.clash(clash.code, clash.detail, clash.figures)


async def _code(request: Request, kind: Kind, submission: Submission) -> str | None:
    """The next code of the reporter, where the kind has codes and it has none yet."""
    current = submission.current
    if kind.code is None or current.code is not None:
        return None
    async with dependencies.snapshot(request) as connection:
        given = await serials.codes_given(connection, kind.name, current.reporter)
    return kind.code(current.reporter, given + 1)
