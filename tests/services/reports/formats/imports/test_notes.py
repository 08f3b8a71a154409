"""Comments and their boxes as parts of a package."""

import pytest

from services.reports.formats.imports import notes
from services.reports.formats.imports.notes import NEW, Comments, Noted, Unusual

PART = NEW.replace("<authors></authors>", "<authors><author>A&amp;B</author></authors>")


def test_comments_are_read_with_their_authors() -> None:
    noted = notes.noted(PART.encode(), {"B2": "a<b"})
    there = Comments(noted.part)
    assert there.authors == ["A&B", "import"]
    ((cell, text),) = [(one.cell, one.text) for one in there.comments]
    assert (cell, text, noted.added, noted.gone) == ("B2", "a<b", ["B2"], [])
    assert there.is_ours(there.comments[0])
    assert noted.part[there.comments[0].start :].startswith(b"<comment ")
    assert noted.part[: there.comments[0].end].endswith(b"</comment>")


def test_how_a_text_is_pronounced_is_none_of_it() -> None:
    text = "<text><r><t>a</t></r><rPh sb='0' eb='1'><t>b</t></rPh><r><t>c</t></r></text>"
    comment = f"<comment ref='A1' authorId='0'>{text}</comment></commentList>"
    (found,) = Comments(PART.replace("</commentList>", comment).encode()).comments
    assert found.text == "ac"


def test_a_comment_without_a_text_is_unusual() -> None:
    comment = "<comment ref='A1' authorId='0'/></commentList>"
    with pytest.raises(Unusual):
        Comments(PART.replace("</commentList>", comment).encode())


def drawn(part: bytes | None, cell: str, text: str = "x") -> bytes:
    return b"".join(notes.drawing(part, {cell: text}, Noted(b"", [cell], [])))


def test_a_drawing_with_other_boxes_gets_more() -> None:
    old = b'<xml><v:shape id="_x0000_s3000" type="#_x0000_t201"></v:shape></xml>'
    made = drawn(old, "B2")
    assert b'id="_x0000_s3001"' in made
    assert made.count(b"<v:shapetype ") == 1
    assert drawn(made, "B3").count(b"<v:shapetype ") == 1


def test_a_box_stays_on_the_sheet() -> None:
    assert b"<x:Anchor>16379, 15, 1048571, 2, 16383, 15, 1048575, 4</x:Anchor>" in drawn(
        None, "XFD1048576"
    )
    assert b"<x:Anchor>1, 15, 0, 2, 5, 15, 6, 4</x:Anchor>" in drawn(None, "A1", "x\n" + "y" * 45)


def test_a_drawing_without_an_end_is_unusual() -> None:
    with pytest.raises(Unusual):
        drawn(b"<xml>", "A1")
