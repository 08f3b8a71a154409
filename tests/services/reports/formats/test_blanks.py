"""Templates as files, filled in as they are and read back."""

import io

import openpyxl
import pytest

from contracts.codes import LANGUAGES, Language
from files import csv
from services.reports.domain.programme import Catalogue
from services.reports.formats import blanks, imports
from services.reports.schemas import blanks as schemas
from services.reports.schemas import template
from services.reports.schemas.kinds import KINDS
from services.reports.schemas.submission import SubmissionBody

CATALOGUE = Catalogue("2016-draft", {"ACT-12": ("CIM",)}, {"ACT-12": ("SO-07",)}, {})


def files(kind: str, lang: Language) -> list[bytes]:
    blank = schemas.blank(kind, lang, CATALOGUE)
    return [
        blanks.comma_separated(blank, csv.PLAIN),
        blanks.comma_separated(blank, csv.for_excel(lang)),
        blanks.workbook(blank),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_read_without_an_error(kind: str, lang: Language) -> None:
    bodies = []
    for content in files(kind, lang):
        table = imports.read(content, template.accepted(kind))
        (row,) = table.rows
        assert (table.warnings, row.number, row.problems, row.notices) == ([], 2, [], [])
        SubmissionBody.model_validate(row.body)
        bodies.append(row.body)
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["title"] == KINDS[kind].example["title"]


def test_a_workbook_offers_codes_and_explains() -> None:
    content = files("implementation", "pt")[2]
    assert content == files("implementation", "pt")[2]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["implementation", "Instruções", "Códigos"]
    data, explained, codes = book.worksheets
    header = {cell.value: cell.column_letter for cell in data[1]}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in data.data_validations.dataValidation}
    status = rules[f"{header['Situação']}2"]
    assert status.type == "list"
    first = status.formula1.rpartition("!")[2].partition(":")[0]
    assert codes[first.replace("$", "")].value == "not_started"
    assert status.prompt == "Até onde a atividade avançou, segundo quem informa."
    assert rules[f"{header['Título']}2"].type is None
    named = {row[0].value: row[1].value for row in explained.iter_rows()}
    assert named["Situação"] == "status"
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
