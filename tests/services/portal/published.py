"""What the services answer to the pages of the Program, of reports, instruments, occasions, the
fund and the register, as their contracts say.
"""

from typing import Any

import httpx2

from tests.services.portal.conftest import ACTIVITY, ANSWERS, OBJECTIVE, OFFICIAL, REPORT

ID = REPORT["id"]
IMPORTED = {**OFFICIAL, "text": "Mener des recherches", "status": "official-draft", "line": 124}
RATIONALE = {"rationale": {"lang": "es", "provenance": "editorial"}}
EDITION = {
    "id": "2016-draft",
    "title": "Programa, proyecto de 2016",
    "official_name": "Programa Interamericano",
    "note": "Sujeto a revisión.",
    "status": "draft",
    "date": "2016-04-19",
    "text_languages": ["fr"],
}


def section(code: str, *nodes: Any, sections: Any = ()) -> dict[str, Any]:
    return {"code": code, "title": f"Capítulo {code}", "nodes": nodes, "sections": list(sections)}


PROGRAMME = {
    "edition": EDITION,
    "mandates": [{"code": "MAN-1", "title": "Quebec", "summary": "Anuncio.", "year": 2001}],
    "sections": [
        section("I"),
        section("IV", sections=[section("IV.A", OBJECTIVE)]),
        section("V", {**ACTIVITY, "official": IMPORTED}),
    ],
}
DEFECTS = [
    {
        "code": "DEF-09",
        "title": "Un fragmento",
        "description": "La actividad termina en un fragmento.",
        "treatment": "Se conserva.",
        "nodes": ["ACT-12"],
    }
]
LINKS = [
    {
        "activity": "ACT-12",
        "objective": "GO-1",
        "strength": "direct",
        "rationale": "Investiga.",
        "texts": RATIONALE,
    }
]
KINDS = [
    {
        "code": code,
        "name": f"Tipo {code}",
        "help": "Ayuda",
        "fields": [{"field": name, "name": f"Campo {name}"} for name in fields.split()],
    }
    for code, fields in {
        "implementation": "activity year status entrusted carried_out partners beneficiaries",
        "practice": "context action results activities phases year",
        "assessment": "submission revision status reasons",
        "recommendation": "addressed_to text activities grounds meeting",
    }.items()
]
FULL = {
    **REPORT,
    "revision": 2,
    "joint_reporters": ["COL", "VEN"],
    "payload": {
        "activity": "ACT-12",
        "year": 2024,
        "status": "under_way",
        "entrusted": "Encargo.",
        "carried_out": "Se abrieron 16 oficinas.",
        "partners": [{"kind": "academia", "name": "Universidad"}],
        "beneficiaries": [
            {"sex": "female", "age_group": "adult", "count": 1240},
            {"sex": "male", "age_group": "child", "small": True},
        ],
    },
}
OLD = {**FULL["payload"], "carried_out": "Se abrieron 14 oficinas.", "status": "completed"}


def step(action: str, actor: str, position: int | None, revision: int = 1) -> dict[str, Any]:
    """One step of a history."""
    at = "2026-11-20T10:15:00.000000Z"
    return {
        "at": at,
        "actor": actor,
        "action": action,
        "position": position,
        "revision": revision,
        "own_report": False,
    }


def revision(number: int, payload: dict[str, Any]) -> dict[str, Any]:
    """One published text."""
    names = ("title", "language", "joint_reporters", "evidence")
    return {
        **{name: FULL[name] for name in names},
        "revision": number,
        "payload": payload,
        "published_at": f"2026-11-2{number}T10:15:00.000000Z",
        "position": number,
    }


def statement(role: str, text: str | None, status: str | None = None) -> dict[str, Any]:
    """What an actor says beside something."""
    return {
        "id": "s",
        "role": role,
        "actor": "COL",
        "language": "es",
        "text": text,
        "status": status,
        "made_at": "2026-11-20T10:15:00.000000Z",
    }


