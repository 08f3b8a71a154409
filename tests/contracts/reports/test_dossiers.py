"""Dossiers as events: digests of what was made, of which cycle, as of which position."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.reports import DossierIssued

SAMPLE = Path(__file__).parents[1] / "samples" / "reports.dossier_issued.1.json"


def test_an_issue_names_both_files_by_their_digests() -> None:
    data = json.loads(SAMPLE.read_text())
    read = DossierIssued.model_validate(data)
    assert read.type == "reports.dossier_issued"
    assert read.model_dump(mode="json") == data


@pytest.mark.parametrize(("name", "value"), [("lang", "de"), ("pdf_sha256", "none")])
def test_languages_and_digests_are_those_of_the_contract(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        DossierIssued.model_validate(json.loads(SAMPLE.read_text()) | {name: value})
