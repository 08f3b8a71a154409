"""Recommendations: the open ones first, with what their addressees have said."""

from collections.abc import Sequence

from services.portal.pages.desk.cam.recommendations import is_open
from tests.services.portal.offices import cam, item, page

HERE = "/desk/cam/recommendations"


def recommendation(id_: str, *addressees: str, said: Sequence[object] = ()) -> dict[str, object]:
    payload = {"addressed_to": [*addressees], "text": f"Texto {id_}", "grounds": ["r"]}
    beside = {"statements": [*said]}
    return item(id_, kind="recommendation", payload=payload, beside=beside)


def follow_up(status: str, *addressees: str, text: str | None = "Hecho") -> dict[str, object]:
    return {
        "role": "follow_up",
        "status": status,
        "addressees": [*addressees],
        "text": text,
        "language": "es",
        "actor": addressees[0],
        "made_at": "2026-11-02T09:00:00.000000Z",
    }


async def test_the_open_ones_come_first() -> None:
    answers = {
        "GET /reports/submissions": page(
            recommendation("a", "CIM", said=[follow_up("implemented", "CIM")]),
            recommendation("b", "SUMMIT"),
        ),
    }
    async with cam(**answers) as (browser, over):
        text = (await browser.get(HERE)).text
    assert text.index("Texto b") < text.index("Texto a")
    assert "the Summit of the Americas" in text
    assert "No addressee has spoken on it yet." in text
    asked = {one.url.path: one.url.params.get("beside") for one in over.sent}
    assert asked["/reports/submissions"] == "statements"
    assert not [path for path in asked if path.endswith("/statements")]


def test_it_is_open_until_every_addressee_has_said_otherwise() -> None:
    told = recommendation("a", "CIM", "IIN")
    assert is_open(told, [])
    assert is_open(told, [follow_up("implemented", "CIM")])
    both = [follow_up("implemented", "CIM"), follow_up("implemented", "IIN")]
    assert not is_open(told, both)
    assert is_open(told, [*both, follow_up("under_way", "IIN")])
    assert is_open(told, [both[0], follow_up("implemented", "IIN", text=None)])