def submission(id_: str, kind: str, reporter: str, **payload: Any) -> dict[str, Any]:
    """A published submission of a kind."""
    return {
        **REPORT,
        "id": id_,
        "kind": kind,
        "reporter": reporter,
        "joint_reporters": [],
        "confirmed": [],
        "payload": payload,
        "evidence": [],
    }


PRACTICE = submission(
    "p",
    "practice",
    "COL",
    context="Cinco oficinas.",
    action="Una ventanilla.",
    results="21 días.",
    activities=["ACT-12"],
    phases=["transit"],
    year=2023,
)
ASSESSMENT = submission(
    "a", "assessment", "CIM", submission=ID, revision=1, status="limited", reasons="Poca evidencia."
)
CYCLE = {
    "id": "c",
    "type": "expert_meeting",
    "year": 2025,
    "title": "Reunión de expertos",
    "state": "closed",
    "opens_on": "2025-10-01",
    "closes_on": "2025-10-02",
    "place": "Santo Domingo",
    "summit": "Décima Cumbre",
    "items": [
        {
            "n": 1,
            "title": "Asistencia",
            "activities": ["ACT-12"],
            "lead": "COL",
            "when": None,
            "status": "planned",
        }
    ],
    "dossiers": [{"lang": "es", "json_sha256": "ab" * 32, "pdf_sha256": "cd" * 32, "position": 6}],
    "position": 5,
}
RECOMMENDATION = submission(
    "r",
    "recommendation",
    "CIM",
    addressed_to=["COL", "SUMMIT"],
    text="Que se comparta.",
    activities=["ACT-12"],
    grounds=[ID],
    meeting="c",
)
CONTRIBUTION = {
    "submission": ID,
    "kind": "implementation",
    "reporter": "CIM",
    "title": "Taller",
    "language": "es",
    "state": "withdrawn",
}
INSTRUMENTS = {
    "codes": [
        {
            "code": code,
            "label": f"Convención {code}",
            "depositary": "UN",
            "adopted_on": "1990-12-18",
            "in_force_on": "2003-07-01",
            "source": "UN, IV-13",
            "activities": [{"activity": "ACT-12"}],
        }
        for code in ("ICRMW", "VCCR")
    ]
}


def bond(state: str, status: str, **more: Any) -> dict[str, Any]:
    """How a state stands to the convention."""
    return {
        "state": state,
        "region": "South America",
        "participating": state != "NIC",
        "instrument": "ICRMW",
        "status": status,
        "date": "1995-05-24" if status != "none" else None,
        "in_force": status == "party",
        "verified": None if status == "none" else state != "VEN",
        "submission": None if status == "none" else "x",
        **more,
    }


MATRIX = {
    "on": "2026-11-23",
    "items": [bond("COL", "party"), bond("NIC", "party"), bond("VEN", "signed")],
}
AGREEMENT = {
    "submission": "g",
    "type": "consular",
    "title": "Acuerdo",
    "language": "es",
    "parties": [{"actor": "COL"}, {"name": "Reino de España"}],
    "signed_on": "2021-03-01",
    "in_force_from": "2022-06-01",
    "in_force_to": None,
    "in_force": True,
    "activities": ["ACT-12"],
}
BALANCE = {
    "pledged": "250000.00",
    "received": "180000.00",
    "allocated": "120000.00",
    "disbursed": "45000.00",
    "available": "60000.00",
    "cash": "135000.00",
}
NOTHING = dict.fromkeys(("contributor", "activity", "allocation", "refers_to", "modality"))
ENTRY = {
    **NOTHING,
    "id": "e",
    "entry": "receipt",
    "money": {"currency": "USD", "amount": "180000.00"},
    "date": "2024-02-29",
    "contributor": {"actor": "COL"},
    "withheld": False,
}
MODALITY = {"version": "2023-1", "text": {"es": "Voluntarias."}, "adopted_on": "2023-05-10"}
FUND = {
    "on": "2026-11-23",
    "position": 7,
    "balance": {"USD": BALANCE},
    "modalities": [MODALITY],
}


