"""Who may do what: every operation on cycles, for every kind of caller, on a cycle in every state
that makes a difference; and what everybody reads.
"""

from typing import Any

import pytest

from tests.databases import SQLITE
from tests.services.reports.api.test_access import CALLERS, outcomes, some
from tests.services.reports.conftest import Desk
from tests.services.reports.occasions import cycle, occasion

ALL = (*CALLERS, "COMMITTEE")  # a key of CAM that adopts
PUBLISHERS = ("SG", "publisher")
SPEAKERS = ("CIM", "NIC", "CAM", "MEX", "COL")
STATES = ("considered", "convened", "open", "closed")
EVERYBODY_READS = (
    *("/cycles", "/cycles/{id}", "/cycles/{id}/history"),
    *("/cycles/{id}/contributions", "/cycles/{id}/statements", "/cycles/{id}/beside"),
)
STATEMENT, CONTRIBUTION = "/cycles/{id}/statements", "/cycles/{id}/contributions/{submission}"


def everyone(otherwise: int, **named: int) -> dict[str, int]:
    """Caller → status of a write."""
    return outcomes(otherwise) | {"COMMITTEE": otherwise, "nobody": 401} | named


def matrix(state: str) -> dict[str, dict[str, int]]:
    """Operation → what each caller is answered about a work plan in this state."""
    convene, receives = state == "considered", state in ("convened", "open")
    speak = {"considered": 409, "closed": 409}.get(state, 201)
    bring = 200 if receives else 409
    nothing = everyone(404)
    return {
        **{f"GET {path}": outcomes(200) | {"COMMITTEE": 200} for path in EVERYBODY_READS},
        "GET /cycles/{id}/dossier": outcomes(made := 202 if state == "closed" else 404)
        | {"COMMITTEE": made},
        f"GET {STATEMENT}/{{statement}}": outcomes(404) | {"COMMITTEE": 404},
        "POST /cycles": everyone(403, **some(PUBLISHERS, 201)),
        "PATCH /cycles/{id}": everyone(403, **some(PUBLISHERS, 409 if state == "closed" else 200)),
        "POST /cycles/{id}/transitions": everyone(403, COMMITTEE=200 if convene else 409),
        f"POST {STATEMENT}": everyone(403, **some(SPEAKERS, speak)),
        f"DELETE {STATEMENT}/{{statement}}": nothing,
        f"POST {STATEMENT}/{{statement}}/withhold": nothing,
        f"PUT {CONTRIBUTION}": everyone(403, CIM=bring),
        f"DELETE {CONTRIBUTION}": nothing,
    }


BODIES: dict[str, Any] = {
    "POST /cycles": cycle(),
    "PATCH /cycles/{id}": {"title": "Otro"},
    "POST /cycles/{id}/transitions": {"action": "convene"},
    f"POST {STATEMENT}": {"role": "consultation", "language": "es", "text": "Hola"},
    f"POST {STATEMENT}/{{statement}}/withhold": {"comment": "por revisar"},
}
CASES = [(state, operation) for state in STATES for operation in matrix(state)]


@pytest.mark.parametrize("state", STATES)
async def test_every_operation_has_a_declared_outcome(desk: Desk, state: str) -> None:
    document = (await desk.ask(None, "GET", "/openapi.json")).json()
    assert set(matrix(state)) == {
        f"{method.upper()} {path.removeprefix('/reports')}"
        for path, item in document["paths"].items()
        for method in item
        if path.startswith("/reports/cycles")
    }


@SQLITE
@pytest.mark.parametrize(("state", "operation"), CASES, ids=lambda part: part.replace("/", " "))
async def test_an_operation_for_every_caller(desk: Desk, state: str, operation: str) -> None:
    await desk.key("partner", "ILO")
    submission = await desk.published("CIM")
    method, path = operation.split()
    answered, changed = {}, True
    for who in ALL:
        if changed:
            id_ = await occasion(desk, "work_plan", state)
        answer = await desk.ask(
            None if who == "nobody" else who,
            method,
            path.replace("{id}", id_).replace("{submission}", submission),
            BODIES.get(operation),
            If_Match="*",
        )
        answered[who] = answer.status_code
        changed = method != "GET" and answer.is_success  # what is refused changes nothing
    assert answered == matrix(state)[operation]
