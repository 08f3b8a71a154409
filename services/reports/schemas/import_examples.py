"""Examples of what reports answers of imports."""

from typing import Any

from services.reports.schemas.kinds.implementation import EXAMPLE
from services.reports.schemas.sample import AT, ID, LATER, ZEROS

IMPORT_FILE = """reporter,language,title,activity,year,status
CIM,es,Informe,ACT-12,2024,under_way
"""
IMPORT: dict[str, Any] = {
    "id": ID,
    "kind": EXAMPLE["kind"],
    "mode": "draft",
    "dry_run": False,
    "state": "failed",
    "progress": {"done": 2, "of": 3},
    "outcomes": {"created": 1, "updated": 0, "unchanged": 0, "refused": 1},
    "problem": {"code": "key_ended", "detail": "The key that sent it is not valid any more."},
    "warnings": [
        {
            "cell": "G1",
            "code": "unknown_column",
            "detail": "No column is called “Anno”; it is not read. Is it “Año”?",
            "about": ["Anno", "Año"],
        }
    ],
    "file": {"format": "xlsx", "sheet": "data", "bytes": 8120, "sha256": ZEROS},
    "created_at": AT,
    "finished_at": LATER,
    "expires_at": LATER,
    "links": {
        "self": f"/reports/imports/{ID}",
        "errors": f"/reports/imports/{ID}/errors.xlsx",
    },
}
IMPORT_ROWS: list[dict[str, Any]] = [
    {
        "row": 2,
        "external_id": "CIM-1",
        "outcome": "created",
        "submission": ID,
        "state": "draft",
        "problems": [],
        "notices": [],
    },
    {
        "row": 3,
        "external_id": "CIM-2",
        "outcome": "refused",
        "submission": ID,
        "state": "published",
        "problems": [
            {
                "cell": "A3",
                "pointer": "/external_id",
                "code": "published",
                "detail": "It is published: begin its correction.",
            }
        ],
        "notices": [],
    },
]
