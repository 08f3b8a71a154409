"""A file read as a table of submissions."""

from pathlib import Path

import pytest

from services.reports.formats import imports
from services.reports.formats.imports import Refused, Row
from services.reports.schemas import template

ACCEPTED = template.accepted("implementation")
HEAD = "title,language,activity,year,status"
ROW = "T,es,ACT-12,2024,planned"


def table(content: str | bytes, media_type: str = "", name: str = "") -> imports.Table:
    data = content.encode() if isinstance(content, str) else content
    return imports.read(data, ACCEPTED, media_type=media_type, name=name)


def rows(content: str) -> list[Row]:
    return list(table(content).rows)


SPANISH = '''title;language;activity;year;status;carried_out;partner_kind;partner_name;\
beneficiaries_female_adult;currency;amount;evidence_url
Capacitación;es;ACT-12;2024;under_way;"Línea uno
Línea dos; con punto y coma";academia;"Universidad ""La Nación""";1.234;USD;15.000,50;https://a.org
Formação;pt;ACT-13;2023;completed;;;;0;BRL;1234,5;
Étude sur l’œuvre;fr;ACT-14;2022;planned;;;;;CLP;1.500;
Monto;es;ACT-12;2024;planned;;;;;USD;15,000;
;;;;;;;;;;;
'''
ENGLISH = (
    SPANISH.replace("15.000,50", "15000.50")
    .replace("1234,5", "1234.5")
    .replace("1.500", "1500")
    .replace("15,000", "15.000")
    .replace("1.234", "1234")
    .replace("coma;", "coma")
)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (SPANISH.encode("utf-8-sig"), ""),
        (SPANISH.replace(";", "\t").replace("dos\t", "dos;").encode("utf-16"), "text/csv"),
        (SPANISH.encode("cp1252"), 'text/csv; charset="windows-1252"'),
        (ENGLISH.encode(), "text/csv; charset=utf-8"),
    ],
    ids=["bom", "utf-16", "windows-1252", "points"],
)
def test_a_table_says_the_same_however_it_was_saved(content: bytes, media_type: str) -> None:
    read = table(content, media_type)
    first, second, third, fourth = read.rows
    assert (read.format, read.total, read.warnings) == ("csv", 4, [])
    assert [first.number, fourth.number] == [2, 5]
    assert first.body["payload"]["partners"][0]["name"] == 'Universidad "La Nación"'
    assert first.body["payload"]["carried_out"] == "Línea uno\nLínea dos; con punto y coma"
    assert first.body["payload"]["beneficiaries"][0]["count"] == 1234
    assert first.body["evidence"] == [{"url": "https://a.org"}]
    amounts = [one.body["payload"]["resources"][0]["amount"] for one in (first, second, third)]
    assert amounts == ["15000.50", "1234.5", "1500"]
    assert second.body["payload"]["beneficiaries"][0]["count"] == 0
    # three digits for USD: the rules of bodies refuse them, and the cell is told
    assert fourth.body["payload"]["resources"][0]["amount"] == "15.000"
    assert fourth.cell("/payload/resources/0/amount") == "K5"


def test_an_amount_that_can_be_two_is_refused_in_its_cell() -> None:
    (row,) = rows(f"{HEAD},currency,amount\n{ROW},USD,1.234\n")
    assert [(one.code, one.cell) for one in row.problems] == [("ambiguous", "G2")]


def test_the_header_may_stand_below_a_heading() -> None:
    (row,) = rows(f"Informe anual\n\n{HEAD}\n{ROW}\n\n,,,\n")
    assert (row.number, row.body["title"]) == (4, "T")


def test_lines_and_files_on_disk_are_read_too(tmp_path: Path) -> None:
    lines = table('{"title":"T"}\n', "application/x-ndjson")
    assert (lines.format, lines.total, [row.number for row in lines.rows]) == ("jsonl", 1, [1])
    file = tmp_path / "informe.csv"
    file.write_text(f"{HEAD}\n{ROW}\n")
    assert imports.read(file, ACCEPTED).total == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "no_header"),
        ("a,b\n1,2\n", "no_header"),
        (f"{HEAD}\n,,,,\n", "no_rows"),
        (HEAD, "no_rows"),
        (f"{HEAD}\n" + f"{ROW}\n" * 10_001, "too_many_rows"),
        ('{"a":1}\n' * 10_001, "too_many_rows"),
        ("x" * (20 * 1024 * 1024 + 1), "too_large"),
        (b"\xd0\xcf\x11\xe0 old", "wrong_format"),
    ],
    ids=["empty", "header", "blank", "alone", "rows", "lines", "bytes", "old"],
)
def test_what_cannot_be_read_at_all_is_refused(content: str | bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        table(content)
    assert caught.value.code == code


def test_ten_thousand_rows_are_read() -> None:
    read = table(f"{HEAD}\n" + f"{ROW}\n" * 10_000)
    assert (read.total, sum(1 for _ in read.rows)) == (10_000, 10_000)
