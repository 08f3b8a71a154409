"""JSON Lines: a body on each line."""

import json

import pytest

from services.reports.formats.imports import json_lines
from services.reports.formats.imports.refusal import Refused
from services.reports.formats.imports.row import Row
from services.reports.schemas import template

ACCEPTED = template.accepted("implementation")


def rows(*lines: object) -> list[Row]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return list(json_lines.rows("\n".join(texts).encode(), ACCEPTED))


def test_a_line_is_a_body_with_an_own_identifier() -> None:
    (first, second) = rows(
        {"external_id": 7, "title": "T", "payload": {"year": 2024}}, "", {"a": 1}
    )
    assert (first.number, first.external_id) == (1, "7")
    assert first.body == {"kind": "implementation", "title": "T", "payload": {"year": 2024}}
    assert (second.number, second.cell("/a")) == (3, "A3")


def test_lines_of_an_export_lose_what_nobody_fills_in() -> None:
    exported = {"id": "x", "state": "published", "revision": 1, "position": 3, "title": "T"}
    (row,) = rows({**exported, "kind": "implementation"})
    assert row.body == {"kind": "implementation", "title": "T"}
    assert row.submission == "x"


def test_a_bad_line_hides_no_good_one() -> None:
    bad, array, other, good = rows("{", "[]", {"kind": "practice"}, {"title": "T"})
    assert [one.problems[0].code for one in (bad, array, other)] == [
        "bad_json",
        "bad_json",
        "other_kind",
    ]
    assert (good.problems, good.body["title"]) == ([], "T")


def test_another_encoding_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        list(json_lines.rows('{"title":"é"}'.encode("cp1252"), ACCEPTED))
    assert caught.value.code == "wrong_encoding"
