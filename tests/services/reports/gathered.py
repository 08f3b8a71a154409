"""A closed cycle with twelve objectives and a submission of every kind, as its dossier is made of:
for tests of what is built and drawn.
"""

from dataclasses import replace
from typing import Any

from services.reports import schemas
from services.reports.domain.catalogue_texts import CatalogueTexts
from services.reports.domain.cycles import Cycle
from services.reports.domain.dossiers import Before, Closing, Gathered, Names, Source
from tests.services.reports.closings import BLOCKS, DEFINITIONS, LANGUAGES, VALUES

AT = "2026-03-01T10:15:00.000000Z"
OBJECTIVES = [f"SO-{n:02}" for n in range(1, 13)]
ITEM = {
    "n": 1,
    "title": "Apertura",
    "activities": ["ACT-12"],
    "lead": "CIM",
    "when": "10:00",
    "status": "done",
}
CYCLE = Cycle(
    "018f0000-0000-7000-8000-000000000010",
    "annual_report",
    2025,
    "Informe anual 2025",
    "closed",
    "2026-01-15",
    "2026-03-01",
    "Washington, D.C.",
    None,
    [ITEM],
    7,
    AT,
    AT,
)
DECISION = {"decision": "adopted", "reason": "Sirve a todas.", "decided_at": AT}
SAID = {
    "id": "s1",
    "role": "follow_up",
    "actor": "CIM",
    "status": "under_way",
    "addressees": ["CIM"],
    "language": "pt",
    "made_at": AT,
    "digest": "3" * 64,
    "text": "Apresentamos as lições.\n\nE o que vem depois.",
    "position": 31,
    "state": "published",
}


def _texts(title: str) -> dict[str, dict[str, str]]:
    return {
        "title": {lang: f"{title} ({lang})" for lang in LANGUAGES},
        "summary": {"fr": "Œuvrer pour les enfants.", "es": "Para niñas y niños."},
    }


TEXTS = CatalogueTexts(
    "2016-draft",
    {code: _texts(f"Objectif {code}") for code in OBJECTIVES}
    | {f"ACT-{n:02}": _texts("Activité") for n in range(1, 43)},
    {code: {lang: f"{code} {lang}" for lang in LANGUAGES} for code in ("CIM", "COL", "CAM")},
    {"CIM": "organ", "COL": "state", "CAM": "organ"},
    OBJECTIVES,
)


def source(kind: str, **changes: Any) -> Source:
    """A submission of a kind as its example has it."""
    example = schemas.KINDS[kind].example
    payload = example["payload"]
    content = {
        "language": "es",
        "title": example["title"],
        "payload": {**payload, **BLOCKS} if kind == "implementation" else payload,
        "evidence": example["evidence"],
        "published_at": AT,
        "decision": DECISION if kind == "proposal" else None,
        "confirmed": ["COL"],
    }
    made = Source(f"id-{kind}", kind, None, "CIM", 1, 20, "published", False, content)
    return replace(made, **changes)


def gathered(**changes: Any) -> Gathered:
    """Everything of the cycle."""
    kinds = list(schemas.KINDS)
    sources = [source(kind) for kind in kinds]
    sources += [
        source("practice", id="related", by_itself=None, statements=[SAID]),
        source("practice", id="gone", state="withdrawn"),
        source("practice", id="hidden", state="withheld", content=None),
    ]
    closing = Closing(CYCLE, 40, 44, Before("before", 10))
    entry = {"time": AT, "hash": "4" * 64}
    fund = {"on": "2026-03-01", "balance": {"USD": dict.fromkeys(SUMS, "100.00")}}
    values = {code: [*VALUES] for code in OBJECTIVES}
    before = {code: [dict(VALUES[0], value=2)] for code in OBJECTIVES}
    whole = Gathered(closing, entry, "2016-draft", sources, [SAID], values, before, fund, TEXTS)
    return replace(whole, **changes)


SUMS = ("pledged", "received", "allocated", "disbursed", "available", "cash")


def names(lang: str) -> Names:
    """What things are called in a language."""
    kinds = [
        {
            "code": code,
            "name": kind.texts.name[lang],
            "fields": [
                {"field": field, "name": texts.name[lang]}
                for field, texts in kind.texts.fields.items()
            ],
        }
        for code, kind in schemas.KINDS.items()
    ]
    codes = {"self_reported_status": {"under_way": f"en cours ({lang})"}}
    return Names(lang, DEFINITIONS, kinds, codes)
