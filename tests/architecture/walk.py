"""How many lines of our own a report walks through, from its draft to its indicator: `make walk`.

The whole system runs in this process, on SQLite; Python's profile hook says which functions a step
enters. Their lines of code are counted, less those of functions that the workers enter anyway. Each
step is taken twice: what only one of them met (a lease renewed, say) is not its way.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from starlette.testclient import TestClient

from tests.architecture import tree
from tests.system.journey import Journey
from tests.system.process import application
from tests.system.test_commands import BODY

OWN = tuple(f"{tree.ROOT / room}/" for room in ("contracts", "kernel", "services", "system"))
TIMES, SETTLED_SECONDS, IDLE_SECONDS = 2, 0.7, 5.0
WAY = ("draft", "publish", "read anew")  # submission → outbox → log → fold → indicator → read

_entered: set[CodeType] = set()


def _hook(frame: FrameType, event: str, _argument: Any) -> None:
    if event == "call" and frame.f_code.co_filename.startswith(OWN):
        _entered.add(frame.f_code)


@contextmanager
def hooked() -> Iterator[None]:
    """Every call in every thread that begins meanwhile is looked at."""
    threading.setprofile(_hook)
    sys.setprofile(_hook)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def step(work: Callable[[], Any]) -> set[CodeType]:
    """The functions entered while something is done, and until nothing new is entered after it."""
    time.sleep(SETTLED_SECONDS)  # what was remembered for a moment is forgotten
    _entered.clear()
    work()
    known = -1
    while known != len(_entered):
        known = len(_entered)
        time.sleep(SETTLED_SECONDS)
    return set(_entered)


def walked() -> dict[str, set[CodeType]]:
    """Step → functions entered each time it was taken; `idle`: those that are entered without
    anybody asking for anything.
    """
    found: dict[str, list[set[CodeType]]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        hooked(),
        TestClient(application(Path(folder) / "data")) as client,
    ):
        journey = Journey(client, (Path(folder) / "data" / "bootstrap.key").read_text().strip())
        counted = {
            "beneficiaries": [{"sex": "female", "age_group": "adult", "count": 9}],
            "resources": [{"currency": "USD", "amount": "10.05"}],
        }
        payload = {
            "activity": "ACT-12",
            "status": "completed",
            "axes": ["gender"],
            "execution": "bilateral",
            **counted,
        }
        reporter, secretariat = journey.key("CIM"), journey.secretariat()

        def begun(year: int) -> Any:
            body = {**BODY, "reporter": "CIM", "payload": {**payload, "year": year}}
            return journey.send(
                "POST", "/reports/submissions", reporter, body, f"walk-{year}"
            ).json()["id"]

        def read(query: str = "") -> None:
            assert client.get(f"/indicators/objectives/SO-07{query}").status_code == 200

        for year in range(2020, 2020 + TIMES):
            position = journey.caught_up()
            found.setdefault("draft", []).append(
                step(lambda year=year: journey.keys.update(id=begun(year)))
            )
            for action, key in (
                ("submit", reporter),
                ("start_review", secretariat),
                ("accept", secretariat),
            ):
                assert journey.act(journey.keys["id"], action, key).status_code == 200
            journey.caught_up()
            found.setdefault("publish", []).append(
                step(lambda: journey.act(journey.keys["id"], "publish", secretariat))
            )
            for name, query in (
                ("read anew", ""),
                ("read kept", ""),
                ("read as of", f"?as_of={position}"),
            ):
                found.setdefault(name, []).append(step(lambda query=query: read(query)))
        idle = step(lambda: time.sleep(IDLE_SECONDS))
    return {
        "idle": idle,
        **{name: reduce(set.intersection, times) for name, times in found.items()},
    }


def lengths() -> dict[tuple[str, int], int]:
    """(file, line) of each function of ours → its lines of code: no blank ones, comments,
    docstrings, or functions within it.
    """
    return {
        (str(tree.ROOT / path), tree.span(function)[0]): tree.code_lines(path, function)
        for path in tree.modules()
        for function, _ in tree.functions(path)
    }


def counted() -> dict[str, int]:
    """Lines of each step, and of the whole way with a read that is made anew (`whole`) or kept
    (`whole, kept`).
    """
    steps, length = walked(), lengths()
    wholes = {"whole": WAY, "whole, kept": (*WAY[:2], "read kept")}
    entered = {
        **steps,
        **{
            name: set[CodeType]().union(*(steps[part] for part in parts))
            for name, parts in wholes.items()
        },
    }
    return {
        name: sum(
            length.get((code.co_filename, code.co_firstlineno), 0)
            for code in codes - (set() if name == "idle" else steps["idle"])
        )
        for name, codes in entered.items()
    }


if __name__ == "__main__":
    print(json.dumps(counted(), indent=1))
