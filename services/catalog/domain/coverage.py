"""Which treaties an activity of a draft covers: what it takes over with the place of others."""

from services.catalog.domain.catalogue import Edition, Entry
from services.catalog.domain.drafts import Edit


def inherit(edit: Edit, edition: Edition, base: Edition | None, node: Entry) -> None:
    """The node covers, for the same reasons, what the activities covered that it replaces."""
    covered = {entry.code for entry in edition.of("coverage")}
    for entry in _replaced(base, node) if base and node.kind == "activity" else ():
        taken_over = _taken_over(edition, entry, node.code)
        if taken_over.code not in covered:
            covered.add(taken_over.code)
            edit.add(taken_over)


def _replaced(base: Edition, node: Entry) -> list[Entry]:
    """What the activities covered that a node replaces."""
    replaced = node.frozen.get("replaces", ())
    return [entry for entry in base.of("coverage") if entry.frozen["activity"] in replaced]


def _taken_over(edition: Edition, entry: Entry, activity: str) -> Entry:
    """The same of another activity."""
    code = f"{entry.frozen['instrument']}:{activity}"
    frozen = {**entry.frozen, "activity": activity}
    return Entry(edition.code, "coverage", code, entry.n, frozen, entry.texts, {})
