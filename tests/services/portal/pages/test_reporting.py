"""The parts of a report: what belongs to which, and what is left as it is."""

import pytest

from services.portal.clients.desk import FieldProblem, Refused
from services.portal.pages import reporting
from services.portal.pages.reporting import Kind
from services.portal.views.render import LANGUAGES
from tests.services.portal import kinds
from tests.services.portal.a_report import report

BODY = {name: report()[name] for name in reporting.BODY}


def kind(name: str, lang: str = "en") -> Kind:
    told = kinds.kind(name, lang)
    return Kind(told, reporting._parts(told, lang))


@pytest.mark.parametrize("name", kinds.NAMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_of_every_kind_stands_in_one_part(name: str, lang: str) -> None:
    whole = kind(name, lang)
    asked = [question.name for part in whole.parts for question in part.inner]
    assert sorted(asked) == sorted(field["field"] for field in whole.told["fields"])
    outer = [question.name for part in whole.parts for question in part.outer]
    joint = ["joint_reporters"] if whole.told["joint"] else []
    assert sorted(outer) == sorted(["title", "language", "evidence", *joint])
    assert all(part.name for part in whole.parts)
    needed = {question.name for question in whole.parts[0].inner if question.required}
    assert needed == {*whole.told["required"]}


def test_a_part_changes_what_it_asks_for_and_nothing_else() -> None:
    part = kind("implementation").part("means")
    assert part
    unknown = {**BODY, "payload": {**BODY["payload"], "of_later": 1, "resources": [{"a": 1}]}}
    assert part.merged(unknown, {})["payload"] == {**BODY["payload"], "of_later": 1}
    about = kind("implementation").part("about")
    assert about
    assert about.merged(BODY, {"of.title": [" "], "of.language": ["fr"]}) == {
        **BODY,
        "language": "fr",
    }


def test_a_field_is_found_in_its_part() -> None:
    whole = kind("implementation")
    assert whole.home_of("payload.resources.0.amount").code == "means"
    assert whole.home_of("of.evidence.0.url").code == "evidence"
    assert whole.home_of("payload.year").code == "first"


def test_errors_stand_at_the_nearest_field_of_the_page() -> None:
    part = kind("implementation").parts[0]
    page = part.shown({}, {})
    pointers = ("/payload/year/inner", "/reporter")
    refused = Refused(422, "invalid", "", [FieldProblem(one, "required", "") for one in pointers])
    at = reporting.at_fields(reporting.errors_of(refused, "en"), page)
    assert set(at) == {"payload.year", ""}
    assert [line.label for line in reporting.summary(at, page)] == ["Year", ""]
