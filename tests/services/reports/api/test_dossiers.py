"""The dossier of a closed cycle over HTTP: when it is there, its files, and what becomes of it when
a text in it is hidden or taken away.
"""

import hashlib
import json
from typing import Any

import pytest

from kernel.chain import canonical
from tests.databases import Databases
from tests.services.reports.closings import BLOCKS, LANGUAGES, closed, dossier, maker, reported
from tests.services.reports.conftest import Desk
from tests.services.reports.occasions import occasion


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: what is SQL in this is tried on both beside the store."""
    return sqlite_databases


async def made(desk: Desk) -> tuple[str, str]:
    """A closed annual report with one organ's report, its dossiers made: the ids of both."""
    submission, cycle = await reported(desk), await closed(desk)
    assert await maker(desk).make_due()
    await desk.settled()
    return cycle, submission


async def issued(desk: Desk, cycle: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = (await desk.ask(None, "GET", f"/cycles/{cycle}")).json()[
        "dossiers"
    ]
    return listed


async def test_there_is_none_before_the_closing_and_then_it_is_being_made(desk: Desk) -> None:
    opened = await occasion(desk, state="open")
    early = await desk.ask(None, "GET", f"/cycles/{opened}/dossier")
    assert (early.status_code, early.json()["code"]) == (404, "not_closed")
    answer = await desk.ask(None, "GET", f"/cycles/{await closed(desk)}/dossier?lang=pt")
    assert (answer.status_code, answer.json()) == (202, {"state": "being_made"})
    assert int(answer.headers["Retry-After"]) > 0
    assert (await desk.ask(None, "GET", f"/cycles/{'0' * 36}/dossier")).status_code == 404


async def test_both_files_stand_in_the_ledger_by_their_digests(desk: Desk) -> None:
    cycle, _ = await made(desk)
    dossiers = await issued(desk, cycle)
    assert [one["lang"] for one in dossiers] == sorted(LANGUAGES)
    for one in dossiers:
        for format_ in ("json", "pdf"):
            path = f"/cycles/{cycle}/dossier?lang={one['lang']}&format={format_}"
            answer = await desk.ask(None, "GET", path)
            digest = hashlib.sha256(answer.content).hexdigest()
            assert digest == one[f"{format_}_sha256"]
            assert answer.headers["ETag"] == f'"{digest}"'
            assert answer.headers["Content-Language"] == one["lang"]
            assert f'-{one["lang"]}.{format_}"' in answer.headers["Content-Disposition"]
            same = await desk.ask(None, "GET", path, If_None_Match=f'"{digest}"')
            assert (same.status_code, same.content) == (304, b"")
        entry = (await desk.ask("admin", "GET", f"/ledger/{one['position']}")).json()
        assert entry["type"] == "reports.dossier_issued"
        told = {name: entry["data"][name] for name in ("json_sha256", "pdf_sha256", "lang")}
        assert told.items() <= one.items()
        assert entry["data"]["position"] == (await dossier(desk, cycle))["position"]


@pytest.mark.parametrize("format_", ["json", "pdf"])
async def test_a_dossier_is_found_by_the_hash_of_a_file(desk: Desk, format_: str) -> None:
    cycle, _ = await made(desk)
    title = (await desk.ask(None, "GET", f"/cycles/{cycle}")).json()["title"]
    for one in await issued(desk, cycle):
        path = f"/ledger?hash={one[f'{format_}_sha256']}"
        found = (await desk.ask(None, "GET", path)).json()
        told = {**one, "cycle": cycle, "title": title}
        assert found == {"items": [], "next": None, "dossiers": [told]}
        for moment, there in ((one["position"], [told]), (one["position"] - 1, [])):
            then = (await desk.ask(None, "GET", f"{path}&as_of={moment}")).json()
            assert then["dossiers"] == there
    assert "dossiers" not in (await desk.ask(None, "GET", "/ledger")).json()


async def test_there_was_none_before_the_closing(desk: Desk) -> None:
    cycle, _ = await made(desk)
    path, position = f"/cycles/{cycle}/dossier", (await dossier(desk, cycle))["position"]
    then = await desk.ask(None, "GET", f"{path}?as_of={position}")
    assert (then.status_code, then.content) == (200, (await desk.ask(None, "GET", path)).content)
    early = await desk.ask(None, "GET", f"{path}?as_of={position - 1}")
    assert (early.status_code, early.json()["code"]) == (404, "not_closed")
    assert (await desk.ask(None, "GET", f"{path}?as_of=9999")).status_code == 422


async def test_the_data_are_canonical_and_of_the_closing(desk: Desk) -> None:
    cycle, submission = await made(desk)
    answer = await desk.ask(None, "GET", f"/cycles/{cycle}/dossier?lang=fr")
    assert answer.text == canonical(answer.json())
    told = answer.json()
    placed = (await desk.ask(None, "GET", f"/cycles/{cycle}")).json()
    assert (told["position"], told["noted"]) == (placed["position"], placed["position"])
    assert told["cycle"]["title"] == placed["title"]
    [organ] = told["organs"]
    for block, text in BLOCKS.items():
        assert [(line["submission"], line["text"]) for line in organ["blocks"][block]] == [
            (submission, text)
        ]
    assert told["contributors"] == [{"actor": "CIM", "kind": "organ", "contributions": 1}]
    assert told["statements"][0]["text"] == "Apresentamos as lições."
    assert told["actors"]["CIM"] == "CIM fr"
    assert "secret" not in answer.text, "evidence that is not public"


async def test_a_text_that_is_hidden_later_is_in_no_dossier(desk: Desk) -> None:
    cycle, submission = await made(desk)
    before = await issued(desk, cycle)
    path = f"/cycles/{cycle}/dossier?lang=es"
    await desk.act("SG", submission, "withhold", comment="nombra a una persona")
    for format_ in ("json", "pdf"):
        gone = await desk.ask(None, "GET", f"{path}&format={format_}")
        assert (gone.status_code, gone.json()["code"]) == (410, "withheld")
    await desk.settled()
    assert await maker(desk).make_due()
    await desk.settled()
    after = await issued(desk, cycle)
    assert [one["replaces"] for one in after] == [one["position"] for one in before]
    text = (await desk.ask(None, "GET", path)).text
    assert BLOCKS["carried_out"] not in text
    [contribution] = json.loads(text)["contributions"]
    assert (contribution["state"], contribution["payload"]) == ("withheld", None)
    await desk.act("SG", submission, "release")
    await desk.settled()
    assert await maker(desk).make_due()
    assert BLOCKS["carried_out"] in (await desk.ask(None, "GET", path)).text


async def test_a_report_that_is_withdrawn_later_stays_marked(desk: Desk) -> None:
    cycle, submission = await made(desk)
    await desk.act("CIM", submission, "withdraw")
    assert (await dossier(desk, cycle))["contributions"][0]["state"] == "published"
    await desk.settled()
    assert await maker(desk).make_due()
    [contribution] = (await dossier(desk, cycle))["contributions"]
    assert contribution["state"] == "withdrawn"
    assert contribution["payload"]["carried_out"] == BLOCKS["carried_out"]


async def test_a_statement_that_is_withdrawn_leaves_its_place(desk: Desk) -> None:
    cycle, _ = await made(desk)
    [said] = (await desk.ask(None, "GET", f"/cycles/{cycle}/statements")).json()["items"]
    path = f"/cycles/{cycle}/statements/{said['id']}"
    assert (await desk.ask("CIM", "DELETE", path)).status_code == 200
    assert (await desk.ask(None, "GET", f"/cycles/{cycle}/dossier")).status_code == 410
    await desk.settled()
    assert await maker(desk).make_due()
    [left] = (await dossier(desk, cycle))["statements"]
    assert (left["text"], left["state"], left["digest"]) == (None, "withdrawn", said["digest"])
