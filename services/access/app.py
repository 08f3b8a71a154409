"""The application of access."""

import base64
import hashlib

from cryptography.fernet import Fernet
from fastapi import FastAPI

from kernel.auth import Keyring
from kernel.web import IdempotentWrites, include
from services.access import tables
from services.access.api import audit, focal_points, keys, last_use, notices, unsubscribe
from services.access.api.dependencies import Resources
from services.access.process import Needs, application, create_keyring, workers

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
    cipher = Fernet(base64.urlsafe_b64encode(_secret(needs.pepper)))
    writes = IdempotentWrites(needs.db, tables.kernel, cipher, by_key=True)
    return Resources(needs.db, keyring, needs.pepper, needs.keys.env, needs.settings, writes)


def _secret(pepper: str) -> bytes:
    """The key under which stored answers are encrypted, 32 bytes.

    Its prefix may not change: answers that are stored already could not be read any more.
    """
    return hashlib.sha256(f"kept {pepper}".encode()).digest()
