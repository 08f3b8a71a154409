"""Forms of every kind: what is asked, and that what is typed is the payload and the other way."""

from typing import Any

import pytest

from services.portal.views import forms
from services.portal.views.forms import Option
from tests.services.portal import kinds


def asked(name: str) -> list[forms.Question]:
    return forms.questions(kinds.kind(name))


@pytest.mark.parametrize("name", kinds.NAMES)
def test_a_payload_becomes_fields_and_the_same_payload_again(name: str) -> None:
    example = kinds.kind(name)["example"]["payload"]
    fields = forms.typed(asked(name), example)
    assert all(isinstance(value, str) for values in fields.values() for value in values)
    said = {field: value for field, value in example.items() if value != []}
    assert forms.payload(asked(name), fields) == said


@pytest.mark.parametrize("name", kinds.NAMES)
def test_an_empty_form_says_nothing(name: str) -> None:
    assert forms.payload(asked(name), {}) == {}
    blank = {field: [" "] for field in forms.typed(asked(name), kinds.kind(name)["example"])}
    assert forms.payload(asked(name), blank) == {}


def test_every_field_has_a_control_that_suits_it() -> None:
    controls = {
        f"{name}.{question.name}": question.control
        for name in kinds.NAMES
        for question in asked(name)
    }
    expected = {
        "implementation.activity": "choice",
        "implementation.year": "number",
        "implementation.status": "choice",
        "implementation.carried_out": "long",
        "implementation.partners": "rows",
        "implementation.axes": "many",
        "uptake.since": "date",
        "fund-entry.money": "group",
        "fund-entry.note": "text",
        "proposal.texts": "by_lang",
        "ratification.verified": "yes_no",
        "statistic.series": "rows",
        "recommendation.grounds": "many",
    }
    assert {name: controls[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ("1", {"small": True}),
        ("4", {"small": True}),
        ("5", {"count": 5}),
        ("0", {"count": 0}),
        ("3 o 4", {"count": "3 o 4"}),
        ("9" * 30, {"count": "9" * 30}),
    ],
)
def test_one_to_four_persons_are_never_sent_as_a_number(count: str, said: dict[str, Any]) -> None:
    row = {"sex": ["female"], "age_group": ["adult"], "count": [count]}
    fields = {f"payload.beneficiaries.3.{name}": values for name, values in row.items()}
    cells = forms.payload(asked("implementation"), fields)["beneficiaries"]
    assert cells == [{"sex": "female", "age_group": "adult", **said}]


def test_blank_rows_fall_away() -> None:
    fields = {
        "payload.partners.0.kind": [""],
        "payload.partners.2.name": ["Universidad"],
        "payload.partners.2.kind": ["academia"],
        "payload.partners.x.kind": ["academia"],
    }
    partners = forms.payload(asked("implementation"), fields)
    assert partners == {"partners": [{"kind": "academia", "name": "Universidad"}]}


def test_a_confidential_value_is_sent_as_null() -> None:
    fields = {
        "payload.series.0.observations.0.period": ["2024"],
        "payload.series.0.observations.0.status": ["C"],
        "payload.series.0.observations.1.value": [""],
    }
    series = forms.payload(asked("statistic"), fields)["series"]
    assert series == [{"observations": [{"period": "2024", "status": "C", "value": None}]}]


def test_options_come_from_lists_and_from_the_kind_itself() -> None:
    lists = {
        "/catalog/codelists/fund_entry_type": [Option("pledge", "Promise")],
        "/catalog/activities": [Option("ACT-01", "An activity")],
    }
    entry, *_ = forms.with_options(asked("fund-entry"), lists)
    assert entry.options[0] == Option("pledge", "Promise")
    assert entry.options[1] == Option("receipt", "receipt"), "a code that nobody has named yet"
    addressed, *_ = forms.with_options(asked("recommendation"), lists)
    assert [option.code for option in addressed.options] == ["SUMMIT"], "a code of the kind's own"
    assert "/catalog/codelists/partner_kind" in forms.sources(asked("practice"))


def test_where_there_is_one_choice_it_is_made() -> None:
    questions = forms.with_options(asked("statistic"), {})
    assert forms.only_choices(questions) == {"payload.dataflow": ["MIGRATION"]}


def test_codes_without_a_list_are_written_in_lines() -> None:
    grounds = {"payload.grounds": ["a b\nc a"]}
    assert forms.payload(asked("recommendation"), grounds) == {"grounds": ["a", "b", "c"]}
