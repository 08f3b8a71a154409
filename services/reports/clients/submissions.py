"""Submissions, statements, the fund and the ledger as the public reads them."""

from typing import Any

import httpx2

from services.reports.clients import http

SHOWN = (
    *("id", "kind", "code", "revision", "edition", "reporter", "confirmed"),
    *("language", "title", "payload", "evidence", "published_at", "decision"),
)


async def get_then(client: httpx2.AsyncClient, id_: str, position: int) -> dict[str, Any] | None:
    """What everybody reads of a submission as of a position, None where it is hidden. Raises
    SourceUnavailable.
    """
    answer = await http.get_public(client, f"/reports/submissions/{id_}", as_of=position)
    return None if answer is None else {name: answer[name] for name in SHOWN}


async def get_statements(client: httpx2.AsyncClient, beside: str) -> dict[str, dict[str, Any]]:
    """The statements beside a submission or a cycle (`submissions/<id>`, `cycles/<id>`) by id; none
    where that is hidden. Raises SourceUnavailable.
    """
    path = f"/reports/{beside}/statements"
    if await http.get_public(client, path, limit=1) is None:
        return {}
    return {one["id"]: one for one in await http.get_items(client, path)}


async def get_fund(client: httpx2.AsyncClient, position: int) -> dict[str, Any]:
    """The balance of the fund as of a position. Raises SourceUnavailable."""
    answer = await http.get(client, "/reports/fund", as_of=position)
    return {name: answer[name] for name in ("on", "balance")}


async def get_entry(client: httpx2.AsyncClient, position: int) -> dict[str, Any]:
    """The entry of the ledger at a position. Raises SourceUnavailable."""
    page = await http.get(client, "/reports/ledger", after=position - 1, limit=1)
    entry: dict[str, Any] = page["items"][0]
    return entry


async def get_kinds(client: httpx2.AsyncClient, lang: str) -> list[dict[str, Any]]:
    """Code, name and fields of every kind. Raises SourceUnavailable."""
    answer = await http.get(client, "/reports/kinds", lang=lang)
    return http.only(answer["items"], "code", "name", "fields")


async def get_code_lists(client: httpx2.AsyncClient, lang: str) -> dict[str, dict[str, str]]:
    """The labels of every code list: list → code → label. Raises SourceUnavailable."""
    lists = await http.get_items(client, "/catalog/codelists", lang=lang)
    return {one["id"]: _labels(one) for one in lists}


def _labels(code_list: dict[str, Any]) -> dict[str, str]:
    return {code["code"]: code["label"] for code in code_list["codes"]}
