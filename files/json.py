"""Tables as JSON: one object with its rows as items, or a line for each row."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from files.cells import Row, Rows, digits

MEDIA_TYPE, LINES_MEDIA_TYPE = "application/json", "application/jsonl"

_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


async def pieces(
    head: Mapping[str, Any], columns: Sequence[str], batches: Rows
) -> AsyncIterator[bytes]:
    """An object that begins with `head` and ends with its `items`, a piece for each batch."""
    names, between = [_text(name) for name in columns], ""
    yield (_text(head)[:-1] + ("," if head else "") + '"items":[').encode()
    async for rows in batches:
        if rows:
            yield (between + ",".join(_object(names, row) for row in rows)).encode()
            between = ","
    yield b"]}"


async def lines(batches: AsyncIterator[Iterable[Mapping[str, Any]]]) -> AsyncIterator[bytes]:
    """JSON Lines: each item on a line of its own."""
    async for items in batches:
        yield "".join(f"{_text(item)}\n" for item in items).encode()


def _object(names: Sequence[str], row: Row) -> str:
    pairs = zip(names, row, strict=True)
    return "{" + ",".join(f"{name}:{_value(value)}" for name, value in pairs) + "}"


def _value(value: Any) -> str:
    """A number keeps the text that it has in every format."""
    return digits(value) if isinstance(value, Decimal) else _text(value)
