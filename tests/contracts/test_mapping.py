"""Codes of earlier editions are mapped through every edition between them."""

from contracts.mapping import EditionCodes, successors


def edition(
    code: str, codes: str, based_on: str | None = None, **replaces: list[str]
) -> EditionCodes:
    return EditionCodes(code, based_on, frozenset(codes.split()), replaces)


FIRST = edition("first", "A B C D")


def test_a_code_is_mapped_to_all_that_take_its_place() -> None:
    second = edition("second", "A X Y", "first", X=["B"], Y=["B", "C"], A=["A"])
    assert successors([FIRST, second]) == {
        "first": {},
        "second": {"B": ("X", "Y"), "C": ("Y",), "D": ()},
    }


def test_through_the_editions_between() -> None:
    second = edition("second", "A C X Y", "first", X=["B"], Y=["B"])
    third = edition("third", "A Y Z", "second", Z=["X", "D"])
    assert successors([FIRST, second, third])["third"] == {
        "B": ("Z", "Y"),
        "C": (),
        "D": ("Z",),
        "X": ("Z",),
    }


def test_an_edition_made_from_an_earlier_one_passes_over_what_came_between() -> None:
    second = edition("second", "A C D X", "first", X=["B"])
    third = edition("third", "A B", "first")
    assert successors([FIRST, second, third])["third"] == {"C": (), "D": (), "X": ()}
    unsaid = edition("third", "A X")  # made from the one before, where nothing is said
    assert successors([FIRST, second, unsaid])["third"] == {"B": ("X",), "C": (), "D": ()}