def entry(position: int, type_: str | None, subject: str | None) -> dict[str, Any]:
    """One entry of the register."""
    return {
        "position": position,
        "time": "2026-11-20T10:15:00.000000Z",
        "type": type_,
        "subject": subject,
        "revision": 1 if subject else None,
        "digest": f"{position:064x}",
        "hash": f"{position + 16:064x}",
        "previous_hash": "0" * 64,
    }


LEDGER = [entry(1, None, None), entry(2, "reports.submission_published", ID)]


def listed(*items: Any) -> dict[str, Any]:
    """One page of a list, and no other."""
    return {"items": list(items), "next": None}


def beside_actor(*submissions: Any, **more: Any) -> dict[str, Any]:
    """What stands of an actor."""
    nothing = {"unconfirmed": [], "treaties": [], "agreed": []}
    return {**nothing, "submissions": list(submissions), **more}


def beside_activity(*submissions: Any, **told: Any) -> dict[str, Any]:
    """What stands of an activity."""
    nothing = {"on": "2026-11-23", "more": False, "agreed": [], "treaties": []}
    return {**nothing, "submissions": list(submissions), **told}


def ledger(request: httpx2.Request) -> dict[str, Any]:
    """The entries, or those that have a hash and the dossiers that have it."""
    digest = request.url.params.get("hash")
    if digest is None:
        return listed(*LEDGER)
    title = {"cycle": CYCLE["id"], "title": CYCLE["title"]}
    dossiers = [{**one, **title} for one in CYCLE["dossiers"] if digest in one.values()]
    entries = [one for one in LEDGER if digest in (one["hash"], one["digest"])]
    return {**listed(*entries), "dossiers": dossiers}


PUBLISHED: dict[str, Any] = {
    **ANSWERS,
    "/catalog/programme": PROGRAMME,
    "/catalog/defects": listed(*DEFECTS),
    "/catalog/links": listed(*LINKS),
    "/catalog/codelists/instruments": INSTRUMENTS,
    "/reports/kinds": listed(*KINDS),
    f"/reports/submissions/{ID}": FULL,
    f"/reports/submissions/{ID}/beside": {
        "history": [
            step("submit", "CIM", 1),
            step("publish", "SG", 2),
            step("publish", "SG", 6, 2),
        ],
        "revisions": [revision(1, OLD), revision(2, FULL["payload"])],
        "statements": {"a": [statement("reply", "Gracias.")]},
        "assessed_by": [ASSESSMENT],
    },
    "/reports/cycles": listed(CYCLE),
    "/reports/cycles/c": CYCLE,
    "/reports/cycles/c/beside": {
        "history": [
            *(step("convene", "CAM", 3), step("close", "SG", 5)),
            *(step("issue_dossier", "SG", position) for position in (6, 7)),
        ],
        "contributions": [CONTRIBUTION],
        "recommended": [RECOMMENDATION],
        "statements": {
            "c": [statement("presentation", "Presentará.")],
            "r": [statement("follow_up", None, "under_way")],
        },
    },
    **{
        f"/reports/activities/{code}/beside": beside_activity(FULL)
        for code in ("ACT-12", "ACT-21", "ACT-23")
    },
    "/reports/actors/COL/beside": beside_actor(FULL, PRACTICE),
    "/reports/fund": FUND,
    "/reports/fund/entries": listed(ENTRY),
    "/reports/ratifications": MATRIX,
    "/reports/agreements": listed(AGREEMENT),
    "/reports/ledger": ledger,
    "/reports/submissions": listed(FULL, PRACTICE, ASSESSMENT, RECOMMENDATION),
}


def without(*paths: str) -> dict[str, Any]:
    """The same, with these services silent."""
    return {path: answer for path, answer in PUBLISHED.items() if path not in paths}
