"""The kinds of submission in four languages."""

from collections.abc import Mapping
from typing import Any

import pytest

from contracts.areas import AREAS
from contracts.codes import LANGUAGES
from services.reports import schemas
from services.reports.domain.kinds import KINDS
from services.reports.schemas.kind import Fields
from tests.services.reports.conftest import Desk


async def test_every_kind_says_what_a_form_needs(desk: Desk) -> None:
    answer = await desk.ask(None, "GET", "/kinds?lang=en")
    assert answer.headers["content-language"] == "en"
    page = schemas.KindPage.model_validate(answer.json())
    assert [kind.code for kind in page.items] == list(KINDS)
    practice = next(kind for kind in page.items if kind.code == "practice")
    assert practice.name == "Good practice"
    assert practice.required == ["context", "action", "results", "year"]
    assert practice.one_of == ["activities", "objectives"]
    assert practice.reporters == ["organ", "state", "multilateral", "other"]
    assert (practice.joint, practice.frozen, practice.scope) == ("states", False, "reports:write")
    assert [field.field for field in practice.fields] == list(practice.schema_["properties"])
    assert [field.field for field in practice.fields if field.required] == practice.required


async def test_every_kind_says_what_is_said_and_decided_beside_it(desk: Desk) -> None:
    kinds = {one["code"]: one for one in (await desk.ask(None, "GET", "/kinds")).json()["items"]}
    assert [code for code, kind in kinds.items() if kind["decided"]] == ["proposal"]
    assert {code: kind["statements"] for code, kind in kinds.items() if kind["statements"]} == {
        "proposal": [{"role": "consultation", "status": False}],
        "recommendation": [{"role": "follow_up", "status": True}],
        "assessment": [{"role": "reply", "status": False}],
    }
    assert all(
        set(kind["names"]) == set(kind["helps"]) == set(LANGUAGES) for kind in kinds.values()
    )
    fields = [
        field
        for kind in kinds.values()
        for one in kind["fields"]
        for field in (one, *one["fields"])
    ]
    assert all(set(field["names"]) == set(field["helps"]) == set(LANGUAGES) for field in fields)


async def test_every_field_has_a_type_of_the_contract(desk: Desk) -> None:
    kinds = {one["code"]: one for one in (await desk.ask(None, "GET", "/kinds")).json()["items"]}

    def types(code: str) -> dict[str, str]:
        return {field["field"]: field["type"] for field in kinds[code]["fields"]}

    assert types("fund-entry") == {
        "entry": "code",
        "money": "money",
        "date": "date",
        "contributor": "object",
        "activity": "code",
        "allocation": "code",
        "refers_to": "code",
        "modality": "code",
        "note": "short",
    }
    assert types("ratification")["verified"] == "boolean"
    assert types("proposal")["texts"] == "texts"
    practice = types("practice")
    assert (practice["context"], practice["activities"], practice["year"]) == (
        *("text", "codes", "integer"),
    )
    assert (practice["partners"], types("statistic")["series"]) == ("list", "list")


async def test_a_form_can_be_made_from_it(desk: Desk) -> None:
    answer = await desk.ask(None, "GET", "/kinds?lang=fr")
    kinds = {kind["code"]: kind for kind in answer.json()["items"]}
    fields = {field["field"]: field for field in kinds["implementation"]["fields"]}
    assert fields["status"]["sources"] == ["/catalog/codelists/self_reported_status"]
    assert [(one["field"], one["required"]) for one in fields["partners"]["fields"]] == [
        ("kind", True),
        ("name", True),
    ]
    stance = next(one for one in kinds["uptake"]["fields"] if one["field"] == "stance")
    assert stance["sources"] == ["/catalog/codelists/uptake_stance"]
    addressed = kinds["recommendation"]["fields"][0]
    assert [one["code"] for one in addressed["codes"]] == ["SUMMIT"]
    assert [one["section"] for one in kinds["implementation"]["sections"]] == [
        "done",
        "partners",
        "people",
        "means",
    ]


async def test_the_answer_is_in_the_language_that_was_asked_for(desk: Desk) -> None:
    names = {}
    for lang in LANGUAGES:
        answer = await desk.ask(None, "GET", "/kinds", Accept_Language=lang)
        assert answer.headers["content-language"] == lang
        assert "Accept-Language" in answer.headers["vary"]
        names[lang] = answer.json()["items"][1]["name"]
    assert len(set(names.values())) == len(LANGUAGES)
    assert (await desk.ask(None, "GET", "/kinds?lang=xx")).status_code == 422


def named(texts: Fields) -> list[Mapping[str, str]]:
    """Everything that people read of these fields."""
    return [
        text for field in texts.values() for text in (field.name, field.help, *field.codes.values())
    ]


@pytest.mark.parametrize("model", schemas.SHARED)
def test_what_fields_are_made_of_has_its_texts(model: str) -> None:
    for texts in named(schemas.SHARED[model]):
        assert set(texts) == set(LANGUAGES)
        assert all(texts.values())


def enumerated(schema: Any) -> list[str]:
    """The codes that a part of a JSON Schema lists."""
    if isinstance(schema, list):
        return [code for part in schema for code in enumerated(part)]
    if not isinstance(schema, dict):
        return []
    own = schema.get("enum", [schema["const"]] if isinstance(schema.get("const"), str) else [])
    return [*own, *enumerated([schema.get("anyOf"), schema.get("items")])]


@pytest.mark.parametrize("name", schemas.KINDS)
def test_every_list_of_codes_says_where_their_labels_are(name: str) -> None:
    kind = schemas.KINDS[name]
    schema = kind.payload.model_json_schema()
    models = {model: schemas.SHARED[model] for model in schema.get("$defs", {})}
    for fields, properties in (
        (kind.texts.fields, schema["properties"]),
        *((models[model], schema["$defs"][model]["properties"]) for model in models),
    ):
        assert list(fields) == list(properties)
        for field, texts in fields.items():
            codes = enumerated(properties[field])
            assert texts.sources or set(codes) <= {*texts.codes, *AREAS}, field
    assert {one for part in kind.texts.sections.values() for one in part.fields} <= set(
        kind.texts.fields
    )


@pytest.mark.parametrize("name", schemas.KINDS)
def test_every_field_has_its_texts_and_every_example_is_valid(name: str) -> None:
    kind = schemas.KINDS[name]
    assert list(kind.texts.fields) == list(kind.payload.model_fields)
    for texts in (kind.texts, *kind.texts.fields.values()):
        assert set(texts.name) == set(texts.help) == set(LANGUAGES)
        assert all([*texts.name.values(), *texts.help.values()])
    body = schemas.Envelope.model_validate(kind.example)
    kind.payload.model_validate(body.payload)
