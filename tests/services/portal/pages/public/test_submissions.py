"""The list of what is public, and one report with its path, corrections and assessment."""

import httpx2
import pytest

from services.reports.schemas import EXAMPLES
from tests.services.portal.conftest import REPORT, portal_over
from tests.services.portal.published import ID, PUBLISHED, listed
from tests.services.portal.samples import Sample

PAGES = {
    "list": Sample("/submissions", answers=PUBLISHED),
    "nothing": Sample("/submissions?year=2020", answers={**PUBLISHED, "/reports/submissions": 422}),
    "no words": Sample("/submissions?q=x", answers={**PUBLISHED, "/reports/submissions": listed()}),
    "report": Sample(f"/submissions/{ID}", answers=PUBLISHED),
}


async def report(lang: str = "en", **answers: object) -> httpx2.Response:
    async with portal_over({**PUBLISHED, **answers}) as client:
        return await client.get(f"/submissions/{ID}?lang={lang}")


async def test_every_kind_has_a_page_of_its_own() -> None:
    parties = {"type": "cooperation", "parties": [{"actor": "COL"}, {"name": "A university"}]}
    reversal = {"entry": "reversal", "money": {"currency": "USD", "amount": "1.00"}}
    bare = {"agreement": parties, "fund-entry": reversal}
    said = [(name, example["payload"]) for name, example in EXAMPLES.items()]
    for name, payload in [*said, *bare.items()]:
        one = {**REPORT, "kind": name, "payload": payload}
        answered = await report(**{f"/reports/submissions/{ID}": one})
        assert answered.status_code == 200, name


async def test_the_filters_go_to_the_interface_and_what_it_refuses_is_nothing() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(PUBLISHED, asked) as client:
        await client.get("/submissions?kind=practice&year=2024&q=agua&lang=en")
    sent = next(each.url.params for each in asked if each.url.path == "/reports/submissions")
    assert dict(sent) == {
        "kind": "practice",
        "year": "2024",
        "q": "agua",
        "lang": "en",
        "limit": "50",
    }
    async with portal_over({**PUBLISHED, "/reports/submissions": 422}) as client:
        answer = await client.get("/submissions?year=1066&lang=en")
    assert (answer.status_code, "Nothing in this selection" in answer.text) == (200, True)


async def test_a_report_says_who_what_when_and_leaves_its_text_in_its_language() -> None:
    text = (await report()).text
    assert '<h1 lang="es">Taller &lt;i&gt;regional&lt;/i&gt;</h1>' in text
    assert '<p class="kept" lang="es">Se abrieron 16 oficinas.</p>' in text
    assert "En curso" in text
    assert 'rel="external nofollow noopener"' in text
    assert "example.org</span>" in text


async def test_who_is_named_and_has_not_confirmed_is_marked() -> None:
    text = (await report()).text
    assert "not confirmed" in text
    assert "Venezuela</a>†" in text


async def test_small_cells_are_told_and_not_added() -> None:
    text = (await report()).text
    assert "fewer than 5" in text
    assert "<b>1,240</b> ‡" in text


async def test_a_correction_shows_the_words_that_changed() -> None:
    text = (await report()).text
    assert "removed: </span>14</del>" in text
    assert "added: </span>16</ins>" in text
    assert "removed: </span>Concluida</del>" in text, "a code is shown as its word"


async def test_the_selection_can_be_downloaded_as_it_is_shown() -> None:
    async with portal_over(PUBLISHED) as client:
        text = (await client.get("/submissions?kind=practice&q=agua&lang=en")).text
    for format in ("csv", "xlsx", "jsonl"):
        address = f"/reports/submissions.{format}?q=agua&amp;kind=practice&amp;lang=en"
        assert f'href="{address}"' in text


async def test_an_assessment_stands_apart_with_its_reply() -> None:
    text = (await report()).text
    apart = text[text.index('<section class="assessments"') :]
    for words in ("Limitada", "Poca evidencia.", "of revision 1", "Gracias."):
        assert words in apart


async def test_it_leads_to_its_entry_and_to_its_text_for_ever() -> None:
    text = (await report()).text
    assert 'href="/register?lang=en&amp;entry=6"' in text
    assert f"http://portal/submissions/{ID}?as_of=6" in text


async def test_the_text_of_an_earlier_day_is_asked_for() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(PUBLISHED, asked) as client:
        await client.get(f"/submissions/{ID}?as_of=2&lang=en")
    sent = next(each for each in asked if each.url.path == f"/reports/submissions/{ID}")
    assert sent.url.params["as_of"] == "2"


async def test_an_earlier_text_has_the_path_up_to_then_alone() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(PUBLISHED, asked) as client:
        then = (await client.get(f"/submissions/{ID}?lang=en&as_of=3")).text
        await client.get(f"/submissions/{ID}?lang=en&as_of=2026-11-19")
    path = f"/reports/submissions/{ID}/beside"
    moments = [each.url.params["as_of"] for each in asked if each.url.path == path]
    assert moments == ["3", "2026-11-19T23:59:59.999999Z"]
    assert "<b>Published</b>" in then
    assert f'href="/reports/submissions/{ID}?as_of=3&amp;lang=en"' in then


async def test_a_silent_part_leaves_the_report() -> None:
    answer = await report(**{f"/reports/submissions/{ID}/beside": 503})
    assert answer.status_code == 200
    assert "Se abrieron 16 oficinas." in answer.text


@pytest.mark.parametrize("status", [404, 410])
async def test_what_is_not_there_or_not_any_more(status: int) -> None:
    assert (await report(**{f"/reports/submissions/{ID}": status})).status_code == status


async def test_the_list_of_an_earlier_day_is_asked_for() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(PUBLISHED, asked) as client:
        text = (await client.get("/submissions?as_of=2&lang=en")).text
    sent = next(each for each in asked if each.url.path == "/reports/submissions")
    assert sent.url.params["as_of"] == "2"
    assert "/reports/submissions.csv?as_of=2" in text
