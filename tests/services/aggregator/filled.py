"""A desk with facts of every kind, for the tests of what is exported."""

from tests.services.aggregator.conftest import Desk

PEOPLE = [
    {"sex": "female", "age_group": "adult", "small": True},
    {"sex": "male", "age_group": "adult", "count": 7},
]
MONEY = [{"currency": "USD", "amount": "0.10"}, {"currency": "JPY", "amount": "7"}]


async def fill(desk: Desk) -> None:
    """Reports of organs, states and others, and one submission of each other kind."""
    await desk.publish("a", axes=["gender"], beneficiaries=PEOPLE, resources=MONEY)
    execution = {"execution": "bilateral", "partners": [{"kind": "diaspora"}]}
    await desk.publish(
        "b", "COL", ("NIC",), activity="ACT-2", year=2022, status="completed", **execution
    )
    await desk.publish("c", "LAB", year=2021, status="suspended", axes=["gender", "development"])
    await desk.publish("d", "ILO", activity="ACT-3", status="not_applicable")
    await desk.practice("p", axes=["gender"], year=2021)
    for kind in ("uptake", "further-activity", "agreement", "ratification", "fund-entry"):
        await desk.tell(kind, f"of-{kind}")
    await desk.tell("recommendation", "r")
    await desk.tell("assessment", "s", assessed=1)
    await desk.settled()
