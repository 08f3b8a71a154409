"""Occasions: made, changed, closed; and what was brought to them."""

from typing import Any

from tests.services.portal.offices import page, secretariat, send
from tests.services.portal.signed_in import fields, problem, tagged

HERE = "/desk/secretariat/occasions"
CYCLE: dict[str, Any] = {
    "id": "c",
    "type": "cidi_meeting",
    "year": 2026,
    "title": "Reunión",
    "state": "open",
    "opens_on": "2026-10-01",
    "closes_on": None,
    "place": None,
    "summit": None,
    "items": [],
    "dossiers": [],
    "allowed": ["close"],
}
BROUGHT = {
    "submission": "s",
    "title": "Una práctica",
    "language": "es",
    "reporter": "COL",
    "by_itself": False,
    "state": "published",
}


def answers() -> dict[str, Any]:
    return {
        "GET /reports/cycles": page(CYCLE),
        "GET /reports/cycles/c": CYCLE,
        "GET /reports/cycles/c/contributions": page(BROUGHT),
        "GET /catalog/activities": page({"code": "ACT-12", "title": "Investigar"}),
        "POST /reports/cycles": CYCLE,
        "POST /reports/cycles/c/transitions": CYCLE,
        "PATCH /reports/cycles/c": CYCLE,
    }


async def test_one_is_created() -> None:
    fields = {"type": "cidi_meeting", "year": "2027", "title": "Otra", "opens_on": ""}
    async with secretariat(**answers()) as (browser, over):
        assert "Reunión" in (await browser.get(HERE)).text
        done = await send(browser, HERE, **fields)
    assert done.headers["location"] == f"{HERE}/c"
    body = {"type": "cidi_meeting", "year": 2027, "title": "Otra"}
    assert over.written() == [("POST /reports/cycles", body)]


async def test_what_was_brought_is_shown_and_it_is_closed() -> None:
    async with secretariat(**answers()) as (browser, over):
        text = (await browser.get(f"{HERE}/c")).text
        assert "Una práctica" in text
        assert "Closing is final" in text
        await send(browser, f"{HERE}/c", action="close", etag='"3"')
    assert over.written() == [("POST /reports/cycles/c/transitions", {"action": "close"})]
    assert over.sent[-1].headers["if-match"] == '"3"'


async def test_a_step_waits_for_particulars_that_were_typed_and_not_saved() -> None:
    standing = {"title": "Reunión", "opens_on": "2026-10-01", "place": ""}
    async with secretariat(**answers()) as (browser, over):
        text = (await browser.get(f"{HERE}/c")).text
        assert text.index('<button form="particulars" class="sr"') < text.index('value="close"')
        typed = {**standing, "place": "Quito", "action": "close", "etag": '"3"'}
        told = await send(browser, f"{HERE}/c", **typed)
        assert over.written() == []
        done = await send(browser, f"{HERE}/c", **standing, action="close", etag='"3"')
    assert told.status_code == 422
    assert 'value="Quito"' in told.text
    assert "Save them first" in told.text
    assert done.status_code == 303


async def test_its_agenda_is_shown_with_the_titles_of_its_activities() -> None:
    item = {"n": 2, "title": "Asistencia", "activities": ["ACT-12"], "lead": "COL"}
    about = {**CYCLE, "items": [{**item, "when": None, "status": "planned"}]}
    async with secretariat(**{**answers(), "GET /reports/cycles/c": about}) as (browser, _):
        text = (await browser.get(f"{HERE}/c")).text
    for told in ("2. Asistencia", '<span class="code">ACT-12</span> Investigar', "Colombia"):
        assert told in text
    assert f'href="{HERE}/c/agenda"' in text


async def test_its_particulars_are_changed_or_what_is_wrong_is_said() -> None:
    told = answers()
    async with secretariat(**told) as (browser, over):
        await send(browser, f"{HERE}/c", title="Reunión 2", closes_on="2026-12-01", etag='"3"')
        told["PATCH /reports/cycles/c"] = None
    ((_, body),) = over.written()
    assert (body["title"], body["closes_on"], body["place"]) == ("Reunión 2", "2026-12-01", None)
    refusal = {"PATCH /reports/cycles/c": problem(422, "invalid", ("/closes_on", "x"))}
    async with secretariat(**{**answers(), **refusal}) as (browser, _):
        refused = await send(browser, f"{HERE}/c", title="R", closes_on="2020-01-01", etag='"3"')
    assert '<a href="#closes_on">' in refused.text
    assert 'value="R"' in refused.text
    assert 'value="2020-01-01"' in refused.text
    assert fields(refused.text)["etag"] == '"3"'


async def test_who_meets_the_change_of_another_compares_and_saves_again() -> None:
    met = {"PATCH /reports/cycles/c": problem(412, "stale"), "GET /reports/cycles/c": None}
    met["GET /reports/cycles/c"] = tagged('"c.4"', **{**CYCLE, "place": "Quito"})
    async with secretariat(**{**answers(), **met}) as (browser, over):
        written = {"title": "Reunión 2", "place": "Lima", "opens_on": "2026-10-01"}
        kept = await send(browser, f"{HERE}/c", etag='"c.3"', **written)
        assert kept.status_code == 412
        assert "compare and save again" in kept.text
        for told in ('value="Lima"', "<ins>Quito</ins>", 'value="Reunión 2"'):
            assert told in kept.text
        over.answers["PATCH /reports/cycles/c"] = CYCLE
        again = await browser.post(f"{HERE}/c", data={**fields(kept.text), **written})
    assert again.status_code == 303
    assert over.sent[-1].headers["if-match"] == '"c.4"'


async def test_what_is_wrong_is_told_at_its_field_in_the_language_of_the_page() -> None:
    errors = (("/closes_on", "end_before_begin"), ("/place", "unheard_of"))
    refusal = {"PATCH /reports/cycles/c": problem(422, "invalid", *errors)}
    async with secretariat(**{**answers(), **refusal}) as (browser, _):
        await browser.get(HERE, params={"lang": "fr"})
        told = (await send(browser, f"{HERE}/c", title="R", etag='"3"')).text
    assert "2 réponses requièrent votre attention" in told
    assert '<a href="#closes_on">' in told
    assert '<span class="wrong" id="closes_on-wrong">La fin précède le début.</span>' in told
    assert 'aria-describedby="closes_on-wrong " aria-invalid="true"' in told
    assert '<span lang="en">No.</span>' in told, "in the words of the service where we have none"
