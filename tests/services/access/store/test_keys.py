"""Lists of keys by state, page by page."""

from tests.services.access.conftest import Desk


async def test_lists_by_state_and_cursor(desk: Desk) -> None:
    keys = [await desk.issued(label=str(number)) for number in range(3)]
    await desk.ask(desk.administrator, "DELETE", f"/keys/{keys[0]['id']}")
    revoked = (await desk.ask(desk.administrator, "GET", "/keys?state=revoked")).json()["items"]
    assert [key["id"] for key in revoked] == [keys[0]["id"]]
    active = (await desk.ask(desk.administrator, "GET", "/keys?state=active&actor=CIM")).json()[
        "items"
    ]
    assert [key["id"] for key in active] == [keys[2]["id"], keys[1]["id"]]
    seen, url = [], "/access/keys?limit=1"
    while url:
        page = (
            await desk.client.get(url, headers={"Authorization": f"Bearer {desk.administrator}"})
        ).json()
        seen += [key["id"] for key in page["items"]]
        url = page["next"]
    assert seen[:3] == [key["id"] for key in reversed(keys)]
    assert all("hash" not in key and "key" not in key for key in active)
    audit = (await desk.ask(desk.administrator, "GET", "/audit")).json()["items"]
    assert audit[0]["action"] == "revoke"
