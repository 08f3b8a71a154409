"""Which facts a question keeps."""

from dataclasses import replace
from typing import Any

import pytest

from services.aggregator.domain.kinds.practice import Practice
from services.aggregator.domain.kinds.ratification import Ratification
from services.aggregator.domain.question import Question

FACT = Practice("p", 1, 1, 2020, (("COL", "state"), ("CIM", "organ")), ("OLD",), (), ("gender",))
ASKED = Question(("A-1",), successors={"OLD": ("A-1", "A-2")})


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({}, True),
        ({"year": 2021}, False),
        ({"axis": "gender"}, True),
        ({"axis": "development"}, False),
        ({"actor": "CIM", "kind": "organ"}, True),
        ({"actor": "CIM", "kind": "state"}, False),
        ({"profile": "MEX"}, False),
        ({"activities": ("A-3",)}, False),
    ],
)
def test_every_filter_must_let_it_pass(filters: dict[str, Any], kept: bool) -> None:
    assert replace(ASKED, **filters).keeps(FACT) == kept


def test_an_act_is_the_states_whose_act_it_is() -> None:
    act = Ratification("s", 1, 1, 2020, (("SG", "organ"),), "T", "COL", "accession", "d", False)
    assert Question((), actor="COL").lets_pass(act)
    assert not Question((), actor="SG").lets_pass(act)
