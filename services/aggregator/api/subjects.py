"""What a question is about: an objective, an activity, an actor, or the whole Program."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from kernel.errors import Invalid, invalid, not_found
from kernel.web.paging import Cursor, Limit
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
    """How a list behind a value is asked for."""

    filters: Filters
    when: When
    limit: int
    cursor: str | None


def listing(filters: Filtered, when: At, limit: Limit = 50, cursor: Cursor = None) -> Listing:
    """The filters, the moment and the page of a request."""
    return Listing(filters, when, limit, cursor)


Listed = Annotated[Listing, Depends(listing)]
Find = Callable[[Request, str, Filters, When], Awaitable[Subject]]


async def objective(request: Request, code: str, filters: Filters, when: When) -> Subject:
    """An objective with the activities linked to it. Raises 404."""
    structure, at = await dependencies.located(request, filters, when)
    if code not in structure.links:
        raise not_found()
    return Subject(Asked(structure, filters, at), structure.links[code], (code,))


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
    return Subject(asked, tuple(structure.addressees), structure.objectives)


async def programme(request: Request, _code: str, filters: Filters, when: When) -> Subject:
    """All activities and objectives of the edition, each fact once."""
    structure, at = await dependencies.located(request, filters, when)
    asked = Asked(structure, filters, at)
    return Subject(asked, tuple(structure.addressees), structure.objectives)
