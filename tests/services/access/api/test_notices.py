"""The list of notices: for administrators, newest first, without addresses and texts."""

from tests.services.access.conftest import Desk
from tests.services.access.focal import begin, notices, returned


async def test_notices_are_listed_for_administrators(desk: Desk) -> None:
    person = await begin(desk)
    for number in range(3):
        await returned(desk, f"s{number}")
    await desk.settled()
    items = await notices(desk)
    assert [item["submission"] for item in items] == ["s2", "s1", "s0"]
    assert {item["state"] for item in items} == {"sent"}
    assert {item["focal_point"] for item in items} == {person["id"]}
    assert "ana" not in repr(items)
    assert await notices(desk, "?state=queued") == await notices(desk, "?kind=accepted") == []
    assert len(await notices(desk, "?actor=CIM&kind=returned&state=sent")) == 3
    page = (await desk.ask(desk.administrator, "GET", "/notices?limit=2")).json()
    rest = await desk.ask(desk.administrator, "GET", page["next"].removeprefix("/access"))
    assert [*page["items"], *rest.json()["items"]] == items
    own = (await desk.issued())["key"]
    assert (await desk.ask(own, "GET", "/notices")).status_code == 403
    unknown = await desk.ask(desk.administrator, "GET", "/notices?actor=XYZ")
    assert unknown.status_code == 422
