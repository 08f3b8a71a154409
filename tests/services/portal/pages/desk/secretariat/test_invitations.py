"""Invitations: every State alike, in alphabetical order, with its last notice."""

import re

from services.portal.pages.desk.secretariat.invitations import latest
from tests.services.portal.offices import ACTORS, page, secretariat
from tests.services.portal.signed_in import problem

HERE = "/desk/secretariat/invitations"


async def test_states_in_order_with_the_last_notice_of_each() -> None:
    sent = "2026-10-0{}T09:00:00.000000Z"
    notices = page(*({"actor": "COL", "sent_at": sent.format(day)} for day in (3, 5, 4)))
    answers = {"GET /access/notices": notices, "GET /catalog/actors": page(*ACTORS[3:])}
    async with secretariat(**answers) as (browser, over):
        text = (await browser.get(HERE)).text
    assert re.findall(r'<th scope="row">([^<]*)', text) == ["Brazil", "Colombia"]
    assert "5 October 2026" in text
    assert not [one for one in over.sent if one.url.path == "/reports/submissions"]


async def test_without_the_right_to_notices_the_list_stands() -> None:
    answers = {
        "GET /access/notices": problem(403, "forbidden"),
        "GET /catalog/actors": page(*ACTORS[3:]),
    }
    async with secretariat(["reports:publish"], **answers) as (browser, _):
        text = (await browser.get(HERE)).text
    assert "Brazil" in text
    assert "keys that administer keys" in text


def test_what_was_not_sent_has_no_day() -> None:
    assert latest([{"actor": "COL", "sent_at": None}]) == {}
