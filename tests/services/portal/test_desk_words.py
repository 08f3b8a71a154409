"""The pages of the focal point's desk in four languages: words, and nothing but words."""

import pytest

from services.portal.pages import ROUTES
from services.portal.pages.desk_page import FOCAL, DeskRoute
from services.portal.views.render import LANGUAGES
from tests.services.portal import kinds
from tests.services.portal.a_report import API, AT, HERE, ID, Stored, beside, over, report
from tests.services.portal.conftest import visible
from tests.services.portal.pages.desk.test_imports import MADE, told
from tests.services.portal.signed_in import at_the_desk, browser, hidden, problem, services
from tests.services.portal.test_words import NO_WORD, of_other_languages, texts

COMMENTS = [{"text": "¿?", "at": AT, "actor": "SG"}]
LISTED = {"items": [report(state="returned"), report(reporter="COL"), report()], "next": None}
STATES = {
    HERE: {"state": "returned", "allowed": ["submit", "discard"]},
    f"{HERE}/parts/done": {},
    f"{HERE}/parts/people": {"payload": {"beneficiaries": [{"sex": "female", "small": True}]}},
    f"{HERE}/parts/evidence": {},
    f"{HERE}/check": {"payload": {}},
    f"{HERE}?sent": {"state": "published", "allowed": ["revise", "withdraw"]},
    f"{HERE}/step/withdraw": {},
    f"{HERE}/step/discard": {"allowed": ["submit", "discard"]},
    f"{HERE}/step/revise": {"allowed": ["revise"]},
    f"/desk/confirm/{ID}": {"reporter": "COL", "joint_reporters": ["CIM"], "confirmed": ["CIM"]},
    "/desk": {},
    "/desk/new": {},
    "/desk/history": {},
    "/desk/help": {},
    "/desk/import": {},
    "/desk/import/checked": {},
    "/desk/import/working": {},
    "/desk/import/made": {},
    **{f"/desk/new/{name}": {} for name in kinds.NAMES},
}
OTHERS = {
    "GET /catalog/actors/COL": {"code": "COL", "name": "Colombia"},
    "GET /reports/submissions": LISTED,
    f"GET {API}/beside": beside(comments=COMMENTS),
    "GET /reports/imports": {"items": [told(), MADE, told(state="running")], "next": None},
    "GET /reports/imports/checked": told(),
    "GET /reports/imports/working": told(state="running"),
    "GET /reports/imports/made": MADE,
}


def check(text: str, lang: str) -> None:
    """Words of this language, no message's name, nothing that is no word."""
    shown = visible(text)
    assert NO_WORD.findall(shown) == []
    assert [msgid for msgid in texts(lang) if msgid in shown] == []
    assert [words for words in of_other_languages(lang) if words in shown] == []


@pytest.mark.parametrize("path", STATES)
async def test_a_page_of_the_desk(path: str) -> None:
    async with at_the_desk(over(Stored(**STATES[path]), **OTHERS)) as page:
        for lang in LANGUAGES:
            await page.get("/desk/help", params={"lang": lang})
            answer = await page.get(path)
            assert answer.status_code == 200, answer.text
            check(answer.text, lang)


def test_every_page_of_the_focal_point_is_among_them() -> None:
    paths = [path.partition("?")[0] for path in STATES]
    assert [
        route.path
        for route in ROUTES
        if isinstance(route, DeskRoute)
        and route.place is FOCAL
        and "GET" in (route.methods or ())
        and not route.path.endswith(".xlsx")
        and not any(route.path_regex.match(path) for path in paths)
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_is_in_the_way_of_a_form(lang: str) -> None:
    refused = problem(422, "invalid", ("/payload/year", "out_of_range"), ("/x", "y"))
    over_it = over(Stored(), **{f"PUT {API}": refused, f"POST {API}/transitions": refused})
    async with at_the_desk(over_it) as page:
        form = (await page.get(HERE, params={"lang": lang})).text
        fields = {name: hidden(form, name) for name in ("token", "base")}
        for data in ({**fields, "payload.year": "1"}, {**fields, "token": "old"}):
            check((await page.post(HERE, data={**data, "etag": '"1"'})).text, lang)
        with over_it.silent():
            check((await page.post(HERE, data=fields)).text, lang)
        step = await page.post(f"{HERE}/step/withdraw", data=fields)
        assert step.status_code == 422


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_signing_in(lang: str) -> None:
    async with browser(services()) as page:
        for path in ("/desk/sign-in", "/desk/sign-in?out", "/desk", "/desk/sign-in/once/a"):
            check((await page.get(path, headers={"Accept-Language": lang})).text, lang)
