"""What is written of any submission is read back as the same body."""

import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from files import csv, xlsx
from services.reports.formats import imports
from services.reports.schemas import columns, template
from services.reports.schemas.kinds import KINDS
from tests.services.reports.formats.imports.bodies import bodies, said

EXAMPLES = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
EXPORTED = {"id": "01a22485-801a-7f4c-ab69-302614225ba4", "state": "published", "revision": 1}


def read(content: bytes, kind: str, name: str) -> list[Any]:
    table = imports.read(content, template.accepted(kind), name=name)
    rows = list(table.rows)
    assert [problem for row in rows for problem in row.problems] == []
    assert table.warnings == []
    return [said(row.body) for row in rows]


def as_csv(kind: str, items: Sequence[dict[str, Any]]) -> bytes:
    of = columns.of_submissions(kind)
    return csv.write([one.name for one in of], [columns.row(item, of) for item in items])


def as_workbook(kind: str, items: Sequence[dict[str, Any]], lang: str) -> bytes:
    of = template.exported(kind, lang)
    out = io.BytesIO()
    book = xlsx.Book(out, {"submissions": [*of]}, in_memory=True)
    book.add({"submissions": [template.row(item, [*of.values()]) for item in items]})
    book.close()
    return out.getvalue()


def test_a_list_that_no_cell_holds_is_told() -> None:
    long = [{"url": f"https://example.org/{n}/{'x' * 1_000}", "title": "T"} for n in range(50)]
    body = {**KINDS["uptake"].example, **EXPORTED, "evidence": long}
    table = imports.read(as_workbook("uptake", [body], "en"), template.accepted("uptake"))
    (row,) = table.rows
    assert [(one.code, one.pointer) for one in row.problems] == [("cut", "/evidence")]


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_is_read_back(kind: str) -> None:
    @EXAMPLES
    @given(st.lists(bodies(kind), min_size=1, max_size=2), st.sampled_from(["es", "fr"]))
    def back(made: list[dict[str, Any]], lang: str) -> None:
        items = [{**EXPORTED, **body} for body in made]
        lines = "\n".join(json.dumps(item) for item in items).encode()
        expected = [said(body) for body in made]
        assert read(as_csv(kind, items), kind, "x.csv") == expected
        assert read(as_workbook(kind, items, lang), kind, "x.xlsx") == expected
        assert read(lines, kind, "x.jsonl") == expected

    back()
