"""What every operation of access begins with: its resources."""

from dataclasses import dataclass
from typing import cast

from fastapi import Request

from kernel.auth import Keyring
from kernel.db import Database
from kernel.web import IdempotentWrites
from services.access.settings import Settings


@dataclass(frozen=True, slots=True)
class Resources:
    """What the operations of this service work with.

    `writes` encrypts the stored answers of requests with an Idempotency-Key under the
    installation's pepper: they hold a key, which must not stand in the database in the clear and
    must be the same when the request is repeated. Deriving the key from the request instead would
    tie its randomness to what the caller chose, and give the same key after the answer has expired.
    """

    db: Database
    keyring: Keyring
    pepper: str
    env: str
    settings: Settings
    writes: IdempotentWrites


def resources(request: Request) -> Resources:
    """The resources of the application that answers."""
    return cast(Resources, request.app.state.resources)
