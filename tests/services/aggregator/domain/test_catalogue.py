"""What was in force at a position of the catalogue."""

from services.aggregator.domain.catalogue import LARGEST, Catalogue, Edition
from services.aggregator.domain.structure import Actor


def edition(position: int, code: str, activities: str, *, current: bool = True) -> Edition:
    addressees = dict.fromkeys(activities.split(), ("CIM",))
    return Edition(position, code, f"20{position}-01-01", current, (), addressees, {}, {})


LAB, MOVED = Actor("LAB", "organ", "CIM"), Actor("LAB", "organ", "CIDH")
CATALOGUE = Catalogue(
    [
        edition(12, "first", "A B"),
        edition(14, "second", "A C"),
        edition(16, "aside", "D", current=False),
    ],
    {"LAB": [(11, LAB), (15, MOVED)], "NEW": [(13, Actor("NEW", "other", None))]},
    {},
)


def test_the_edition_in_force_is_the_last_one_that_became_current() -> None:
    asked = (0, 12, 13, 14, 16, None)
    expected = ["first", "first", "first", "second", "second", "second"]
    assert [CATALOGUE.in_force(until) for until in asked] == expected
    assert [CATALOGUE.knows(code) for code in ("aside", "third")] == [True, False]


def test_actors_stand_as_they_stood_then() -> None:
    assert CATALOGUE.structure("first", 12).actors == {"LAB": LAB}
    assert CATALOGUE.structure("first", 14).actors["LAB"] is LAB
    assert CATALOGUE.structure("first").actors["LAB"] is MOVED
    assert "NEW" in CATALOGUE.structure("second", 13).actors


def test_an_edition_stands_as_it_was_published_last_and_before_that_as_first() -> None:
    again = Catalogue([edition(12, "e", "A"), edition(14, "e", "A B")], {}, {})
    assert [set(again.structure("e", until).addressees) for until in (1, 12, 14, None)] == [
        {"A"},
        {"A"},
        {"A", "B"},
        {"A", "B"},
    ]


def test_the_last_edition_that_has_an_activity() -> None:
    for code, edition_, last in (
        ("A", "second", "second"),
        ("B", "second", "first"),
        ("C", "first", None),
        ("X", "second", None),
    ):
        assert CATALOGUE.last_with(code, edition_) == last


def test_structures_in_memory_are_bounded() -> None:
    for until in range(3 * LARGEST):
        CATALOGUE.structure("first", until)
    assert len(CATALOGUE._made) <= LARGEST
