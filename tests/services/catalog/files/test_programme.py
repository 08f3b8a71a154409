"""The real data files as the catalogue holds them: the counts of the domain, four languages
everywhere.
"""

from collections import Counter

import pytest

from services.catalog.domain.filing import Programme
from services.catalog.files import programme
from services.catalog.settings import Settings


@pytest.fixture(scope="module")
def read() -> Programme:
    return programme.read(Settings().programme)


def test_the_counts_of_the_document(read: Programme) -> None:
    kinds = Counter(entry.kind for entry in read.entries)
    nodes = {
        name: kinds[name]
        for name in (
            "general_objective",
            "specific_objective",
            "activity",
            "exhortation",
            "follow_up",
            "financing",
        )
    }
    assert list(nodes.values()) == [3, 12, 42, 2, 4, 1]
    assert (kinds["edition"], kinds["mandate"], kinds["fingerprint"]) == (2, 6, 64)
    assert Counter(actor.kind for actor in read.actors) == {"organ": 9, "group": 3, "state": 35}


def test_every_text_is_there_in_four_languages(read: Programme) -> None:
    for entry in read.entries:
        for name, texts in entry.texts.items():
            assert set(texts) == {"en", "es", "pt", "fr"}, (entry.code, name)
            assert all(
                text["text"].strip() and text["provenance"] == "editorial"
                for text in texts.values()
            )


def test_activities_of_states_are_optional_and_no_others(read: Programme) -> None:
    for entry in read.entries:
        if entry.kind == "activity":
            assert (
                entry.frozen["optional"]
                == (entry.frozen["addressees"] == ["STATES"])
                == (entry.frozen["number"] >= 21)
            ), entry.code


def test_days_are_full(read: Programme) -> None:
    nicaragua = next(actor for actor in read.actors if actor.code == "NIC").body
    period = nicaragua["memberships"][0]
    assert (nicaragua["member_since"], period["from"], period["to"]) == (
        "1948-01-01",
        "1948-01-01",
        "2023-11-19",
    )
    assert (
        next(actor for actor in read.actors if actor.code == "CAM").body["valid_from"]
        == "2012-01-01"
    )
