"""Reviewing: the text, what a correction changes, comments, and the steps that are open."""

import re
from typing import Any

import pytest

from tests.services.portal.offices import item, page, secretariat, send
from tests.services.portal.signed_in import fields, problem

HERE = "/desk/secretariat/review/a"
PATH = "/reports/submissions/a"


def answers(**more: Any) -> dict[str, Any]:
    reviewed = item("a", "under_review", allowed=["return", "accept"], **more)
    return {
        f"GET {PATH}": reviewed,
        f"GET {PATH}/comments": page(
            {"text": "¿En qué año?", "actor": "SG", "at": "2026-11-21T09:00:00.000000Z"}
        ),
        f"GET {PATH}/history": page(),
        f"POST {PATH}/transitions": reviewed,
        f"POST {PATH}/comments": {},
    }


async def test_the_text_is_shown_in_words_and_comments_beside_it() -> None:
    payload = {
        "activity": "ACT-28",
        "status": "under_way",
        "resources": [{"currency": "USD", "amount": "15000.00"}],
        "beneficiaries": [{"sex": "female", "small": True}],
    }
    async with secretariat(**answers(payload=payload)) as (browser, _):
        text = (await browser.get(HERE)).text
    for words in (
        "How far",
        "Under way",
        "USD\u00a015,000",
        "Female, fewer than 5",
        "¿En qué año?",
        "ACT-28 Agree on assistance",
    ):
        assert words in text
    assert "Colombia" in text


async def test_it_is_accepted() -> None:
    async with secretariat(**answers()) as (browser, over):
        done = await send(browser, HERE, action="accept", etag='"7"')
    assert done.headers["location"] == "/desk/secretariat"
    assert over.written() == [(f"POST {PATH}/transitions", {"action": "accept"})]
    assert over.sent[-1].headers["if-match"] == '"7"'


async def test_it_is_returned_with_a_comment_alone() -> None:
    async with secretariat(**answers()) as (browser, over):
        refused = await send(browser, HERE, action="return", comment=" ", etag='"7"')
        assert refused.status_code == 422
        assert "Please write a comment." in refused.text
        assert over.written() == []
        await send(browser, HERE, action="return", comment="Diga el año.", etag='"7"')
    body = {"action": "return", "comment": "Diga el año."}
    assert over.written() == [(f"POST {PATH}/transitions", body)]


async def test_a_comment_is_sent() -> None:
    async with secretariat(**answers()) as (browser, over):
        done = await send(browser, HERE, action="remark", remark="Gracias.")
        assert done.headers["location"] == f"{HERE}#comments"
    assert over.written() == [(f"POST {PATH}/comments", {"text": "Gracias."})]


async def test_what_a_correction_changes_is_marked() -> None:
    told = answers(revision=2, payload={"activity": "ACT-28", "carried_out": "Cuatro talleres"})
    new = told[f"GET {PATH}"]
    old = {**new, "revision": 1, "payload": {"activity": "ACT-28", "carried_out": "Tres talleres"}}
    told[f"GET {PATH}"] = lambda request: old if "revision" in request.url.params else new
    async with secretariat(**told) as (browser, _):
        text = (await browser.get(HERE)).text
    assert "<del>Tres </del><ins>Cuatro </ins>talleres" in text


async def test_a_conflict_gives_the_comment_back() -> None:
    told = answers() | {f"POST {PATH}/transitions": problem(412, "stale")}
    async with secretariat(**told) as (browser, _):
        kept = await send(browser, HERE, action="return", comment="Mi texto", etag='"1"')
    assert kept.status_code == 412
    assert "compare and save again" in kept.text
    assert "<textarea" in kept.text.partition("Mi texto")[0][-200:]


async def test_words_of_a_comment_are_never_dropped_by_another_button() -> None:
    async with secretariat(**answers()) as (browser, over):
        await send(browser, HERE, action="accept", comment="Bien contado.", etag='"7"')
    body = {"action": "accept", "comment": "Bien contado."}
    assert over.written() == [(f"POST {PATH}/transitions", body)]


async def test_a_remark_that_could_not_be_sent_stands_in_its_field() -> None:
    async with secretariat(**answers() | {f"POST {PATH}/comments": None}) as (browser, _):
        kept = await send(browser, HERE, action="remark", remark="Mi texto")
    assert kept.status_code == 503
    assert 'name="remark"' in kept.text.partition("Mi texto")[0].rpartition('id="remark"')[2]


def boxes(text: str) -> dict[str, str]:
    """What stands in the two boxes of the page's one form."""
    found = re.findall(r'<textarea id="(\w+)"[^>]*>\n(.*?)</textarea>', text, re.DOTALL)
    return dict(found)


async def test_a_remark_is_sent_and_the_comment_of_a_step_stays_in_its_box() -> None:
    both = {"comment": "Diga el año.", "remark": "Gracias."}
    async with secretariat(**answers()) as (browser, over):
        text = (await browser.get(HERE)).text
        assert text.count("<textarea") == 2
        assert '<textarea id="remark" name="remark" form="steps"' in text
        carried = fields(text)
        shown = await browser.post(HERE, data={**carried, "action": "remark", **both})
    assert over.written() == [(f"POST {PATH}/comments", {"text": "Gracias."})]
    assert shown.status_code == 200
    assert boxes(shown.text) == {"comment": "Diga el año.", "remark": ""}
    assert fields(shown.text)["repeat"] != carried["repeat"], "a remark of the same words is new"


@pytest.mark.parametrize("action", ["return", "accept"])
async def test_a_step_waits_for_a_remark_that_was_written_and_not_sent(action: str) -> None:
    both = {"comment": "Diga el año.", "remark": "Gracias."}
    async with secretariat(**answers()) as (browser, over):
        told = await send(browser, HERE, action=action, etag='"7"', **both)
    assert told.status_code == 422
    assert over.written() == []
    assert boxes(told.text) == both
    assert "Send it first, or empty the box" in told.text


async def test_a_return_without_its_comment_keeps_the_remark() -> None:
    async with secretariat(**answers()) as (browser, _):
        told = await send(browser, HERE, action="return", comment="", remark="Gracias.")
    assert told.status_code == 422
    assert boxes(told.text)["remark"] == "Gracias."
