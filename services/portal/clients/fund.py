"""The reports' public API: the specific fund, its entries and its modalities."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import httpx2

from services.portal.clients import http
from services.portal.clients.http import Parameter
from services.portal.clients.values import day

PAGE = 50


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands in the fund in one currency."""

    currency: str
    pledged: Decimal
    received: Decimal
    allocated: Decimal
    disbursed: Decimal
    available: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `contributor`: the code of an actor; `donor`: a name instead."""

    id: str
    entry: str
    currency: str
    amount: Decimal
    date: date | None
    contributor: str | None
    donor: str | None
    activity: str | None
    allocation: str | None
    refers_to: str | None
    modality: str | None
    withheld: bool


@dataclass(frozen=True, slots=True)
class Entries:
    """One page of entries, and the cursor of the next."""

    items: tuple[Entry, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Modality:
    """What the Committee adopted on the use of the fund, in one language."""

    version: str
    lang: str
    text: str
    adopted_on: date | None


@dataclass(frozen=True, slots=True)
class Fund:
    """The fund on a day, currencies in alphabetical order, and its modalities."""

    on: date
    position: int
    balances: tuple[Balance, ...]
    modalities: tuple[Modality, ...]


async def get_fund(client: httpx2.AsyncClient, lang: str, **moment: Parameter) -> Fund:
    """The balances, and the modalities in a language or in one they have. Raises Missing for an
    unknown `as_of`, ServiceUnavailable.
    """
    read = partial(_fund, lang=lang)
    return await http.get(client, "/reports/fund", read, lang=lang, **moment)


async def list_entries(client: httpx2.AsyncClient, **filters: Parameter) -> Entries:
    """One page of entries, newest first. Raises Missing for unknown filters, ServiceUnavailable."""
    return await http.get(client, "/reports/fund/entries", _entries, **{"limit": PAGE, **filters})


def _fund(answer: Any, lang: str) -> Fund:
    return Fund(
        date.fromisoformat(answer["on"]),
        answer["position"],
        tuple(_balance(currency, sums) for currency, sums in sorted(answer["balance"].items())),
        tuple(_modality(item, lang) for item in answer["modalities"]),
    )


def _balance(currency: str, sums: dict[str, str]) -> Balance:
    names = ("pledged", "received", "allocated", "disbursed", "available")
    return Balance(currency, *(Decimal(sums[name]) for name in names))


def _entries(answer: Any) -> Entries:
    return Entries(tuple(_entry(item) for item in answer["items"]), http.cursor(answer["next"]))


def _entry(item: dict[str, Any]) -> Entry:
    contributor = item["contributor"] or {}
    return Entry(
        item["id"],
        item["entry"],
        item["money"]["currency"],
        Decimal(item["money"]["amount"]),
        day(item["date"]),
        contributor.get("actor"),
        contributor.get("name"),
        item["activity"],
        item["allocation"],
        item["refers_to"],
        item["modality"],
        item["withheld"],
    )


def _modality(item: dict[str, Any], lang: str) -> Modality:
    texts = item["text"]
    shown = next(each for each in (lang, "en", "es", "fr", "pt") if each in texts)
    return Modality(item["version"], shown, texts[shown], day(item["adopted_on"]))
