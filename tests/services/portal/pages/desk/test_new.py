"""Beginning a report: one's own activities first, three answers, and a draft however often it is
sent.
"""

import re

import pytest

from tests.services.portal import kinds
from tests.services.portal.a_report import HERE, ID, Stored, over, report
from tests.services.portal.signed_in import Services, at_the_desk, fields, problem

THREE = {"payload.activity": "ACT-12", "payload.year": "2024", "payload.status": "under_way"}
CREATED = {"POST /reports/submissions": {"id": ID}}


def drafts(services: Services) -> list[object]:
    return [body for way, body in services.written() if way == "POST /reports/submissions"]


async def test_ones_own_activities_come_first_and_earlier_reports_are_offered() -> None:
    payload = {"activity": "ACT-12", "year": 2023}
    states = {"old": "published", "draft": "draft", "gone": "withdrawn"}
    earlier = {"items": [report(id=id_, state=states[id_], payload=payload) for id_ in states]}
    async with at_the_desk(over(Stored(), **{"GET /reports/submissions": earlier})) as page:
        text = (await page.get("/desk/new")).text
    assert text.index("Addressed to you") < text.index("ACT-12") < text.index("Other activities")
    assert text.index("Other activities") < text.index("ACT-21")
    assert text.count("You reported on 2023") == 1, "what was sent and still stands"
    assert "/desk/new/implementation?activity=ACT-12&amp;from=old" in text
    assert 'href="/desk/new/practice"' in text
    assert 'href="/desk/new/recommendation"' not in text, "the key has no scope for it"


async def test_three_answers_make_a_draft_called_after_its_activity() -> None:
    services = over(Stored(), **CREATED)
    async with at_the_desk(services) as page:
        form = (await page.get("/desk/new/implementation?activity=ACT-12")).text
        assert 'value="ACT-12" checked' in form
        answer = await page.post("/desk/new/implementation", data={**fields(form), **THREE})
        assert answer.headers["location"] == f"{HERE}?saved"
        await page.post("/desk/new/implementation", data={**fields(form), **THREE})
    assert drafts(services)[0] == {
        "kind": "implementation",
        "reporter": "CIM",
        "joint_reporters": [],
        "language": "en",
        "title": "Study the migration of women, 2024",
        "payload": {"activity": "ACT-12", "year": 2024, "status": "under_way"},
        "evidence": [],
    }
    posts = [sent for sent in services.sent if sent.method == "POST"]
    assert len({sent.headers["idempotency-key"] for sent in posts}) == 1, "sent twice, one draft"


async def test_what_is_wrong_stands_above_the_form_and_at_its_field() -> None:
    refused = problem(422, "invalid", ("/payload/year", "out_of_range"))
    async with at_the_desk(over(Stored(), **{"POST /reports/submissions": refused})) as page:
        form = (await page.get("/desk/new/implementation")).text
        data = {**fields(form), **THREE, "payload.year": "1999"}
        answer = await page.post("/desk/new/implementation", data=data)
    assert answer.status_code == 422
    assert "1 answer needs your attention" in answer.text
    assert '<a href="#payload.year">Year</a>' in answer.text
    field = re.search(r'<input id="payload.year"[^>]*>', answer.text)
    assert field
    assert 'value="1999"' in field[0]
    assert (
        'aria-describedby="payload.year-help payload.year-wrong0" aria-invalid="true"' in field[0]
    )


async def test_a_report_can_start_from_an_earlier_one() -> None:
    earlier = Stored(payload={"activity": "ACT-12", "year": 2023, "carried_out": "Courses."})
    services = over(earlier, **CREATED)
    async with at_the_desk(services) as page:
        form = (await page.get(f"/desk/new/implementation?activity=ACT-12&from={ID}")).text
        data = {**fields(form), **THREE, "from": ID}
        await page.post("/desk/new/implementation", data=data)
    [draft] = drafts(services)
    assert isinstance(draft, dict)
    assert draft["payload"] == {"carried_out": "Courses.", **report()["payload"]}


async def test_nothing_starts_from_the_report_of_another() -> None:
    services = over(Stored(reporter="COL", state="published"), **CREATED)
    async with at_the_desk(services) as page:
        begin = "/desk/new/implementation"
        assert (await page.get(f"{begin}?from={ID}")).status_code == 404
        form = (await page.get(begin)).text
        sent = await page.post(begin, data={**fields(form), **THREE, "from": ID})
    assert sent.status_code == 404
    assert drafts(services) == []


@pytest.mark.parametrize("name", kinds.NAMES)
async def test_every_kind_has_a_form(name: str) -> None:
    async with at_the_desk(over(Stored(), **CREATED)) as page:
        answer = await page.get(f"/desk/new/{name}")
        assert answer.status_code == 200
        for field in kinds.kind(name)["required"]:
            assert f'id="payload.{field}"' in answer.text
        assert (await page.get("/desk/new/nothing")).status_code == 404
