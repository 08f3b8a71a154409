"""Fields as they are shown: values, errors, rows, and what stands in their place by now."""

from services.portal.views import fields, forms
from services.portal.views.forms import Option
from tests.services.portal import kinds

ASKED = forms.with_options(
    forms.questions(kinds.kind("implementation")),
    {"/catalog/codelists/axis": [Option("gender", "Gender")]},
)


def named(of: list[fields.Shown]) -> dict[str, fields.Shown]:
    return {one.path: one for one in fields.every(of)}


def test_what_was_typed_and_what_is_wrong_stand_at_their_field() -> None:
    typed = {"payload.year": ["20x4"], "payload.partners.1.name": ["A"]}
    wrong = {"payload.year": ["A year."], "payload.partners.1.kind": ["Choose one."]}
    page = named(fields.shown(ASKED, typed, wrong))
    assert (page["payload.year"].value, page["payload.year"].errors) == ("20x4", ["A year."])
    assert page["payload.partners.1.name"].value == "A"
    assert page["payload.partners"].wrong
    assert page["payload.partners"].filled
    assert "payload.partners.2.name" in page, "one row more is offered"
    assert "payload.partners.3.name" not in page
    assert not page["payload.resources"].filled


def test_what_stands_now_is_told_where_it_is_something_else() -> None:
    typed = {"payload.year": ["2024"], "payload.axes": []}
    stored = {"payload.year": ["2024"], "payload.axes": ["gender"]}
    page = named(fields.shown(ASKED, typed, {}, stored=stored))
    assert page["payload.year"].stored is None
    assert page["payload.axes"].stored == "Gender"


def test_an_object_and_the_languages_are_rows_of_their_own() -> None:
    money = fields.shown(forms.questions(kinds.kind("fund-entry")), {}, {})
    assert "payload.money.amount" in named(money)
    texts = named(fields.shown(forms.questions(kinds.kind("proposal")), {}, {}))
    assert [lang for lang, _ in texts["payload.texts"].rows] == ["es", "en", "pt", "fr"]
    assert "payload.texts.pt.summary" in texts
