"""A report of CIM in services that answer as their contracts say: what its pages need."""

import json
from typing import Any

import httpx2

from tests.services.portal import kinds
from tests.services.portal.signed_in import NAME, Services, problem, services

ID = "01a22546-9531-7f1a-b8ce-e709c4cf0844"
HERE = f"/desk/reports/{ID}"
API = f"/reports/submissions/{ID}"
AT = "2026-11-29T08:15:00.000000Z"
STATUSES = ("not_started", "planned", "under_way", "completed")
LISTS = {
    "self_reported_status": {code: code.replace("_", " ").capitalize() for code in STATUSES},
    "axis": {"gender": "Gender"},
    "evidence_access": {"public": "Everybody"},
}
STEP = {"action": "submit", "at": AT, "actor": "CIM", "comment": None}
ACTIVITIES = [
    {"code": "ACT-12", "title": "Study the migration of women", "addressees": ["CIM"]},
    {"code": "ACT-21", "title": "Exchange statistics", "addressees": ["STATES"]},
]


def report(**changes: Any) -> dict[str, Any]:
    """The report as reports answers it."""
    return {
        "id": ID,
        "kind": "implementation",
        "state": "draft",
        "reporter": "CIM",
        "joint_reporters": [],
        "confirmed": [],
        "language": "es",
        "title": "Study the migration of women, 2024",
        "payload": {"activity": "ACT-12", "year": 2024, "status": "under_way"},
        "evidence": [],
        "allowed": ["submit", "withdraw"],
        "updated_at": AT,
        **changes,
    }


def beside(steps: Any = (STEP,), comments: Any = ()) -> dict[str, Any]:
    """What stands beside it, as its reporter reads that."""
    return {"history": [*steps], "revisions": [], "comments": [*comments], "statements": {}}


class Stored:
    """One report that can be read and replaced; `version` is its ETag."""

    def __init__(self, **changes: Any) -> None:
        self.data, self.version = report(**changes), 1

    def read(self, _request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=self.data, headers={"ETag": f'"{self.version}"'})

    def replace(self, request: httpx2.Request) -> httpx2.Response:
        if request.headers["if-match"] != f'"{self.version}"':
            return problem(412, "precondition_failed")
        self.change(**json.loads(request.content))
        return self.read(request)

    def change(self, **changes: Any) -> None:
        self.data, self.version = {**self.data, **changes}, self.version + 1

    def submit(self, request: httpx2.Request) -> httpx2.Response:
        self.change(state="submitted", allowed=["withdraw"])
        return self.read(request)


def over(stored: Stored, **answers: Any) -> Services:
    """The services with this report in them."""
    lists = [
        {"id": name, "codes": [{"code": code, "label": label} for code, label in codes.items()]}
        for name, codes in LISTS.items()
    ]
    actor = {"code": "CIM", "name": NAME, "kind": "organ", "parent": None}
    known = {
        "GET /catalog/actors/CIM": actor,
        "GET /catalog/actors": {"items": [{"code": "COL", "name": "Colombia", "kind": "state"}]},
        "GET /catalog/activities": {"items": ACTIVITIES},
        "GET /catalog/nodes": {"items": ACTIVITIES},
        "GET /catalog/objectives": {"items": [{"code": "SO-07", "title": "Women"}]},
        "GET /catalog/codelists": {"items": lists},
        "GET /reports/cycles": {"items": []},
        "GET /reports/fund/modalities": {"items": []},
        "GET /reports/kinds": lambda request: kinds.page(request.url.params["lang"]),
        f"GET {API}": stored.read,
        f"PUT {API}": stored.replace,
        f"GET {API}/beside": beside(),
        f"POST {API}/comments": {},
        f"POST {API}/transitions": stored.submit,
    }
    return services(**{**known, **answers})
