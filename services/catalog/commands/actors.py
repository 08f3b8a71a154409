"""Register an actor, change one; whoever follows is told the actor whole."""

from typing import Any

from contracts.catalog import ActorChanged, Membership
from contracts.codes import ActorKind
from kernel import outbox
from kernel.db import Tx
from services.catalog import tables
from services.catalog.domain.catalogue import Actor
from services.catalog.domain.filing import Change, actor_changes
from services.catalog.store import writing


def register(
    tx: Tx, code: str, kind: ActorKind, body: dict[str, Any], n: int, by: str | None
) -> Actor:
    """A new actor. DuplicateKey when its code is taken."""
    actor = Actor(code, n, kind, body, None)
    writing.add_actor(tx, actor)
    writing.add_history(tx, [Change(None, "actor", code, "added", after=body)], by)
    writing.advance(tx)
    announce(tx, actor)
    return actor


def change(tx: Tx, before: Actor, body: dict[str, Any], by: str | None) -> Actor:
    """An actor's new body, decided from `before`.

    StaleWrite when somebody was faster.
    """
    actor = Actor(before.code, before.n, before.kind, body, before.filed, before.revision + 1)
    writing.change_actor(tx, actor, before.revision)
    writing.add_history(tx, actor_changes(before, body), by)
    writing.advance(tx)
    announce(tx, actor)
    return actor


def announce(tx: Tx, actor: Actor) -> None:
    """Tell an actor as it stands now."""
    body = actor.body
    memberships = [
        Membership(from_day=m["from"], to_day=m["to"], status=m["status"])
        for m in body.get("memberships", ())
    ]
    data = ActorChanged.model_validate(
        {
            "code": actor.code,
            "kind": actor.kind,
            "role": body["role"],
            "parent": body["parent"],
            "valid_from": body["valid_from"],
            "valid_to": body["valid_to"],
            "succeeded_by": body.get("succeeded_by"),
            "supports": body.get("supports"),
            "region": body.get("region"),
            "memberships": memberships,
            "names": body["names"],
            "acronyms": body["acronyms"],
        }
    )
    outbox.emit(tx, tables.kernel, "catalog", actor.code, data, revision=actor.revision)
