"""The audit of keys over HTTP: its lines, and its pages."""

from tests.services.access.conftest import Desk


async def test_the_audit_says_who_did_what_to_which_key(desk: Desk) -> None:
    old = await desk.issued()
    new = (await desk.ask(old["key"], "POST", f"/keys/{old['id']}/rotate")).json()
    await desk.ask(desk.administrator, "DELETE", f"/keys/{new['id']}")
    administrator = desk.administrator.split("_")[2]
    entries = (await desk.ask(desk.administrator, "GET", "/audit?limit=4")).json()["items"]
    assert [
        (entry["by_key"], entry["by_actor"], entry["action"], entry["key_id"]) for entry in entries
    ] == [
        (administrator, None, "revoke", new["id"]),
        (old["id"], "CIM", "issue", new["id"]),
        (old["id"], "CIM", "rotate", old["id"]),
        (administrator, None, "issue", old["id"]),
    ]


async def test_pages_of_the_audit_follow_one_another(desk: Desk) -> None:
    for _ in range(2):
        await desk.issued()
    whole = (await desk.ask(desk.administrator, "GET", "/audit")).json()
    first = (await desk.ask(desk.administrator, "GET", "/audit?limit=2")).json()
    path = first["next"].removeprefix("/access")
    second = await desk.ask(desk.administrator, "GET", path)
    assert [*first["items"], *second.json()["items"]] == whole["items"]
    assert second.json()["next"] is None
