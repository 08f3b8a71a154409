"""Many reports from one table: checked first, seen row by row, imported a single time."""

import hashlib
import re
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from services.portal import uploads
from services.portal.pages import forms
from services.portal.pages.desk import imports
from tests.services.portal.a_report import Stored, over
from tests.services.portal.signed_in import Services, at_the_desk, hidden, problem

HERE, API = "/desk/import", "/reports/imports"
CSV = "Año;Título\r\n2024;Informe\r\n".encode()
SHA = hashlib.sha256(CSV).hexdigest()
GOOD = {
    "row": 2,
    "external_id": "CIM-1",
    "outcome": "created",
    "submission": None,
    "state": "draft",
    "problems": [],
    "notices": [{"cell": "B2", "pointer": "/title", "code": "trimmed", "detail": "Trimmed."}],
}
BAD = {
    "row": 3,
    "external_id": None,
    "outcome": "refused",
    "submission": None,
    "state": None,
    "problems": [
        {"cell": "A3", "pointer": "/payload/year", "code": "out_of_range", "detail": "No."},
        {"cell": "C3", "pointer": "/payload/axes/0", "code": "unheard_of", "detail": "Odd."},
    ],
    "notices": [],
}


def told(id_: str = "checked", **more: Any) -> dict[str, Any]:
    """An import as reports tells it."""
    return {
        "id": id_,
        "kind": "implementation",
        "mode": "draft",
        "dry_run": True,
        "state": "done",
        "progress": {"done": 2, "of": 2},
        "outcomes": {"created": 1, "updated": 0, "unchanged": 0, "refused": 1},
        "problem": None,
        "warnings": [{"cell": "F1", "code": "unknown_column", "detail": "No column Anno."}],
        "file": {"format": "csv", "sheet": None, "bytes": len(CSV), "sha256": SHA},
        "created_at": "2026-11-30T11:20:00.000000Z",
        "finished_at": "2026-11-30T11:20:01.000000Z",
        "expires_at": "2026-12-14T11:20:00.000000Z",
        "links": {"self": f"{API}/{id_}", "errors": f"{API}/{id_}/errors.xlsx"},
        "items": [GOOD, BAD],
        "next": None,
        **more,
    }


MADE = told(
    "made",
    dry_run=False,
    items=[{**GOOD, "submission": "s1"}],
    links={"self": "", "errors": None},
    outcomes={"created": 1, "updated": 0, "unchanged": 0, "refused": 0},
)


def begun(request: httpx2.Request) -> httpx2.Response:
    """What is answered to a file."""
    return httpx2.Response(202, json=told() if request.url.params["dry_run"] == "true" else MADE)


def services(**answers: Any) -> Services:
    """Those that read tables."""
    known = {
        f"GET {API}": {"items": [told(), MADE], "next": None},
        f"GET {API}/checked": told(),
        f"GET {API}/made": MADE,
        f"POST {API}": begun,
    }
    return over(Stored(), **{**known, **answers})


async def send(
    page: httpx2.AsyncClient,
    content: bytes | None = CSV,
    name: str = "informe.csv",
    to: str = HERE,
    **more: str,
) -> httpx2.Response:
    """A form of the page with a file."""
    text = (await page.get(to)).text
    data = {field: hidden(text, field) for field in ("token", "repeat")}
    file = {"file": (name, content, "application/vnd.ms-excel")} if content is not None else None
    return await page.post(to, data={**data, **more}, files=file or {"file": ("", b"")})


def sent(services_: Services) -> list[httpx2.Request]:
    return [each for each in services_.sent if each.method == "POST" and each.url.path == API]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "PAUSE_SECONDS", 0)


async def test_templates_of_every_kind_of_this_actor_in_the_readers_language() -> None:
    async with at_the_desk(services()) as page:
        text = (await page.get(HERE, params={"lang": "fr"})).text
        desk = (await page.get("/desk")).text
    for ending in ("xlsx", "csv"):
        assert f'href="/reports/templates/implementation.{ending}?lang=fr"' in text
    assert "templates/assessment" not in text, "which this key may not report"
    assert f'href="{HERE}/checked"' in text
    assert f'<a href="{HERE}">' in desk


