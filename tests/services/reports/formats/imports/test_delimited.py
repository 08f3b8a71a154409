"""CSV as programs of several countries save it."""

import pytest

from services.reports.formats.imports import delimited
from services.reports.formats.imports.header import Names
from services.reports.formats.imports.refusal import Refused
from services.reports.schemas import template

NAMES = Names(template.accepted("implementation"))
TEXT = 'title;year\r\n"é;\r\n""x""";2024\r\n'
EXPECTED = [(1, ["title", "year"]), (2, ['é;\r\n"x"', "2024"])]


def cells(content: bytes, charset: str = "") -> list[tuple[int, list[str]]]:
    sheet = delimited.sheet(content, charset, NAMES)
    return [(line.number, list(line.cells)) for line in sheet.lines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encoding_and_delimiter_are_found(encoding: str, delimiter: str) -> None:
    text = TEXT.replace(";2", f"{delimiter}2").replace("e;y", f"e{delimiter}y")
    assert cells(text.encode(encoding)) == EXPECTED


@pytest.mark.parametrize(("delimiter", "point"), [(",", "."), (";", None), ("\t", None)])
def test_where_commas_stand_between_cells_points_stand_in_numbers(
    delimiter: str, point: str | None
) -> None:
    content = f"title{delimiter}year\r\na{delimiter}1\r\n".encode()
    assert delimited.sheet(content, "", NAMES).point == point


def test_windows_1252_is_read_where_it_is_declared() -> None:
    content = TEXT.encode("cp1252")
    assert cells(content, "Windows-1252") == EXPECTED
    with pytest.raises(Refused) as caught:
        cells(content)
    assert caught.value.code == "wrong_encoding"
    assert "windows-1252" in caught.value.detail


@pytest.mark.parametrize(
    ("content", "charset", "code"),
    [
        (TEXT.encode(), "windows-1252", "wrong_encoding"),
        (TEXT.encode(), "koi8-r", "wrong_encoding"),
        (TEXT.encode("utf-16-le"), "", "wrong_encoding"),
        (b"title,year\r\na\x81,1", "windows-1252", "wrong_encoding"),
        (b'title,year\r\n"open,2024\r\nb,2023\r\n', "", "wrong_format"),
    ],
)
def test_what_would_be_read_as_something_else_is_refused(
    content: bytes, charset: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        cells(content, charset)
    assert caught.value.code == code


def test_lines_may_end_as_on_an_old_mac() -> None:
    assert cells(b"title;year\ra;1\rb;2\r")[1:] == [(2, ["a", "1"]), (3, ["b", "2"])]


def test_a_line_may_name_the_delimiter() -> None:
    assert cells(b"sep=;\r\ntitle;year\r\na,b;1\r\n")[1:] == [
        (2, ["title", "year"]),
        (3, ["a,b", "1"]),
    ]


def test_what_exports_write_against_computing_is_read_back() -> None:
    assert cells(b"title,year\r\n'=1+1,'-5\r\n''@x,'x\r\n")[1:] == [
        (2, ["=1+1", "-5"]),
        (3, ["'@x", "'x"]),
    ]
