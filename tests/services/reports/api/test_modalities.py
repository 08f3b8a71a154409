"""The modalities of the fund: adopted by the Committee, frozen, named by entries."""

from typing import Any

import pytest

from services.reports.api.modalities import EXAMPLE
from tests.services.reports.conftest import Desk
from tests.services.reports.funding import fund_entry, fund_on

PATH = "/fund/modalities"


async def test_what_is_adopted_is_read_by_everybody_and_stands_in_the_ledger(desk: Desk) -> None:
    await fund_on(desk)
    made = await desk.ask("committee", "POST", PATH, EXAMPLE)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == "/reports/fund/modalities/2026-1"
    await desk.settled()
    (item,) = (await desk.ask(None, "GET", PATH)).json()["items"]
    assert {name: item[name] for name in EXAMPLE} == EXAMPLE
    assert item["actor"] == "CAM"
    assert (await desk.ask(None, "GET", f"{PATH}/2026-1")).json() == item
    assert (await desk.ask(None, "GET", "/fund")).json()["modalities"] == [item]
    before = await desk.ask(None, "GET", f"/fund?as_of={item['position'] - 1}")
    assert before.json()["modalities"] == []
    entry = (await desk.ask(None, "GET", f"/ledger/{item['position']}")).json()
    assert entry["type"] == "reports.modalities_adopted"
    assert entry["data"] == {**EXAMPLE, "actor": "CAM"}
    listed = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    assert (listed[-1]["type"], listed[-1]["subject"]) == (entry["type"], "modalities")


async def test_a_version_never_changes(desk: Desk) -> None:
    await fund_on(desk)
    first = await desk.ask("committee", "POST", PATH, EXAMPLE, Idempotency_Key="k")
    again = await desk.ask("committee", "POST", PATH, EXAMPLE, Idempotency_Key="k")
    assert (again.status_code, again.json()) == (201, first.json())
    other = EXAMPLE | {"text": {"es": "Otra cosa"}}
    refused = await desk.ask("committee", "POST", PATH, other)
    assert (refused.status_code, refused.json()["code"]) == (409, "append_only")
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await desk.ask("committee", method, f"{PATH}/2026-1", other, If_Match="*")
        assert answer.status_code == 405


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("committee", 201),
        ("adopter", 403),
        ("CAM", 403),
        ("SG", 403),
        ("fund", 403),
        ("COL", 403),
        ("admin", 403),
        ("reviewer", 403),
        (None, 401),
        ("revoked", 401),
        ("expired", 401),
    ],
)
async def test_who_adopts_and_who_reads(desk: Desk, who: str | None, expected: int) -> None:
    await fund_on(desk)
    assert (await desk.ask(who, "POST", PATH, EXAMPLE)).status_code == expected
    read = 401 if who in ("revoked", "expired") else 200
    assert (await desk.ask(who, "GET", PATH)).status_code == read


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"text": {}}, "/text", None),
        ({"text": {"de": "x"}}, "/text/de/[key]", None),
        ({"text": {"es": "  "}}, "/text/es", "blank"),
        ({"adopted_on": "2999-01-01"}, "/adopted_on", "out_of_range"),
        ({"adopted_on": "01/02/2026"}, "/adopted_on", "wrong_form"),
        ({"version": "a/b"}, "/version", None),
        ({"version": None}, "/version", None),
        ({"note": "x"}, "/note", "unknown_field"),
    ],
)
async def test_what_is_refused(
    desk: Desk, change: dict[str, Any], pointer: str, code: str | None
) -> None:
    await fund_on(desk)
    answer = await desk.ask("committee", "POST", PATH, EXAMPLE | change)
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    assert error["pointer"].startswith(pointer.partition("/[")[0])
    assert code in (None, error["code"])


async def test_pages_and_what_is_not_there(desk: Desk) -> None:
    await fund_on(desk)
    for version in ("2", "1"):
        sent = EXAMPLE | {"version": version, "adopted_on": f"202{version}-01-01"}
        await desk.ask("committee", "POST", PATH, sent)
    first = (await desk.ask(None, "GET", f"{PATH}?limit=1")).json()
    second = (await desk.client.get(first["next"])).json()
    assert [item["version"] for item in first["items"] + second["items"]] == ["1", "2"]
    assert second["next"] is None
    assert (await desk.ask(None, "GET", f"{PATH}/3")).status_code == 404


async def test_an_entry_names_adopted_modalities(desk: Desk) -> None:
    fund = await fund_on(desk)
    sent = fund_entry("receipt", "1.00", contributor={"actor": "COL"}, modality="2026-1")
    assert await fund.refused(sent) == [("/payload/modality", "unknown_code")]
    await desk.ask("committee", "POST", PATH, EXAMPLE)
    assert (await desk.ask("fund", "POST", "/submissions", sent)).status_code == 201
