"""How often a process of this system looks for garbage in cycles, and gives free memory back.

A request, and a batch of events, makes hundreds of objects and no cycles: looking for some after
every few of them finds none, and costs a sixth of a busy process. The C library would keep a heap
for each thread, and what became free between two things that stay.
"""

import ctypes
import gc
from functools import cache
from time import monotonic
from typing import Any

THRESHOLDS = (50_000, 20, 20)
TRIM_SECONDS = 10.0  # between two times of giving memory back
M_ARENA_MAX = -8  # of mallopt(3)
BATCHES = (500_000, 20, 20)


def resume() -> None:
    """Begin to collect, rarely, after the imports: nothing that was imported is ever garbage."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
    if (library := _allocator()) is not None:
        library.mallopt(M_ARENA_MAX, 1)
        gc.callbacks.append(Trimmer())


def spare_batches() -> None:
    """Collect more rarely still, where one batch after the other makes 200,000 objects and no
    cycles: looking for some is a tenth of a rebuild.
    """
    gc.set_threshold(*BATCHES)


def spare_started() -> None:
    """Leave out what stands after the start: it stands until the end."""
    gc.collect()
    gc.set_threshold(*THRESHOLDS)
    gc.freeze()


class Trimmer:
    """Gives free memory back after a look for garbage, now and then."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, phase: str, _info: dict[str, int]) -> None:
        """Called by the collector."""
        if phase == "stop" and monotonic() - self._last >= TRIM_SECONDS:
            _allocator().malloc_trim(0)
            self._last = monotonic()


@cache
def _allocator() -> Any:
    """The C library where it is the GNU one; None elsewhere."""
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
