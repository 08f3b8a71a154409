"""The difference between two editions, code by code."""

from typing import Any

from services.catalog.domain.catalogue import Edition, Entry


def between(old: Edition, new: Edition) -> dict[str, Any]:
    """Codes of nodes added and removed, and which fields of the others changed; links count as a field of their activity."""
    return {
        "from": old.code, "to": new.code,
        "added": [code for code in new.nodes if code not in old.nodes],
        "removed": [code for code in old.nodes if code not in new.nodes],
        "changed": [
            {"code": code, "fields": fields} for code in old.nodes if code in new.nodes if (fields := _fields(old, new, code))
        ],
    }


def _fields(old: Edition, new: Edition, code: str) -> list[str]:
    before, after = _said(old, old.nodes[code]), _said(new, new.nodes[code])
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _said(edition: Edition, node: Entry) -> dict[str, Any]:
    linked = "objectives" if node.kind == "activity" else "activities"
    return {**node.frozen, **node.texts, linked: edition.linked.get(node.code, []), "official": edition.fingerprints.get(node.code)}
