"""Steps of a submission's life, and the confirmations of its joint reporters."""

from functools import partial

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.errors import Invalid, invalid
from kernel.web import Callers
from kernel.web.idempotency import Command
from kernel.web.problems import documented
from services.reports import commands, errors, schemas
from services.reports.api import dependencies, publishing
from services.reports.api.writes import Opened, SubmissionWrite
from services.reports.domain import lifecycle, rules
from services.reports.domain.decisions import CLOSED
from services.reports.domain.kinds import KINDS
from services.reports.domain.lifecycle import Transition
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission, SubmissionState
from services.reports.schemas import ConfirmationBody, TransitionBody
from services.reports.schemas.examples import ANSWERS
from services.reports.store import reading

router = web.router("/reports/submissions", "life")


class TakeStep(SubmissionWrite[TransitionBody]):
    """One transition of the table of the life cycle."""

    model = TransitionBody
    attempts = 64  # publications of one serial are decided one after the other

    def permit(self, loaded: Opened, body: TransitionBody | None) -> None:
        """Raise 403 for a step that is somebody else's."""
        if body is None:
            return
        submission, row = loaded.submission, lifecycle.TABLE[body.action]
        if not self._entitled(submission.current, row):
            raise self.refused(errors.not_allowed, row.action, submission)
        if self.resources.settings.four_eyes and self._own_report(submission, row):
            raise self.refused(errors.own_report, row.action, submission)

    def _entitled(self, current: SubmissionState, row: Transition) -> bool:
        kind, caller = KINDS[current.kind], self.caller
        return lifecycle.entitled(row, kind, current.reporter, caller.actor, caller.scopes)

    def _own_report(self, submission: Submission, row: Transition) -> bool:
        """Whether this step is to be another key's: this one wrote the text."""
        return row.four_eyes and dependencies.own_report(submission, self.caller)

    def allow(self, loaded: Opened, body: TransitionBody | None) -> None:
        """Raise 409 for a step that does not begin in this state."""
        if body is not None:
            self._refuse(loaded.submission, lifecycle.TABLE[body.action])

    def _refuse(self, submission: Submission, row: Transition) -> None:
        current = submission.current
        kind, public = KINDS[current.kind], current.was_public
        if lifecycle.appended(row, kind, was_public=public):
            raise self.refused(errors.append_only, row.action, submission)
        if current.decided and row.action in CLOSED:
            raise self.refused(errors.decided, row.action, submission)
        if not lifecycle.possible(row, kind, current.state, was_public=public):
            raise self.refused(errors.not_now, row.action, submission)

    async def prepare(self, loaded: Opened, body: TransitionBody) -> Command[Submission]:
        """Raise 422 for a comment that lacks, or for a text that is not complete."""
        submission, row = loaded.submission, lifecycle.TABLE[body.action]
        comment = _comment(body, row)
        catalogue = await self.resources.replica.catalogue(submission.current.edition)
        if row.action == "submit":
            await self._refuse_incomplete(submission, catalogue)
        return partial(
            commands.move,
            before=submission,
            row=row,
            catalogue=catalogue,
            comment=comment,
            by=self.caller,
            place=await self._place(submission, row, catalogue),
            own_report=await self._to_be_marked(submission, row),
        )

    async def _place(
        self, submission: Submission, row: Transition, catalogue: Catalogue
    ) -> commands.Place:
        """The place of a publication. Raises 412 where the submission has changed meanwhile."""
        if row.action != "publish":
            return commands.Place()
        place = await publishing.place(self.request, submission, catalogue)
        await self._refuse_overtaken(submission)
        return place

    async def _to_be_marked(self, submission: Submission, row: Transition) -> bool:
        """Whether the history marks this step as an author's own. A publication is marked where a
        step of its review was: those do not stand in the public history.
        """
        if self.resources.settings.four_eyes:
            return False
        if self._own_report(submission, row) or row.action != "publish":
            return self._own_report(submission, row)
        current = submission.current
        async with self.resources.db.read() as connection:
            return await reading.reviewed_by_author(connection, current.id, current.revision)

    async def _refuse_overtaken(self, submission: Submission) -> None:
        """Raise 412 where it has changed since it was read: deciding anew would not help."""
        again, _ = await dependencies.find(self.request, self.caller, self.id)
        if again.current.version != submission.current.version:
            raise self.overtaken()

    async def _refuse_incomplete(self, submission: Submission, catalogue: Catalogue) -> None:
        """Raise 422 for what a text lacks, or what the programme refuses since it was saved."""
        current, text = submission.current, submission.newest
        kind = KINDS[current.kind]
        dependencies.refuse(rules.missing(kind, current.reporter, text.payload))
        await dependencies.check(self.request, catalogue, kind, current.reporter, text, current.id)


