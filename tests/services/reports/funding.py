"""Entries of the fund, as tests of its rules and of its reads send them."""

from typing import Any

import httpx2

from tests.services.reports.conftest import Desk, body


def fund_entry(sort: str, amount: str, reporter: str = "SG", **payload: Any) -> dict[str, Any]:
    """A fund entry that is complete but for what its sort needs besides."""
    currency = payload.pop("currency", "USD")
    given = {
        "entry": sort,
        "money": {"currency": currency, "amount": amount},
        "date": "2024-02-29",
        **payload,
    }
    return {**body(reporter), "kind": "fund-entry", "title": "Movimiento", "payload": given}


class Fund:
    """The desk with the keys of the fund: who writes entries, who adopts modalities."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def accepted(self, sort: str, amount: str, reporter: str = "SG", **payload: Any) -> str:
        """An entry that only needs to be published."""
        who = "fund" if reporter == "SG" else reporter
        sent = fund_entry(sort, amount, reporter, **payload)
        answer = await self.desk.ask(who, "POST", "/submissions", sent)
        assert answer.status_code == 201, answer.text
        id_ = str(answer.json()["id"])
        for key, action in ((who, "submit"), ("SG", "start_review"), ("SG", "accept")):
            done = await self.desk.act(key, id_, action)
            assert done.status_code == 200, done.text
        return id_

    async def publish(self, id_: str) -> httpx2.Response:
        return await self.desk.act("SG", id_, "publish")

    async def published(self, sort: str, amount: str, reporter: str = "SG", **payload: Any) -> str:
        id_ = await self.accepted(sort, amount, reporter, **payload)
        answer = await self.publish(id_)
        assert answer.status_code == 200, answer.text
        return id_

    async def receipt(self, amount: str, **payload: Any) -> str:
        return await self.published(
            "receipt", amount, **{"contributor": {"actor": "COL"}, **payload}
        )

    async def allocation(self, amount: str, **payload: Any) -> str:
        return await self.published("allocation", amount, **{"activity": "ACT-12", **payload})

    async def refused(self, sent: dict[str, Any]) -> list[tuple[str, str]]:
        """(pointer, code) of what is wrong with a text."""
        answer = await self.desk.ask("fund", "POST", "/submissions", sent)
        assert answer.status_code == 422, answer.text
        return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def fund_on(desk: Desk) -> Fund:
    """The fund on a desk, its keys issued."""
    await desk.key("fund", "SG", "fund:write")
    await desk.key("committee", "CAM", "programme:adopt")
    await desk.key("adopter", "SG", "programme:adopt")
    await desk.settled()
    return Fund(desk)
