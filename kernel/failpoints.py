"""Named crash points between two durable steps: the crash tests name one, and the process dies
there as by `kill -9`.

Set `CRASH_AT=<point>[:<n>[:<where>]]`: the n-th passage (1 without it), of those whose place (a
database URL, a topic) contains `where`. Without the variable a point costs one comparison.
"""

import os
import signal

POINTS = (
    "write.inserted",
    "write.committed",
    "relay.positioned",
    "relay.published",
    "relay.marked",
    "consumer.folded",
    "consumer.committed",
)

_name, _count, _where = [*os.environ.get("CRASH_AT", "").split(":", 2), "", ""][:3]
_left = int(_count or 1)


def point(name: str, place: str = "") -> None:
    """Die here if this point of this place was named and its turn has come."""
    global _left
    if name != _name or _where not in place:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
