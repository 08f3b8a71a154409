"""The modalities of the fund as an event."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import ModalitiesAdopted

SAMPLE = Path(__file__).parents[1] / "samples" / "reports.modalities_adopted.1.json"


def test_a_version_has_its_texts_by_language() -> None:
    data = json.loads(SAMPLE.read_text())
    assert set(ModalitiesAdopted.model_validate(data).text) == {"es", "en"}


@pytest.mark.parametrize("wrong", [{"text": {}}, {"text": {"de": "x"}}, {"adopted_on": "2026"}])
def test_what_is_no_modality_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ModalitiesAdopted.model_validate(json.loads(SAMPLE.read_text()) | wrong)
