"""Examples of what reports answers, one for each model: they stand in the OpenAPI document.

FastAPI leaves null out of that document, so nothing is null here.
"""

from typing import Any

from services.reports.schemas import (
    activities,
    actors,
    answers,
    brief,
    cycles,
    fund,
    imports,
    listed,
    modalities,
    overviews,
    statements,
)
from services.reports.schemas.import_examples import IMPORT, IMPORT_ROWS
from services.reports.schemas.kinds.implementation import EXAMPLE
from services.reports.schemas.sample import AT, ETAG, ID, LATER, NEXT, ONES, PATH, ZEROS

CONTENT = {name: EXAMPLE[name] for name in ("title", "language", "payload", "evidence")}
LINKS = ("transitions", "history", "revisions", "comments", "confirmation")
SUBMISSION: dict[str, Any] = {
    **CONTENT,
    "id": ID,
    "kind": EXAMPLE["kind"],
    "code": "REC-1",
    "state": "published",
    "revision": 1,
    "edition": "2016-draft",
    "reporter": "CIM",
    "joint_reporters": ["COL"],
    "confirmed": ["COL"],
    "decision": {
        "decision": "adopted",
        "revision": 1,
        "reason": "La Comisión la incorpora a la próxima edición.",
        "meeting": ID,
        "actor": "CAM",
        "decided_at": LATER,
    },
    "created_at": AT,
    "updated_at": LATER,
    "published_at": LATER,
    "allowed": ["revise", "withdraw"],
    "similar": [],
    "links": {"self": PATH, **{name: f"{PATH}/{name}" for name in LINKS}},
}
REVISION: dict[str, Any] = {
    **CONTENT,
    "revision": 1,
    "state": "published",
    "begun_at": AT,
    "published_at": LATER,
    "position": 7,
    "joint_reporters": ["COL"],
}
STEP = {
    "at": LATER,
    "actor": "SG",
    "action": "publish",
    "from_state": "accepted",
    "to_state": "published",
    "revision": 1,
    "position": 7,
    "key_id": "5f2c9a41d07b",
    "comment": "Gracias.",
    "own_report": False,
}
COMMENT = {"id": ID, "at": AT, "actor": "CIM", "text": "Gracias, lo corregimos."}
STATEMENT = {
    "id": ID,
    "role": "follow_up",
    "actor": "COL",
    "status": "under_way",
    "addressees": ["COL"],
    "language": "es",
    "text": "Se publicó la mitad de los hallazgos.",
    "salt": ZEROS,
    "digest": ONES,
    "state": "public",
    "made_at": AT,
    "changed_at": AT,
}
ITEM = {
    "position": 1,
    "id": ID,
    "type": "reports.submission_published",
    "subject": ID,
    "revision": 1,
    "time": LATER,
    "digest": ONES,
    "hash": ONES,
    "previous_hash": ZEROS,
}
KIND: dict[str, Any] = {
    "code": EXAMPLE["kind"],
    "name": "Report on an activity",
    "help": "What was done about an activity in a year.",
    "names": {"en": "Report on an activity"},
    "helps": {"en": "What was done about an activity in a year."},
    "scope": "reports:write",
    "required": ["activity", "year", "status"],
    "one_of": [],
    "reporters": ["organ", "state", "multilateral", "other"],
    "joint": "states",
    "frozen": False,
    "decided": False,
    "statements": [{"role": "consultation", "status": False}],
    "fields": [
        {
            "field": "year",
            "name": "Year",
            "help": "The year in which it was done.",
            "names": {"en": "Year"},
            "helps": {"en": "The year in which it was done."},
            "type": "integer",
            "required": True,
            "sources": [],
            "codes": [],
            "fields": [],
        }
    ],
    "sections": [{"section": "means", "name": "Means", "fields": ["resources"]}],
    "columns": [
        {
            "column": "year",
            "path": ["payload", "year"],
            "header": "Year",
            "help": "The year in which it was done.",
            "type": "integer",
            "required": True,
            "sources": [],
            "codes": [],
        }
    ],
    "schema": {"type": "object", "properties": {"year": {"type": "integer"}}},
    "example": EXAMPLE,
}
CYCLE: dict[str, Any] = {
    **cycles.EXAMPLE,
    "id": ID,
    "state": "open",
    "place": "Washington, D.C.",
    "summit": "SUMMIT-10",
    "position": 9,
    "dossiers": [
        {
            "lang": "es",
            "json_sha256": ONES,
            "pdf_sha256": ONES,
            "position": 14,
            "noted": 13,
            "replaces": 10,
        }
    ],
    "created_at": AT,
    "updated_at": LATER,
    "allowed": ["close"],
    "as_of": "14",
}
ANCHORED = {**CYCLE["dossiers"][0], "cycle": ID, "title": CYCLE["title"]}
DOSSIER = {
    "format": "oas-migrants-programme/dossier",
    "renderer": "dossier 1, typst 0.15.2, words 0123456789abcdef",
    "lang": "es",
    "cycle": {"id": ID, "type": "annual_report", "year": 2025, "title": "Informe anual 2025"},
    "position": 9,
    "recorded_at": LATER,
    "ledger_hash": ONES,
    "noted": 9,
    "edition": "2016-draft",
    "contributors": [{"actor": "CIM", "kind": "organ", "contributions": 1}],
}
CYCLE_STEP = {
    "at": LATER,
    "actor": "SG",
    "action": "open",
    "from_state": "convened",
    "to_state": "open",
    "position": 9,
    "comment": "Por acuerdo del Comité.",
    "data": {"cycle": ID},
}
CONTRIBUTION = {
    "submission": ID,
    "kind": EXAMPLE["kind"],
    "code": "REC-1",
    "reporter": "CIM",
    "revision": 1,
    "title": EXAMPLE["title"],
    "language": "es",
    "by_itself": False,
    "state": "published",
}
MODALITIES: dict[str, Any] = {
    "version": "2026-1",
    "text": {"es": "El fondo recibe contribuciones voluntarias."},
    "adopted_on": "2026-03-01",
    "actor": "CAM",
    "recorded_at": AT,
    "position": 9,
}
FUND: dict[str, Any] = {
    "position": 42,
    "as_of": "42",
    "on": "2026-11-28",
    "balance": {
        "USD": {
            "pledged": "1000.00",
            "received": "400.00",
            "allocated": "300.00",
            "disbursed": "100.00",
            "available": "100.00",
            "cash": "300.00",
        }
    },
    "modalities": [MODALITIES],
}
ENTRY: dict[str, Any] = {
    "id": ID,
    "position": 41,
    "published_at": AT,
    "reporter": "SG",
    "title": "Contribución recibida",
    "language": "es",
    "entry": "receipt",
    "date": "2024-06-30",
    "money": {"currency": "USD", "amount": "400.00"},
    "left": "400.00",
    "contributor": {"actor": "CAN"},
    "modality": "2026-1",
    "withheld": False,
}
TREATY: dict[str, Any] = {
    "state": "COL",
    "region": "South America",
    "participating": True,
    "instrument": "ICRMW",
    "status": "party",
    "action": "accession",
    "date": "1995-05-24",
    "takes_effect_on": "1995-09-01",
    "in_force": True,
    "verified": True,
    "submission": ID,
}
IN_FORCE: dict[str, Any] = {
    "submission": ID,
    "type": "consular",
    "title": "Acuerdo de asistencia consular",
    "language": "es",
    "parties": [{"actor": "COL"}, {"actor": "MEX"}],
    "signed_on": "2019-03-01",
    "in_force_from": "2020-01-01",
    "in_force_to": "2030-01-01",
    "in_force": True,
    "activities": ["ACT-28"],
    "reporters": ["COL"],
}
STANCE: dict[str, Any] = {
    "state": "COL",
    "region": "South America",
    "participating": True,
    "activity": "ACT-22",
    "stance": "taken_up",
    "since": "2021-05-01",
    "submission": ID,
    "reported": True,
}
DAY: dict[str, Any] = {
    "on": "2024-12-31",
    "as_of": "1204",
    "position": 1204,
    "edition": "2016-draft",
    "next": NEXT,
}
BESIDE = {"etag": ETAG, "step": STEP, "statements": [STATEMENT]}
#: Model → an example of it.
ANSWERS: dict[Any, dict[str, Any]] = {
    answers.Submission: SUBMISSION,
    answers.Submission | answers.SubmissionAsOf: {**SUBMISSION, "as_of": "7"},
    listed.SubmissionPage: {"items": [{**SUBMISSION, "beside": BESIDE}], "next": NEXT},
    imports.Import: IMPORT,
    imports.ImportPage: {"items": [IMPORT], "next": NEXT},
    imports.ImportWithRows: {**IMPORT, "items": IMPORT_ROWS, "next": NEXT},
    answers.RevisionPage: {"items": [REVISION], "next": NEXT},
    answers.StepPage: {"items": [STEP], "next": NEXT},
    answers.Comment: COMMENT,
    answers.CommentPage: {"items": [COMMENT], "next": NEXT},
    answers.LedgerPage: {"items": [ITEM], "next": NEXT, "dossiers": [ANCHORED]},
    answers.LedgerEntry: {
        "data": {"submission": ID, "revision": 1},
        "id": ID,
        "salt": ZEROS,
        "type": "reports.submission_withdrawn",
    },
    answers.KindPage: {"items": [KIND], "next": NEXT},
    cycles.Cycle: CYCLE,
    cycles.CyclePage: {"items": [{**CYCLE, "etag": ETAG}], "next": NEXT},
    cycles.CycleStepPage: {"items": [CYCLE_STEP], "next": NEXT},
    cycles.Contribution: CONTRIBUTION,
    cycles.ContributionPage: {"items": [CONTRIBUTION], "next": NEXT},
    fund.FundBalance: FUND,
    fund.FundEntryPage: {
        **{name: FUND[name] for name in ("position", "as_of", "on")},
        "items": [ENTRY],
        "next": NEXT,
    },
    modalities.Modalities: MODALITIES,
    modalities.ModalitiesPage: {"items": [MODALITIES], "next": NEXT},
    activities.BesideActivity: {
        **{name: DAY[name] for name in ("on", "position", "as_of", "edition")},
        "submissions": [SUBMISSION],
        "more": False,
        "agreed": [IN_FORCE],
        "treaties": [TREATY],
    },
    actors.BesideActor: {
        **{name: DAY[name] for name in ("on", "position", "as_of", "edition")},
        "submissions": [SUBMISSION],
        "unconfirmed": [],
        "treaties": [TREATY],
        "agreed": [IN_FORCE],
    },
    brief.Brief: {
        "since": "2026-03-02",
        "until": "2026-11-20",
        "published": [SUBMISSION],
        "undecided": [],
    },
    overviews.Treaties: {**DAY, "items": [TREATY]},
    overviews.StandingAgreements: {**DAY, "items": [IN_FORCE]},
    overviews.Stances: {**DAY, "items": [STANCE]},
    statements.Statement: STATEMENT,
    statements.StatementPage: {"items": [STATEMENT], "next": NEXT},
    statements.BesideSubmission: {
        "history": [STEP],
        "revisions": [REVISION],
        "comments": [COMMENT],
        "statements": {ID: [STATEMENT]},
        "assessed_by": [],
    },
    statements.BesideCycle: {
        "history": [CYCLE_STEP],
        "contributions": [CONTRIBUTION],
        "statements": {ID: [STATEMENT]},
        "recommended": [],
    },
}
