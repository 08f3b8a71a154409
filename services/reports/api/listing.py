"""What a list of submissions is asked for: its filters, and at which position."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request

from contracts.codes import State
from kernel.errors import Invalid, invalid
from kernel.web import moments
from services.reports.api import dependencies, filters
from services.reports.api.as_of import position_of
from services.reports.domain.kind import Term
from services.reports.domain.programme import Catalogue
from services.reports.schemas import KindName
from services.reports.store import ledger
from services.reports.store.lists import Wanted

Code = Annotated[str | None, Query(max_length=60)]
Moment = Annotated[
    str | None, Query(max_length=40, description="A position or an RFC 3339 instant")
]


@dataclass(frozen=True, slots=True)
class Given:
    """What the request says, by the names of its parameters."""

    kind: KindName | None = None
    reporter: Annotated[str | None, Query(max_length=40)] = None
    activity: Code = None
    objective: Annotated[str | None, Query(max_length=20)] = None
    year: Annotated[int | None, Query(ge=2016, le=2100)] = None
    state: State | None = None
    q: Annotated[str | None, Query(max_length=100)] = None
    updated_after: Moment = None
    waiting: Literal["me"] | None = None
    as_of: Moment = None

    @property
    def filters(self) -> dict[str, Any]:
        """All but the position."""
        return {name: value for name, value in asdict(self).items() if name != "as_of"}


@dataclass(frozen=True, slots=True)
class Listing:
    """`wanted`: the filters; `position`: that of `as_of`, None: as things stand; `given`: what the
    request says, by the names of its parameters.
    """

    wanted: Wanted
    position: int | None
    given: Mapping[str, Any]


async def listing(request: Request, given: Annotated[Given, Depends()]) -> Listing:
    """Raise 422 for unknown codes, for what is no moment, and for what cannot be asked together."""
    catalogue = await dependencies.resources(request).replica.catalogue()
    await _refuse_unknown(request, catalogue, given)
    _refuse_together(given)
    terms = [term async for term in _terms(request, catalogue, given)]
    waiting = given.waiting == "me"
    wanted = Wanted(given.kind, given.reporter, terms, given.state, given.q, waiting=waiting)
    position = None if given.as_of is None else await position_of(request, given.as_of)
    return Listing(await _since(request, wanted, given.updated_after), position, given.filters)


Listed = Annotated[Listing, Depends(listing)]


def _refuse_together(given: Given) -> None:
    """Raise 422: what was public then has changed since, and nobody waited for it."""
    others = {"updated_after": given.updated_after, "waiting": given.waiting}
    wrong = [name for name, value in others.items() if value is not None]
    if given.as_of is not None and wrong:
        detail = "This cannot be asked together with as_of."
        raise invalid(*(Invalid(f"/{name}", "not_together", detail) for name in wrong))


async def _since(request: Request, wanted: Wanted, updated_after: str | None) -> Wanted:
    """The filter with what changed after a moment. Raises 422."""
    if updated_after is None:
        return wanted
    if not moments.is_position(updated_after):
        stamp = moments.instant_of(updated_after, "updated_after")
        return replace(wanted, updated_after=stamp)
    position = await position_of(request, updated_after, "updated_after")
    async with dependencies.snapshot(request) as connection:
        given = await ledger.newest(connection, position)
    return replace(wanted, updated_after=given[1] if given else "", changed_after=position)


async def _refuse_unknown(request: Request, catalogue: Catalogue, given: Given) -> None:
    """Raise 422 for codes of a filter that nobody has ever given."""
    known = {
        "reporter": given.reporter in catalogue.actors,
        "activity": await filters.knows_activity(request, catalogue, given.activity),
        "objective": catalogue.knows_objective(given.objective or ""),
    }
    filters.refuse_unknown({name: (getattr(given, name), has) for name, has in known.items()})


async def _terms(request: Request, catalogue: Catalogue, given: Given) -> AsyncIterator[list[Term]]:
    """The terms that the filters ask for, of each of these at least one."""
    if given.activity is not None:
        yield [("activity", given.activity)]
    if given.objective is not None:
        replica = dependencies.resources(request).replica
        whole = await replica.catalogue(catalogue.last.get(given.objective))
        yield [*_of_objective(whole, given.objective)]
    if given.year is not None:
        yield [("year", str(given.year))]


def _of_objective(catalogue: Catalogue, objective: str) -> Iterator[Term]:
    """An objective is named itself, or by an activity that is linked to it, or by a code of an
    earlier edition that either stands for.
    """
    yield from (("objective", code) for code in (objective, *catalogue.standing_for([objective])))
    yield from (("activity", code) for code in catalogue.linked(objective))
