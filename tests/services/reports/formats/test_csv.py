"""Tables as CSV."""

import csv

from services.reports.formats.csv import write


def test_no_text_is_computed() -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=b", 'uno\r\ndos;"tres",']
    lines = write(["text", "n"], [[text, -1] for text in texts]).decode()
    header, *rows = list(csv.reader(lines.splitlines(keepends=True)))
    assert header == ["text", "n"]
    assert [row[0] for row in rows] == [f"'{text}" for text in texts[:6]] + texts[6:]
    assert {row[1] for row in rows} == {"-1"}
