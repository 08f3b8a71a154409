"""What the reader of workbooks does not tell."""

from collections.abc import Callable

import pytest

from services.reports.formats.imports import package
from services.reports.formats.imports.refusal import Refused
from services.reports.formats.imports.scan import ERROR, NOT_COMPUTED, Part, Scan
from tests.services.reports.formats.imports.workbooks import made, repacked

SHEET = "xl/worksheets/sheet1.xml"
BOOK = made({"data": [["title", "year"], ["T", 2024]]})


def scanned(change: Callable[[bytes], bytes]) -> Part:
    scan = Scan()
    with package.opened(repacked(BOOK, {SHEET: change})) as opened:
        package.copied(opened, scan.look)
    return scan.part("data")


def cells(data: bytes) -> Callable[[bytes], bytes]:
    return lambda sheet: sheet.replace(b"</sheetData>", data + b"</sheetData>")


def test_errors_hidden_rows_and_formulas_without_a_value_are_found() -> None:
    part = scanned(
        cells(
            b'<row r="4" hidden="1"><c r="B4" t="e"><f>NA()</f><v>#N/A</v></c></row>'
            b"<row><c><v>1</v></c><c><f>A1</f></c></row>"
        )
    )
    assert part.hidden == {3}
    assert part.marks == {3: {1: ERROR}, 4: {1: NOT_COMPUTED}}
    assert (part.top, part.left, part.bottom, part.right) == (0, 0, 4, 1)


def test_a_sheet_is_as_large_as_the_rectangle_of_its_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most = "services.reports.formats.imports.scan.MOST_CELLS"
    monkeypatch.setattr(most, 4)
    assert scanned(cells(b"")).bottom == 1
    monkeypatch.setattr(most, 3)
    with pytest.raises(Refused):
        scanned(cells(b""))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "too_sparse"),
        (b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>', "wrong_format"),
        (b'<row r="many"/>', "wrong_format"),
    ],
)
def test_a_sheet_that_takes_too_much_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        scanned(cells(data))
    assert caught.value.code == code


def test_a_long_text_that_stands_in_many_cells_counts_in_each() -> None:
    scan = Scan()
    many = b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(3_000))
    texts = b"<sst><si><t>" + b"x" * 32_767 + b"</t></si></sst>"
    content = repacked(BOOK, {SHEET: cells(many), "xl/sharedStrings.xml": texts})
    with package.opened(content) as opened:
        package.copied(opened, scan.look)
    with pytest.raises(Refused) as caught:
        scan.part("data")
    assert caught.value.code == "expands_too_much"


def test_days_count_from_1904_whatever_an_extension_says() -> None:
    scan = Scan()
    extension = b'<extLst><ext><x15:workbookPr xmlns:x15="x"/></ext></extLst></workbook>'
    properties = lambda book: book.replace(b"<workbookPr", b'<workbookPr date1904="1"').replace(  # noqa: E731
        b"</workbook>", extension
    )
    with package.opened(repacked(BOOK, {"xl/workbook.xml": properties})) as opened:
        package.copied(opened, scan.look)
    assert scan.book.from_1904
