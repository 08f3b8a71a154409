"""Templates of the kinds over HTTP."""

import io

import openpyxl
import pytest

from contracts.codes import LANGUAGES
from services.reports.formats import imports
from services.reports.schemas import KINDS, template
from tests.databases import Databases
from tests.services.reports.api import test_access
from tests.services.reports.conftest import Desk


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """Nothing is read here but the catalogue, which is tried on both elsewhere."""
    return sqlite_databases


async def test_every_kind_has_a_template_that_can_be_read(desk: Desk) -> None:
    for kind in KINDS:
        for ending in ("csv", "xlsx"):
            answer = await desk.ask(None, "GET", f"/templates/{kind}.{ending}?lang=fr")
            assert answer.status_code == 200, answer.text
            assert answer.headers["Content-Language"] == "fr"
            assert f'"template-{kind}-fr.{ending}"' in answer.headers["Content-Disposition"]
            media_type = answer.headers["Content-Type"]
            table = imports.read(answer.content, template.accepted(kind), media_type=media_type)
            assert (table.total, table.warnings) == (1, [])


async def test_each_language_has_a_file_of_its_own_that_is_known_by_its_tag(desk: Desk) -> None:
    tags = set()
    for lang in LANGUAGES:
        for ending in ("csv", "xlsx"):
            path = f"/templates/uptake.{ending}?lang={lang}"
            first = await desk.ask(None, "GET", path)
            tag = first.headers["ETag"]
            again = await desk.ask(None, "GET", path, **{"If-None-Match": tag})
            assert (again.status_code, again.content) == (304, b"")
            tags.add(tag)
    assert len(tags) == 8


async def test_excel_gets_what_it_reads_by_a_double_click(desk: Desk) -> None:
    answer = await desk.ask(None, "GET", "/templates/fund-entry.csv?lang=es&excel=true")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "25000,00" in answer.text
    assert ";Monto · Moneda;" in answer.text


async def test_codes_are_those_of_the_catalogue(desk: Desk) -> None:
    answer = await desk.ask(None, "GET", "/templates/implementation.xlsx?lang=en")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    lists = {column[0].value: [cell.value for cell in column] for column in book["Codes"].columns}
    known = [code for code in lists["Activity"][1:] if code]
    assert known == ["ACT-06", "ACT-12", "ACT-22", "ACT-23"]


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.xlsx", "uptake.pdf", "uptake"])
async def test_what_is_no_kind_or_no_format_is_not_there(desk: Desk, name: str) -> None:
    answer = await desk.ask(None, "GET", f"/templates/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_everybody_may_have_one(desk: Desk, ending: str) -> None:
    await desk.key("partner", "ILO")
    await desk.settled()
    for who in test_access.CALLERS:
        expected = 401 if who in ("revoked", "expired") else 200
        asked = None if who == "nobody" else who
        answer = await desk.ask(asked, "GET", f"/templates/uptake.{ending}")
        assert answer.status_code == expected, (who, answer.text)
