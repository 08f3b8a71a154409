"""The reports' public API: the files of good practices, and what of them is of some practices."""

import csv
import io
import json
from collections.abc import Collection
from typing import Any

import httpx2

from services.portal.clients import http
from services.portal.clients.http import Parameter

Line = tuple[dict[str, Any], str]  # a practice, and the line of the file that it stands on


async def get_lines(client: httpx2.AsyncClient, **filters: Parameter) -> list[Line]:
    """Every practice on its line. Raises Refused, ServiceUnavailable."""
    text = await http.text(client, "/reports/submissions.jsonl", kind="practice", **filters)
    return [_line(line) for line in text.split("\n") if line]


def _line(text: str) -> Line:
    return json.loads(text), f"{text}\n"


async def get_table(client: httpx2.AsyncClient, **filters: Parameter) -> str:
    """The same as CSV. Raises Refused, ServiceUnavailable."""
    return await http.text(client, "/reports/submissions.csv", kind="practice", **filters)


def rows_of(table: str, ids: Collection[str]) -> str:
    """The head of a table, and the rows with these ids."""
    head, *rows = csv.reader(io.StringIO(table, newline=""))
    place, text = head.index("id"), io.StringIO()
    csv.writer(text).writerows([head, *(row for row in rows if row[place] in ids)])
    return text.getvalue()
