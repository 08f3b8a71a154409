"""How often a process of this system looks for garbage in cycles.

A request, and a batch of events, makes hundreds of objects and no cycles: looking for some after
every few of them finds none, and costs a sixth of a busy process.
"""

import gc

THRESHOLDS = (50_000, 20, 20)


def resume() -> None:
    """Begin to collect, rarely, after the imports: nothing that was imported is ever garbage."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()


def spare_started() -> None:
    """Leave out what stands after the start: it stands until the end."""
    gc.collect()
    gc.set_threshold(*THRESHOLDS)
    gc.freeze()
