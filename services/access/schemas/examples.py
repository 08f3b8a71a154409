"""Examples of what access answers, one for each model: they stand in the OpenAPI document.

FastAPI leaves null out of that document, so nothing is null here.
"""

from typing import Any

from services.access import schemas

GRANT: dict[str, Any] = {
    "id": "5f2c9a41d07b",
    "actor": "CIM",
    "scopes": ["reports:write"],
    "expires_at": "2027-11-28T10:15:00.000000Z",
    "label": "CIM, informes",
    "networks": ["192.0.2.0/24"],
    "created_at": "2026-11-28T10:15:00.000000Z",
}
KEY = {
    **GRANT,
    "state": "revoked",
    "revoked_at": "2027-01-15T09:00:00.000000Z",
    "last_used_at": "2027-01-14T16:20:00.000000Z",
}
ISSUED = {**GRANT, "key": "oasm_…"}
ENTRY = {
    "at": "2026-11-28T10:15:00.000000Z",
    "by_key": "0d4b7e86c1aa",
    "by_actor": "SG",
    "action": "issue",
    "key_id": GRANT["id"],
}
NEXT = "/access/…?cursor=…"
#: Model → an example of it.
ANSWERS: dict[Any, dict[str, Any]] = {
    schemas.Key: KEY,
    schemas.KeyPage: {"items": [KEY], "next": NEXT},
    schemas.Issued: ISSUED,
    schemas.Rotated: {
        **ISSUED,
        "replaces": {"id": "93be50f7a26c", "expires_at": "2026-11-29T10:15:00.000000Z"},
    },
    schemas.Me: {name: GRANT[name] for name in ("id", "actor", "scopes", "expires_at")},
    schemas.AuditPage: {"items": [ENTRY], "next": NEXT},
}
