"""The decision on a proposal as an event."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.reports import ProposalDecided

SAMPLE = Path(__file__).parents[1] / "samples" / "reports.proposal_decided.1.json"


def test_a_decision_is_one_of_three() -> None:
    data = json.loads(SAMPLE.read_text())
    assert ProposalDecided.model_validate(data).proposal.texts["es"].title == "Remesas"
    with pytest.raises(ValidationError):
        ProposalDecided.model_validate(data | {"decision": "postponed"})
