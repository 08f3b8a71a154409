"""What every operation of the catalogue begins with: its resources, the edition and the page; and
how its answers are documented.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from kernel.auth import Caller
from kernel.db import Database
from kernel.errors import Unavailable, not_found
from kernel.eventlog import EventLog
from kernel.web import IdempotentWrites, answer, decode_cursor, page_links
from kernel.web.dependencies import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.catalog.api import moments
from services.catalog.domain.catalogue import Catalogue, Edition, Entry
from services.catalog.errors import unknown_code
from services.catalog.schemas import examples
from services.catalog.schemas.rendered import Rendered
from services.catalog.settings import Settings
from services.catalog.store.reading import Snapshots

T = TypeVar("T")

EditionCode = Annotated[
    str | None, Query(max_length=100, description="Edition; the current one unless given")
]
AsOf = Annotated[
    str | None,
    Query(max_length=40, description="A position of the ledger, or an RFC 3339 instant"),
]
FilterCode = Annotated[str | None, Query(max_length=100)]
PathCode = Annotated[str, Path(max_length=200)]


@dataclass(frozen=True, slots=True)
class Resources:
    """What the operations of this service work with."""

    db: Database
    snapshots: Snapshots
    writes: IdempotentWrites
    settings: Settings
    log: EventLog


def resources(request: Request) -> Resources:
    """The resources of the application that answers this request."""
    return cast(Resources, request.app.state.resources)


def edits(caller: Caller) -> bool:
    """Whether the key reads drafts of editions."""
    return caller.may("programme:edit", "programme:adopt")


async def readable(request: Request, caller: Caller) -> Catalogue:
    """The catalogue as this caller may read it: drafts are for those who edit or adopt them, to
    others they are not there.
    """
    catalogue = await resources(request).snapshots.current()
    return catalogue if edits(caller) else catalogue.published


class CatalogueRead:
    """The catalogue as it stands for this caller, now or at an instant, and the edition of the
    request.
    """

    def __init__(
        self,
        request: Request,
        catalogue: Catalogue,
        edition: Edition,
        *,
        private: bool,
        instant: str | None = None,
    ) -> None:
        self.catalogue, self.edition, self.instant = catalogue, edition, instant
        self._request, self._private = request, private

    def answer(
        self, data: Rendered, lang: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """A read's answer; an editor's is not for others."""
        return answer(self._request, data, lang=lang, private=self._private, headers=headers)

    def entry(self, kind: str, code: str) -> Entry:
        """An entry of the edition, or a shared one. Raises 404."""
        entries = (*self.edition.of(kind), *self.catalogue.shared_of(kind))
        return or_not_found(next((entry for entry in entries if entry.code == code), None))

    def node(self, code: str, kinds: Sequence[str] | None = None) -> Entry:
        """A node of the edition, of one of these kinds. Raises 404."""
        node = or_not_found(self.edition.nodes.get(code))
        return or_not_found(node if kinds is None or node.kind in kinds else None)


def or_not_found(thing: T | None) -> T:
    """The thing. Raises 404 when it is None."""
    if thing is None:
        raise not_found()
    return thing


async def current_read(
    request: Request, caller: Callers, edition: EditionCode = None, as_of: AsOf = None
) -> CatalogueRead:
    """Raises 422 for an unknown edition or what is no moment, Unavailable before the programme is
    loaded.
    """
    log, private = resources(request).log, edits(caller)
    instant = None if as_of is None else await moments.instant_of(log, as_of)
    catalogue = await _catalogue(request, caller, instant)
    chosen = _chosen(catalogue, edition)
    return CatalogueRead(request, catalogue, chosen, private=private, instant=instant)


async def _catalogue(request: Request, caller: Caller, instant: str | None) -> Catalogue:
    """As this caller may read it, or as it stood at an instant."""
    if instant is None:
        return await readable(request, caller)
    return await resources(request).snapshots.at(instant)


def _chosen(catalogue: Catalogue, edition: str | None) -> Edition:
    """The edition of a request, or the current one. Raises 422, Unavailable."""
    if edition is not None and edition not in catalogue.editions:
        raise unknown_code("/edition", edition, "edition")
    chosen = catalogue.current if edition is None else catalogue.editions[edition]
    if chosen is None:
        raise Unavailable("no edition of the programme is loaded yet")
    return chosen


CurrentRead = Annotated[CatalogueRead, Depends(current_read)]


class Paging:
    """The page of the request."""

    def __init__(
        self, request: Request, read: CurrentRead, limit: Limit = 50, cursor: Cursor = None
    ) -> None:
        self.request, self.read, self.limit = request, read, limit
        self.after = decode_cursor(request, cursor, int, str)

    def answer(
        self, things: Sequence[Any], render: Callable[[Any], Rendered], lang: str, **about: Any
    ) -> Response:
        """Things in their order (`n`, then code) as one page; `about`: what stands beside them."""
        left = [thing for thing in things if self.after is None or _place(thing) > self.after]
        shown = left[: self.limit]
        more = _place(shown[-1]) if len(left) > len(shown) else None
        data, headers = page_links(self.request, [render(thing) for thing in shown], more)
        return self.read.answer({**about, **data}, lang, headers)


def _place(thing: Any) -> list[Any]:
    return [thing.n, thing.code]


Pages = Annotated[Paging, Depends()]


def answers(
    model: type[BaseModel] | Any, *statuses: int, status: int = 200
) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: its model with an example, and every problem that can occur."""
    declared = documented(*statuses, example=examples.of(model), status=status)
    declared[status]["model"] = model
    if status == 200 and 428 not in statuses:
        declared[304] = {"description": "Not changed since"}
    return declared
