"""Events of the catalogue tell all: an edition with its links, an actor with its memberships."""

import pytest
from pydantic import ValidationError

from contracts.catalog import ActorChanged, EditionPublished


def test_an_edition_carries_its_activities_with_their_objectives() -> None:
    activity = {
        "code": "ACT-01",
        "addressees": ["CIM"],
        "optional": False,
        "objectives": ["GO-1"],
        "axes": [],
        "themes": [],
    }
    whole = {
        "edition": "e",
        "date": "2016-06-01",
        "current": True,
        "objectives": ["GO-1"],
        "activities": [activity],
    }
    edition = EditionPublished.model_validate(whole)
    assert edition.activities[0].objectives == ["GO-1"]


def test_an_actor_is_of_a_known_kind() -> None:
    with pytest.raises(ValidationError):
        ActorChanged.model_validate(
            {
                "code": "X",
                "kind": "planet",
                "role": None,
                "parent": None,
                "valid_from": None,
                "valid_to": None,
                "memberships": [],
                "names": {},
                "acronyms": {},
            }
        )
