"""A report that names another actor: confirmed by it, and taken back."""

from tests.services.portal.a_report import API, ID, Stored, over
from tests.services.portal.signed_in import at_the_desk, fields

WHERE = f"/desk/confirm/{ID}"
NAMES = {"GET /catalog/actors/COL": {"code": "COL", "name": "Colombia"}}
WAYS = {f"PUT {API}/confirmation": {}, f"DELETE {API}/confirmation": {}}


async def test_confirming_and_taking_it_back() -> None:
    stored = Stored(reporter="COL", joint_reporters=["CIM"], state="submitted", allowed=[])
    services = over(stored, **NAMES, **WAYS)
    async with at_the_desk(services) as page:
        asked = await page.get(WHERE)
        assert "Colombia names you" in asked.text
        assert "Leave unconfirmed" in asked.text
        await page.post(WHERE, data={**fields(asked.text), "then": "confirm"})
        stored.change(confirmed=["CIM"])
        again = await page.get(WHERE)
        assert "You have confirmed this report" in again.text
        await page.post(WHERE, data={**fields(again.text), "then": "take_back"})
    ways = [(one.method, one.headers["if-match"]) for one in services.sent if one.method != "GET"]
    assert ways == [("PUT", '"1"'), ("DELETE", '"2"')]


async def test_who_is_not_named_has_nothing_to_confirm() -> None:
    stored = Stored(reporter="COL", joint_reporters=["BRA"], state="published", allowed=[])
    async with at_the_desk(over(stored, **NAMES)) as page:
        assert (await page.get(WHERE)).status_code == 404
