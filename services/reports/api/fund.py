"""The fund as everybody reads it: its balance, its entries, and both as files.

An answer is a function of a position of the ledger and a day: what was published until then, as far
as it is dated by then.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.responses import Response

from files import answers as files
from kernel import web
from kernel.db import Database
from kernel.errors import Invalid, invalid
from kernel.web import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.reports.api import dependencies, filters, pages
from services.reports.api.as_of import position_of
from services.reports.api.pages import AsOf
from services.reports.domain.folding import folded
from services.reports.domain.fund import Fund, Row, balances, entry_of, fund_of
from services.reports.formats import FORMATS, iati
from services.reports.schemas import fund as schemas
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.fund import EntryKind, FundBalance, FundEntryPage
from services.reports.schemas.modalities import Modalities
from services.reports.schemas.money import currencies, money_text
from services.reports.store import fund as store
from services.reports.store import ledger, modalities

router = web.router("/reports", "fund")
CSV = FORMATS["csv"]
BY_NAME = ("entry", "activity", "allocation", "refers_to", "modality")  # filters of the payload
BEGUN = "2016-01-01"  # before the first position there is nothing else to begin with
MOST = 500  # versions of the modalities
LOOKS, PAUSE = 50, 0.02  # for how long a read waits until what is published has a position

OnDay = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        description="Entries dated later are left out; without it the UTC date of the position",
    ),
]
Code = Annotated[str | None, Query(max_length=60)]


@dataclass(frozen=True, slots=True)
class Stand:
    """The entries that count, by which position and day; `at`: the time of that position."""

    rows: Sequence[Row]
    position: int
    at: str | None
    as_of: str | None
    on: str

    @property
    def fund(self) -> Fund:
        """The entries as the arithmetic knows them."""
        return fund_of(entry_of(row.id, row.payload) for row in self.rows)

    @property
    def head(self) -> dict[str, Any]:
        """What an answer says it stands on."""
        return {"position": self.position, "as_of": self.as_of, "on": self.on}


async def _stand(request: Request, on: OnDay = None, as_of: AsOf = None) -> Stand:
    """Raise 422 for what is no day, position or instant."""
    if on is not None:
        _require_day(on)
    until = await _until(request, as_of)
    async with dependencies.snapshot(request) as connection:
        position, at = await ledger.newest(connection, until) or (0, None)
        rows = await store.rows(connection, position)
    day = on or (at or BEGUN)[:10]
    return Stand([row for row in rows if row.date <= day], position, at, as_of, day)


async def _until(request: Request, as_of: str | None) -> int | None:
    """The position of `as_of`; None: as things stand, once what is published has its position."""
    if as_of is not None:
        return await position_of(request, as_of)
    await _placed(dependencies.resources(request).db)
    return None


def _require_day(on: str) -> None:
    try:
        date.fromisoformat(on)
    except ValueError:
        detail = "A date as YYYY-MM-DD is needed."
        raise invalid(Invalid("/on", "wrong_form", detail)) from None


async def _placed(db: Database) -> None:
    """Wait a moment until what is published has its position: who published reads it then."""
    for _ in range(LOOKS):
        async with db.read() as connection:
            if await store.all_placed(connection):
                return
        await asyncio.sleep(PAUSE)


FundThen = Annotated[Stand, Depends(_stand)]


@router.get(
    "/fund",
    operation_id="getFund",
    summary="The balance of the fund in each currency",
    response_model=FundBalance,
    responses=documented(example=ANSWERS[FundBalance]),
)
async def balance(request: Request, _caller: Callers, stand: FundThen) -> Response:
    """Reversals are applied; what is withheld stays counted. With the modalities of that moment."""
    shown = {currency: _sums(sums, currency) for currency, sums in balances(stand.rows).items()}
    until = None if stand.as_of is None else stand.position
    async with dependencies.snapshot(request) as connection:
        adopted = await modalities.page(connection, None, MOST, until)
    told = {"balance": shown, "modalities": [_adopted(row) for row in adopted]}
    return web.answer(request, {**stand.head, **told})


def _adopted(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in Modalities.model_fields}


def _sums(sums: Mapping[str, Decimal], currency: str) -> dict[str, str]:
    return {name: money_text(amount, currency) for name, amount in sums.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list of entries; None asks for all."""

    entry: EntryKind | None = None
    currency: Code = None
    activity: Code = None
    contributor: Annotated[str | None, Query(max_length=300)] = None
    allocation: Code = None
    refers_to: Code = None
    modality: Code = None
    year: Annotated[int | None, Query(ge=1900, le=2100)] = None

    def keeps(self, row: Row) -> bool:
        """Whether an entry is asked for."""
        return all(has == asked for has, asked in self._pairs(row) if asked is not None)

    def _pairs(self, row: Row) -> Iterator[tuple[Any, Any]]:
        """What an entry has, and what is asked for."""
        for name in BY_NAME:
            yield row.payload.get(name), getattr(self, name)
        yield row.currency, self.currency
        yield int(row.date[:4]), self.year
        asked = None if self.contributor is None else folded(self.contributor)
        yield _contributor(row, asked), asked


