"""What commands queue.

Whoever changes what is read advances the revision in the same transaction.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, select

from kernel import clock
from kernel.db import Tx
from services.catalog import tables
from services.catalog.domain.catalogue import Actor, Entry, Official
from services.catalog.domain.filing import Change


def dumped(value: Any) -> str:
    """A value as compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def advance(tx: Tx) -> None:
    """Advance the revision of the catalogue: every process reads it anew."""
    tx.execute(
        tables.state.update()
        .where(tables.state.c.id == 1)
        .values(revision=tables.state.c.revision + 1)
    )


def loaded(tx: Tx, seen: int, digest: str) -> None:
    """Save which data files are loaded. StaleWrite when anything changed since their comparison."""
    tx.execute(
        tables.state.update()
        .where(tables.state.c.id == 1, tables.state.c.revision == seen)
        .values(revision=seen + 1, digest=digest)
    )


def add_entry(tx: Tx, entry: Entry) -> None:
    """Queue a new entry."""
    tx.insert(
        tables.entries,
        {"edition": entry.edition, "kind": entry.kind, "code": entry.code, **_entry(entry)},
    )


def change_entry(tx: Tx, entry: Entry, seen: int) -> None:
    """Queue an entry's new state, decided from its revision `seen`."""
    same = _same(entry, seen)
    tx.execute(tables.entries.update().where(*same).values(**_entry(entry)))


def _same(entry: Entry, revision: int) -> tuple[ColumnElement[bool], ...]:
    """The row of an entry, unless somebody was faster."""
    e = tables.entries.c
    key = (e.edition == entry.edition, e.kind == entry.kind, e.code == entry.code)
    return *key, e.revision == revision


def touch(tx: Tx, entry: Entry) -> None:
    """Queue the next revision of an entry that stays as it is: a draft's own entry counts every
    change of its nodes.
    """
    change_entry(tx, replace(entry, revision=entry.revision + 1), entry.revision)


def remove_entry(tx: Tx, entry: Entry) -> None:
    """Queue that an entry goes, decided from its revision."""
    tx.execute(tables.entries.delete().where(*_same(entry, entry.revision)))


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "n": entry.n,
        "frozen": dumped(entry.frozen),
        "texts": dumped(entry.texts),
        "filed": dumped(entry.filed),
        "revision": entry.revision,
    }


def add_actor(tx: Tx, actor: Actor) -> None:
    """Queue a new actor. DuplicateKey when its code is taken."""
    tx.insert(tables.actors, {"code": actor.code, **_actor(actor)})


def change_actor(tx: Tx, actor: Actor, seen: int) -> None:
    """Queue an actor's new state, decided from its revision `seen`."""
    tx.execute(
        tables.actors.update()
        .where(tables.actors.c.code == actor.code, tables.actors.c.revision == seen)
        .values(**_actor(actor))
    )


def _actor(actor: Actor) -> dict[str, Any]:
    filed = None if actor.filed is None else dumped(actor.filed)
    return {
        "n": actor.n,
        "kind": actor.kind,
        "body": dumped(actor.body),
        "filed": filed,
        "revision": actor.revision,
    }


def put_official(tx: Tx, official: Official) -> None:
    """Queue the official text of a node in one language, in place of an earlier one, which is kept
    for those who ask for the past.
    """
    _keep_official(tx, official)
    remove_official(tx, official)
    add_official(tx, official)


def _keep_official(tx: Tx, official: Official) -> None:
    t, kept = tables.official_texts, tables.replaced_texts
    earlier = select(*t.c, literal(clock.stamp())).where(_same_official(official))
    tx.execute(kept.insert().from_select([*kept.c.keys()], earlier), expect=None)


def remove_official(tx: Tx, official: Official) -> None:
    """Queue that the official text of a node in one language goes, if it is there."""
    tx.execute(tables.official_texts.delete().where(_same_official(official)), expect=None)


def _same_official(official: Official) -> ColumnElement[bool]:
    c = tables.official_texts.c
    return and_(c.edition == official.edition, c.code == official.code, c.lang == official.lang)


def add_official(tx: Tx, official: Official) -> None:
    """Queue an official text where there is none."""
    tx.insert(
        tables.official_texts,
        {
            "edition": official.edition,
            "code": official.code,
            "lang": official.lang,
            "text": official.text,
            "line": official.line,
            "sha256": official.sha256,
            "status": official.status,
            "imported_at": clock.stamp(),
        },
    )


def add_history(tx: Tx, changes: Iterable[Change], actor: str | None) -> None:
    """Queue lines of history, all of one time. `actor`: whose key it was."""
    at = clock.stamp()
    for change in changes:
        tx.insert(
            tables.history,
            {
                "at": at,
                "edition": change.edition,
                "kind": change.kind,
                "code": change.code,
                "change": change.change,
                "field": change.field,
                "lang": change.lang,
                "before": _optional(change.before),
                "after": _optional(change.after),
                "actor": actor,
            },
        )


def _optional(value: Any) -> str | None:
    return None if value is None else dumped(value)