def _comment(body: TransitionBody, row: Transition) -> str | None:
    """What is said with a step. Raises 422 where it has to be."""
    comment = (body.comment or "").strip() or None
    if row.comment and comment is None:
        code = "required" if body.comment is None else "blank"
        raise invalid(Invalid("/comment", code, f"To {row.action} a submission, say why."))
    return comment


class Confirm(SubmissionWrite[ConfirmationBody]):
    """A named joint reporter confirms the text that stands before it."""

    model, optional = ConfirmationBody, True
    given = True

    def permit(self, loaded: Opened, body: ConfirmationBody | None) -> None:
        """Raise 403 unless the key speaks for a state that is named where it may read."""
        submission, caller = loaded.submission, self.caller
        scope = KINDS[submission.current.kind].scope
        if not submission.takes_part(caller.actor) or not caller.may(scope):
            raise self.refused(errors.not_allowed, "confirm", submission)

    def allow(self, loaded: Opened, body: ConfirmationBody | None) -> None:
        """Raise 409 for what is withdrawn."""
        if loaded.submission.current.state == "withdrawn":
            raise self.refused(errors.not_now, "confirm", loaded.submission)

    async def prepare(
        self, loaded: Opened, body: ConfirmationBody
    ) -> Command[Submission] | Response:
        """Saying so twice changes nothing."""
        submission, actor = loaded.submission, self.caller.name
        if self._stands(submission, actor):
            return self.show_as(submission, loaded.role, [])
        catalogue = await self.resources.replica.catalogue()
        act = commands.confirm if self.given else commands.take_back
        return lambda tx: act(tx, submission, actor, catalogue, self.caller)

    def _stands(self, submission: Submission, actor: str) -> bool:
        """Whether what is asked for is so already."""
        texts = submission.open_to(actor)
        confirmed = [text for text in texts if (actor, text.number) in submission.confirmations]
        return texts[0] in confirmed if self.given else not confirmed


class TakeBack(Confirm):
    """A joint reporter takes its confirmation back."""

    given = False


@router.post(
    "/{id}/transitions",
    operation_id="transitionSubmission",
    summary="Take a step of its life",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 413, 415, 428, example=ANSWERS[schemas.Submission]),
    openapi_extra=web.documented(
        TransitionBody, example={"action": "return", "comment": "¿Con qué universidades?"}
    ),
)
async def transition(request: Request, id: str, caller: Callers) -> Response:
    """The table of the programme's follow-up: who may do what from which state. 403 and 409 name
    what is open to this key.
    """
    return await TakeStep(request, caller, id).run()


@router.put(
    "/{id}/confirmation",
    operation_id="confirmSubmission",
    summary="A named joint reporter confirms",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 413, 415, 428, example=ANSWERS[schemas.Submission]),
    openapi_extra=web.documented(ConfirmationBody, example={}, required=False),
)
async def confirm(request: Request, id: str, caller: Callers) -> Response:
    """From now on the state counts as reporting, for the text that stands before it.

    Saying so twice changes nothing.
    """
    return await Confirm(request, caller, id).run()


@router.delete(
    "/{id}/confirmation",
    operation_id="withdrawConfirmation",
    summary="A joint reporter takes its confirmation back",
    response_model=schemas.Submission,
    responses=documented(403, 404, 409, 412, 413, 415, 428, example=ANSWERS[schemas.Submission]),
    openapi_extra=web.documented(ConfirmationBody, example={}, required=False),
)
async def take_back(request: Request, id: str, caller: Callers) -> Response:
    """The state is named again, not reporting."""
    return await TakeBack(request, caller, id).run()
