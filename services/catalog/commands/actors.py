"""Register an actor, change one; whoever follows is told the actor whole."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.catalog import ActorChanged, Membership
from kernel import outbox
from kernel.db import Tx
from services.catalog import tables
from services.catalog.domain.catalogue import Actor
from services.catalog.domain.filing import Change, actor_changes
from services.catalog.store import writing

#: Fields of every actor's body, and those that only some have.
ALWAYS = ("role", "parent", "valid_from", "valid_to", "names", "acronyms")
SOME = ("succeeded_by", "supports", "region")


def register(tx: Tx, actor: Actor, by: str | None) -> Actor:
    """A new actor. DuplicateKey when its code is taken."""
    writing.add_actor(tx, actor)
    added = Change(None, "actor", actor.code, "added", after=dict(actor.body))
    writing.add_history(tx, [added], by)
    writing.advance(tx)
    announce(tx, actor)
    return actor


def change(tx: Tx, before: Actor, body: dict[str, Any], by: str | None) -> Actor:
    """An actor's new body, decided from `before`.

    StaleWrite when somebody was faster.
    """
    actor = replace(before, body=body, revision=before.revision + 1)
    writing.change_actor(tx, actor, before.revision)
    writing.add_history(tx, actor_changes(before, body), by)
    writing.advance(tx)
    announce(tx, actor)
    return actor


def announce(tx: Tx, actor: Actor) -> None:
    """Tell an actor as it stands now."""
    fields = {"code": actor.code, "kind": actor.kind, **_fields(actor.body)}
    data = ActorChanged.model_validate(fields)
    outbox.emit(tx, tables.kernel, "catalog", actor.code, data, revision=actor.revision)


def _fields(body: Mapping[str, Any]) -> dict[str, Any]:
    """What its body says, as the event says it."""
    memberships = [
        Membership(from_day=each["from"], to_day=each["to"], status=each["status"])
        for each in body.get("memberships", ())
    ]
    always = {name: body[name] for name in ALWAYS}
    return {**always, **{name: body.get(name) for name in SOME}, "memberships": memberships}
