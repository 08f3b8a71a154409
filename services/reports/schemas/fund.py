"""The fund as it is answered: its balance in each currency, and its entries."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from services.reports.domain.fund import Fund, Row
from services.reports.schemas.modalities import Modalities
from services.reports.schemas.money import money_text

EntryKind = Literal["pledge", "receipt", "allocation", "disbursement", "reversal"]


class Balance(BaseModel):
    """The sums of a currency as decimal text with its digits, reversals applied. `available`:
    received less allocated; `cash`: received less disbursed. Pledges bind nothing.
    """

    pledged: str
    received: str
    allocated: str
    disbursed: str
    available: str
    cash: str


class FundBalance(BaseModel):
    """`balance`: by currency. `on`: entries of later days are left out; `as_of`: as it was asked
    for.
    """

    position: int
    as_of: str | None
    on: str
    balance: dict[str, Balance]
    modalities: list[Modalities] = Field(description="Every version, the earliest adopted first")


class EntryMoney(BaseModel):
    """An amount as it was sent."""

    currency: str
    amount: str


class Contributor(BaseModel):
    """Who contributes: an actor of the catalogue, or a name."""

    actor: str | None = None
    name: str | None = None


class FundEntry(BaseModel):
    """A published entry. `left`: what can still be taken from it, null for a reversal. `withheld`:
    who contributes and the note are not told.
    """

    id: str
    position: int
    published_at: str
    reporter: str
    title: str
    language: str
    entry: EntryKind
    date: str
    money: EntryMoney
    left: str | None = None
    contributor: Contributor | None = None
    activity: str | None = None
    allocation: str | None = None
    refers_to: str | None = None
    modality: str | None = None
    note: str | None = None
    withheld: bool


class FundEntryPage(BaseModel):
    """A page of entries, and what it stands on."""

    position: int
    as_of: str | None
    on: str
    items: list[FundEntry]
    next: str | None


OPTIONAL = ("contributor", "activity", "allocation", "refers_to", "modality", "note")
#: The columns of the file of entries.
COLUMNS = (
    *("id", "position", "published_at", "entry", "date", "currency", "amount", "left"),
    *("contributor_actor", "contributor_name", "activity", "allocation", "refers_to"),
    *("modality", "note", "title", "language", "reporter", "withheld"),
)


def entry_item(row: Row, fund: Fund) -> dict[str, Any]:
    """An entry as it is listed; `fund`: all entries that count there."""
    left = None if row.sort == "reversal" else money_text(fund.left(row.id), row.currency)
    return {
        **{name: getattr(row, name) for name in FundEntry.model_fields if hasattr(row, name)},
        **{name: row.payload[name] for name in ("entry", "money")},
        **{name: row.payload.get(name) for name in OPTIONAL},
        "left": left,
    }


def entry_cells(item: dict[str, Any]) -> list[Any]:
    """An entry as a row of the file."""
    contributor = item["contributor"] or {}
    flat = {
        **item,
        **item["money"],
        "contributor_actor": contributor.get("actor"),
        "contributor_name": contributor.get("name"),
    }
    return [flat[name] for name in COLUMNS]
