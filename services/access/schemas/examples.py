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
POINT = {
    "name": "Ana Gómez",
    "email": "ana.gomez@example.org",
    "language": "es",
    "role": "Dirección de Asuntos Migratorios",
    "from": "2026-12-01",
    "to": "2027-12-01",
    "unsubscribed": ["comment_made"],
}
FOCAL_POINT = {"id": "0190aaaa-0000-7000-8000-000000000001", "actor": "COL", **POINT}
STEP = {**{name: ENTRY[name] for name in ("at", "by_key", "by_actor")}, "action": "begin"}
NOTICE = {
    "id": "0190aaaa-0000-7000-8000-000000000002",
    "kind": "returned",
    "actor": "COL",
    "focal_point": FOCAL_POINT["id"],
    "submission": "0190aaaa-0000-7000-8000-000000000003",
    "state": "sent",
    "attempts": 1,
    "created_at": "2026-12-02T10:15:00.000000Z",
    "sent_at": "2026-12-02T10:15:01.000000Z",
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
    schemas.FocalPoint: FOCAL_POINT,
    schemas.FocalPointPage: {"items": [FOCAL_POINT], "next": NEXT},
    schemas.FocalPointHistory: {"items": [{**STEP, "stood": POINT}]},
    schemas.NoticePage: {"items": [NOTICE], "next": NEXT},
}
