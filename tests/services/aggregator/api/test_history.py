"""Each change of a value."""

from contracts import reports, topics
from tests.services.aggregator.conftest import PEOPLE, Desk, _moved


async def test_history_is_each_change(desk: Desk) -> None:
    for number in range(5):
        await desk.publish(f"s{number}", year=2018 + number)
    await desk.settled()
    changes = await desk.get("/objectives/GO-1/reports_published/history", limit=500)
    assert [(item["position"], item["value"]) for item in changes["items"]] == [
        (n, n) for n in range(1, 6)
    ]
    coverage = await desk.get("/objectives/GO-1/activity_coverage/history")
    assert [(item["position"], item["value"]) for item in coverage["items"]] == [(1, 0.5)]


async def test_history_of_practices_is_each_change_of_theirs(desk: Desk) -> None:
    await desk.practice("p", "COL", activities=["ACT-1"])
    await desk.publish("a")
    await desk.practice("q", activities=["ACT-3"])
    await desk.move("p", reports.Withheld, "withheld", "practice")
    people = [reports.Reporter(code=code, kind=PEOPLE[code][0]) for code in ("COL", "NIC")]
    moved = _moved("p", "COL", "withheld", 1, "practice")
    await desk.append(
        topics.REPORTS, "p", reports.Confirmed(**moved, joint_reporter="NIC", reporters=people)
    )
    await desk.move("p", reports.Released, "published", "practice")
    await desk.settled()
    path = "/objectives/GO-1/practices_published/history"

    async def changes(**asked: object) -> list[tuple[int, int]]:
        items = (await desk.get(path, **asked))["items"]
        return [(item["position"], item["value"]) for item in items]

    assert await changes() == [(1, 1), (4, 0), (6, 1)]
    assert await changes(actor="NIC") == [(6, 1)]
    assert await changes(year=2019) == []
    first = await desk.get(path, limit=1)
    rest = (await desk.client.get(first["next"])).json()
    assert [item["position"] for item in first["items"]] == [1]
    assert [item["position"] for item in rest["items"]] == []


async def test_a_small_cell_is_a_change_of_its_own(desk: Desk) -> None:
    cells = [{"sex": "female", "age_group": "adult", "count": 100}]
    await desk.publish("a", beneficiaries=cells)
    await desk.publish("b", beneficiaries=[{"sex": "male", "age_group": "child", "small": True}])
    await desk.settled()
    items = (await desk.get("/objectives/GO-1/beneficiaries_reached/history"))["items"]
    assert [(item["value"], item["small_cells"]) for item in items] == [(100, 0), (100, 1)]
    plain = (await desk.get("/objectives/GO-1/reports_published/history"))["items"]
    assert set(plain[0]) == {"position", "time", "value"}


async def test_history_by_year_is_the_value_at_the_end_of_each(desk: Desk) -> None:
    path = "/objectives/GO-1/reports_published/history"
    assert (await desk.get(path, every="year"))["items"] == []
    for day in ("2021-03-01", "2021-12-31", "2023-01-01", "2024-05-01", "2025-02-01"):
        desk.recorded = lambda day=day: f"{day}T23:59:59.999999Z"  # type: ignore[misc]
        await desk.publish(day, year=2021)
    await desk.move("2024-05-01", reports.Withdrawn, "withdrawn")
    await desk.settled()

    async def changes(**asked: object) -> list[tuple[int, str, int]]:
        items = (await desk.get(path, every="year", **asked))["items"]
        return [(item["position"], item["time"][:10], item["value"]) for item in items]

    ends = [(2, "2021-12-31", 2), (3, "2023-01-01", 3), (4, "2024-05-01", 4)]
    assert await changes() == [*ends, (6, "2025-02-01", 4)]
    assert await changes(as_of=3) == ends[:2]
    first = await desk.get(path, every="year", limit=2)
    rest = (await desk.client.get(first["next"])).json()
    assert [item["position"] for item in rest["items"]] == [4, 6]
    long = await desk.get(path, years="true", limit=2)
    told = [(item["position"], item["time"][:10], item["value"]) for item in long["years"]]
    assert told == [*ends, (6, "2025-02-01", 4)], "beside the first of many changes"
    assert "years" not in await desk.get(path, years="true"), "all changes stand on the page"
    assert "years" not in await desk.get(path, limit=2)
    refused = await desk.client.get(f"/indicators{path}?every=month")
    assert refused.status_code == 422
