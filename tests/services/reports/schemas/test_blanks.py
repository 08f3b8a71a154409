"""What stands in the template of each kind."""

import pytest

from contracts.codes import LANGUAGES
from services.reports.domain.kinds import KINDS
from services.reports.domain.programme import Actor, Catalogue
from services.reports.schemas import blanks

CATALOGUE = Catalogue(
    "2016-draft",
    {"ACT-12": ("CIM",), "ACT-02": ("CIM",)},
    {"ACT-12": ("SO-07",)},
    {code: Actor(code, kind, None) for code, kind in (("CIM", "organ"), ("COL", "state"))},
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_says_everything_in_the_language(kind: str) -> None:
    for lang in LANGUAGES:
        blank = blanks.blank(kind, lang, CATALOGUE)
        headers = [column.header for column in blank.columns]
        assert len(set(headers)) == len(headers)
        assert all(column.help for column in blank.columns)
        assert len(blank.texts.explanation) < 31
    needed = {column.name.removeprefix("payload.") for column in blank.columns if column.needed}
    flat = {name for name in KINDS[kind].required if name not in ("money", "parties", "series")}
    assert needed >= flat | {"title", "language"}


def test_codes_come_from_their_list_or_the_catalogue() -> None:
    columns = {
        column.name: column for column in blanks.blank("implementation", "en", CATALOGUE).columns
    }
    assert columns["activity"].codes == ("ACT-02", "ACT-12")
    assert columns["reporter"].codes == ("CIM", "COL")
    assert columns["status"].codes[0] == "not_started"
    assert columns["title"].codes == ()
    assert columns["beneficiaries.male.child"].example == "Fewer than 5"
    assert "partners" not in columns
    assert {"partners.2.name", "external_id", "joint_reporters"} <= columns.keys()
    assert "partners.3.name" not in columns


def test_an_example_names_no_other_submission() -> None:
    columns = {
        column.name: column for column in blanks.blank("assessment", "fr", CATALOGUE).columns
    }
    assert columns["submission"].example is None
    assert "joint_reporters" not in columns
