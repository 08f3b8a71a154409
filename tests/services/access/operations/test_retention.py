"""Who was a focal point long ago is forgotten, everywhere, and nobody else is."""

from datetime import timedelta

from kernel import clock
from services.access import tables
from services.access.operations.retention import Retention
from tests.services.access.conftest import Desk
from tests.services.access.focal import begin

OLD = {"from": "2019-01-01", "to": "2020-01-01"}


async def test_contact_data_is_kept_for_a_while(desk: Desk) -> None:
    recent = {"from": "2019-01-01", "to": (clock.today() - timedelta(days=700)).isoformat()}
    old = await begin(desk, name="Luz Pérez", email="luz@example.org", **OLD)
    others = [await begin(desk, **days) for days in (recent, {})]
    for _ in range(2):  # the second time nothing is left to do
        await Retention(desk.db, 730).forget()
    path = f"/access/focal-points/{old['id']}"
    headers = {"Authorization": f"Bearer {desk.administrator}", "If-Match": "*"}
    left = (await desk.client.get(path, headers=headers)).json()
    assert left == {**old, "name": "", "email": ""}
    steps = (await desk.client.get(f"{path}/history", headers=headers)).json()["items"]
    assert [(step["action"], step["stood"]["email"]) for step in steps] == [
        ("begin", ""),
        ("forget", ""),
    ]
    changed = await desk.client.patch(path, json={"to": None}, headers=headers)
    assert (changed.status_code, changed.json()["code"]) == (409, "forgotten")
    for each in others:
        found = await desk.client.get(f"/access/focal-points/{each['id']}", headers=headers)
        assert found.json() == each
    async with desk.db.read() as connection:
        for table in (tables.focal_points, tables.focal_point_history):
            rows = (await connection.execute(table.select())).all()
            assert "luz" not in str(rows).lower()
