"""The agenda of an occasion: written, put in order, taken out of, and what is in the way."""

from typing import Any

import pytest

from tests.services.portal.offices import page, secretariat, send
from tests.services.portal.pages.desk.secretariat.test_occasions import CYCLE
from tests.services.portal.signed_in import fields, problem, tagged

BACK = "/desk/secretariat/occasions/c"
HERE = f"{BACK}/agenda"
FIRST = {
    "n": 1,
    "title": "Asistencia",
    "activities": ["ACT-12"],
    "lead": "COL",
    "when": None,
    "status": "planned",
}
SECOND = {**FIRST, "n": 2, "title": "Salud", "activities": [], "lead": None}
TYPED = {
    "items.0.n": "2",
    "items.0.title": "Asistencia consular",
    "items.0.activities": "act-12, ACT-28",
    "items.0.lead": "col",
    "items.1.title": " ",
    "items.1.n": "3",
    "items.4.n": "1",
    "items.4.title": "Apertura",
    "items.4.when": "10:00",
    "items.4.status": "done",
}


def answers(*items: Any, **more: Any) -> dict[str, Any]:
    return {
        "GET /reports/cycles/c": tagged('"c.3"', **{**CYCLE, "items": [*items], **more}),
        "GET /catalog/activities": page({"code": "ACT-12", "title": "Investigar"}),
        "GET /catalog/codelists/cycle_item_status": {
            "codes": [{"code": "planned", "label": "Planned"}, {"code": "done", "label": "Done"}]
        },
        "PATCH /reports/cycles/c": CYCLE,
    }


async def test_it_is_written_in_the_order_of_its_rows() -> None:
    async with secretariat(**answers()) as (browser, over):
        text = (await browser.get(HERE)).text
        assert text.count("<fieldset") == 3
        carried = fields(text)
        done = await browser.post(HERE, data={**carried, **TYPED})
    assert done.headers["location"] == f"{BACK}#agenda"
    consular = {"activities": ["ACT-12", "ACT-28"], "lead": "COL", "when": None}
    opening = {"activities": [], "lead": None, "when": "10:00", "status": "done"}
    ((to, body),) = over.written()
    assert to == "PATCH /reports/cycles/c"
    assert body["items"] == [
        {"n": 2, "title": "Asistencia consular", **consular, "status": "planned"},
        {"n": 1, "title": "Apertura", **opening},
    ]
    assert over.sent[-1].headers["if-match"] == '"c.3"'
    assert over.sent[-1].headers["idempotency-key"].startswith(f"{carried['repeat']}.")


async def test_it_stands_in_the_form_and_items_are_taken_out() -> None:
    async with secretariat(**answers(FIRST, SECOND)) as (browser, over):
        text = (await browser.get(HERE)).text
        for told in ('value="Asistencia"', 'value="ACT-12"', "Investigar", "Colombia"):
            assert told in text
        assert text.count("<fieldset") == 3, "and an empty row"
        data = {**fields(text), "items.0.title": "Asistencia", "items.0.out": "1"}
        await browser.post(HERE, data={**data, "items.1.title": "Salud", "items.1.n": "2"})
    ((_, body),) = over.written()
    assert [item["title"] for item in body["items"]] == ["Salud"]


async def test_another_row_keeps_what_was_typed() -> None:
    async with secretariat(**answers()) as (browser, over):
        more = await send(browser, HERE, more="1", etag='"c.2"', **TYPED)
    assert over.written() == []
    assert more.text.count("<fieldset") == 4
    for told in ('value="act-12, ACT-28"', 'name="items.5.n" value="4"'):
        assert told in more.text
    assert fields(more.text)["etag"] == '"c.2"', "that of the form that was begun"


async def test_what_is_wrong_is_told_at_its_row_with_all_that_was_typed() -> None:
    errors = (("/items/1/activities/0", "unknown_code"), ("/items", "too_many"))
    refusal = {"PATCH /reports/cycles/c": problem(422, "invalid", *errors)}
    async with secretariat(**{**answers(), **refusal}) as (browser, _):
        told = await send(browser, HERE, etag='"c.3"', **TYPED)
    assert told.status_code == 422
    assert '<a href="#items.4.activities">Activities (codes) (item 1)</a>' in told.text
    assert 'id="items.4.activities-wrong"' in told.text
    for value in ("Asistencia consular", "Apertura", "10:00"):
        assert f'value="{value}"' in told.text


async def test_who_meets_the_change_of_another_compares_and_saves_again() -> None:
    met = {**answers(SECOND), "PATCH /reports/cycles/c": problem(412, "stale")}
    async with secretariat(**met) as (browser, over):
        kept = await send(browser, HERE, etag='"c.2"', **TYPED)
        assert kept.status_code == 412
        for told in ("compare and save again", "<ins>2. Salud</ins>", 'value="Apertura"'):
            assert told in kept.text
        over.answers["PATCH /reports/cycles/c"] = CYCLE
        again = await browser.post(HERE, data={**fields(kept.text), **TYPED})
    assert again.status_code == 303
    assert over.sent[-1].headers["if-match"] == '"c.3"'


async def test_a_silent_service_gives_the_rows_back() -> None:
    async with secretariat(**{**answers(), "PATCH /reports/cycles/c": None}) as (browser, _):
        kept = await send(browser, HERE, etag='"c.3"', **TYPED)
    assert kept.status_code == 503
    assert 'value="Asistencia consular"' in kept.text


@pytest.mark.parametrize("state", ["closed", "not_convened"])
async def test_what_has_ended_is_not_written_any_more(state: str) -> None:
    async with secretariat(**answers(FIRST, state=state)) as (browser, _):
        gone = await browser.get(HERE)
    assert (gone.status_code, gone.headers["location"]) == (303, BACK)


async def test_who_may_not_change_it_reads_it() -> None:
    async with secretariat(["reports:review"], **answers(FIRST)) as (browser, _):
        assert (await browser.get(HERE)).headers["location"] == BACK
