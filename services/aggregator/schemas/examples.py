"""Examples of what the indicators answer, one for each model: they stand in the OpenAPI document.

FastAPI leaves null out of that document, so nothing is null here.
"""

from typing import Any

from services.aggregator import schemas

PLACE: dict[str, Any] = {"edition": "2016-draft", "position": 812, "as_of": 812}
COVERAGE: dict[str, Any] = {
    "indicator": "activity_coverage",
    "value": 0.25,
    "numerator": 1,
    "denominator": 4,
    "unit": "ratio",
}
STATES: dict[str, Any] = {
    "indicator": "states_contributing",
    "value": 3,
    "numerator": 3,
    "denominator": 34,
    "denominator_on": "2016-04-19",
    "unit": "count",
}
REACHED: dict[str, Any] = {
    "indicator": "beneficiaries_reached",
    "value": 120,
    "unit": "persons",
    "small_cells": 1,
    "breakdown": [{"sex": "female", "age_group": "adult", "value": 120, "small_cells": 1}],
}
VALUES = [COVERAGE, STATES, REACHED]
REPORT: dict[str, Any] = {
    "id": "01a22485-801a-7f4c-ab69-302614225ba4",
    "revision": 2,
    "position": 640,
    "reporters": ["CIM"],
    "activity": "ACT-12",
    "year": 2024,
    "contribution": 120,
    "small_cells": 1,
}
STREAM = (
    "retry: 2000\nid: 811\n\n"
    'event: published\nid: 0812\ndata: {"position":812,"time":"2026-11-28T10:15:00.000000Z",'
    '"submission":"01a22485-801a-7f4c-ab69-302614225ba4","revision":2,"kind":"implementation",'
    '"reporters":["CIM"],"activities":["ACT-12"],"objectives":[]}\n\n'
    'event: objective_changed\nid: 812\ndata: {"code":"SO-06","position":812,"values":'
    '[{"indicator":"reports_published","value":3,"unit":"count"}]}\n\n'
)
EDITORIAL = {"lang": "en", "provenance": "editorial"}
FORMULA = "activities with a published report / activities linked to the objective"
NUMERATOR = "activities with a published report"
DENOMINATOR = "activities linked to the objective"
DEFINITION = {
    "code": "activity_coverage",
    "version": 1,
    "kind": "implementation",
    "unit": "ratio",
    "formula": FORMULA,
    "numerator": NUMERATOR,
    "denominator": DENOMINATOR,
    "denominator_on": "the edition",
    "name": "Coverage of activities",
    "provenance": "editorial",
    "texts": dict.fromkeys(("name", "formula", "numerator", "denominator"), EDITORIAL),
}
PARKED = {
    "position": 641,
    "type": "reports.submission_published",
    "reason": "payload.year: Input should be a valid integer",
    "waiting": False,
    "since": "2026-11-28T10:15:00.000000Z",
}
NEXT = "/indicators/…?cursor=…"
#: Model → an example of it.
ANSWERS: dict[Any, dict[str, Any]] = {
    schemas.Objectives: {**PLACE, "objectives": [{"code": "SO-07", "values": VALUES}]},
    schemas.Programme: {
        **PLACE,
        "values": VALUES,
        "reporters": ["CIM", "COL"],
        "objectives": [{"code": "SO-07", "values": VALUES}],
    },
    schemas.Activities: {**PLACE, "activities": [{"code": "ACT-12", "values": VALUES}]},
    schemas.One: {**PLACE, "code": "SO-07", "values": VALUES},
    schemas.OneObjective: {
        **PLACE,
        "code": "SO-07",
        "values": VALUES,
        "reporters": ["CIM", "COL"],
        "reports": {"ACT-12": 3, "ACT-13": 0},
    },
    schemas.OneActivity: {
        **PLACE,
        "code": "ACT-12",
        "values": VALUES,
        "reporters": ["CIM", "COL"],
        "successors": ["ACT-43"],
        "replaces": [],
    },
    schemas.Evidence: {
        **{name: REACHED[name] for name in REACHED if name != "indicator"},
        "divisor": 1,
        **PLACE,
        "definition": {"code": "beneficiaries_reached", "version": 1},
        "submissions": [REPORT],
        "next": NEXT,
    },
    schemas.History: {
        **PLACE,
        "items": [
            {
                "position": 640,
                "time": "2026-11-28T10:15:00.000000Z",
                "value": 120,
                "small_cells": 1,
            }
        ],
        "next": NEXT,
    },
    schemas.Years: {**PLACE, "items": [{"year": 2024, "value": 3}]},
    schemas.Definitions: {"items": [DEFINITION], "next": NEXT},
    schemas.Status: {
        "position": 812,
        "lag_positions": 0,
        "lag_seconds": 0.0,
        "parked": 0,
        "last_event_at": "2026-11-28T10:15:00.000000Z",
        "verified": {"at": "2026-11-28T10:15:00.000000Z", "position": 812, "equal": True},
    },
    schemas.ParkedPage: {"items": [PARKED], "next": NEXT},
    schemas.Verification: {
        "at": "2026-11-28T10:15:00.000000Z",
        "position": 812,
        "equal": True,
        "indicators": {"activity_coverage": True},
        "differences": [],
    },
}
