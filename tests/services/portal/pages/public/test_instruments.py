"""Instruments: n of N of the participating States, the matrix, agreements."""

from tests.services.portal.conftest import portal_over
from tests.services.portal.published import PUBLISHED, without
from tests.services.portal.samples import Sample

PAGES = {
    "all": Sample("/instruments", answers=PUBLISHED),
    "one": Sample("/instruments?instrument=ICRMW", answers=PUBLISHED),
    "no such day": Sample("/instruments", answers={**PUBLISHED, "/reports/ratifications": 422}),
}


async def shown(query: str = "") -> str:
    async with portal_over(PUBLISHED) as client:
        return (await client.get(f"/instruments?lang=en{query}")).text


async def test_only_participating_states_are_counted() -> None:
    text = await shown()
    assert "<b>1 of 2</b>" in text, "Nicaragua is out, Venezuela has signed"
    assert "nothing recorded</a> <span>Convención VCCR" in text, "nothing known is not nought"


async def test_the_matrix_names_what_a_mark_says_and_what_is_not_verified() -> None:
    table = (await shown()).partition('<table class="matrix instruments">')[2]
    assert "Nicaragua" not in table.partition("</table>")[0]
    assert '<use href="#m-in_force"/></svg><span class="sr">in force</span>' in table
    assert '<abbr title="date not verified">?</abbr>' in table


async def test_one_instrument_has_its_dates_and_source() -> None:
    text = await shown("&instrument=ICRMW")
    assert "Adopted on 18 December 1990." in text
    assert "Source: UN, IV-13." in text
    assert "Convención VCCR</span>" not in text


async def test_agreements_name_parties_that_are_no_actors_too() -> None:
    text = await shown()
    assert "Reino de España" in text
    assert "since 1 June 2022" in text


async def test_a_selection_that_cannot_be_is_nothing_and_not_a_silent_service() -> None:
    for query, answers in {
        "&region=Nowhere": {**PUBLISHED, "/reports/ratifications": 422},
        "&instrument=NONE": PUBLISHED,
    }.items():
        async with portal_over(answers) as client:
            text = (await client.get(f"/instruments?lang=en{query}")).text
        assert "Nothing in this selection." in text
        assert "cannot be shown" not in text


async def test_files_are_of_the_selection() -> None:
    text = await shown("&instrument=ICRMW&on=2020-01-01")
    assert "/reports/ratifications.csv?lang=en&amp;instrument=ICRMW&amp;on=2020-01-01" in text
    assert "/reports/agreements.csv?lang=en&amp;on=2020-01-01" in text


async def test_silent_overviews_leave_the_rest() -> None:
    async with portal_over(without("/reports/ratifications")) as client:
        answer = await client.get("/instruments?lang=en")
    assert answer.status_code == 200
    assert "Reino de España" in answer.text
