"""Every operation of the catalogue for twelve callers, all as declared."""

import re
from typing import Any

import pytest

from kernel import clock
from tests.databases import SQLITE
from tests.services.catalog.api.test_actors import NEW as ACTOR
from tests.services.catalog.api.test_adoptions import adopted
from tests.services.catalog.api.test_nodes import NEW as NODE

VALID = ("editor", "adopter", "administrator", "organ", "state", "partner", "reviewer")
CALLERS = (*VALID, "nobody", "revoked", "expired", "checksum", "elsewhere")


def outcomes(otherwise: int, **named: int) -> dict[str, int]:
    """Caller → status: those named, 401 for a key that is not valid, `otherwise` for the rest."""
    without = dict.fromkeys(("revoked", "expired", "checksum", "elsewhere"), 401)
    return dict.fromkeys(CALLERS, otherwise) | without | named


def editing(status: int, hidden: int) -> dict[str, int]:
    """For who edits; the adopter reads drafts but does not write, to others they are not there."""
    return outcomes(hidden, editor=status, administrator=status, adopter=403, nobody=401)


def drafts(hidden: int) -> dict[str, int]:
    """For who reads drafts."""
    return outcomes(hidden, editor=200, adopter=200, administrator=200)


#: Operation → what each caller is answered. `draft` and `{own}` are drafts, `{own}` one for each
#: caller.
MATRIX: dict[str, dict[str, int]] = {
    **{
        f"GET {path}": outcomes(200)
        for path in (
            "/editions",
            "/editions/2016-draft",
            "/editions/2016-draft/diff?to=2005",
            "/programme",
            "/contents",
            "/sections",
            "/nodes",
            "/nodes/FUP-1",
            "/objectives",
            "/objectives/GO-1",
            "/activities",
            "/activities/ACT-12",
            "/links",
            "/crosswalks",
            "/files",
            "/crosswalks/gcm",
            "/defects",
            "/mandates",
            "/codelists",
            "/codelists/axis",
            "/history",
            "/nodes/FUP-1/history",
            "/outdated",
            "/adoptions",
            "/actors",
            "/actors/CIM",
        )
    },
    "GET /editions/draft": drafts(404),
    "GET /programme?edition=draft": drafts(422),
    "GET /editions/2016-draft/diff?to=draft": drafts(422),
    "POST /editions": editing(201, 403),
    "POST /editions/{own}/nodes": editing(201, 404),
    "POST /editions/2016-draft/nodes": editing(409, 403),
    "PATCH /editions/{own}/nodes/ACT-12": editing(200, 404),
    "PATCH /editions/2016-draft/nodes/ACT-12": editing(200, 403),
    "DELETE /editions/{own}/nodes/ACT-42": editing(204, 404),
    "DELETE /editions/2016-draft/nodes/ACT-42": editing(409, 403),
    "POST /editions/{own}/nodes/ACT-12/texts/pt/confirm": editing(200, 404),
    "POST /editions/2016-draft/nodes/ACT-12/texts/pt/confirm": editing(200, 403),
    "POST /editions/2016-draft/publish": outcomes(403, adopter=409, nobody=401),
    "POST /editions/{own}/publish": outcomes(
        404, editor=403, administrator=403, adopter=200, nobody=401
    ),
    "POST /editions/{own}/adoptions": editing(201, 404),
    "POST /editions/2016-draft/adoptions": editing(409, 403),
    "POST /official-texts": editing(200, 403),
    "POST /actors": editing(201, 403),
    "PATCH /actors/CIM": editing(200, 403),
}


async def keys(desk: Any) -> dict[str, dict[str, str]]:
    """The header of each caller."""
    found: dict[str, dict[str, str]] = {
        "editor": await desk.key("editor", "programme:edit", actor="SG"),
        "adopter": await desk.key("adopter", "programme:adopt", actor="CAM"),
        "administrator": await desk.key("admin", "keys:admin", "audit:read", "programme:edit"),
        "organ": await desk.key("organ", "reports:write", actor="CIM"),
        "state": await desk.key("state", "reports:write", actor="COL"),
        "partner": await desk.key("partner", "reports:write", actor="OIM"),
        "nobody": {},
        "reviewer": await desk.key("reviewer", "reports:review", "reports:publish", actor="SG"),
        "revoked": await desk.key(
            "revoked", "programme:edit", "programme:adopt", revoked_at="2020-01-01T00:00:00.000000Z"
        ),
        "expired": await desk.key(
            "expired", "programme:edit", "programme:adopt", expires_at=clock.stamp()
        ),
        "elsewhere": await desk.key(
            "elsewhere", "programme:edit", "programme:adopt", networks='["10.0.0.0/8"]'
        ),
    }
    valid = found["editor"]["Authorization"]
    return {**found, "checksum": {"Authorization": valid[:-1] + ("0" if valid[-1] != "0" else "1")}}


def body(method: str, path: str, who: str) -> Any:
    """A body that the operation accepts."""
    if path == "/editions":
        return {"id": f"new-{who}", "from": "2016-draft", "title": {"en": {"text": "x"}}}
    if path == "/actors":
        return {**ACTOR, "code": who.upper()[:8]}
    if path == "/official-texts":
        return {"edition": "2016-draft", "lang": "fr", "text": "x"}
    if path.endswith("/adoptions"):
        return {"proposal": f"of-{who}"}
    if method == "PATCH":
        return (
            {"valid_to": "2099-01-01"}
            if path.startswith("/actors")
            else {"title": {"en": {"text": "x"}}}
        )
    return NODE if path.endswith("/nodes") else {} if method == "POST" else None


async def test_every_operation_has_declared_outcomes(desk: Any) -> None:
    paths = (await desk.client.get("/catalog/openapi.json")).json()["paths"]
    operations = [
        f"{method.upper()} " + re.sub(r"{[a-z]+}", "[^/]+", path.removeprefix("/catalog"))
        for path, item in paths.items()
        for method in item
    ]
    tried = [operation.partition("?")[0] for operation in MATRIX]
    assert [
        each for each in operations if not any(re.fullmatch(each, operation) for operation in tried)
    ] == []


@SQLITE
@pytest.mark.parametrize("operation", MATRIX, ids=lambda name: name.replace("/", " "))
async def test_an_operation_for_every_caller(desk: Any, operation: str) -> None:
    method, path = operation.split()
    callers, answered = await keys(desk), {}
    if "draft" in path.replace("2016-draft", ""):
        await desk.draft(callers["editor"] | {"If-Match": "*"}, "draft")
    for who in CALLERS:
        if path.endswith("{own}/adoptions"):
            await adopted(desk, f"of-{who}")
        if "{own}" in path:
            await desk.draft(callers["editor"] | {"If-Match": "*"}, f"of-{who}")
        answer = await desk.client.request(
            method,
            "/catalog" + path.replace("{own}", f"of-{who}"),
            json=body(method, path, who),
            headers={**callers[who], "If-Match": "*"},
        )
        answered[who] = answer.status_code
    assert answered == MATRIX[operation]
