"""The decision of the Committee on a proposal."""

from functools import partial

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.errors import Invalid, conflict, forbidden, invalid
from kernel.web import Callers
from kernel.web.idempotency import Command
from kernel.web.problems import documented
from services.reports import errors, schemas
from services.reports.api.writes import Opened, SubmissionWrite
from services.reports.commands import decisions as commands
from services.reports.domain.decisions import COMMITTEE, Decision
from services.reports.domain.kinds import KINDS
from services.reports.domain.submission import Submission
from services.reports.schemas.decisions import DecisionBody
from services.reports.schemas.examples import ANSWERS
from services.reports.store import cycles, reading

router = web.router("/reports/submissions", "life")
EXAMPLE = {
    "decision": "adopted",
    "reason": "La Comisión la incorpora a la próxima edición.",
}


class Decide(SubmissionWrite[DecisionBody]):
    """The Committee adopts, declines or defers what is public."""

    model = DecisionBody

    def __init__(self, request: Request, caller: Caller, id_: str) -> None:
        super().__init__(request, caller, id_)
        self.own_report = False

    async def load(self) -> Opened:
        """Raise 401 without a key, 404 for what the caller may not read."""
        opened = await super().load()
        async with self.resources.db.read() as connection:
            drafters = await reading.drafters(connection, self.id)
        self.own_report = self.caller.line in drafters
        return opened

    def permit(self, loaded: Opened, body: DecisionBody | None) -> None:
        """Raise 403 unless it is a key of the Committee, with the scope, that did not draft it."""
        self.caller.require("programme:adopt")
        if self.caller.actor is None:
            raise errors.no_actor()
        if self.caller.actor != COMMITTEE:
            raise forbidden(f"Only {COMMITTEE} decides on proposals.", code="not_yours")
        if self.own_report and self.resources.settings.four_eyes:
            raise self.refused(errors.own_report, "decide", loaded.submission)

    def allow(self, loaded: Opened, body: DecisionBody | None) -> None:
        """Raise 409 for a kind that is not decided on, for what is not public, and where a final
        decision stands.
        """
        submission = loaded.submission
        if not KINDS[submission.current.kind].decided:
            raise conflict("not_here", "Nothing is decided on a submission of this kind.")
        if submission.current.decided:
            raise self.refused(errors.decided, "decide", submission)
        if not submission.is_public:
            raise conflict("not_public", "Decisions are taken on what is public.")

    async def prepare(self, loaded: Opened, body: DecisionBody) -> Command[Submission]:
        """The decision on the revision that is public now. Raises 422 for a meeting that is not
        recorded.
        """
        await self._require_meeting(body.meeting)
        return partial(
            commands.decide,
            before=loaded.submission,
            given=self._given(loaded.submission, body),
            by=self.caller,
            own_report=self.own_report,
        )

    def _given(self, submission: Submission, body: DecisionBody) -> Decision:
        public, said = submission.public, (body.reason, body.meeting)
        assert public is not None
        return Decision(body.decision, public.revision, *said, self.caller.name, "")

    async def _require_meeting(self, id_: str | None) -> None:
        async with self.resources.db.read() as connection:
            known = await cycles.types(connection, (id_,) if id_ else ())
        if id_ is not None and id_ not in known:
            raise invalid(Invalid("/meeting", "unknown_code", f"There is no cycle {id_}."))


@router.put(
    "/{id}/decision",
    operation_id="decideProposal",
    summary="The Committee decides on a proposal",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 413, 415, 428, example=ANSWERS[schemas.Submission]),
    openapi_extra=web.documented(DecisionBody, example=EXAMPLE),
)
async def decide(request: Request, id: str, caller: Callers) -> Response:
    """On its public revision. `adopted` and `declined` are final; `deferred` holds until another
    revision is published.
    """
    return await Decide(request, caller, id).run()
