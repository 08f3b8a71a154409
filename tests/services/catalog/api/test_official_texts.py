"""Import of the official document over HTTP and by command: what matches is stored, the rest named;
nothing is written twice.
"""

from typing import Any

import pytest
import yaml

from kernel import clock
from kernel.errors import Problem
from services.catalog import tables
from services.catalog.schemas import answers as shapes
from tests.services.catalog.programme_text import CODES, document

MADE_UP = document()


@pytest.fixture
async def made_up(empty: Any) -> Any:
    """The programme with the fingerprints of the made-up document."""
    path = empty.files / "2016-draft" / "fingerprints.yaml"
    path.write_text(
        yaml.safe_dump({code: {"fr": sha256} for code, sha256 in MADE_UP.fingerprints.items()}),
        encoding="utf-8",
    )
    await empty.load()
    return empty


async def send(
    desk: Any, text: str, lang: str = "fr", edition: str = "2016-draft", **headers: str
) -> Any:
    return await desk.client.post(
        "/catalog/official-texts",
        json={"edition": edition, "lang": lang, "text": text},
        headers=headers,
    )


async def test_http_stores_what_matches_and_names_the_rest(made_up: Any) -> None:
    key = await made_up.key("editor", "programme:edit", actor="SG")
    changed = document(ACT_12="Une autre phrase.")
    answer = await send(made_up, changed.text(), **key)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    shapes.Imported.model_validate(report)
    assert [(d["code"], d["expected"], d["found"]) for d in report["differed"]] == [
        ("ACT-12", MADE_UP.fingerprints["ACT-12"], changed.fingerprints["ACT-12"])
    ]
    assert (len(report["matched"]), report["missing"]) == (63, [])
    official = (await made_up.get("/activities/ACT-11", params={"lang": "pt"}))["official"]
    line = next(m["line"] for m in report["matched"] if m["code"] == "ACT-11")
    assert official == {
        "lang": "fr",
        "text": MADE_UP.paragraphs["ACT-11"],
        "sha256": MADE_UP.fingerprints["ACT-11"],
        "status": "official-draft",
        "line": line,
    }
    assert (await made_up.get("/nodes/ACT-12"))["official"]["status"] == "missing"
    newest = (await made_up.get("/history"))["items"][0]
    assert (newest["kind"], newest["change"], newest["lang"], newest["actor"]) == (
        "official_text",
        "imported",
        "fr",
        "SG",
    )


async def test_our_words_that_are_the_documents_are_told(made_up: Any) -> None:
    key = await made_up.key("editor", "programme:edit", actor="SG")
    assert (await send(made_up, MADE_UP.text(), **key)).json()["runs"] == []
    summary = (await made_up.get("/nodes/ACT-21", params={"lang": "fr"}))["summary"]
    report = (await send(made_up, f"{MADE_UP.text()}\n{summary}", **key)).json()
    shapes.Imported.model_validate(report)
    (run,) = report["runs"]
    assert (run["kind"], run["code"], run["field"]) == ("activity", "ACT-21", "summary")
    assert run["words"] > 10
    assert run["text"] == summary.rstrip(".")
    assert (await send(made_up, f"{MADE_UP.text()}\n{summary}", **key)).status_code == 200


async def test_the_imported_text_is_searched(made_up: Any) -> None:
    assert (await made_up.get("/activities", params={"q": "denommee oeuvre"}))["items"] == []
    await made_up.operations.import_text(edition="2016-draft", lang="fr", text=MADE_UP.text())
    assert len((await made_up.get("/activities", params={"q": "denommee oeuvre"}))["items"]) == 42


async def test_the_command_imports_all_and_the_second_time_nothing(made_up: Any) -> None:
    command = made_up.operations.import_text
    report = await command(edition="2016-draft", lang="fr", text=MADE_UP.text())
    assert sorted(m["code"] for m in report["matched"]) == sorted(CODES)
    before = (
        await made_up.rows(tables.history),
        await made_up.rows(tables.state),
        await made_up.rows(tables.official_texts),
    )
    assert len(before[2]) == 64
    assert await command(edition="2016-draft", lang="fr", text=MADE_UP.text()) == report
    assert (
        await made_up.rows(tables.history),
        await made_up.rows(tables.state),
        await made_up.rows(tables.official_texts),
    ) == before


