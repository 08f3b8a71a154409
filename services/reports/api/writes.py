"""What the writes to one submission have in common; each route says the rest."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from kernel.auth import Caller
from kernel.errors import Problem
from kernel.web import Write
from services.reports.api import dependencies, etags
from services.reports.domain.submission import ReaderRole, Submission

Refusal = Callable[[str, Sequence[str], str], Problem]
B = TypeVar("B", bound=BaseModel | None)


class Opened(NamedTuple):
    """A submission, and in what role the caller reads it."""

    submission: Submission
    role: ReaderRole


class SubmissionWrite(Write[Opened, B, Submission]):
    """A write to the submission that the path names."""

    def __init__(self, request: Request, caller: Caller, id_: str) -> None:
        self.resources = dependencies.resources(request)
        super().__init__(request, caller, self.resources.writes)
        self.id = id_

    async def load(self) -> Opened:
        """Raise 401 without a key, 404 for what the caller may not read."""
        dependencies.known(self.caller)
        submission, self.role = await dependencies.find(self.request, self.caller, self.id)
        return Opened(submission, self.role)

    def match(self, loaded: Opened) -> None:
        """`If-Match` is needed: these writes change the submission."""
        etags.version(loaded.submission, loaded.role).require(self.request)

    def show(self, done: Submission) -> Response:
        """The submission as the caller sees it after the write."""
        reviewer = dependencies.reviews(self.caller)
        role = done.role(self.caller.actor, reviewer=reviewer) or self.role
        return self.show_as(done, role, [])

    def show_as(self, done: Submission, role: ReaderRole, similar: list[str]) -> Response:
        """The submission as it is seen in a role."""
        text = done.shown(role)
        data = dependencies.view(self.request, done, text, self.caller, role, similar)
        return dependencies.answered(self.request, done, role, data)

    def refused(self, problem: Refusal, action: str, submission: Submission) -> Problem:
        """A problem that names what is open to this caller."""
        return problem(action, self.allowed(submission), submission.current.state)

    def allowed(self, submission: Submission) -> list[str]:
        """The actions open to this caller now."""
        return dependencies.allowed(self.request, submission, self.caller)
