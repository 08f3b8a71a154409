"""Cycles as events: each tells the whole cycle, under the names of its answer."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.reports import CycleChanged

SAMPLE = Path(__file__).parents[1] / "samples" / "reports.cycle_changed.1.json"


def test_a_change_carries_the_whole_cycle() -> None:
    data = json.loads(SAMPLE.read_text())
    read = CycleChanged.model_validate(data)
    assert read.cycle_type == "work_plan"
    assert read.type == "reports.cycle_changed"
    told = {"decided_on": None, "document": None}  # of a decision, which this is none of
    assert read.model_dump(mode="json", by_alias=True) == data | told


@pytest.mark.parametrize(("name", "value"), [("state", "postponed"), ("type", "congress")])
def test_states_and_types_are_those_of_the_contract(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        CycleChanged.model_validate(json.loads(SAMPLE.read_text()) | {name: value})
