"""The code lists of the catalogue have the very codes that reports takes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import yaml

import services
from contracts import codes
from contracts.areas import COUNTRIES
from contracts.reports import cycles, decisions
from services.reports import schemas
from services.reports.domain import lifecycle, statements
from services.reports.domain.kinds import KINDS
from services.reports.schemas.kind import Fields
from tests.services.reports.api.test_kinds import enumerated

FILE = Path(services.__file__).parent / "catalog/programme/codelists.yaml"
PREFIX = "/catalog/codelists/"
#: Codes that nobody takes any more; they stay, as a catalogue that was loaded with them does.
EARLIER = {"cam_work_plan"}


def lists() -> dict[str, list[str]]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {each["id"]: _codes(each) for each in found}


def _codes(one: Mapping[str, Any]) -> list[str]:
    return [code["code"] for code in one.get("codes", ()) if code["code"] not in EARLIER]


def of_fields(fields: Fields, properties: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The lists that fields name, each with the codes that they take."""
    for name, texts in fields.items():
        taken = enumerated(properties[name])
        yield from ((one.removeprefix(PREFIX), taken) for one in texts.sources if taken)
        assert texts.sources or not taken or set(taken) >= set(COUNTRIES), name


def of_kinds() -> Iterator[tuple[str, list[str]]]:
    for kind in schemas.KINDS.values():
        schema = kind.payload.model_json_schema()
        yield from of_fields(kind.texts.fields, schema["properties"])
        for model, of in schema.get("$defs", {}).items():
            yield from of_fields(schemas.SHARED[model], of["properties"])


def test_lists_have_the_codes_that_reports_takes() -> None:
    others = {
        "submission_kind": list(KINDS),
        "submission_state": get_args(codes.State),
        "submission_action": list(lifecycle.TABLE),
        "evidence_access": get_args(codes.EvidenceAccess),
        "cycle_kind": get_args(cycles.CycleType),
        "cycle_state": get_args(cycles.CycleState),
        "cycle_item_status": get_args(cycles.ItemStatus),
        "proposal_decision": get_args(decisions.Decision),
        "statement_role": get_args(statements.StatementRole),
        "follow_up_status": get_args(statements.FollowUp),
    }
    known = lists()
    taken = [*others.items(), *of_kinds()]
    assert [(name, set(known[name])) for name, _ in taken] == [
        (name, set(some)) for name, some in taken
    ]
