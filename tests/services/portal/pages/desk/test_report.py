"""Writing a report: the parts, saving, and that two who write at once both keep their words."""

from html import unescape

import httpx2
import pytest

from tests.services.portal.a_report import API, AT, HERE, Stored, beside, over
from tests.services.portal.signed_in import (
    Services,
    at_the_desk,
    fields,
    hidden,
    problem,
    sign_in,
)

DONE = f"{HERE}/parts/done"


async def test_what_is_needed_comes_first_and_the_rest_is_offered() -> None:
    async with at_the_desk(over(Stored())) as page:
        text = (await page.get(HERE)).text
    assert "That is all that is needed" in text
    parts = ("done", "partners", "people", "means", "evidence", "about")
    assert all(f'href="{HERE}/parts/{part}"' in text for part in parts)
    assert text.count(">Empty<") == len(parts) - 1, "a title and a language always stand"


async def test_a_part_is_saved_beside_the_others() -> None:
    stored = Stored()
    async with at_the_desk(over(stored)) as page:
        form = (await page.get(DONE)).text
        data = {**fields(form), "payload.carried_out": "Two courses.", "payload.axes": "gender"}
        answer = await page.post(DONE, data=data)
        assert answer.headers["location"] == f"{HERE}?saved"
        assert "Filled in" in (await page.get(HERE)).text
    said = {"carried_out": "Two courses.", "axes": ["gender"]}
    assert stored.data["payload"] == {
        "activity": "ACT-12",
        "year": 2024,
        "status": "under_way",
        **said,
    }


async def test_a_title_nobody_chose_follows_its_year_and_one_that_was_chosen_stays() -> None:
    for title, then in (("Study the migration of women, 2024", "…, 2023"), ("Mine", "Mine")):
        stored = Stored(title=title)
        async with at_the_desk(over(stored)) as page:
            form = (await page.get(HERE)).text
            data = {"payload.activity": "ACT-12", "payload.year": "2023"}
            await page.post(HERE, data={**fields(form), **data})
        assert stored.data["title"] == then.replace("…", "Study the migration of women")


async def test_another_part_that_was_changed_meanwhile_is_no_conflict() -> None:
    stored = Stored()
    async with at_the_desk(over(stored)) as page:
        form = (await page.get(DONE)).text
        stored.change(payload={**stored.data["payload"], "resources": []}, evidence=[])
        data = {**fields(form), "payload.carried_out": "Two courses."}
        assert (await page.post(DONE, data=data)).status_code == 303
    assert stored.data["payload"]["carried_out"] == "Two courses."


async def test_the_same_part_changed_meanwhile_is_shown_beside_ones_own_words() -> None:
    stored = Stored()
    async with at_the_desk(over(stored)) as page:
        form = (await page.get(DONE)).text
        stored.change(payload={**stored.data["payload"], "carried_out": "Hers."})
        data = {**fields(form), "payload.carried_out": "Mine."}
        conflict = await page.post(DONE, data=data)
        assert conflict.status_code == 412
        assert "Somebody changed this while you were writing" in conflict.text
        assert "Mine.</textarea>" in conflict.text
        assert "<ins>Hers.</ins>" in conflict.text
        assert stored.data["payload"]["carried_out"] == "Hers."
        again = {**fields(conflict.text), "payload.carried_out": "Hers and mine."}
        assert (await page.post(DONE, data=again)).status_code == 303
    assert stored.data["payload"]["carried_out"] == "Hers and mine."


