"""The real data files as the catalogue holds them: the counts of the domain, four languages
everywhere.
"""

import re
from collections import Counter
from collections.abc import Iterator

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


#: The alphabetical order of the states in each language, by ICU collation (PyICU 2.17).
ORDERS = {
    "es": "ATG ARG BHS BRB BLZ BOL BRA CAN CHL COL CRI CUB DMA ECU SLV USA GRD GTM "
    "GUY HTI HND JAM MEX NIC PAN PRY PER DOM KNA VCT LCA SUR TTO URY VEN",
    "en": "ATG ARG BHS BRB BLZ BOL BRA CAN CHL COL CRI CUB DMA DOM ECU SLV GRD GTM "
    "GUY HTI HND JAM MEX NIC PAN PRY PER KNA LCA VCT SUR TTO USA URY VEN",
    "pt": "ATG ARG BHS BRB BLZ BOL BRA CAN CHL COL CRI CUB DMA SLV ECU USA GRD GTM "
    "GUY HTI HND JAM MEX NIC PAN PRY PER DOM LCA KNA VCT SUR TTO URY VEN",
    "fr": "ATG ARG BHS BRB BLZ BOL BRA CAN CHL COL CRI CUB DMA SLV ECU USA GRD GTM "
    "GUY HTI HND JAM MEX NIC PAN PRY PER DOM KNA VCT LCA SUR TTO URY VEN",
}
BRITISH = (
    r"programme|rganis(?!m)|labour|armonis|ularis|ecognis|pecialised|defence|centred?\b"
    r"|member States"
)


def shown(read: Programme, lang: str) -> Iterator[tuple[str, str]]:
    for entry in read.entries:
        for name, texts in entry.texts.items():
            yield f"{entry.kind} {entry.code} {name}", texts[lang]["text"]


def test_states_are_in_alphabetical_order_by_their_keys(read: Programme) -> None:
    states = [actor for actor in read.actors if actor.kind == "state"]
    for lang, order in ORDERS.items():
        ordered = sorted(states, key=lambda state: state.body["sort"][lang].encode())
        assert " ".join(state.code for state in ordered) == order
    names = {state.code: state.body["names"] for state in states}
    assert (names["BHS"]["en"], names["GRD"]["es"]) == ("The Bahamas", "Grenada")


def test_english_is_that_of_the_oas(read: Programme) -> None:
    for place, text in shown(read, "en"):
        assert not re.search(BRITISH, text), (place, text)


def test_french_typography(read: Programme) -> None:
    for place, text in shown(read, "fr"):
        assert not re.search(
            r"(?<!\u202f)[;?!]|(?<![\u00a0a-z]):|«(?!\u00a0)|(?<!\u00a0)»", text
        ), place
        assert not re.search(r"(?<=\w)'(?=\w)", text), place


def test_agencies_and_entities_are_named_with_the_organs(read: Programme) -> None:
    for place, text in shown(read, "fr"):
        assert not re.search(r"organes (et|de l|ou)", text), (place, text)


def test_links_say_how_they_lead(read: Programme) -> None:
    links = {
        (entry.frozen["activity"], entry.frozen["objective"]): entry.frozen["strength"]
        for entry in read.entries
        if entry.kind == "link"
    }
    assert (len(links), Counter(links.values())["indirect"]) == (96, 4)
    assert (links["ACT-40", "SO-08"], links["ACT-22", "SO-06"]) == ("direct", "indirect")
    assert ("ACT-20", "SO-12") not in links
