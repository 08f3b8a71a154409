"""Who may do what: every operation of reports, for every kind of caller, on a submission in every
state that makes a difference.
"""

from typing import Any

import pytest

from tests.databases import SQLITE
from tests.services.reports.conftest import Desk, body

#: MEX is named as a joint reporter, COL has confirmed; `idle` is a key of MEX without a scope.
CALLERS = (
    *("CIM", "NIC", "CAM", "partner", "MEX", "COL", "idle"),
    *("SG", "reviewer", "publisher", "nameless", "admin", "nobody", "revoked", "expired"),
)
SECRETARIAT = ("SG", "reviewer", "publisher")
REVIEWERS = (*SECRETARIAT, "nameless")
NAMED = ("MEX", "COL", "idle")
STATES = ("draft", "submitted", "published", "withheld")
INSIDE = {
    "draft": ("CIM",),
    "submitted": ("CIM", *REVIEWERS, *NAMED),
    "published": CALLERS,
    "withheld": ("CIM", *REVIEWERS, "COL"),
}
OUTSIDE_OF_WITHHELD = tuple(who for who in CALLERS if who not in INSIDE["withheld"])
ELSE = {"draft": 404, "submitted": 404, "published": 403, "withheld": 410}


def outcomes(otherwise: int, **named: int) -> dict[str, int]:
    """Caller → status: those named, 401 for a key that is not valid, `otherwise` for the rest."""
    return dict.fromkeys(CALLERS, otherwise) | named | {"revoked": 401, "expired": 401}


def some(callers: tuple[str, ...], status: int) -> dict[str, int]:
    return dict.fromkeys(callers, status)


def write(state: str, **named: int) -> dict[str, int]:
    """Of a write: 404 for who does not read it, 403 for who does, but for those named."""
    hidden = 404 if state in ("draft", "submitted") else 403
    inside = INSIDE[state] if hidden == 404 else CALLERS
    return outcomes(hidden, **some(inside, 403) | named | {"nobody": 401})


def comments(state: str, status: int) -> dict[str, int]:
    """For the reporter, reviewers and the states that its text names."""
    own, reviewers = {"CIM": status}, some(REVIEWERS, status)
    nobody = {"nobody": 401}
    return {
        "draft": outcomes(404, **own, **nobody),
        "submitted": outcomes(404, **own, **reviewers, **some(NAMED, status), **nobody),
        "published": outcomes(403, **own, **reviewers, **some(NAMED, status), **nobody),
        "withheld": outcomes(
            403, **own, **reviewers, COL=status, **some(("MEX", "idle"), 410), **nobody
        ),
    }[state]


def statements(state: str) -> dict[str, dict[str, int]]:
    """Nobody speaks beside an implementation, and there is no such statement."""
    gone = {} if state != "withheld" else some(OUTSIDE_OF_WITHHELD, 410)
    nothing = outcomes(404, nobody=401)
    inside = CALLERS if state in ("published", "withheld") else INSIDE[state]
    made = some(inside, 422 if state == "published" else 409)
    for who in {"nameless", "admin"} & set(inside):
        made[who] = 403
    path = "/submissions/{id}/statements"
    return {
        f"GET {path}": outcomes(ELSE[state], **some(INSIDE[state], 200)),
        f"GET {path}/{{statement}}": outcomes(404, **gone),
        f"POST {path}": outcomes(404, **made | {"nobody": 401}),
        f"DELETE {path}/{{statement}}": nothing,
        f"POST {path}/{{statement}}/withhold": nothing,
    }


def matrix(state: str) -> dict[str, dict[str, int]]:
    """Operation → what each caller is answered about a submission of CIM in this state."""
    reads = outcomes(ELSE[state], **some(INSIDE[state], 200))
    confirmation = {} if state == "draft" else some(("MEX", "COL"), 200)
    reviewers = {} if state == "draft" else some(REVIEWERS, 200)
    return {
        "POST /submissions": outcomes(403, CIM=201, nobody=401),
        "GET /submissions": outcomes(200),
        "GET /ledger": outcomes(200),
        "GET /kinds": outcomes(200),
        "GET /actors/CIM/beside": outcomes(200),
        "GET /activities/ACT-12/beside": outcomes(200),
        **{
            f"GET /{name}{ending}": outcomes(200)
            for name in ("ratifications", "agreements", "uptake")
            for ending in ("", ".csv", ".xlsx")
        },
        "GET /asyncapi.json": outcomes(200),
        **statements(state),
        "GET /submissions/{id}": reads,
        "GET /submissions/{id}/revisions": reads,
        "GET /submissions/{id}/history": reads,
        "PUT /submissions/{id}": write(state, CIM=200 if state == "draft" else 409),
        "POST /submissions/{id}/transitions": write(
            state, CIM=200 if state == "published" else 409
        ),
        "GET /submissions/{id}/comments": comments(state, 200),
        "POST /submissions/{id}/comments": comments(state, 201)
        | ({} if state == "draft" else {"nameless": 403}),
        "PUT /submissions/{id}/confirmation": write(state, **confirmation),
        "DELETE /submissions/{id}/confirmation": write(state, **confirmation),
        # of the draft, which the public history does not tell of
        "GET /ledger/{position}": outcomes(404, CIM=200, **reviewers),
    }


BODIES: dict[str, Any] = {
    "POST /submissions": body(),
    "PUT /submissions/{id}": body(),
    "POST /submissions/{id}/transitions": {"action": "revise"},
    "POST /submissions/{id}/comments": {"text": "Hola"},
    "POST /submissions/{id}/statements": {"role": "reply", "language": "es", "text": "Hola"},
    "POST /submissions/{id}/statements/{statement}/withhold": {"comment": "por revisar"},
}
CASES = [(state, operation) for state in STATES for operation in matrix(state)]


async def prepared(desk: Desk, state: str) -> str:
    """A submission of CIM in a state, which names MEX and COL; COL has confirmed."""
    id_ = await desk.draft(joint_reporters=["MEX", "COL"])
    if state == "draft":
        return id_
    await desk.act("CIM", id_, "submit")
    await desk.ask("COL", "PUT", f"/submissions/{id_}/confirmation", If_Match="*")
    if state == "submitted":
        return id_
    for action in ("start_review", "accept", "publish"):
        await desk.act("SG", id_, action)
    if state == "withheld":
        await desk.act("SG", id_, "withhold", comment="por revisar")
    return id_


async def drafted_at(desk: Desk, id_: str) -> int:
    """The position of the event of its draft."""
    await desk.settled()
    items = (await desk.ask("CIM", "GET", "/ledger?limit=500")).json()["items"]
    return int(next(item["position"] for item in items if item["subject"] == id_))


@SQLITE
@pytest.mark.parametrize(("state", "operation"), CASES, ids=lambda part: part.replace("/", " "))
async def test_an_operation_for_every_caller(desk: Desk, state: str, operation: str) -> None:
    await desk.key("partner", "ILO")
    await desk.settled()
    method, path = operation.split()
    answered, changed = {}, True
    for who in CALLERS:
        if changed:
            id_ = await prepared(desk, state)
            position = await drafted_at(desk, id_) if "{position}" in path else 0
        answer = await desk.ask(
            None if who == "nobody" else who,
            method,
            path.replace("{id}", id_).replace("{position}", str(position)),
            BODIES.get(operation),
            If_Match="*",
        )
        answered[who] = answer.status_code
        changed = method != "GET" and answer.is_success  # what is refused changes nothing
    assert answered == matrix(state)[operation]
