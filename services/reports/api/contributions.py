"""What is contributed to a cycle: brought by its reporter, taken away, listed."""

from typing import Any, NamedTuple

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.errors import Problem, conflict, forbidden, not_found
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.problems import documented
from services.reports.api import cycles, dependencies, pages
from services.reports.api.pages import Asked, Parts
from services.reports.commands import cycles as commands
from services.reports.domain.cycles import CLOSED, Contributed, Cycle
from services.reports.domain.kinds import KINDS
from services.reports.domain.submission import Submission
from services.reports.schemas.cycles import Contribution, ContributionPage
from services.reports.schemas.examples import ANSWERS
from services.reports.store import contributions as store
from services.reports.store import past_cycles
from services.reports.store.cycles import Placed

router = web.router("/reports/cycles/{id}/contributions", "cycles")


class Opened(NamedTuple):
    """A cycle, a submission, and whether that was brought to it."""

    cycle: Cycle
    submission: Submission
    brought: bool


class ContributionWrite(Write[Opened, None, None]):
    """A write to what a reporter brings; it changes neither the cycle nor the submission."""

    def __init__(self, request: Request, caller: Caller, id_: str, submission: str) -> None:
        super().__init__(request, caller, dependencies.resources(request).writes)
        self.id, self.submission_id = id_, submission

    async def load(self) -> Opened:
        """Raise 401 without a key, 404 for what the caller may not read."""
        dependencies.known(self.caller)
        cycle = (await cycles.find(self.request, self.id)).cycle
        found = await dependencies.find(self.request, self.caller, self.submission_id)
        self.submission = found[0]
        return Opened(cycle, self.submission, await self._brought(cycle))

    async def _brought(self, cycle: Cycle) -> bool:
        async with dependencies.snapshot(self.request) as connection:
            return self.submission_id in await store.brought(connection, cycle.id)

    def permit(self, loaded: Opened, body: None) -> None:
        """Raise 403 for everybody but the reporter."""
        current = loaded.submission.current
        scope = KINDS[current.kind].scope_of(current.reporter)
        if self.caller.actor != current.reporter or not self.caller.may(scope):
            raise forbidden("Only its reporter brings a submission.", code="not_yours")

    def allow(self, loaded: Opened, body: None) -> None:
        """Raise 409 for a cycle that is neither convened nor open."""
        cycles.refuse_closed(loaded.cycle)
        if not loaded.cycle.receives:
            detail = f"Nothing is brought to a cycle that is {loaded.cycle.state}."
            raise conflict("not_in_this_state", detail, state=loaded.cycle.state)

    def show(self, done: None) -> Response:
        """The contribution."""
        public = self.submission.public
        assert public is not None
        item = Contributed(self.submission_id, public.revision, False)
        data = _shown(item, self.submission, (public.title, public.language))
        return web.answer(self.request, data)

    def overtaken(self) -> Problem:
        """It has been closed meanwhile, or somebody else took it away."""
        return conflict("closed", "This cycle receives nothing any more.")

    def duplicate(self) -> Problem:
        """It has just been brought by another request."""
        return conflict("exists", "This submission has just been brought.")


class Bring(ContributionWrite):
    """A reporter brings its submission."""

    def allow(self, loaded: Opened, body: None) -> None:
        """Raise 409 besides for what is not public."""
        super().allow(loaded, body)
        if not loaded.submission.is_public:
            raise conflict("not_public", "What is brought to a cycle is public.")

    async def prepare(self, loaded: Opened, body: None) -> Command[None] | Response:
        """Bringing it twice changes nothing."""
        if loaded.brought:
            return self.show(None)
        cycle, submission = loaded.cycle, loaded.submission
        return lambda tx: commands.contribute(tx, cycle, submission, self.caller)


class TakeAway(ContributionWrite):
    """A reporter takes it away again, whether it is still public or not."""

    async def load(self) -> Opened:
        """Raise 404 also for what was not brought."""
        loaded = await super().load()
        if not loaded.brought:
            raise not_found()
        return loaded

    async def prepare(self, loaded: Opened, body: None) -> Command[None]:
        """Its end."""
        cycle, submission = loaded.cycle, loaded.submission
        return lambda tx: commands.take_away(tx, cycle, submission, self.caller)


def _shown(
    item: Contributed, submission: Submission, text: tuple[str, str], then: str | None = None
) -> dict[str, Any]:
    """A contribution; the title of what is withheld is not shown. `then`: its state at a moment."""
    current, (title, language) = submission.current, text
    state = then or (current.state if current.hidden else "published")
    return {
        "submission": item.submission,
        "kind": current.kind,
        "code": current.code,
        "reporter": current.reporter,
        "revision": item.revision,
        "title": None if current.hidden_for_ever else title,
        "language": language,
        "by_itself": item.by_itself,
        "state": state,
    }


@router.get(
    "",
    operation_id="listContributions",
    summary="What is contributed to it",
    response_model=ContributionPage,
    responses=documented(404, example=ANSWERS[ContributionPage]),
)
async def listed(
    request: Request,
    id: str,
    _caller: Callers,
    asked: Parts,
) -> Response:
    """Those that are public now, or that were at its closing or `as_of`, in their revision then. An
    annual report takes by itself what organs and states report on its year.
    """
    return pages.answer(request, *await contributions_of(request, id, asked))


async def contributions_of(
    request: Request,
    id_: str,
    asked: Asked,
) -> pages.Part:
    """A page of what is contributed to a cycle."""
    placed, position = await cycles.find_then(request, id_, asked.as_of)
    (after,) = web.decode_cursor(request, asked.cursor, str) or [""]
    async with dependencies.snapshot(request) as connection:
        own = await past_cycles.brought(connection, id_, position)
        until = _closing(placed) or position
        contributed = await store.contributed(connection, placed.cycle, own, until)
        rest = [item for item in contributed if item.submission > after]
        page = await store.with_texts(connection, rest[: asked.limit])
        states = await store.states(connection, rest[: asked.limit], position)
    last = pages.last(rest, asked.limit)
    items = [_shown(*one, states.get(one[0].submission)) for one in page]
    return items, [last.submission] if last else None


def _closing(placed: Placed) -> int | None:
    """The position of the closing; None while it is open."""
    return placed.position if placed.cycle.state == CLOSED else None


@router.put(
    "/{submission}",
    operation_id="makeContribution",
    summary="Bring a submission to it",
    response_model=Contribution,
    responses=documented(403, 404, 409, example=ANSWERS[Contribution]),
)
async def bring(request: Request, id: str, submission: str, caller: Callers) -> Response:
    """Its reporter brings what is public to a cycle that is convened or open; twice is once."""
    return await Bring(request, caller, id, submission).run()


@router.delete(
    "/{submission}",
    operation_id="withdrawContribution",
    summary="Take a submission away from it",
    response_model=Contribution,
    responses=documented(403, 404, 409, example=ANSWERS[Contribution]),
)
async def take_away(request: Request, id: str, submission: str, caller: Callers) -> Response:
    """Its reporter does, before the cycle is closed."""
    return await TakeAway(request, caller, id, submission).run()
