"""Which treaties an activity of a draft covers: what it takes over with the place of others."""

from services.catalog.domain.catalogue import Edition, Entry
from services.catalog.domain.drafts import Edit


def inherit(edit: Edit, edition: Edition, base: Edition | None, node: Entry) -> None:
    """The node covers, for the same reasons, what the activities covered that it replaces."""
    replaced = node.frozen.get("replaces", ()) if node.kind == "activity" else ()
    entries = base.kinds.get("coverage", ()) if base else ()
    covered = {entry.code for entry in edition.kinds.get("coverage", ())}
    for entry in (each for each in entries if each.frozen["activity"] in replaced):
        code = f"{entry.frozen['instrument']}:{node.code}"
        if code not in covered:
            covered.add(code)
            frozen = {**entry.frozen, "activity": node.code}
            edit.add(Entry(edition.code, "coverage", code, entry.n, frozen, entry.texts, {}))
