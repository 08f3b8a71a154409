"""What the later kinds count over HTTP, against the reference and by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from contracts import reports, topics
from tests.services.aggregator.api.test_editions import NEXT, SUCCESSORS, note, told, value
from tests.services.aggregator.conftest import Desk

LATER = (
    *("further_activities", "states_taking_up", "agreements_in_force", "instruments_ratified"),
    *("recommendations_open", "assessed_distribution", "fund_allocated"),
)
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"year": 2020},
    {"year": 2023},
    {"year": 2021, "actor": "COL"},
    {"actor": "SG"},
    {"actor": "NIC"},
    {"actor_kind": "state"},
    {"actor_kind": "organ"},
    {"actor": "COL", "actor_kind": "organ"},
    {"axis": "gender"},
)


def at(day: str) -> Callable[[], str]:
    """A clock that stands still on a day."""
    return lambda: f"{day}T12:00:00.000000Z"


async def lived(desk: Desk) -> int:
    """A ledger with all kinds, begun in 2021 and gone on with in 2023; returns its end in 2021."""
    desk.recorded = at("2021-06-01")
    await note(desk)
    await desk.publish("a", "COL", ("NIC",), axes=["gender"])
    await desk.publish("b", "LAB", activity="ACT-3", year=2021)
    await desk.tell("uptake", "u1")
    await desk.tell("uptake", "u2", "NIC", since="2021-01-01", stance="under_consideration")
    await desk.tell("further-activity", "f1", axes=["gender"])
    await desk.tell("further-activity", "f2", "LAB", code="FA-LAB-1", started_on=None)
    await desk.tell("agreement", "g1", "COL", "NIC", activities=["ACT-1", "ACT-2"])
    await desk.tell("agreement", "g2", "SG", in_force_from=None)
    await desk.tell("ratification", "r1")
    await desk.tell("ratification", "r2", "NIC", state="NIC", action="signature")
    await desk.tell("fund-entry", "m1")
    await desk.tell("fund-entry", "m2", money={"currency": "JPY", "amount": "100"})
    await desk.tell("recommendation", "n1", addressed_to=["CIM", "SUMMIT"], objectives=["SO-01"])
    await desk.tell("assessment", "s1")
    await desk.settled()
    early = desk.appended[topics.REPORTS]
    desk.recorded = at("2023-11-20")
    await desk.tell("uptake", "u3", since="2023-01-01", stance="not_for_now")
    await desk.tell("further-activity", "f2", "LAB", revision=2, code="FA-LAB-1", started_on=None)
    await desk.tell("agreement", "g3", "NIC", in_force_from="2021-01-01", in_force_to="2023-01-01")
    await desk.tell("ratification", "r3", action="withdrawal", date="2022-03-01")
    await desk.tell("ratification", "r4", state="NIC", instrument="T-2", action="accession")
    await desk.tell("fund-entry", "m3", activity="ACT-3", date="2023-02-01")
    back = {"currency": "USD", "amount": "2.50"}
    await desk.tell(
        "fund-entry",
        "m4",
        entry="reversal",
        money=back,
        date="2023-05-01",
        activity=None,
        refers_to="m1",
    )
    await desk.tell("recommendation", "n2", addressed_to=["COL"], activities=["ACT-2"])
    await desk.tell("assessment", "s2", submission="b", status="complete")
    await desk.settled()
    return early


async def test_all_kinds_are_counted_as_the_reference_counts(desk: Desk) -> None:
    early = await lived(desk)
    for asked in FILTERS:
        await desk.judged(**asked)
        await desk.judged_pages(**asked)
        for objective in ("GO-1", "SO-01"):
            await desk.adds_up(objective, *LATER, **asked)
    await desk.adds_up("GO-1", *LATER, as_of=early)
    assert (await desk.operations.verify())["equal"]


async def test_the_past_and_what_is_rebuilt_stay_byte_for_byte(desk: Desk) -> None:
    early = await lived(desk)
    paths = [f"/objectives?as_of={n}" for n in range(desk.appended[topics.REPORTS] + 1)] + [
        f"/objectives/GO-1/{code}/{what}" for code in LATER for what in ("evidence", "history")
    ]

    async def answered() -> list[bytes]:
        return [(await desk.client.get(f"/indicators{path}")).content for path in paths]

    before = await answered()
    assert (await desk.operations.rebuild())["equal"]
    assert await answered() == before
    then = {code: await value(desk, "/objectives/GO-1", code, as_of=early) for code in LATER}
    assert then == {
        "further_activities": 2,
        "states_taking_up": 1,
        "agreements_in_force": 1,
        "instruments_ratified": 1,
        "recommendations_open": 1,
        "assessed_distribution": {"limited": 1},
        "fund_allocated": {"JPY": "100", "USD": "7.00"},
    }


async def test_every_value_has_the_history_of_its_changes(desk: Desk) -> None:
    await lived(desk)
    for code in LATER:
        items = (await desk.get(f"/objectives/GO-1/{code}/history"))["items"]
        for item in items:
            position = item["position"]
            assert item["value"] == await value(desk, "/objectives/GO-1", code, as_of=position)
            earlier = await value(desk, "/objectives/GO-1", code, as_of=max(position - 1, 0))
            assert position == 0 or item["value"] != earlier, (code, item)


async def test_all_kinds_count_through_the_mapping_of_codes(desk: Desk) -> None:
    await lived(desk)
    await told(desk, "next", NEXT)
    desk.shape = desk.amended(NEXT, **SUCCESSORS)
    for asked in FILTERS:
        await desk.judged(**asked)
        await desk.judged_pages(**asked)
    for objective in ("GO-1", "SO-02"):
        await desk.adds_up(objective, *LATER)


async def test_a_recommendation_is_open_until_every_addressee_implemented_it(desk: Desk) -> None:
    desk.recorded = at("2021-06-01")
    await desk.tell("recommendation", "n", addressed_to=["CIM", "SUMMIT"])

    async def open_() -> Any:
        await desk.settled()
        await desk.judged()
        return await value(desk, "/objectives/GO-1", "recommendations_open", year=2021)

    assert await open_() == 1
    by_cim = await desk.follow_up("n", "CIM", "implemented")
    assert await open_() == 1
    desk.recorded = at("2023-06-01")
    by_sg = await desk.follow_up("n", "SG", "implemented", "SUMMIT")
    assert await open_() == 0  # whatever the year asked for
    again = await desk.follow_up("n", "CIM", "under_way")
    assert await open_() == 1
    await desk.silence(again)
    assert await open_() == 0
    await desk.tell("recommendation", "n", revision=2, addressed_to=["CIM", "SUMMIT"])
    assert await open_() == 0
    assert await value(desk, "/objectives/GO-1", "recommendations_open", year=2023) == 0
    await desk.silence(by_sg, reports.StatementWithheld)
    assert await open_() == 1  # still of the year of its first publication
    await desk.silence(by_cim)
    assert await open_() == 1


async def test_a_reversal_counts_with_what_it_takes_back(desk: Desk) -> None:
    desk.recorded = at("2023-06-01")
    await desk.tell("fund-entry", "m", date="2020-05-01")
    before = desk.appended[topics.REPORTS]
    reversal = {"entry": "reversal", "date": "2023-01-01", "activity": None, "refers_to": "m"}
    await desk.tell("fund-entry", "n", money={"currency": "USD", "amount": "2.00"}, **reversal)
    await desk.settled()
    for asked, expected in (
        ({}, {"USD": "5.00"}),
        ({"year": 2020}, {"USD": "5.00"}),
        ({"year": 2023}, {}),
        ({"as_of": before}, {"USD": "7.00"}),
    ):
        assert await value(desk, "/objectives/GO-1", "fund_allocated", **asked) == expected
    behind = (await desk.evidence("GO-1", "fund_allocated", year=2020))["submissions"]
    assert [row["contribution"] for row in behind] == [{"USD": "7.00"}, {"USD": "-2.00"}]
    await desk.tell("fund-entry", "o", money={"currency": "USD", "amount": "5.00"}, **reversal)
    await desk.settled()
    assert await value(desk, "/objectives/GO-1", "fund_allocated") == {}
    assert len((await desk.evidence("GO-1", "fund_allocated"))["submissions"]) == 3
    await desk.move("m", reports.Withheld, "withheld", "fund-entry")
    await desk.settled()
    await desk.judged()


async def test_a_withheld_fund_entry_stays_counted(desk: Desk) -> None:
    await desk.tell("fund-entry", "m")
    await desk.move("m", reports.Withheld, "withheld", "fund-entry")
    await desk.settled()
    await desk.judged()
    assert await value(desk, "/objectives/GO-1", "fund_allocated") == {"USD": "7.00"}
    await desk.adds_up("GO-1", "fund_allocated")


async def test_an_assessment_counts_for_the_revision_it_assesses(desk: Desk) -> None:
    await desk.publish("a", "COL")
    await desk.tell("assessment", "s")
    await desk.tell("assessment", "t", status="complete")
    await desk.settled()

    async def assessed() -> Any:
        await desk.settled()
        await desk.judged()
        await desk.judged_pages()
        return await value(desk, "/objectives/GO-1", "assessed_distribution")

    assert await assessed() == {"complete": 1}
    await desk.move("t", reports.Withdrawn, "withdrawn", "assessment")
    gone = desk.facts.pop("t")
    assert (gone.kind, await assessed()) == ("assessment", {"limited": 1})
    await desk.publish("a", "COL", revision=2)
    assert await assessed() == {}
    await desk.tell("assessment", "s", revision=2, assessed=1)
    assert await assessed() == {}
    await desk.tell("assessment", "s", revision=3, assessed=2, status="substantial")
    assert await assessed() == {"substantial": 1}
    await desk.adds_up("GO-1", "assessed_distribution")
    await desk.move("a", reports.Withheld, "withheld")
    hidden = desk.facts.pop("a")
    assert await assessed() == {}
    await desk.move("a", reports.Released, "published")
    desk.facts["a"] = hidden
    assert await assessed() == {"substantial": 1}


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([("SG", "ratification", "2020-01-01", None)], 1),
        ([("SG", "signature", "2020-01-01", None)], 0),
        ([("SG", "succession", "2020-01-01", None), ("SG", "signature", "2021-01-01", None)], 1),
        ([("SG", "accession", "2020-01-01", "2022-01-01")], 0),
        ([("SG", "accession", "2010-01-01", None), ("COL", "withdrawal", "2020-01-01", None)], 0),
        (
            [
                ("SG", "accession", "2010-01-01", None),
                ("COL", "withdrawal", "2020-01-01", "2022-06-01"),
            ],
            1,
        ),
        # of the same action the state's own word replaces another's, whichever came first
        (
            [
                ("COL", "accession", "2019-01-01", None),
                ("COL", "withdrawal", "2020-01-01", None),
                ("SG", "accession", "2021-01-01", None),
            ],
            0,
        ),
        (
            [
                ("SG", "accession", "2021-01-01", None),
                ("COL", "accession", "2019-01-01", None),
                ("COL", "withdrawal", "2020-01-01", None),
            ],
            0,
        ),
        # but an action of later on replaces none of before
        (
            [
                ("SG", "accession", "2020-01-01", None),
                ("COL", "accession", "2022-01-01", None),
            ],
            1,
        ),
        ([("SG", "withdrawal", "2020-01-01", None), ("SG", "accession", "2020-01-01", None)], 1),
    ],
)
async def test_the_latest_action_on_an_instrument_decides(
    desk: Desk, acts: list[tuple[str, str, str, str | None]], expected: int
) -> None:
    desk.recorded = at("2023-06-01")
    for n, (by, action, day, effect) in enumerate(acts):
        about = {"action": action, "date": day, "takes_effect_on": effect}
        await desk.tell("ratification", f"r{n}", by, **about)
    await desk.settled()
    for asked in ({}, {"year": 2021}, {"actor": "COL"}, {"actor": "SG"}):
        await desk.judged(**asked)
    await desk.judged_pages()
    assert await value(desk, "/objectives/GO-1", "instruments_ratified", year=2021) == expected


async def test_an_activity_is_not_named_by_further_activities(desk: Desk) -> None:
    await desk.tell("further-activity", "f")
    await desk.settled()
    for path, there in (("/activities/ACT-1", False), ("/objectives/GO-1", True)):
        values = (await desk.get(path))["values"]
        assert ("further_activities" in {one["indicator"] for one in values}) is there
