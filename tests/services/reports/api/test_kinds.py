"""The kinds of submission in four languages."""

import pytest

from contracts.codes import LANGUAGES
from services.reports import schemas
from services.reports.domain.kinds import KINDS
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


async def test_the_answer_is_in_the_language_that_was_asked_for(desk: Desk) -> None:
    names = {}
    for lang in LANGUAGES:
        answer = await desk.ask(None, "GET", "/kinds", Accept_Language=lang)
        assert answer.headers["content-language"] == lang
        assert "Accept-Language" in answer.headers["vary"]
        names[lang] = answer.json()["items"][1]["name"]
    assert len(set(names.values())) == len(LANGUAGES)
    assert (await desk.ask(None, "GET", "/kinds?lang=xx")).status_code == 422


@pytest.mark.parametrize("name", schemas.KINDS)
def test_every_field_has_its_texts_and_every_example_is_valid(name: str) -> None:
    kind = schemas.KINDS[name]
    assert list(kind.texts.fields) == list(kind.payload.model_fields)
    for texts in (kind.texts, *kind.texts.fields.values()):
        assert set(texts.name) == set(texts.help) == set(LANGUAGES)
        assert all([*texts.name.values(), *texts.help.values()])
    body = schemas.Envelope.model_validate(kind.example)
    kind.payload.model_validate(body.payload)
