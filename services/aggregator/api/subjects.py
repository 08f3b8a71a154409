"""What a question is about: an objective, an activity, an actor, or the whole Program."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from kernel.errors import Invalid, invalid, not_found
from kernel.web.dependencies import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import At, Filtered, Filters, When
from services.aggregator.api.reading import Asked
from services.aggregator.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class Subject:
    """The activities and objectives whose facts count for a question."""

    asked: Asked
    activities: tuple[str, ...]
    objectives: tuple[str, ...]

    @property
    def scope(self) -> Scope:
        """The same under the filters of the question."""
        return self.asked.scope(self.activities, self.objectives)


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list behind a value is asked for; `yearly`: as it stood at the end of each year;
    `years`: so too where one page does not hold all changes.
    """

    filters: Filters
    when: When
    limit: int = 0
    cursor: str | None = None
    yearly: bool = False
    years: bool = False


def listing(filters: Filtered, when: At, limit: Limit = 50, cursor: Cursor = None) -> Listing:
    """The filters, the moment and the page of a request."""
    return Listing(filters, when, limit, cursor)


Every = Annotated[
    Literal["year"] | None,
    Query(description="`year`: not each change, but the end of each year (UTC), and now"),
]


Years = Annotated[
    Literal["true"] | None,
    Query(description="true: where there are more changes, its value at the end of each year too"),
]


def changes(
    filters: Filtered,
    when: At,
    limit: Limit = 50,
    cursor: Cursor = None,
    every: Every = None,
    years: Years = None,
) -> Listing:
    """The same, and how often the value is looked at."""
    return Listing(filters, when, limit, cursor, every is not None, years is not None)


def whole(filters: Filtered, when: At) -> Listing:
    """The filters and the moment of a request whose answer has no pages."""
    return Listing(filters, when)


Find = Callable[[Request, str, Filters, When], Awaitable[Subject]]


async def objective(request: Request, code: str, filters: Filters, when: When) -> Subject:
    """An objective with the activities linked to it. Raises 404."""
    asked = await _asked(request, filters, when)
    activities = asked.structure.links.get(code)
    if activities is None:
        raise not_found()
    return Subject(asked, activities, (code,))


async def activity(request: Request, code: str, filters: Filters, when: When) -> Subject:
    """An activity, under the last edition that has it. Raises 404."""
    structure, at = await dependencies.located(request, filters, when)
    catalogue = await dependencies.known_catalogue(request)
    edition = catalogue.last_with(code, structure.edition)
    if edition is None:
        raise not_found()
    structure = catalogue.structure(edition, at.noted)
    return Subject(Asked(structure, filters, at), (code,), ())


async def actor(request: Request, code: str, filters: Filters, when: When) -> Subject:
    """What an actor reports, over all activities. Raises 404; 422 for filters that name somebody
    else, since no list is kept of what two actors share.
    """
    structure, at = await dependencies.located(request, filters, when)
    if code not in structure.actors:
        raise not_found()
    asked = Asked(structure, filters, at, code)
    if asked.shared:
        detail = "The reports behind an actor's values are its own: leave this filter out."
        raise invalid(Invalid("/actor", "not_with_actor", detail))
    return _whole(asked)


async def programme(request: Request, _code: str, filters: Filters, when: When) -> Subject:
    """All activities and objectives of the edition, each fact once."""
    return _whole(await _asked(request, filters, when))


async def _asked(request: Request, filters: Filters, when: When) -> Asked:
    structure, at = await dependencies.located(request, filters, when)
    return Asked(structure, filters, at)


def _whole(asked: Asked) -> Subject:
    """All activities and objectives."""
    return Subject(asked, tuple(asked.structure.addressees), asked.structure.objectives)


@dataclass(frozen=True, slots=True)
class Kind:
    """What values can be of. `path`: of its answers; `word`: in the ids of operations; `of`: in
    their summaries.
    """

    path: str
    find: Find
    word: str = ""
    of: str = ""

    def address(self, code: str) -> str:
        """Where the values of one stand."""
        return f"/indicators{self.path.format(code=code)}"


OBJECTIVE = Kind("/objectives/{code}", objective)
ACTIVITY = Kind("/activities/{code}", activity, "Activity", " of an activity")
ACTOR = Kind("/actors/{code}", actor, "Actor", " of an actor")
PROGRAMME = Kind("/programme", programme, "Programme", " of the whole Program")
KINDS = (OBJECTIVE, ACTIVITY, ACTOR, PROGRAMME)


@dataclass(frozen=True, slots=True)
class Question:
    """A value: of what, and by which indicator. `code` is empty for the whole Program."""

    kind: Kind
    code: str
    indicator: str

    async def subject(self, request: Request, filters: Filters, when: When) -> Subject:
        """What it is about. Raises 404."""
        return await self.kind.find(request, self.code, filters, when)


Answer = Callable[[Request, Question, Listing], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Operation:
    """What every value can be asked for, whatever it is of. `name`, `summary`: with a place for the
    kind of subject; `asked`: reads what a request asks for.
    """

    path: str
    name: str
    summary: str
    model: type[BaseModel]
    example: Mapping[str, Any]
    asked: Callable[..., Listing] = listing


def declare(router: APIRouter, operation: Operation, answer: Answer) -> None:
    """Declare an operation for each kind of subject."""
    for kind in KINDS:
        router.add_api_route(
            f"{kind.path}/{{indicator}}/{operation.path}",
            _endpoint(kind, operation, answer),
            operation_id=operation.name.format(kind.word),
            summary=operation.summary.format(kind.of),
            description=inspect.getdoc(answer),
            response_model=operation.model,
            responses=documented(404, example=operation.example),
        )


def _endpoint(kind: Kind, operation: Operation, answer: Answer) -> Callable[..., Any]:
    async def of_one(
        request: Request,
        code: str,
        indicator: str,
        _caller: Callers,
        given: Annotated[Any, Depends(operation.asked)],
    ) -> Response:
        return await answer(request, Question(kind, code, indicator), given)

    async def of_all(
        request: Request,
        indicator: str,
        _caller: Callers,
        given: Annotated[Any, Depends(operation.asked)],
    ) -> Response:
        return await answer(request, Question(kind, "", indicator), given)

    return of_one if "{code}" in kind.path else of_all
