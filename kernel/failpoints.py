"""Named crash points between two durable steps: the crash tests name one, and the process dies there as by `kill -9`.

Set `CRASH_AT=<point>` or `CRASH_AT=<point>:<n>` for the n-th passage. Without it a point costs one comparison.
"""

import os
import signal

POINTS = ("write.inserted", "write.committed", "relay.positioned", "relay.published", "relay.marked", "consumer.folded", "consumer.committed")

_name, _, _count = os.environ.get("CRASH_AT", "").partition(":")
_left = int(_count or 1)


def point(name: str) -> None:
    """Die here if this point was named and its turn has come."""
    global _left
    if name != _name:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
