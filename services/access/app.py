"""The application of access."""

import base64
import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi import FastAPI

from kernel.auth import Keyring
from kernel.web import IdempotentWrites, include
from services.access import tables
from services.access.api import audit, focal_points, keys, last_use, notices, unsubscribe
from services.access.api.dependencies import Resources
from services.access.process import Needs, application, create_keyring, workers

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

__all__ = ["Needs", "build", "workers"]


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    keyring = create_keyring(needs)
    app = application(needs, keyring)
    app.state.resources = _resources(needs, keyring)
    _add_routes(app)
    return app


def _add_routes(app: FastAPI) -> None:
    include(app, *(part.router for part in (keys, audit, focal_points, notices)))
    app.add_route(last_use.PATH, last_use.record_last_use, methods=["POST"])
    app.add_route(unsubscribe.PATH, unsubscribe.unsubscribe, methods=["GET", "POST"])


def _resources(needs: Needs, keyring: Keyring) -> Resources:
    writes = IdempotentWrites(needs.db, tables.kernel, Sealing(needs.pepper), by_key=True)
    return Resources(needs.db, keyring, needs.pepper, needs.keys.env, needs.settings, writes)


class Sealing:
    """Encrypts the answers that are stored, which hold keys."""

    def __init__(self, pepper: str) -> None:
        self._pepper = pepper

    @cached_property
    def _fernet(self) -> "Fernet":
        from cryptography.fernet import Fernet  # late: 7 MB, and few keys are issued

        return Fernet(base64.urlsafe_b64encode(_secret(self._pepper)))

    def encrypt(self, body: bytes) -> bytes:
        """An answer as it is stored."""
        return self._fernet.encrypt(body)

    def decrypt(self, text: str) -> bytes:
        """An answer that was stored. Raises InvalidToken for what another pepper encrypted."""
        return self._fernet.decrypt(text)


def _secret(pepper: str) -> bytes:
    """The key under which stored answers are encrypted, 32 bytes.

    Its prefix may not change: answers that are stored already could not be read any more.
    """
    return hashlib.sha256(f"kept {pepper}".encode()).digest()
