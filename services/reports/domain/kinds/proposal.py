"""`proposal`: to add, amend or retire a node of the catalogue; the Committee decides on it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.others import Sought
from services.reports.domain.programme import Catalogue
from services.reports.domain.statements import StatementRule, anybody

NEEDS = {"add": ("node_kind", "texts"), "amend": ("node", "texts"), "retire": ("node",)}


def check(catalogue: Catalogue, draft: Draft, _today: date) -> list[Violation]:
    """The node is the edition's, or of a kind that can be added; what else it names is known."""
    return [
        *_node(catalogue, draft),
        *_unexpected(draft.payload),
        *rules.known_codes(catalogue, draft, "addressees", catalogue.actors, "actor"),
        *rules.known_codes(catalogue, draft, "objectives", catalogue.all_objectives, "objective"),
        *rules.meeting(draft),
    ]


def _node(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    node = draft.payload.get("node")
    known = (catalogue.addressees, catalogue.all_objectives, catalogue.nodes)
    if node is None or any(node in codes for codes in known):
        return []
    return [("/payload/node", "unknown_code", f"The edition has no {node}.")]


def _unexpected(payload: Payload) -> list[Violation]:
    """What has no place in a change of its kind."""
    unexpected = {"add": "node", "amend": "node_kind", "retire": "node_kind"}
    name = unexpected.get(payload.get("change", ""))
    if name is None or payload.get(name) is None:
        return []
    return [(f"/payload/{name}", "unexpected", f"To {payload['change']}, send no {name}.")]


def requires(_reporter: str, payload: Payload) -> Sequence[str]:
    """What a change of its kind needs."""
    return NEEDS.get(payload.get("change", ""), ())


def seeks(_reporter: str, payload: Payload) -> Sought:
    """The meeting it is for."""
    return Sought(cycles=rules.at_meeting(payload))


def index(payload: Payload) -> Iterable[Term]:
    """The node it is about, its objectives, its change."""
    if payload.get("node"):
        yield "activity", payload["node"]
    yield from (("objective", code) for code in payload.get("objectives", ()))
    for name in ("change", "meeting"):
        if payload.get(name):
            yield name, payload[name]


def counted(payload: Payload) -> dict[str, Any]:
    """All that an edition would take in; not the reason."""
    return {
        **{name: payload.get(name) for name in ("change", "node", "node_kind", "meeting")},
        **{name: payload.get(name, []) for name in ("addressees", "objectives")},
        "texts": payload.get("texts", {}),
    }


KIND = Kind(
    "proposal",
    followed=True,
    required=("change", "reason"),
    requires=requires,
    check=check,
    index=index,
    counted=counted,
    seeks=seeks,
    decided=True,
    statements={"consultation": StatementRule(anybody, undecided=True)},
)