async def test_a_table_is_checked_and_what_was_found_is_shown() -> None:
    over_it = services()
    async with at_the_desk(over_it) as page:
        done = await send(page, kind="implementation", mode="submit")
        assert (done.status_code, done.headers["location"]) == (303, f"{HERE}/checked")
        text = (await page.get(f"{HERE}/checked")).text
    (request,) = sent(over_it)
    asked = {"kind": "implementation", "mode": "submit", "dry_run": "true"}
    assert (request.content, dict(request.url.params)) == (CSV, asked)
    assert request.headers["content-type"] == "text/csv", "whatever the browser takes it for"
    assert request.headers["authorization"].startswith("Bearer ")
    for words in ("1 row can be imported", "<b>A3</b>", "(Year)", "Import the 1 good row"):
        assert words in text
    assert "<b>F1</b>: No column of this kind has this name" in text
    assert '<span lang="en">Odd.</span>' in text, "in the service's words where we have none"
    assert "Read in another way than written:" in text
    assert f'href="{HERE}/checked/errors.xlsx"' in text


async def test_the_good_rows_are_imported_once_however_often_the_button_is_pressed() -> None:
    over_it = services()
    async with at_the_desk(over_it) as page:
        await send(page, kind="implementation", mode="draft")
        text = (await page.get(f"{HERE}/checked")).text
        assert 'type="file"' not in text
        data = {field: hidden(text, field) for field in ("token", "repeat")}
        pressed = [await page.post(f"{HERE}/checked", data=data) for _ in range(2)]
        made = (await page.get(f"{HERE}/made")).text
    assert [each.headers["location"] for each in pressed] == [f"{HERE}/made"] * 2
    check, import_ = sent(over_it)
    assert import_.content == CSV
    assert import_.url.params["dry_run"] == "false"
    assert import_.headers["idempotency-key"].startswith("import-checked.")
    assert check.headers["idempotency-key"] != import_.headers["idempotency-key"]
    assert "1 row was imported" in made
    assert 'href="/desk/reports/s1"' in made


async def test_two_presses_at_once_send_the_same_write() -> None:
    over_it = services()
    async with at_the_desk(over_it) as page:
        await send(page, kind="implementation")
        store = page.app.state.uploads  # type: ignore[attr-defined]
        kept = next(iter(store._kept.values()))
        text = (await page.get(f"{HERE}/checked")).text
        data = {field: hidden(text, field) for field in ("token", "repeat")}
        await page.post(f"{HERE}/checked", data=data)
        store._kept.update({data["token"]: kept})
        await page.post(f"{HERE}/checked", data=data)
    _, first, second = sent(over_it)
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]


async def test_once_the_file_is_not_kept_it_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "KEPT", timedelta(0))
    over_it = services()
    async with at_the_desk(over_it) as page:
        await send(page, kind="implementation")
        assert "The same file again" in (await page.get(f"{HERE}/checked")).text
        other = await send(page, b"Other\r\n1\r\n", to=f"{HERE}/checked")
        none = await send(page, None, to=f"{HERE}/checked")
        done = await send(page, to=f"{HERE}/checked")
    assert (other.status_code, none.status_code, done.status_code) == (422, 422, 303)
    assert "another file than the one that was checked" in other.text
    assert "Choose a file." in none.text
    assert len(sent(over_it)) == 2


