"""Comments in somebody's own workbook, as readers of others find them; nothing else is changed."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from python_calamine import load_workbook

from services.reports.formats.imports import commenting
from services.reports.formats.imports.notes import OURS, Unusual
from tests.services.reports.formats.imports.workbooks import made, repacked

ROWS = [["title", "year", "status"], ["T", 1, "x"], ["U", 2, "y"]]
SHEET = "xl/worksheets/sheet1.xml"
MARKS = {"B2": "No year. <&é\x01>", "C3": "No code."}
SAID = {"B2": "No year. <&é\ufffd>", "C3": "No code."}


def commented(content: bytes, marks: Mapping[str, str] = MARKS, sheet: str = "data") -> bytes:
    out = io.BytesIO()
    commenting.comment(content, sheet, marks, out)
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        assert len(package.namelist()) == len({*package.namelist()})
        return {name: package.read(name) for name in package.namelist()}


def read(content: bytes, sheet: str = "data") -> dict[str, str]:
    """The comments that another program finds, which all have a box."""
    (found,) = (one for one in openpyxl.load_workbook(io.BytesIO(content)) if one.title == sheet)
    cells = [cell for row in found.iter_rows() for cell in row if cell.comment]
    return {cell.coordinate: cell.comment.text for cell in cells}


def boxes(content: bytes) -> list[list[tuple[int, int]]]:
    """The cells that have a box, of each drawing; every box has a number of its own."""
    found = []
    for name, part in parts(content).items():
        if name.endswith(".vml"):
            numbers = re.findall(rb'<v:shape\b[^>]*? id="([^"]+)"', part)
            assert len(numbers) == len({*numbers})
            rows, columns = (
                [int(n) for n in re.findall(rb"<x:%b>(\d+)<" % what, part)]
                for what in (b"Row", b"Column")
            )
            found.append(sorted(zip(rows, columns, strict=True)))
    return found


def with_theirs(_book: Any, shown: Mapping[str, Any]) -> None:
    shown["data"].write_comment("A1", "Theirs")
    shown["data"].write_comment("B2", "Theirs too", {"author": "Ana"})


def test_the_comments_are_found_and_nothing_else_is_changed() -> None:
    content = made({"data": ROWS, "other": [["a"]]})
    marked = commented(content)
    assert read(marked) == SAID
    assert read(marked, "other") == {}
    assert boxes(marked) == [[(1, 1), (2, 2)]]
    before, after = parts(content), parts(marked)
    same = {name for name in before if after[name] == before[name]}
    assert {*before} - same == {SHEET, "[Content_Types].xml"}
    assert {*after} - {*before} == {
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }
    named = re.compile(rb"<legacyDrawing[^>]*/>")
    assert named.sub(b"", after[SHEET]) == before[SHEET]
    assert after[SHEET].endswith(b'r:id="importDrawing"/></worksheet>')
    book = load_workbook(io.BytesIO(marked))
    assert book.get_sheet_by_name("data").to_python() == ROWS


def test_comments_of_others_stay_and_ours_are_made_anew() -> None:
    marked = commented(made({"data": ROWS}, with_theirs))
    assert read(marked) == {
        "A1": "Theirs",
        "B2": f"Theirs too{OURS}{SAID['B2']}",
        "C3": "No code.",
    }
    assert boxes(marked) == [[(0, 0), (1, 1), (2, 2)]]
    again = commented(marked, {"B3": "New."})
    assert read(again) == {"A1": "Theirs", "B2": "Theirs too", "B3": "New."}
    assert boxes(again) == [[(0, 0), (1, 1), (2, 1)]]
    last = commented(again, {"B3": "Newer."})
    assert read(last) == {"A1": "Theirs", "B2": "Theirs too", "B3": "Newer."}
    assert boxes(last) == boxes(again)


def test_a_workbook_that_another_program_has_written() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made({"data": ROWS}, with_theirs)))
    book["data"]["C2"].comment = Comment("Mine", "Eva")
    out = io.BytesIO()
    book.save(out)
    marked = commented(out.getvalue(), {"C2": "No."})
    assert read(marked) == {"A1": "Theirs", "B2": "Theirs too", "C2": f"Mine{OURS}No."}
    saved = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(marked)).save(saved)
    assert read(commented(saved.getvalue(), {"A3": "No."}))["A3"] == "No."


def links(_book: Any, shown: Mapping[str, Any]) -> None:
    shown["data"].write_url("A2", "https://example.org")
    shown["data"].add_table("A1:C3", {"columns": [{"header": name} for name in ROWS[0]]})
    shown["data"].insert_checkbox("D5", True)


def test_what_a_sheet_has_beside_cells_stays() -> None:
    marked = commented(made({"data": ROWS}, links))
    (sheet,) = openpyxl.load_workbook(io.BytesIO(marked)).worksheets
    assert read(marked) == SAID
    assert sheet["A2"].hyperlink.target == "https://example.org"
    assert len(sheet.tables) == 1
    part = parts(marked)[SHEET]
    assert part.index(b"<legacyDrawing") < part.index(b"<tableParts")


def merged(_book: Any, shown: Mapping[str, Any]) -> None:
    shown["data"].merge_range("B2:C3", "planned")


def test_of_merged_cells_the_first_has_the_comment() -> None:
    marked = commented(made({"data": ROWS}, merged), {"C3": "One.", "B2": "Two.", "A2": "Three."})
    assert read(marked) == {"A2": "Three.", "B2": "One.\nTwo."}


def test_many_comments_have_numbers_of_blocks() -> None:
    marks = {f"B{n}": "No." for n in range(2, 2_100)}
    marked = commented(made({"data": ROWS}), marks)
    drawing = parts(marked)["xl/drawings/vmlDrawing1.vml"]
    assert b'data="1,2,3"' in drawing
    assert len(boxes(marked)[0]) == len(marks)


def test_threads_stay_as_comments() -> None:
    def threaded(part: bytes) -> bytes:
        thread = b'<Relationship Id="t" Type="http://x/threadedComment" Target="../t.xml"/>'
        return part.replace(b"</Relationships>", thread + b"</Relationships>")

    listed = "xl/worksheets/_rels/sheet1.xml.rels"
    content = repacked(made({"data": ROWS}, with_theirs), {listed: threaded, "xl/t.xml": b"<t/>"})
    assert b"threadedComment" not in parts(commented(content))[listed]


Change = Callable[[bytes], bytes]


def strict(part: bytes) -> bytes:
    return part.replace(b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml")


def wide(part: bytes) -> bytes:
    return part.decode().replace("UTF-8", "UTF-16").encode("utf-16")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (
            SHEET,
            lambda part: part.replace(
                b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
            ),
        ),
        (
            "xl/comments1.xml",
            lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        ),
        ("xl/comments1.xml", lambda part: re.sub(b"<authors>.*</authors>", b"<authors/>", part)),
        ("xl/drawings/vmlDrawing1.vml", lambda part: part.replace(b"</xml>", b"")),
        ("xl/worksheets/_rels/sheet1.xml.rels", lambda part: part.replace(b"vmlDrawing1", b"no")),
    ],
    ids=["strict", "utf-16", "no-authors", "no-end", "no-drawing"],
)
def test_what_is_written_unusually_is_left_alone(name: str, change: Change) -> None:
    content = made({"data": ROWS}, with_theirs)
    assert change(parts(content)[name]) != parts(content)[name]
    with pytest.raises(Unusual):
        commented(repacked(content, {name: change}))


def test_a_sheet_that_is_not_there_is_unusual() -> None:
    with pytest.raises(Unusual):
        commented(made({"data": ROWS}), sheet="none")
