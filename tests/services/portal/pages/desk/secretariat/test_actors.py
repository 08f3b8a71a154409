"""Actors: a body is registered with its parent; a State gets another period, none is changed."""

from typing import Any

from tests.services.portal.offices import ACTORS, secretariat, send
from tests.services.portal.signed_in import problem

HERE = "/desk/secretariat/actors"


def colombia(request: Any) -> dict[str, Any]:
    note = {"en": "until then", "es": "hasta entonces"}.get(request.url.params["lang"], "")
    period = {"from": "1948-01-01", "to": None, "status": "member", "note": note, "source": "csv"}
    return {**ACTORS[3], "memberships": [period]}


async def test_a_body_is_registered() -> None:
    answers = {"POST /catalog/actors": {"similar": []}}
    fields = {"kind": "organ", "code": "new-unit", "name-en": "Unit", "name-es": "", "parent": "SG"}
    async with secretariat(**answers) as (browser, over):
        assert "Commission of Women" in (await browser.get(HERE)).text
        done = await send(browser, HERE, **fields)
    assert done.headers["location"] == f"{HERE}/NEW-UNIT?saved"
    ((_, body),) = over.written()
    assert body == {
        "kind": "organ",
        "code": "NEW-UNIT",
        "role": "organ",
        "names": {"en": "Unit"},
        "parent": "SG",
    }


async def test_who_may_be_the_same_is_told() -> None:
    answers = {"POST /catalog/actors": {"similar": ["CIM"]}, "GET /catalog/actors/COL": colombia}
    async with secretariat(**answers) as (browser, _):
        done = await send(browser, HERE, kind="organ", code="COL", **{"name-en": "Commission"})
        page = await browser.get(done.headers["location"])
    assert f'<a href="{HERE}/CIM">' in page.text


async def test_what_is_refused_is_said_and_what_was_typed_stays() -> None:
    refusal = problem(422, "invalid", ("/names", "required"))
    async with secretariat(**{"POST /catalog/actors": refusal}) as (browser, _):
        refused = await send(browser, HERE, kind="other", code="ABC")
    assert refused.status_code == 422
    assert '<a href="#name-es">' in refused.text
    assert 'value="ABC"' in refused.text


async def test_a_period_is_added_and_the_others_stay_with_their_notes() -> None:
    answers = {"GET /catalog/actors/COL": colombia, "PATCH /catalog/actors/COL": {}}
    new = {"from": "2026-01-01", "to": "", "status": "disputed", "source": "a note"}
    async with secretariat(**answers) as (browser, over):
        await send(browser, f"{HERE}/COL", etag='"1"', **new)
    ((_, body),) = over.written()
    first, second = body["memberships"]
    assert first["note"] == {"en": "until then", "es": "hasta entonces"}
    assert second == {**new, "to": None}


async def test_a_period_that_is_refused_is_given_back_as_it_was_typed() -> None:
    refusal = problem(422, "invalid", ("/memberships", "overlap"))
    answers = {"GET /catalog/actors/COL": colombia, "PATCH /catalog/actors/COL": refusal}
    new = {"from": "2026-01-01", "to": "", "status": "withdrawn", "source": "a note"}
    async with secretariat(**answers) as (browser, _):
        refused = await send(browser, f"{HERE}/COL", etag='"1"', **new)
    assert refused.status_code == 422
    for typed in ('value="2026-01-01"', 'value="withdrawn" selected', 'value="a note"'):
        assert typed in refused.text


async def test_who_may_not_change_actors_reads_them() -> None:
    answers = {"GET /catalog/actors/COL": colombia, "GET /catalog/actors/CIM": ACTORS[2]}
    async with secretariat(["reports:review"], **answers) as (browser, _):
        for path in (HERE, f"{HERE}/COL", f"{HERE}/CIM"):
            text = (await browser.get(path)).text
            assert "not change it" in text
            assert 'name="repeat"' not in text


async def test_a_body_ends() -> None:
    answers = {"GET /catalog/actors/CIM": ACTORS[2], "PATCH /catalog/actors/CIM": {}}
    async with secretariat(**answers) as (browser, over):
        await send(browser, f"{HERE}/CIM", etag='"1"', valid_to="2027-01-01", succeeded_by="")
    assert over.written() == [("PATCH /catalog/actors/CIM", {"valid_to": "2027-01-01"})]
