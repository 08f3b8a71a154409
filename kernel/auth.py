"""API keys: their form, their keyed hash, and who is calling. Every service checks keys from its
own copy.

oasm_<env>_<id>_<secret>_<crc32>      the checksum is looked at first, so noise costs no database
read
"""

import hashlib
import hmac
import ipaddress
import json
import re
import string
import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, select

from contracts import topics
from contracts.access import KeyIssued, KeyRevoked
from contracts.envelope import Envelope
from kernel import clock
from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import BatchLoader, Database, Tx
from kernel.errors import forbidden, needs_key, unauthenticated
from kernel.eventlog import EventLog
from kernel.last_use import SECONDS, LastUseRecorder, Report
from kernel.tables import KernelTables

ALPHABET = string.ascii_letters + string.digits
FORM = re.compile(r"oasm_([a-z0-9]+)_([A-Za-z0-9]+)_([A-Za-z0-9]+)_[0-9a-f]{8}")
ID_LENGTH, SECRET_LENGTH = 12, 32  # 62^32 > 2^190
TRUSTED_SECONDS = 0.5
PROOF = "X-Installation-Proof"


class KeyPolicy(NamedTuple):
    """What an installation says of its keys: their environment part, and whom their use is told
    (None: nobody), how often.
    """

    env: str = "live"
    report: Report | None = None
    seconds: float = SECONDS


class Caller(NamedTuple):
    """Who is calling: a key with its actor (None for keys that speak for nobody) and scopes;
    anonymous without a key. `line`: the first of all the keys it was rotated from or into.
    """

    key_id: str | None = None
    actor: str | None = None
    scopes: frozenset[str] = frozenset()
    line: str | None = None

    @property
    def anonymous(self) -> bool:
        """Whether no key was sent."""
        return self.key_id is None

    @property
    def name(self) -> str:
        """Whom idempotency keys and rate limits belong to: the actor, or the key where there is
        none.
        """
        return self.actor or f"key:{self.key_id}"

    def may(self, *scopes: str) -> bool:
        """Whether the key carries one of these scopes."""
        return not self.scopes.isdisjoint(scopes)

    def require(self, *scopes: str) -> None:
        """Raise 401 for an anonymous caller, 403 for a key that carries none of these scopes."""
        if self.anonymous:
            raise needs_key()
        if not self.may(*scopes):
            detail = f"This needs a key with the scope {' or '.join(scopes)}."
            raise forbidden(detail, scopes=list(scopes))


ANONYMOUS = Caller()


def compose(env: str, key_id: str, secret: str) -> str:
    """The key's text, checksum included."""
    body = f"oasm_{env}_{key_id}_{secret}"
    return f"{body}_{zlib.crc32(body.encode()):08x}"


def parse(text: str, env: str) -> tuple[str, str] | None:
    """The id and the secret of a key, None when its form, its checksum or its environment part is
    wrong.
    """
    form = FORM.fullmatch(text)
    right = form and form[1] == env and compose(*form.groups()) == text
    return (form[2], form[3]) if form and right else None


def keyed_hash(pepper: str, secret: str) -> str:
    """HMAC-SHA256 of the secret under the installation's pepper, as hex: what is stored instead of
    the key.
    """
    return hmac.new(pepper.encode(), secret.encode(), hashlib.sha256).hexdigest()


def proof(pepper: str, body: bytes) -> str:
    """What a process of this installation sends with a body that only such a one may send."""
    return hmac.new(pepper.encode(), PROOF.encode() + body, hashlib.sha256).hexdigest()


def is_proof(pepper: str, body: bytes, given: str) -> bool:
    """Whether this is the proof of a body."""
    return hmac.compare_digest(proof(pepper, body).encode(), given.encode())


class Known(NamedTuple):
    """A key as this service's copy knows it."""

    caller: Caller
    hash: str
    networks: Sequence[str]
    expires_at: str | None
    revoked_at: str | None

    def admits(self, secret_hash: str, address: str | None) -> bool:
        """Whether this secret, from this address, now, is accepted."""
        same = hmac.compare_digest(self.hash, secret_hash)
        return same and self.lives() and _within(self.networks, address)

    def lives(self) -> bool:
        """Whether it is neither revoked nor expired."""
        lasts = self.expires_at is None or clock.stamp() < self.expires_at
        return self.revoked_at is None and lasts


