"""Begin a draft edition, edit its nodes, publish it: one decision each, guarded by the revision of
the draft's own entry.
"""

from collections.abc import Mapping
from typing import Any

from contracts.catalog import Activity, EditionPublished, Instrument
from kernel import outbox
from kernel.db import Tx
from services.catalog import tables
from services.catalog.domain import drafts
from services.catalog.domain.catalogue import OBJECTIVES, Edition, Entry
from services.catalog.domain.drafts import Edit
from services.catalog.domain.filing import Change
from services.catalog.domain.translations import words_of
from services.catalog.store import writing


def begin(tx: Tx, draft: Edition, by: str | None) -> Edition:
    """A new draft, whole. DuplicateKey when its code is taken."""
    for entry in (draft.entry, *(entry for entries in draft.kinds.values() for entry in entries)):
        writing.add_entry(tx, entry)
    for texts in draft.officials.values():
        for official in texts.values():
            writing.add_official(tx, official)
    writing.add_history(
        tx, [Change(draft.code, "edition", draft.code, "begun", after={"from": draft.based_on})], by
    )
    writing.advance(tx)
    return draft


def edit(tx: Tx, edition: Edition, done: Edit, by: str | None) -> Edition:
    """What an edit of a node makes.

    StaleWrite when somebody was faster with the same node, or with anything in
    the same draft.
    """
    if edition.draft:
        writing.touch(tx, edition.entry)
    for entry in done.gone:
        writing.remove_entry(tx, entry)
    for entry in done.changed:
        writing.change_entry(tx, entry, entry.revision - 1)
    for entry in done.new:
        writing.add_entry(tx, entry)
    for official in done.dropped:
        writing.remove_official(tx, official)
    writing.add_history(tx, done.history, by)
    writing.advance(tx)
    return drafts.applied(edition, done)


def publish(
    tx: Tx, draft: Edition, before: Edition | None, particulars: Mapping[str, Any], by: str | None
) -> Edition:
    """The draft becomes the current edition in place of `before`, frozen, and its structure is
    published. StaleWrite when either has changed since.
    """
    after = drafts.adopted(draft, particulars)
    writing.change_entry(tx, after.entry, draft.entry.revision)
    history = [Change(draft.code, "edition", draft.code, "published", after=dict(particulars))]
    if before is not None:
        entry = drafts.former(before)
        writing.change_entry(tx, entry, before.entry.revision)
        history += drafts.frozen_changes(before.entry, entry)
    writing.add_history(tx, history, by)
    writing.advance(tx)
    publish_structure(tx, after)
    return after


def publish_structure(tx: Tx, edition: Edition) -> None:
    """Publish the whole structure of an edition."""
    nodes, frozen = edition.nodes.values(), edition.entry.frozen
    objectives = [node.code for node in nodes if node.kind in OBJECTIVES]
    activities = [_activity(edition, node) for node in nodes if node.kind == "activity"]
    instruments = [_instrument(edition, entry) for entry in edition.of("instrument")]
    data = EditionPublished(
        edition=edition.code,
        date=frozen["date"],
        current=frozen["current"],
        objectives=objectives,
        activities=activities,
        instruments=instruments,
        based_on=edition.based_on,
        replaces={
            node.code: node.frozen["replaces"] for node in nodes if node.frozen.get("replaces")
        },
        themes=sorted(edition.themes),
        nodes=[node.code for node in nodes if node.kind not in (*OBJECTIVES, "activity")],
    )
    outbox.emit(tx, tables.kernel, "catalog", edition.code, data, revision=edition.entry.revision)


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
