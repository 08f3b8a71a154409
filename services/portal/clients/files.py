"""How large the files of the services are, and of when: `GET /…/files` of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2

from services.portal.clients import http
from services.portal.clients.values import instant

CATALOG = "/catalog"
SERVICES = ("/indicators", "/reports", CATALOG)


@dataclass(frozen=True, slots=True)
class FileSize:
    """Bytes of a file as it was last made; None where nobody knows them yet."""

    size: int | None
    position: int | None
    recorded: datetime | None


async def list_sizes(client: httpx2.AsyncClient, service: str, lang: str) -> dict[str, FileSize]:
    """The files of a service by their addresses. Raises ServiceUnavailable."""
    return await http.get(client, f"{service}/files", _sizes, lang=lang)


def _sizes(answer: Any) -> dict[str, FileSize]:
    return {item["address"]: _size(item) for item in answer["items"]}


def _size(item: Mapping[str, Any]) -> FileSize:
    return FileSize(item["size"], item["position"], instant(item["recorded_at"]))