class Keyring:
    """Checks keys against one service's own copy; what it read is trusted for half a second, so a
    revocation bites within two.
    """

    def __init__(
        self,
        db: Database,
        tables: KernelTables,
        pepper: str,
        policy: KeyPolicy = KeyPolicy(),  # noqa: B008 - frozen
    ) -> None:
        self._db, self._keys, self._pepper, self._env = db, tables.keys, pepper, policy.env
        self._used = LastUseRecorder(policy.report, policy.seconds) if policy.report else None
        self._lookup: BatchLoader[str, Known] = BatchLoader(self._read, TRUSTED_SECONDS)

    async def caller(self, authorization: str | None, address: str | None) -> Caller:
        """The caller of a request.

        Raises 401 for a key that is not valid; no header at all is anonymous.
        """
        if authorization is None:
            return ANONYMOUS
        scheme, _, text = authorization.partition(" ")
        parsed = parse(text.strip(), self._env) if scheme.lower() == "bearer" else None
        if parsed is None or (known := await self._admitted(*parsed, address)) is None:
            raise unauthenticated("The key is unknown, expired, revoked or malformed.")
        if self._used:
            self._used.record(parsed[0])
        return known.caller

    async def _admitted(self, key_id: str, secret: str, address: str | None) -> Known | None:
        """The key, where this secret from this address is accepted."""
        known = await self._lookup.find(key_id)
        return known if known and known.admits(keyed_hash(self._pepper, secret), address) else None

    async def living(self, key_id: str) -> Caller | None:
        """Who a key speaks for, as long as it is neither revoked nor expired: for work that goes on
        after its request.
        """
        known = await self._lookup.find(key_id)
        return known.caller if known and known.lives() else None

    def forget(self, key_id: str) -> None:
        """Drop what is remembered of a key, so that a change made here holds at once."""
        self._lookup.forget(key_id)

    async def any(self) -> bool:
        """Whether at least one key is at hand."""
        return bool(await self._db.fetch(select(self._keys.c.key_id).limit(1)))

    async def _read(self, key_ids: Sequence[str]) -> dict[str, Known]:
        rows = await self._db.fetch(select(self._keys).where(self._keys.c.key_id.in_(key_ids)))
        return {row.key_id: _known(row) for row in rows}


def _known(row: Row[Any]) -> Known:
    """A row of this service's copy."""
    scopes, networks = frozenset(json.loads(row.scopes)), json.loads(row.networks)
    caller = Caller(row.key_id, row.actor, scopes, row.line or row.key_id)
    return Known(caller, row.hash, networks, row.expires_at, row.revoked_at)


def key_row(issued: KeyIssued) -> dict[str, object]:
    """The row of a key in a service's copy."""
    return {
        "key_id": issued.key_id,
        "hash": issued.hash,
        "actor": issued.actor,
        "scopes": json.dumps(issued.scopes),
        "networks": json.dumps(issued.networks),
        "expires_at": issued.expires_at,
        "revoked_at": None,
        "line": issued.line,
    }


def follower(db: Database, tables: KernelTables, eventlog: EventLog, owner: str) -> Consumer:
    """The consumer that keeps a service's copy of the keys."""

    handlers = {
        KeyIssued.type: partial(_issued, tables.keys),
        KeyRevoked.type: partial(_revoked, tables.keys),
    }
    project = dispatch_by_type(handlers)
    return Consumer("keys", topics.ACCESS, db, tables, eventlog, project, owner)


def _issued(keys: Table, tx: Tx, data: KeyIssued, _envelope: Envelope) -> None:
    tx.execute(keys.delete().where(keys.c.key_id == data.key_id), expect=None)
    tx.insert(keys, key_row(data))


def _revoked(keys: Table, tx: Tx, data: KeyRevoked, _envelope: Envelope) -> None:
    ended = keys.update().where(keys.c.key_id == data.key_id)
    tx.execute(ended.values(revoked_at=data.revoked_at), expect=None)


def _within(networks: Sequence[str], address: str | None) -> bool:
    if not networks:
        return True
    with suppress(ValueError):  # not an address at all
        found = ipaddress.ip_address(address or "")
        return any(found in ipaddress.ip_network(network) for network in networks)
    return False
