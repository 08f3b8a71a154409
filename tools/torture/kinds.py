"""What the clients of a run send of the kinds beside `implementation`: small texts that are always
right, so that an answer that refuses one is a finding.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, NamedTuple

ORGANS, STATES = "organs", "states"
AREAS = ("BRA", "CHL", "COL", "ECU", "MEX", "PER", "USA")
INSTRUMENTS = ("ICRMW", "ACHR", "CRC")


class Kind(NamedTuple):
    """A kind: its share among a hundred submissions, who sends it, and its payload; `frozen`: once
    published it stays. `after`: what is done about it in public.
    """

    share: int
    reporters: tuple[str, ...]
    payload: Callable[[Random, str], dict[str, Any]]
    frozen: bool = False
    after: tuple[str, ...] = ()


def _activity(random: Random) -> str:
    return f"ACT-{random.randint(21, 42)}"


def _day(random: Random) -> str:
    return f"{random.randint(2017, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def _practice(random: Random, _reporter: str) -> dict[str, Any]:
    words = dict.fromkeys(("context", "action", "results"), "Se compartió. ")
    return {**words, "activities": [_activity(random)], "year": random.randint(2017, 2025)}


def _uptake(random: Random, _reporter: str) -> dict[str, Any]:
    stance = random.choice(("under_consideration", "taken_up", "not_for_now"))
    return {"activity": _activity(random), "stance": stance, "since": _day(random)}


def _further(random: Random, _reporter: str) -> dict[str, Any]:
    return {
        "objectives": [f"SO-{random.randint(1, 12):02}"],
        "summary": "Otra labor.",
        "started_on": _day(random),
    }


def _proposal(random: Random, _reporter: str) -> dict[str, Any]:
    return {
        "change": "add",
        "node_kind": "activity",
        "addressees": ["STATES"],
        "objectives": [f"SO-{random.randint(1, 12):02}"],
        "texts": {"es": {"title": "Remesas", "summary": "Abaratarlas."}},
        "reason": "El costo pesa.",
    }


def _agreement(random: Random, reporter: str) -> dict[str, Any]:
    return {
        "type": random.choice(("consular", "social_security")),
        "parties": [{"actor": reporter}, {"name": "Otra parte"}],
        "signed_on": "2016-05-01",
        "in_force_from": _day(random),
        "activities": [_activity(random)],
    }


def _ratification(random: Random, reporter: str) -> dict[str, Any]:
    action = random.choice(("signature", "ratification", "accession"))
    given = {"instrument": random.choice(INSTRUMENTS), "state": reporter, "action": action}
    return {**given, "date": _day(random)}


def _statistic(random: Random, reporter: str) -> dict[str, Any]:
    key = {"REF_AREA": reporter, "COUNTERPART_AREA": "_T", "MEASURE": "INFLOW"}
    value = str(random.randint(1_000, 90_000))
    return {
        "dataflow": "MIGRATION",
        "series": [
            {
                "key": {**key, "SEX": "_T", "AGE": "_T"},
                "observations": [{"period": _day(random)[:4], "value": value, "status": "A"}],
            }
        ],
        "source": "Registro",
        "method": "Conteo.",
    }


def _pledge(random: Random, reporter: str) -> dict[str, Any]:
    money = {"currency": random.choice(("USD", "COP")), "amount": str(random.randint(1, 90_000))}
    return {
        "entry": "pledge",
        "money": money,
        "date": _day(random),
        "contributor": {"actor": reporter},
    }


KINDS: Mapping[str, Kind] = {
    "practice": Kind(6, (ORGANS, STATES), _practice),
    "uptake": Kind(6, (STATES,), _uptake),
    "further-activity": Kind(6, (ORGANS,), _further),
    "proposal": Kind(6, (ORGANS, STATES), _proposal, after=("consult", "decide")),
    "agreement": Kind(4, (STATES,), _agreement),
    "ratification": Kind(4, (STATES,), _ratification),
    "statistic": Kind(4, (STATES,), _statistic),
    "fund-entry": Kind(4, (STATES,), _pledge, frozen=True),
}


def chosen(random: Random, reporter: str) -> str:
    """The kind of a submission of a reporter; most are implementations."""
    mine = STATES if reporter in AREAS or reporter == "ARG" else ORGANS
    kinds = {name: kind.share for name, kind in KINDS.items() if mine in kind.reporters}
    kinds["implementation"] = 100 - sum(kinds.values())
    return random.choices(tuple(kinds), tuple(kinds.values()))[0]
