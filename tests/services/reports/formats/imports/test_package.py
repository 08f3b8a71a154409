"""What is refused in the package of a workbook."""

import io
import zipfile

import pytest

from services.reports.formats.imports import package
from services.reports.formats.imports.refusal import Refused
from tests.services.reports.formats.imports.workbooks import made, repacked

BOOK = made({"data": [["title", "year"], ["T", 2024]]})
RELATION = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://x/%s" Target="http://evil.example/x" '
    b'TargetMode="External"/></Relationships>'
)
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
ENTITIES = b'<!DOCTYPE lolz [<!ENTITY lol "lol">]><worksheet>&lol;</worksheet>'
MACROS = (
    b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
)


def copied(content: bytes) -> bytes:
    with package.opened(content) as opened:
        return package.copied(opened, lambda _name: package.Look()).getvalue()


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/macrosheets/sheet1.xml", b"<x/>", "macros"),
        ("[Content_Types].xml", MACROS, "macros"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "external_links"),
        ("xl/connections.xml", b"<x/>", "external_links"),
        (SHEET_RELATIONS, RELATION % b"oleObject", "external_links"),
        ("xl/worksheets/sheet1.xml", ENTITIES, "xml_entities"),
        ("xl/sharedStrings.xml", ENTITIES, "xml_entities"),
        ("xl/sharedStrings.xml", b" " * (package.MOST_EXPANDED + 1), "expands_too_much"),
        ("xl/worksheets/sheet1.xml", b"<worksheet>", "wrong_format"),
        ("XL/workbook.xml", b"<x/>", "wrong_format"),
        ("xl/styles.xml", b'<?xml version="1.0" encoding="U-5TF-8"?><x/>', "wrong_format"),
    ],
)
def test_what_no_table_needs_is_refused(part: str, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        copied(repacked(BOOK, {part: content}))
    assert caught.value.code == code


def test_a_link_in_a_cell_is_none_of_a_workbook() -> None:
    assert copied(repacked(BOOK, {SHEET_RELATIONS: RELATION % b"hyperlink"}))


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    content = repacked(BOOK, {"xl/sharedStrings.xml": b"<sst>" + b" " * 100_000 + b"</sst>"})
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        size = given.getinfo("xl/sharedStrings.xml").file_size
    lie = content.replace(size.to_bytes(4, "little"), (64).to_bytes(4, "little"))
    with pytest.raises(Refused) as caught:
        copied(lie)
    assert caught.value.code == "wrong_format"


@pytest.mark.parametrize("content", [BOOK[:400], b"PK\x03\x04" + b"\0" * 100, b""])
def test_a_damaged_package_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        copied(content)
    assert caught.value.code == "wrong_format"


def test_pictures_are_left_out_of_the_copy() -> None:
    content = repacked(BOOK, {"xl/media/image1.png": b"x", "xl/drawings/drawing1.xml": b"<x/>"})
    with zipfile.ZipFile(io.BytesIO(copied(content))) as copy:
        assert not [name for name in copy.namelist() if "media" in name or "drawing" in name]
        assert "xl/worksheets/sheet1.xml" in copy.namelist()
