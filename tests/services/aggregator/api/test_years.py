"""A value year by year is what the filter of each year gives."""

from tests.services.aggregator.conftest import Desk


async def test_each_year_is_the_value_under_its_filter(desk: Desk) -> None:
    await desk.publish("a")
    await desk.publish("b", year=2022)
    await desk.publish("c", "COL", activity="ACT-2", year=2022)
    await desk.settled()
    for about in ("/objectives/GO-1", "/activities/ACT-2", "/actors/CIM", "/programme"):
        items = (await desk.get(f"{about}/reports_published/years"))["items"]
        assert items[0]["year"] == 2016
        for item in (items[0], *(item for item in items if item["value"])):
            values = (await desk.get(about, year=item["year"]))["values"]
            by_code = {value["indicator"]: value["value"] for value in values}
            assert item["value"] == by_code["reports_published"]
        total = {value["indicator"]: value for value in (await desk.get(about))["values"]}
        assert sum(item["value"] for item in items) == total["reports_published"]["value"]


async def test_what_is_not_there(desk: Desk) -> None:
    await desk.settled()
    for path in ("/actors/XXX/reports_published", "/programme/no_such"):
        assert (await desk.client.get(f"/indicators{path}/years")).status_code == 404
