"""Tables as JSON."""

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

from files.json import lines, pieces


async def batches(*some: Any) -> AsyncIterator[Any]:
    for one in some:
        yield one


async def test_an_object_with_its_rows() -> None:
    rows = batches([["ñ\n", Decimal("1.0")], [None, Decimal("0.10")]], [], [["b", 3]])
    text = b"".join([piece async for piece in pieces({"head": 1}, ["a", "n"], rows)]).decode()
    assert text == '{"head":1,"items":[{"a":"ñ\\n","n":1.0},{"a":null,"n":0.10},{"a":"b","n":3}]}'
    empty = b"".join([piece async for piece in pieces({}, ["a"], batches())])
    assert json.loads(empty) == {"items": []}


async def test_a_line_for_each_item() -> None:
    text = b"".join([piece async for piece in lines(batches([{"a": "x\r\n"}], [{"a": 1}]))])
    assert [json.loads(line) for line in text.splitlines()] == [{"a": "x\r\n"}, {"a": 1}]
