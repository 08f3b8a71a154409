"""Begin a draft edition, edit its nodes, publish it: one decision each, guarded by the revision of
the draft's own entry.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from contracts.catalog import Activity, EditionPublished, Instrument
from kernel import outbox
from kernel.db import Tx
from services.catalog import tables
from services.catalog.domain import drafts
from services.catalog.domain.catalogue import NODES, OBJECTIVES, Edition, Entry
from services.catalog.domain.drafts import Edit
from services.catalog.domain.filing import Change
from services.catalog.domain.translations import words_of
from services.catalog.store import writing

#: The kinds of nodes that the event of an edition tells of by themselves.
TOLD = (*OBJECTIVES, "activity")


def begin(tx: Tx, draft: Edition, by: str | None) -> Edition:
    """A new draft, whole. DuplicateKey when its code is taken."""
    for entry in (draft.entry, *chain(*draft.kinds.values())):
        writing.add_entry(tx, entry)
    for official in chain(*(texts.values() for texts in draft.officials.values())):
        writing.add_official(tx, official)
    writing.add_history(tx, [_begun(draft)], by)
    writing.advance(tx)
    return draft


def _begun(draft: Edition) -> Change:
    """The line of history of a new draft."""
    return Change(draft.code, "edition", draft.code, "begun", after={"from": draft.based_on})


def edit(tx: Tx, edition: Edition, done: Edit, by: str | None) -> Edition:
    """What an edit of a node makes.

    StaleWrite when somebody was faster with the same node, or with anything in
    the same draft.
    """
    if edition.draft:
        writing.touch(tx, edition.entry)
    _save(tx, done)
    writing.add_history(tx, done.history, by)
    writing.advance(tx)
    return drafts.applied(edition, done)


def _save(tx: Tx, done: Edit) -> None:
    """The entries and official texts of an edit."""
    for gone in done.gone:
        writing.remove_entry(tx, gone)
    for entry in done.changed:
        writing.change_entry(tx, entry, entry.revision - 1)
    for new in done.new:
        writing.add_entry(tx, new)
    for official in done.dropped:
        writing.remove_official(tx, official)


def publish(
    tx: Tx, draft: Edition, before: Edition | None, particulars: Mapping[str, Any], by: str | None
) -> Edition:
    """The draft becomes the current edition in place of `before`, frozen, and its structure is
    published. StaleWrite when either has changed since.
    """
    after = drafts.adopted(draft, particulars)
    writing.change_entry(tx, after.entry, draft.entry.revision)
    told = Change(draft.code, "edition", draft.code, "published", after=dict(particulars))
    writing.add_history(tx, [told, *(_end(tx, before) if before else [])], by)
    writing.advance(tx)
    publish_structure(tx, after)
    return after


def _end(tx: Tx, before: Edition) -> list[Change]:
    """An edition is current no more; returns the lines of history."""
    former = drafts.former(before)
    writing.change_entry(tx, former, before.entry.revision)
    return drafts.frozen_changes(before.entry, former)


def publish_structure(tx: Tx, edition: Edition) -> None:
    """Publish the whole structure of an edition."""
    data = _structure(edition)
    outbox.emit(tx, tables.kernel, "catalog", edition.code, data, revision=edition.entry.revision)


def _structure(edition: Edition) -> EditionPublished:
    frozen = edition.entry.frozen
    return EditionPublished(
        edition=edition.code,
        date=frozen["date"],
        current=frozen["current"],
        objectives=_codes(edition, OBJECTIVES),
        activities=[_activity(edition, node) for node in edition.of("activity")],
        instruments=[_instrument(edition, entry) for entry in edition.of("instrument")],
        based_on=edition.based_on,
        replaces=_replaces(edition),
        themes=sorted(edition.themes),
        nodes=_codes(edition, [kind for kind in NODES if kind not in TOLD]),
    )


def _codes(edition: Edition, kinds: Iterable[str]) -> list[str]:
    """The codes of the nodes of these kinds, in document order."""
    return [node.code for kind in kinds for node in edition.of(kind)]


def _replaces(edition: Edition) -> dict[str, list[str]]:
    """Node → what it replaces, where it replaces something."""
    replaced = ((node.code, node.frozen.get("replaces")) for node in edition.nodes.values())
    return {code: codes for code, codes in replaced if codes}


def _activity(edition: Edition, node: Entry) -> Activity:
    return Activity(
        code=node.code,
        addressees=node.frozen["addressees"],
        optional=node.frozen["optional"],
        objectives=edition.linked.get(node.code, []),
        link_strengths=edition.link_strengths.get(node.code, {}),
        axes=node.frozen["axes"],
        themes=node.frozen["themes"],
    )


def _instrument(edition: Edition, entry: Entry) -> Instrument:
    return Instrument(
        code=entry.code,
        names=words_of(entry.texts["name"]),
        depositary=entry.frozen["depositary"],
        adopted_on=entry.frozen["adopted_on"],
        in_force_on=entry.frozen["in_force_on"],
        activities=[each.frozen["activity"] for each in edition.instruments[entry.code]],
    )
