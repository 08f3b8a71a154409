"""Examples of what is read, one for each model: they stand in the OpenAPI document.

FastAPI leaves null out of that document, so nothing is null here.
"""

from typing import Any

from services.catalog.schemas import adoptions, answers, contents, crosswalks, editions

PROPOSAL = "0197c0de-0000-7000-8000-000000000001"
EDITORIAL = {"lang": "en", "provenance": "editorial"}
TITLED = {"title": EDITORIAL, "summary": EDITORIAL}
NODE: dict[str, Any] = {
    "code": "ACT-12",
    "kind": "activity",
    "number": 12,
    "section": "V.A",
    "addressees": ["CIM"],
    "optional": False,
    "strength": "undertake",
    "title": "Study the migration of women",
    "summary": "Research how women migrate and what follows for families and work.",
    "texts": {
        "title": EDITORIAL,
        "summary": {**EDITORIAL, "outdated_since": "2026-11-28T10:15:00.000000Z"},
    },
    "official": {
        "lang": "fr",
        "text": "…",
        "sha256": "0" * 64,
        "status": "official-draft",
        "line": 124,
    },
    "objectives": ["GO-2", "SO-07"],
    "link_strengths": {"GO-2": "indirect", "SO-07": "direct"},
    "crosswalks": {"gcm": ["GCM-01"], "sdg": []},
    "axes": ["gender"],
    "themes": ["women"],
    "conditions": [],
    "edition": "2016-draft",
    "source": {"line": 124},
    "revision": 2,
}
SECTION: dict[str, Any] = {
    "code": "V.A",
    "number": "V",
    "letter": "A",
    "parent": "V",
    "title": "To the organs of the OAS",
    "texts": {"title": EDITORIAL},
    "edition": "2016-draft",
    "source": {"line": 90},
    "nodes": ["ACT-12"],
}
EDITION: dict[str, Any] = {
    "id": "2027",
    "current": True,
    "published": True,
    "published_at": "2027-06-05T15:00:00.000000Z",
    "based_on": "2016-draft",
    "revision": 12,
    "status": "adopted",
    "content": "full",
    "resolution": "AG/RES. 0000 (LVII-O/27)",
    "year": 2027,
    "date": "2027-06-05",
    "in_force_from": "2027-07-01",
    "text_languages": ["fr"],
    "official_name": "Inter-American Program on the human rights of migrants",
    "title": "Edition of 2027",
    "note": "Made from edition 2016-draft.",
    "texts": {"official_name": EDITORIAL, "title": EDITORIAL, "note": EDITORIAL},
    "source": {"lines": []},
    "counts": {"activity": 42},
}
MANDATE: dict[str, Any] = {
    "code": "MAN-3",
    "citation": "AG/RES. 2141 (XXXV-O/05)",
    "year": 2005,
    "date": "2005-06-07",
    "title": "The first program",
    "summary": "The General Assembly adopted the program of 2005.",
    "texts": TITLED,
    "source": {"lines": [13]},
}
CHANGE = {
    "at": "2026-11-28T10:15:00.000000Z",
    "edition": "2016-draft",
    "kind": "activity",
    "code": "ACT-12",
    "change": "changed",
    "field": "title",
    "lang": "pt",
    "before": {"text": "Estudar a migração", "provenance": "machine"},
    "after": {"text": "Estudar a migração das mulheres", "provenance": "editorial"},
    "actor": "SG",
}
ACTOR: dict[str, Any] = {
    "code": "UMIG",
    "kind": "organ",
    "role": "contributor",
    "parent": "SG",
    "name": "Unit for Migration",
    "acronym": "UMIG",
    "names": {"en": "Unit for Migration"},
    "sort": {"en": "unit for migration"},
    "acronyms": {"en": "UMIG"},
    "texts": {"name": EDITORIAL, "acronym": EDITORIAL},
    "valid_from": "2015-01-01",
    "valid_to": "2020-01-01",
    "succeeded_by": "DIS",
    "predecessors": [],
    "supports": "CAM",
    "source": "made up",
    "revision": 1,
}
CROSSWALK: dict[str, Any] = {
    "id": "gcm",
    "version": 1,
    "source": "A/RES/73/195",
    "targets": "gcm_objective",
    "title": "Objectives of the Global Compact for Migration",
    "note": "An editorial reading: the program does not refer to the Compact.",
    "texts": {"title": EDITORIAL, "note": EDITORIAL},
    "provenance": "editorial",
    "edition": "2016-draft",
}
CORRESPONDENCE: dict[str, Any] = {
    "node": "ACT-12",
    "kind": "activity",
    "target": "GCM-01",
    "label": "Data as the basis of policies",
    "strength": "indirect",
    "rationale": "Studies of women's migration add what general figures do not show.",
    "texts": {"rationale": EDITORIAL, "label": EDITORIAL},
    "provenance": "editorial",
    "edition": "2016-draft",
}
#: Model → an example of it.
EXAMPLES: dict[type, dict[str, Any]] = {
    answers.Node: NODE,
    answers.Section: SECTION,
    answers.Edition: EDITION,
    answers.Mandate: MANDATE,
    answers.Change: CHANGE,
    answers.Actor: ACTOR,
    answers.RegisteredActor: {**ACTOR, "similar": []},
    answers.Programme: {
        "edition": EDITION,
        "mandates": [MANDATE],
        "sections": [{**SECTION, "nodes": [NODE], "sections": []}],
    },
    answers.Link: {
        "activity": "ACT-12",
        "objective": "SO-07",
        "strength": "direct",
        "rationale": "What is learnt about women who migrate guides what is done for them.",
        "texts": {"rationale": EDITORIAL},
        "provenance": "editorial",
        "edition": "2016-draft",
    },
    answers.Defect: {
        "code": "DEF-01",
        "kind": "numbering",
        "nodes": ["ACT-04"],
        "title": "A number without its dot",
        "description": "The number stands on a line of its own.",
        "treatment": "The activity has its number here.",
        "texts": {"title": EDITORIAL, "description": EDITORIAL, "treatment": EDITORIAL},
        "edition": "2016-draft",
        "source": {"lines": [99]},
    },
    answers.CodeList: {
        "id": "axis",
        "title": "Cross-cutting axis",
        "texts": {"title": EDITORIAL},
        "codes": [
            {
                "code": "gender",
                "label": "Gender",
                "names": {"en": "Gender", "es": "Género"},
                "texts": {"label": EDITORIAL},
            }
        ],
    },
    answers.Diff: {
        "from": "2016-draft",
        "to": "2027",
        "added": ["ACT-43"],
        "removed": ["ACT-13"],
        "changed": [
            {
                "code": "ACT-12",
                "fields": ["axes"],
                "before": {"axes": ["gender"]},
                "after": {"axes": ["gender", "development"]},
            }
        ],
        "mapping": [{"from": "ACT-13", "to": ["ACT-43"]}],
        "adoptions": [{"proposal": PROPOSAL, "change": "add", "node": "ACT-43"}],
    },
    crosswalks.Crosswalk: CROSSWALK,
    crosswalks.CrosswalkPage: {
        "crosswalk": CROSSWALK,
        "items": [CORRESPONDENCE],
        "next": "http://127.0.0.1:8000/catalog/…?cursor=…",
    },
    adoptions.Adoption: {
        "proposal": PROPOSAL,
        "revision": 1,
        "reporter": "COL",
        "position": 42,
        "decided_by": "CAM",
        "decided_at": "2027-03-01T15:00:00.000000Z",
        "meeting": "cidi-2027",
        "change": "add",
        "node": "ACT-43",
        "node_kind": "activity",
        "addressees": ["STATES"],
        "objectives": ["SO-07"],
        "texts": {"es": {"title": "Abaratar las remesas", "summary": "Acordar costos menores."}},
        "withheld": False,
        "incorporated_in": "2027",
    },
    answers.Imported: {
        "edition": "2016-draft",
        "lang": "fr",
        "matched": [{"code": "ACT-12", "line": 124}],
        "differed": [],
        "missing": ["ACT-13"],
        "runs": [],
    },
    answers.Outdated: {
        "edition": "2016-draft",
        "kind": "activity",
        "code": "ACT-12",
        "node": "ACT-12",
        "field": "summary",
        "lang": "pt",
        "text": "Pesquisar como as mulheres migram.",
        "provenance": "machine",
        "outdated_since": "2026-11-28T10:15:00.000000Z",
    },
}
EXAMPLES[editions.ListedEdition] = {
    **EDITION,
    "beside": {"diff": EXAMPLES[answers.Diff], "nodes": [NODE]},
}
EXAMPLES[contents.Contents] = {
    "programme": EXAMPLES[answers.Programme],
    "links": [EXAMPLES[answers.Link]],
    "defects": [EXAMPLES[answers.Defect]],
    "editions": [EDITION],
    "actors": [ACTOR],
    "codelists": [EXAMPLES[answers.CodeList]],
}


def of(model: Any) -> dict[str, Any]:
    """An example of a model, or of a page of one."""
    if model in EXAMPLES:
        return EXAMPLES[model]
    (each,) = model.__pydantic_generic_metadata__["args"]
    return {"items": [EXAMPLES[each]], "next": "http://127.0.0.1:8000/catalog/…?cursor=…"}
