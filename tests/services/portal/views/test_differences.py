"""Two texts, word by word."""

import pytest

from services.portal.views.differences import Piece, compare


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("se abrieron 14 oficinas", "se abrieron 16 oficinas", ["14"], ["16"]),
        ("uno dos", "uno dos tres", [], [" tres"]),
        ("uno dos tres", "uno tres", ["dos "], []),
        ("", "nuevo", [], ["nuevo"]),
        ("más", "mas", ["más"], ["mas"]),
    ],
)
def test_what_was_removed_and_what_was_added(
    before: str, after: str, removed: list[str], added: list[str]
) -> None:
    difference = compare("texto", before, after)
    assert [piece.text for piece in difference.before if piece.own] == removed
    assert [piece.text for piece in difference.after if piece.own] == added
    assert "".join(piece.text for piece in difference.before) == before
    assert "".join(piece.text for piece in difference.after) == after
    assert difference.changed


def test_the_same_text_has_no_difference() -> None:
    difference = compare("texto", "igual, igual", "igual, igual")
    assert difference.before == difference.after == [Piece("igual, igual", own=False)]
    assert not difference.changed