async def test_while_it_works_the_reader_looks_again() -> None:
    working = told(state="running", progress={"done": 3, "of": 2000}, items=[])
    over_it = services(**{f"GET {API}/checked": working})
    async with at_the_desk(over_it) as page:
        text = (await page.get(f"{HERE}/checked")).text
    assert "3 of 2,000 rows so far." in text
    assert f'<a class="button" href="{HERE}/checked">Look again</a>' in text
    assert "http-equiv" not in text
    assert "Import the" not in text
    looks = [each for each in over_it.sent if each.url.path == f"{API}/checked"]
    assert len(looks) == imports.LOOKS, "a few rows are done at once"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (None, "", "Choose a file."),
        (b"%PDF-1.7", "informe.pdf", "This is no table that can be read."),
        (b"a" * (forms.LARGEST_FILE + 1), "a.csv", "This file is larger than 20 MB."),
    ],
)
async def test_what_is_no_table_is_not_sent(content: bytes | None, name: str, words: str) -> None:
    over_it = services()
    async with at_the_desk(over_it) as page:
        told_ = await send(page, content, name, kind="practice", mode="submit")
    assert told_.status_code == 422
    assert words in told_.text
    assert '<option value="practice" selected>' in told_.text
    assert re.search(r'value="submit" checked', told_.text)
    assert sent(over_it) == []


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (problem(422, "invalid", ("", "macros")), "This workbook holds macros."),
        (problem(413, "too_large"), "This file is larger than 20 MB."),
        (problem(409, "too_many_imports"), "Some of your tables are still being read."),
        (problem(422, "invalid", ("", "unheard_of")), '<span lang="en">No.</span>'),
    ],
)
async def test_a_file_that_is_refused_is_told_at_its_field(
    refusal: httpx2.Response, words: str
) -> None:
    async with at_the_desk(services(**{f"POST {API}": refusal})) as page:
        answer = await send(page, kind="implementation")
    assert answer.status_code == refusal.status_code
    assert words in answer.text
    assert 'aria-describedby="file-help file-wrong"' in answer.text


async def test_a_workbook_is_known_by_its_bytes() -> None:
    over_it = services()
    async with at_the_desk(over_it) as page:
        await send(page, b"PK\x03\x04" + bytes(range(256)), "informe.csv", kind="practice")
    (request,) = sent(over_it)
    assert request.headers["content-type"].endswith("spreadsheetml.sheet")
    assert request.content.endswith(bytes(range(256)))


async def test_rows_are_shown_by_outcome_and_page_by_page() -> None:
    found = told(next=f"{API}/checked?cursor=abc&limit=100", items=[BAD])
    over_it = services(**{f"GET {API}/checked": found})
    async with at_the_desk(over_it) as page:
        text = (await page.get(f"{HERE}/checked?outcome=refused&cursor=x")).text
        await page.get(f"{HERE}/checked?outcome=other")
    first, second = (each for each in over_it.sent if each.url.path == f"{API}/checked")
    assert (first.url.params["outcome"], first.url.params["cursor"]) == ("refused", "x")
    assert "outcome" not in second.url.params
    assert f'href="{HERE}/checked?outcome=refused&amp;cursor=abc#rows"' in text


async def test_the_file_with_what_is_wrong_comes_through_the_desk() -> None:
    workbook = httpx2.Response(200, content=b"PK", headers={"Content-Type": "application/x"})
    gone = problem(404, "not_found")
    answers = {
        f"GET {API}/checked/errors.xlsx": workbook,
        f"GET {API}/made/errors.xlsx": gone,
    }
    async with at_the_desk(services(**answers)) as page:
        file = await page.get(f"{HERE}/checked/errors.xlsx")
        none = await page.get(f"{HERE}/made/errors.xlsx")
    assert (file.content, file.headers["content-type"]) == (b"PK", "application/x")
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["cache-control"] == "no-store"
    assert none.status_code == 404


async def test_a_key_that_ended_leaves_what_was_done() -> None:
    ended = told(state="failed", problem={"code": "key_ended", "detail": "x"}, dry_run=False)
    async with at_the_desk(services(**{f"GET {API}/checked": ended})) as page:
        assert "the rows so far stand" in (await page.get(f"{HERE}/checked")).text


async def test_a_silent_service_or_an_old_token_gives_the_choices_back() -> None:
    over_it = services(**{f"POST {API}": None})
    async with at_the_desk(over_it) as page:
        silent = await send(page, kind="practice", mode="submit")
        old = await page.post(
            HERE, data={"token": "old", "kind": "practice"}, files={"file": ("a.csv", CSV)}
        )
    assert (silent.status_code, old.status_code) == (503, 403)
    for answer in (silent, old):
        assert '<option value="practice" selected>' in answer.text
        assert "Choose a file." in answer.text


async def test_signing_out_forgets_the_file() -> None:
    async with at_the_desk(services()) as page:
        await send(page, kind="implementation")
        store = page.app.state.uploads  # type: ignore[attr-defined]
        assert len(store._kept) == 1
        token = hidden((await page.get(HERE)).text, "token")
        await page.post("/desk/sign-out", data={"token": token})
        assert len(store._kept) == 0
