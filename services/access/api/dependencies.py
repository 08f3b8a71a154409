"""What every operation of access begins with: its resources, and the use of the caller's key."""

from dataclasses import dataclass

from fastapi import Request

from kernel.auth import Caller, Keyring
from kernel.db import Database
from kernel.web import IdempotentWrites
from services.access.api.last_use import LastUseRecorder
from services.access.settings import Settings


@dataclass(frozen=True, slots=True)
class Resources:
    """What the operations of this service work with.

    `writes` encrypts the stored answers of requests with an Idempotency-Key under the
    installation's pepper: they hold a key, which must not stand in the database in the clear and
    must be the same when asked for again. Deriving the key from the request instead would tie its
    randomness to what the caller chose, and give the same key after the answer has expired.
    """

    db: Database
    keyring: Keyring
    pepper: str
    settings: Settings
    writes: IdempotentWrites
    last_use: LastUseRecorder


def resources(request: Request) -> Resources:
    """The resources of the application that answers."""
    found: Resources = request.app.state.resources
    return found


def resources_of(request: Request, caller: Caller) -> Resources:
    """The same, after the use of the caller's key has been recorded."""
    found = resources(request)
    if caller.key_id is not None:
        found.last_use.record(caller.key_id)
    return found
