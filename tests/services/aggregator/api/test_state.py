"""What the indicators say of themselves."""

from contracts import reports
from services.aggregator.domain.indicators import INDICATORS
from tests.services.aggregator.conftest import Desk


async def test_every_indicator_has_a_definition_in_four_languages(desk: Desk) -> None:
    items = (await desk.get("/definitions"))["items"]
    assert [item["code"] for item in items] == list(INDICATORS)
    told = [
        (await desk.get("/definitions", lang=lang))["items"] for lang in ("es", "en", "pt", "fr")
    ]
    for name in ("name", "formula"):
        assert len({items[0][name] for items in told}) == 4
    (french,) = [item for item in told[3] if item["code"] == "states_contributing"]
    assert french["denominator"] == "États participants"
    assert french["texts"].keys() == {
        "name",
        "formula",
        "numerator",
        "denominator",
        "denominator_on",
    }
    assert french["texts"]["formula"] == {"lang": "fr", "provenance": "editorial"}


async def test_definitions_are_the_same_at_every_moment(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    assert await desk.get("/definitions", as_of="0") == await desk.get("/definitions")
    for moment in ("2", "yesterday"):
        assert (await desk.client.get(f"/indicators/definitions?as_of={moment}")).status_code == 422


async def test_status_tells_the_position(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    status = await desk.get("/status")
    assert (status["position"], status["lag_positions"], status["parked"]) == (1, 0, 0)


async def test_status_of_a_moment_tells_its_position_and_its_time(desk: Desk) -> None:
    for name in ("a", "b"):
        await desk.publish(name)
        await desk.settled()
    now, first = await desk.get("/status"), await desk.get("/status", as_of="1")
    assert (first["position"], now["position"], first["lag_positions"]) == (1, 2, 0)
    given = (await desk.get("/programme/reports_published/history"))["items"][0]
    assert (given["position"], first["last_event_at"]) == (1, given["time"])
    assert await desk.get("/status", as_of=given["time"]) == first
    assert now["verified"] == {"at": None, "position": None, "equal": None}
    before = await desk.get("/status", as_of="0")
    assert (before["position"], before["last_event_at"]) == (0, None)
    for moment in ("3", "yesterday"):
        assert (await desk.client.get(f"/indicators/status?as_of={moment}")).status_code == 422


async def test_what_is_parked_is_told_to_those_who_audit(desk: Desk) -> None:
    for name in ("x", "y", "z"):
        await desk.move(name, reports.Released, "published")
    await desk.settled()
    other = await desk.key("reports:write")
    assert (await desk.send(other, "GET", "/indicators/parked")).status_code == 403
    auditor = await desk.key("audit:read")
    first = (await desk.send(auditor, "GET", "/indicators/parked?limit=2")).json()
    assert [(item["position"], item["waiting"]) for item in first["items"]] == [
        (1, False),
        (2, False),
    ]
    rest = (await desk.send(auditor, "GET", first["next"])).json()
    assert ([item["position"] for item in rest["items"]], rest["next"]) == ([3], None)


async def test_a_language_may_be_asked_for_everywhere(desk: Desk) -> None:
    for path in (
        "/objectives",
        "/objectives/GO-1",
        "/objectives/GO-1/axis_share/evidence",
        "/objectives/GO-1/axis_share/history",
        "/definitions",
        "/actors/COL",
        "/activities/ACT-1",
        "/status",
        "/verification",
    ):
        answer = await desk.client.get(f"/indicators{path}?lang=pt")
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, "pt")
        assert "Accept-Language" in answer.headers["Vary"]
        assert (await desk.client.get(f"/indicators{path}?lang=xx")).status_code == 422
