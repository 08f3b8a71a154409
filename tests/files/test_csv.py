"""Tables as CSV."""

import csv
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from files.csv import PLAIN, Dialect, for_excel, pieces, write


def test_no_text_is_computed() -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=b", 'uno\r\ndos;"tres",']
    lines = write(["text", "n"], [[text, -1] for text in texts]).decode()
    header, *rows = list(csv.reader(lines.splitlines(keepends=True)))
    assert header == ["text", "n"]
    assert [row[0] for row in rows] == [f"'{text}" for text in texts[:6]] + texts[6:]
    assert {row[1] for row in rows} == {"-1"}


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (PLAIN, "a,n\r\nx,0.10\r\n"),
        (for_excel("en"), "\ufeffa;n\r\nx;0.10\r\n"),
        (for_excel("fr"), "\ufeffa;n\r\nx;0,10\r\n"),
    ],
)
async def test_pieces_are_the_whole(dialect: Dialect, expected: str) -> None:
    rows = [["x", Decimal("0.10")]]

    async def batches() -> AsyncIterator[list[list[object]]]:
        yield rows
        yield []

    made = b"".join([piece async for piece in pieces(["a", "n"], batches(), dialect)])
    assert made == write(["a", "n"], rows, dialect) == expected.encode()
