"""Operations on keys from the command line; the audit records them without an acting key."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from files import private
from kernel.auth import Keyring
from kernel.db import Database
from kernel.errors import DuplicateKey, StaleWrite, invalid, not_found
from kernel.web.bodies import readable
from kernel.web.problems import invalid_fields
from services.access import errors
from services.access.commands import keys as commands
from services.access.domain.keys import Grant
from services.access.schemas import KeyBody
from services.access.store import keys as store

ADMINISTRATOR = ["keys:admin", "audit:read", "programme:edit"]


class Operations:
    """What the command line and the first start do with keys."""

    def __init__(self, db: Database, keyring: Keyring, pepper: str, env: str) -> None:
        self._db, self._keyring, self._pepper, self._env = db, keyring, pepper, env

    async def bootstrap(self, path: Path) -> str | None:
        """The first administrator's key, when there is no key at all; else None.

        Its file is there before the key is valid. Of processes that start at once one makes it.
        """
        async with _alone(path.parent):
            if await self._any_key():
                return None
            key = commands.draw_key(self._env)
            private.write(path, f"{key.text}\n".encode())
            return key.text if await self._record_first(key, path) else None

    async def _record_first(self, key: commands.NewKey, path: Path) -> bool:
        """Whether this is the first key: a process with another folder may have been faster."""
        grant = Grant(None, ADMINISTRATOR, [], None, "bootstrap administrator")
        try:
            await self._db.write(commands.issue_first, self._pepper, key, grant)
        except DuplicateKey:
            path.unlink(missing_ok=True)  # noqa: ASYNC240 - one small file, once
            return False
        except Exception:
            await self._forget_unless_made(path)
            raise
        return True

    async def _forget_unless_made(self, path: Path) -> None:
        """A commit whose answer was lost may have taken place: then the key's file stays."""
        if not await self._any_key():
            path.unlink(missing_ok=True)  # noqa: ASYNC240 - one small file, once

    async def issue(
        self,
        actor: str | None,
        scopes: list[str],
        expires_at: str | None,
        label: str,
        networks: list[str],
    ) -> dict[str, Any]:
        """A new key. Raises Problem 422."""
        asked = {"actor": actor, "scopes": scopes, "expires_at": expires_at, "label": label}
        grant = await commands.checked(self._db, _asked(**asked, networks=networks))
        key = commands.draw_key(self._env)
        return await self._db.write(commands.issue, self._pepper, key, grant, None)

    async def rotate(self, key_id: str, overlap_hours: int) -> dict[str, Any]:
        """A successor of a key. Raises Problem 404, 409."""
        old = await self._get(key_id)
        if commands.current_state(old) != "active":
            raise errors.not_active(key_id)
        try:
            return await self._rotated(old, commands.Rotation(overlap_hours, None))
        except StaleWrite:
            raise errors.not_active(key_id) from None
        finally:
            self._keyring.forget(key_id)

    async def _rotated(self, old: dict[str, Any], rotation: commands.Rotation) -> dict[str, Any]:
        return await self._db.write(commands.rotate, self._pepper, self._env, old, rotation)

    async def revoke(self, key_id: str) -> None:
        """End a key now; one that has ended stays so. Raises Problem 404."""
        await self._get(key_id)
        for revoked in await commands.revoke_line(self._db, key_id, None):
            self._keyring.forget(revoked)

    async def save_last_use(self, uses: dict[str, str]) -> None:
        """When keys were last used in other services."""
        await self._db.write(store.save_last_use, uses)

    async def _any_key(self) -> bool:
        async with self._db.read() as connection:
            return await store.any_key(connection)

    async def _get(self, key_id: str) -> dict[str, Any]:
        async with self._db.read() as connection:
            row = await store.key(connection, key_id)
        if row is None:
            raise not_found(f"There is no key {key_id}.")
        return row


def _asked(**fields: Any) -> Grant:
    """What a key is to be allowed. Raises Problem 422."""
    try:
        return KeyBody.model_validate(readable(fields)).asked()
    except ValidationError as error:
        raise invalid(*invalid_fields(error.errors(include_url=False))) from None


@asynccontextmanager
async def _alone(folder: Path) -> AsyncIterator[None]:
    """One process at a time in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        await asyncio.to_thread(fcntl.flock, descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
