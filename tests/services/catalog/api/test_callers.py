"""Every operation of the catalogue for twelve callers, all as declared."""

import re
from typing import Any

from kernel import clock
from tests.services.catalog.api.test_actors import NEW as ACTOR
from tests.services.catalog.api.test_nodes import NEW as NODE

CALLERS = (
    "editor",
    "adopter",
    "administrator",
    "organ",
    "state",
    "partner",
    "reviewer",
    None,
    "revoked",
    "expired",
    "checksum",
    "elsewhere",
)
NO_KEY = (401, 401, 401, 401)
OPEN = (200,) * 8 + NO_KEY


def editing(status: int, hidden: int) -> tuple[int, ...]:
    """For who edits; the adopter reads drafts but does not write, to others they are not there."""
    return (status, 403, status, *[hidden] * 4, 401, *NO_KEY)


#: What each caller is told, in the order of CALLERS. `draft` and `{own}` are drafts, `{own}` one
#: for each caller.
MATRIX: dict[tuple[str, str], tuple[int, ...]] = {
    **{
        ("GET", path): OPEN
        for path in (
            "/editions",
            "/editions/2016-draft",
            "/editions/2016-draft/diff?to=2005",
            "/programme",
            "/sections",
            "/nodes/FUP-1",
            "/objectives",
            "/objectives/GO-1",
            "/activities",
            "/activities/ACT-12",
            "/links",
            "/defects",
            "/mandates",
            "/codelists",
            "/codelists/axis",
            "/history",
            "/actors",
            "/actors/CIM",
        )
    },
    ("GET", "/editions/draft"): (200, 200, 200, 404, 404, 404, 404, 404, *NO_KEY),
    ("GET", "/programme?edition=draft"): (200, 200, 200, 422, 422, 422, 422, 422, *NO_KEY),
    ("GET", "/editions/2016-draft/diff?to=draft"): (
        200,
        200,
        200,
        422,
        422,
        422,
        422,
        422,
        *NO_KEY,
    ),
    ("POST", "/editions"): editing(201, 403),
    ("POST", "/editions/{own}/nodes"): editing(201, 404),
    ("POST", "/editions/2016-draft/nodes"): editing(409, 403),
    ("PATCH", "/editions/{own}/nodes/ACT-12"): editing(200, 404),
    ("PATCH", "/editions/2016-draft/nodes/ACT-12"): editing(200, 403),
    ("DELETE", "/editions/{own}/nodes/ACT-42"): editing(204, 404),
    ("DELETE", "/editions/2016-draft/nodes/ACT-42"): editing(409, 403),
    ("POST", "/editions/2016-draft/publish"): (403, 409, 403, 403, 403, 403, 403, 401, *NO_KEY),
    ("POST", "/official-texts"): editing(200, 403),
    ("POST", "/actors"): editing(201, 403),
    ("PATCH", "/actors/CIM"): editing(200, 403),
    ("POST", "/editions/{own}/publish"): (403, 200, 403, 404, 404, 404, 404, 401, *NO_KEY),
}


async def keys(desk: Any) -> dict[str | None, dict[str, str]]:
    """The header of each caller."""
    found: dict[str | None, dict[str, str]] = {
        "editor": await desk.key("editor", "programme:edit", actor="SG"),
        "adopter": await desk.key("adopter", "programme:adopt", actor="CAM"),
        "administrator": await desk.key("admin", "keys:admin", "audit:read", "programme:edit"),
        "organ": await desk.key("organ", "reports:write", actor="CIM"),
        "state": await desk.key("state", "reports:write", actor="COL"),
        "partner": await desk.key("partner", "reports:write", actor="OIM"),
        None: {},
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
    if method == "PATCH":
        return (
            {"valid_to": "2099-01-01"}
            if path.startswith("/actors")
            else {"title": {"en": {"text": "x"}}}
        )
    return NODE if path.endswith("/nodes") else {} if method == "POST" else None


async def test_every_operation_is_declared(desk: Any) -> None:
    paths = (await desk.client.get("/catalog/openapi.json")).json()["paths"]
    operations = [
        (method.upper(), re.sub(r"{[a-z]+}", "[^/]+", path.removeprefix("/catalog")))
        for path, item in paths.items()
        for method in item
    ]
    asked = [(method, path.partition("?")[0]) for method, path in MATRIX]
    assert [
        each
        for each in operations
        if not any(method == each[0] and re.fullmatch(each[1], path) for method, path in asked)
    ] == []


async def test_every_operation_for_every_caller(desk: Any) -> None:
    callers = await keys(desk)
    editor = callers["editor"] | {"If-Match": "*"}
    for code in ("draft", *(f"of-{who}".lower() for who in CALLERS)):
        await desk.draft(editor, code)
    for (method, path), outcomes in MATRIX.items():
        for who, expected in zip(CALLERS, outcomes, strict=True):
            url = "/catalog" + path.replace("{own}", f"of-{who}".lower())
            answer = await desk.client.request(
                method,
                url,
                json=body(method, path, str(who)),
                headers={**callers[who], "If-Match": "*"},
            )
            assert answer.status_code == expected, (method, path, who, answer.text)