async def test_a_text_that_was_replaced_is_what_stood_then(made_up: Any) -> None:
    command, stood = made_up.operations.import_text, list[tuple[str, Any]]()
    for before in ("", "\n", "\n\n"):  # which moves every line
        await command(edition="2016-draft", lang="fr", text=f"{before}{MADE_UP.text()}")
        official = (await made_up.get("/nodes/ACT-12", params={"lang": "fr"}))["official"]
        stood.append((clock.stamp(), official))
    assert len({official["line"] for _, official in stood}) == 3
    for instant, official in stood:
        then = await made_up.get("/nodes/ACT-12", params={"lang": "fr", "as_of": instant})
        assert then["official"] == official


async def test_what_cannot_be_checked_is_refused(made_up: Any) -> None:
    key = await made_up.key("editor", "programme:edit")
    for lang, edition, code in (
        ("es", "2016-draft", "no_fingerprints"),
        ("fr", "2005", "no_fingerprints"),
    ):
        answer = await send(made_up, MADE_UP.text(), lang, edition, **key)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    answer = await send(made_up, "x", "fr", "1999", **key)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/edition")
    with pytest.raises(Problem, match="no_fingerprints"):
        await made_up.operations.import_text(edition="2016-draft", lang="pt", text="x")
    assert await made_up.rows(tables.official_texts) == []


async def test_who_may_import_and_how_much(made_up: Any) -> None:
    assert (await send(made_up, "x")).status_code == 401
    assert (
        await send(made_up, "x", **await made_up.key("reader", "reports:write"))
    ).status_code == 403
    key = await made_up.key("editor", "programme:edit")
    long = await send(made_up, MADE_UP.text() + "\n" * (2 * 1024 * 1024), **key)
    assert long.status_code == 200
    assert (await send(made_up, "x" * (21 * 1024 * 1024), **key)).status_code == 413


async def test_the_same_request_again_gets_the_same_answer(made_up: Any) -> None:
    key = {**await made_up.key("editor", "programme:edit"), "Idempotency-Key": "one"}
    first, second = (
        await send(made_up, MADE_UP.text(), **key),
        await send(made_up, MADE_UP.text(), **key),
    )
    assert first.content == second.content
    assert second.headers["idempotent-replayed"] == "true"
    assert (await send(made_up, "other", **key)).status_code == 422


async def test_a_draft_takes_texts_and_loses_them_with_their_wording(made_up: Any) -> None:
    key = await made_up.editor()
    await made_up.operations.import_text(edition="2016-draft", lang="fr", text=MADE_UP.text())
    draft = await made_up.draft(key)
    copied = await made_up.get("/nodes/ACT-12", params={"edition": "2027"}, headers=key)
    assert copied["official"]["text"] == MADE_UP.paragraphs["ACT-12"]
    amended = document(ACT_12="Une autre phrase.")
    body = {"fingerprints": {"fr": amended.fingerprints["ACT-12"]}}
    answer = await made_up.client.patch(f"{draft}/nodes/ACT-12", json=body, headers=key)
    assert (answer.json()["official"]["text"], answer.json()["official"]["status"]) == (
        None,
        "missing",
    )
    tag = (await made_up.client.get(draft, headers=key)).headers["etag"]
    assert (await send(made_up, amended.text(), edition="2027", **key)).json()["differed"] == []
    assert (await made_up.client.get(draft, headers=key)).headers["etag"] != tag
    assert (await made_up.get("/nodes/ACT-12", params={"edition": "2027"}, headers=key))[
        "official"
    ]["text"] == "Une autre phrase."
    assert (await made_up.get("/nodes/ACT-12"))["official"]["text"] == MADE_UP.paragraphs["ACT-12"]
    assert (
        await made_up.client.post(f"{draft}/publish", headers=await made_up.adopter())
    ).status_code == 200
    await send(made_up, amended.text(), edition="2027", **key)
    assert {
        row["status"]
        for row in await made_up.rows(tables.official_texts)
        if row["edition"] == "2027"
    } == {"official"}


async def test_who_adopts_does_not_import(made_up: Any) -> None:
    await made_up.draft(await made_up.editor())
    for edition in ("2027", "1999"):
        assert (
            await send(
                made_up,
                "x",
                edition=edition,
                **await made_up.key(f"adopter{edition}", "programme:adopt"),
            )
        ).status_code == 403
