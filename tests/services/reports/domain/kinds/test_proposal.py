"""`proposal`: each change needs its own fields, and names what the edition has."""

from dataclasses import replace
from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.proposal import KIND
from services.reports.domain.rules import missing, violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

TEXTS = {"es": {"title": "t", "summary": "s"}}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"change": "amend", "node": "ACT-1"}, []),
        ({"change": "retire", "node": "GO-1"}, []),
        ({"change": "retire", "node": "GO-9"}, []),
        ({"change": "amend", "node": "EXH-1"}, []),
        ({"change": "add", "objectives": ["GO-9"]}, []),
        ({"node": "ACT-9"}, [("/payload/node", "unknown_code")]),
        ({"change": "add", "node": "ACT-1"}, [("/payload/node", "unexpected")]),
        ({"change": "amend", "node_kind": "activity"}, [("/payload/node_kind", "unexpected")]),
        (
            {"change": "add", "addressees": ["STATES", "X"]},
            [("/payload/addressees/1", "unknown_code")],
        ),
        ({"objectives": ["X"]}, [("/payload/objectives/0", "unknown_code")]),
    ],
)
def test_rules(payload: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    catalogue = replace(CATALOGUE, nodes=("EXH-1",), named_objectives=("GO-9",))
    found = violations(KIND, catalogue, Draft("COL", (), payload), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({}, ["change"]),
        ({"change": "add"}, ["node_kind", "texts"]),
        ({"change": "amend"}, ["node", "texts"]),
        ({"change": "retire"}, ["node"]),
        ({"change": "amend", "node": "ACT-1", "texts": {}}, ["texts"]),
        ({"change": "amend", "node": "ACT-1", "texts": TEXTS}, []),
    ],
)
def test_what_each_change_needs(payload: dict[str, Any], expected: list[str]) -> None:
    found = missing(KIND, "COL", {**payload, "reason": "r"})
    assert [pointer for pointer, _, _ in found] == [f"/payload/{name}" for name in expected]


def test_lists_find_it_by_what_it_is_about_and_where() -> None:
    payload = {"change": "amend", "node": "ACT-1", "objectives": ["GO-1"], "meeting": "m"}
    assert list(KIND.index(payload)) == [
        ("activity", "ACT-1"),
        ("objective", "GO-1"),
        ("change", "amend"),
        ("meeting", "m"),
    ]
    assert list(KIND.index({})) == []
    assert KIND.seeks("COL", payload).cycles == ("m",)
