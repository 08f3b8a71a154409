"""Imports as tests send them: small tables, and what is told of their rows."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import httpx2

from tests.services.reports.conftest import Desk

CSV = "text/csv; charset=utf-8"
COLUMNS = ("external_id", "language", "title", "activity", "year", "status")
ROW = {"language": "es", "title": "Informe", "activity": "ACT-12", "year": 2022}
Rows = Sequence[Mapping[str, Any]]


def table(*rows: Mapping[str, Any], columns: Sequence[str] = COLUMNS) -> bytes:
    """A CSV file of rows that are complete but for what they say otherwise."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**ROW, "status": "under_way", **row} for row in rows)
    return out.getvalue().encode()


async def send(
    desk: Desk,
    content: bytes,
    who: str | None = "CIM",
    media_type: str | None = CSV,
    query: str = "kind=implementation",
    **headers: str,
) -> httpx2.Response:
    """One `POST /reports/imports`."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if media_type is not None:
        given["Content-Type"] = media_type
    if who is not None:
        given["Authorization"] = f"Bearer {desk.secrets[who]}"
    path = f"/reports/imports?{query}"
    return await desk.client.request("POST", path, content=content, headers=given)


async def imported(desk: Desk, content: bytes, **sent: Any) -> dict[str, Any]:
    """What became of a file that was sent, once it is finished."""
    answer = await send(desk, content, **sent)
    assert answer.status_code == 202, answer.text
    await desk.settled()
    return await told(desk, answer.json()["id"], sent.get("who", "CIM"))


async def told(desk: Desk, id_: str, who: str = "CIM", query: str = "") -> dict[str, Any]:
    """An import as its actor reads it."""
    answer = await desk.ask(who, "GET", f"/imports/{id_}{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def outcomes(told: Mapping[str, Any]) -> list[str]:
    """What each row came to."""
    return [row["outcome"] for row in told["items"]]


def codes(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The problems of a row: where, and what."""
    return [(each["pointer"], each["code"]) for each in row["problems"]]


async def submissions(desk: Desk, who: str = "CIM") -> list[dict[str, Any]]:
    """Everything that an actor has begun."""
    answer = await desk.ask(who, "GET", f"/submissions?reporter={who}&limit=500")
    items: list[dict[str, Any]] = answer.json()["items"]
    return items
