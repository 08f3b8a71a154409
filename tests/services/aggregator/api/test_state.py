"""What the indicators say of themselves."""

from services.aggregator.domain.indicators import CODES
from tests.services.aggregator.conftest import Desk


async def test_every_indicator_has_a_definition_in_four_languages(desk: Desk) -> None:
    assert tuple(item["code"] for item in (await desk.get("/definitions"))["items"]) == CODES
    names = {lang: (await desk.get("/definitions", lang=lang))["items"][0]["name"] for lang in ("es", "en", "pt", "fr")}
    assert len(set(names.values())) == 4


async def test_status_tells_the_position(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    status = await desk.get("/status")
    assert (status["position"], status["lag_positions"], status["parked"]) == (1, 0, 0)