async def test_a_double_click_is_no_conflict() -> None:
    stored = Stored()
    async with at_the_desk(over(stored)) as page:
        data = {**fields((await page.get(DONE)).text), "payload.carried_out": "Two courses."}
        answers = [(await page.post(DONE, data=data)).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert stored.version == 2


async def test_what_the_service_refuses_stays_in_the_form() -> None:
    refused = problem(422, "invalid", ("/evidence/0/url", "wrong_form"), ("/else", "odd"))
    where = f"{HERE}/parts/evidence"
    async with at_the_desk(over(Stored(), **{f"PUT {API}": refused})) as page:
        form = (await page.get(where)).text
        answer = await page.post(where, data={**fields(form), "of.evidence.0.url": "nowhere"})
    assert answer.status_code == 422
    assert 'href="#of.evidence.0.url">Address</a>' in answer.text
    assert 'value="nowhere"' in answer.text
    assert "2 answers need your attention" in answer.text


async def test_a_silent_service_gives_the_words_back() -> None:
    services = over(Stored())
    async with at_the_desk(services) as page:
        form = (await page.get(DONE)).text
        with services.silent():
            answer = await page.post(DONE, data={**fields(form), "payload.planned": "More."})
    assert answer.status_code == 503
    assert hidden(answer.text, "payload.planned") == "More."


async def test_a_script_saves_while_its_author_writes() -> None:
    stored = Stored()
    async with at_the_desk(over(stored)) as page:
        data = {**fields((await page.get(DONE)).text), "payload.planned": "More."}
        json = {"Accept": "application/json"}
        answer = await page.post(DONE, data=data, headers=json)
        assert answer.json()["etag"] == '"2"'
        marks = {name: answer.json()[name] for name in ("etag", "base")}
        assert (await page.post(DONE, data={**data, **marks}, headers=json)).status_code == 200
        stored.change(payload={"planned": "Hers."})
        conflict = await page.post(DONE, data={**data, **marks}, headers=json)
    assert (conflict.status_code, conflict.json()) == (412, {"saved": False})


@pytest.mark.parametrize("state", ["submitted", "published"])
async def test_what_was_sent_meanwhile_cannot_be_changed_and_no_word_is_lost(state: str) -> None:
    stored = Stored()
    async with at_the_desk(over(stored)) as page:
        form = (await page.get(DONE)).text
        stored.change(state=state, allowed=["withdraw"])
        answer = await page.post(DONE, data={**fields(form), "payload.planned": "More."})
    assert answer.status_code == 409
    assert hidden(answer.text, "payload.planned") == "More."


async def test_a_returned_report_shows_what_was_asked() -> None:
    at = "2026-11-29T08:00:00.000000Z"
    step = {"action": "return", "comment": "With whom?", "at": at, "actor": "SG"}
    later = {"text": "And when?", "at": "2026-11-29T09:00:00.000000Z", "actor": "SG"}
    answers = {f"GET {API}/beside": beside([step], [later])}
    async with at_the_desk(over(Stored(state="returned"), **answers)) as page:
        text = (await page.get(HERE)).text
    assert text.index("With whom?") < text.index("And when?")
    assert "29 November 2026, 08:00 UTC" in text
    box = '<textarea id="text" name="text" rows="3" form="answers"'
    assert text.index('<button form="answers" class="sr"') < text.index(box), "Enter saves"


def returned(stored: Stored) -> Services:
    """The report came back with a question."""
    step = {"action": "return", "comment": "With whom?", "at": AT, "actor": "SG"}
    return over(stored, **{f"GET {API}/beside": beside([step])})


async def test_a_comment_is_sent_with_the_answers_saved() -> None:
    stored = Stored(state="returned")
    services = returned(stored)
    async with at_the_desk(services) as page:
        form = {**fields((await page.get(HERE)).text), "payload.activity": "ACT-12"}
        said = {"payload.year": "2023", "text": "With CIM.", "then": "comment"}
        done = await page.post(HERE, data={**form, **said})
    assert done.headers["location"] == f"{HERE}?saved"
    assert stored.data["payload"]["year"] == 2023
    assert services.written()[-1] == (f"POST {API}/comments", {"text": "With CIM."})


@pytest.mark.parametrize("then", ["", "check"])
async def test_a_comment_that_was_not_sent_stays_in_its_box(then: str) -> None:
    stored = Stored(state="returned")
    services = returned(stored)
    async with at_the_desk(services) as page:
        form = {**fields((await page.get(HERE)).text), "payload.activity": "ACT-12"}
        said = {"payload.year": "2023", "text": "With CIM.", "then": then}
        shown = await page.post(HERE, data={**form, **said})
        kept = fields(shown.text)
    assert stored.data["payload"]["year"] == 2023
    assert "With CIM.</textarea>" in shown.text
    assert "This comment is not sent" in shown.text
    assert kept["repeat"] != form["repeat"], "what is saved next is another write"
    assert kept["etag"] == '"2"'
    assert [to for to, _ in services.written()] == [f"PUT {API}"]


async def test_answers_that_are_refused_keep_the_comment() -> None:
    refused = problem(422, "invalid", ("/payload/year", "out_of_range"))
    services = returned(Stored(state="returned"))
    services.answers[f"PUT {API}"] = refused
    async with at_the_desk(services) as page:
        form = fields((await page.get(HERE)).text)
        said = {"payload.year": "1", "text": "With CIM.", "then": "comment"}
        shown = await page.post(HERE, data={**form, **said})
    assert shown.status_code == 422
    assert "With CIM.</textarea>" in shown.text


async def test_there_is_no_such_part_and_no_such_report() -> None:
    missing = {"GET /reports/submissions/none": problem(404, "not_found")}
    gone = {"GET /reports/submissions/gone": httpx2.Response(410, json={"code": "gone"})}
    async with at_the_desk(over(Stored(), **missing, **gone)) as page:
        assert (await page.get(f"{HERE}/parts/nothing")).status_code == 404
        assert (await page.get("/desk/reports/none")).status_code == 404
        assert (await page.get("/desk/reports/gone")).status_code == 410


async def test_after_a_lost_session_the_words_stand_in_their_own_form() -> None:
    stored = Stored()
    async with at_the_desk(over(stored)) as page:
        data = {**fields((await page.get(DONE)).text), "payload.planned": "More & more."}
        page.cookies.clear()
        lost = await page.post(DONE, data=data)
        kept, next_ = (unescape(hidden(lost.text, name)) for name in ("kept", "next"))
        form = await sign_in(page, kept=kept, next=next_)
        assert "You are signed in" in form.text
        assert ">\nMore &amp; more.</textarea>" in form.text
        stored.change(payload={**stored.data["payload"], "planned": "Hers."})
        again = {**data, **fields(form.text)}
        assert (await page.post(DONE, data=again)).status_code == 412, "nobody is overwritten"


async def test_an_old_token_leaves_the_words_in_their_form() -> None:
    stored = Stored()
    async with at_the_desk(over(stored)) as page:
        data = {**fields((await page.get(DONE)).text), "payload.planned": "More."}
        answer = await page.post(DONE, data={**data, "token": "old"})
        assert answer.status_code == 403
        assert ">\nMore.</textarea>" in answer.text
        assert stored.version == 1
        assert (await page.post(DONE, data={**data, **fields(answer.text)})).status_code == 303
    assert stored.data["payload"]["planned"] == "More."
