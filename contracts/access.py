"""Events of access: with them every service checks keys by itself.

The secret is never in them, only its keyed hash.
"""

from contracts.events import Data, event


@event("access.key_issued")
class KeyIssued(Data):
    """A key as it stands now; sent again, whole, when anything about it changes (rotation shortens
    its life).

    `line`: the first key of its line of rotations, by which all keys of the line are one; None: the
    key itself.
    """

    key_id: str
    hash: str
    actor: str | None
    scopes: list[str]
    expires_at: str | None
    networks: list[str]
    line: str | None = None


@event("access.key_revoked")
class KeyRevoked(Data):
    """From this event on the key is refused."""

    key_id: str
    revoked_at: str