def _contributor(row: Row, asked: str | None) -> str | None:
    """The name or the code of an entry's contributor, the one that is asked for where it is."""
    names = [folded(name) for name in (row.payload.get("contributor") or {}).values()]
    return asked if asked in names else None


async def _refuse_unknown(request: Request, wanted: Wanted) -> None:
    """Raise 422 for codes that nothing has."""
    catalogue = await dependencies.resources(request).replica.catalogue()
    known = {
        "currency": wanted.currency in currencies(),
        "activity": await filters.knows_activity(request, catalogue, wanted.activity),
        "modality": await _knows_modality(request, wanted.modality or ""),
    }
    filters.refuse_unknown({name: (getattr(wanted, name), has) for name, has in known.items()})


async def _knows_modality(request: Request, version: str) -> bool:
    async with dependencies.snapshot(request) as connection:
        return version in await modalities.known(connection, [version])


@router.get(
    "/fund/entries",
    operation_id="listFundEntries",
    summary="The published entries of the fund",
    response_model=FundEntryPage,
    responses=documented(example=ANSWERS[FundEntryPage]),
)
async def entries(
    request: Request,
    _caller: Callers,
    stand: FundThen,
    wanted: Annotated[Wanted, Depends()],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The latest published first. `contributor`: the code of an actor, or a name whatever its case
    and accents; who is withheld is not found by it.
    """
    await _refuse_unknown(request, wanted)
    (before,) = web.decode_cursor(request, cursor, int) or [stand.position + 1]
    rows = [row for row in reversed(stand.rows) if row.position < before and wanted.keeps(row)]
    last = pages.last(rows, limit)
    items = _items(stand, rows[:limit])
    data, headers = web.page_links(request, items, [last.position] if last else None)
    return web.answer(request, {**stand.head, **data}, headers=headers)


def _items(stand: Stand, rows: Iterable[Row]) -> list[dict[str, Any]]:
    fund = stand.fund
    return [schemas.entry_item(row, fund) for row in rows]


@router.get(
    "/fund/entries.csv",
    operation_id="exportFundEntries",
    summary="The published entries of the fund as CSV",
    response_class=Response,
    responses=files.documented_file(CSV.media_type),
)
async def entries_csv(
    request: Request, _caller: Callers, stand: FundThen, wanted: Annotated[Wanted, Depends()]
) -> Response:
    """All that the filters leave, in the order of publication. No text is a formula."""
    await _refuse_unknown(request, wanted)
    items = _items(stand, filter(wanted.keeps, stand.rows))
    table = CSV.write(schemas.COLUMNS, list(map(schemas.entry_cells, items)))
    return files.file(request, table, CSV.media_type, "fund-entries.csv")


@router.get(
    "/fund.iati.xml",
    operation_id="exportFundIati",
    summary="The fund as an IATI 2.03 activity file",
    response_class=Response,
    responses=files.documented_file(iati.MEDIA_TYPE),
)
async def fund_iati(request: Request, _caller: Callers, stand: FundThen) -> Response:
    """One activity for the fund, and one for each activity of the program that it pays for."""
    amounts = {row.id: _amount(row) for row in stand.rows}
    made = stand.at or f"{BEGUN}T00:00:00Z"
    content = iati.write(stand.rows, amounts, made, stand.on)
    return files.file(request, content, iati.MEDIA_TYPE, "fund.iati.xml")


def _amount(row: Row) -> str:
    return money_text(entry_of(row.id, row.payload).amount, row.currency)
