"""How many functions and files of our own a report passes, from its draft to its indicator:
`make walk`, and `make walk WALK_ARGS=--list` for their names.

The whole system runs in this process, on SQLite; Python's profile hook says which functions a step
enters. Counted are the functions of the product, without lambdas and comprehensions, less those
that the workers enter anyway. Each step is taken twice: what only one of them met (a lease renewed,
say) is not its way.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from starlette.testclient import TestClient

from tests.architecture import tree
from tests.system.journey import Journey
from tests.system.process import application
from tests.system.test_commands import BODY

OWN = tuple(f"{tree.ROOT / package}/" for package in tree.ROOT_PACKAGES)
TIMES, SETTLED_SECONDS, IDLE_SECONDS = 2, 0.7, 5.0
# what is added up: submission, outbox, log, fold, indicator, read
WHOLE = ("draft", "publish", "read anew")
PAYLOAD = {
    "activity": "ACT-12",
    "status": "completed",
    "axes": ["gender"],
    "execution": "bilateral",
    "beneficiaries": [{"sex": "female", "age_group": "adult", "count": 9}],
    "resources": [{"currency": "USD", "amount": "10.05"}],
}

_entered: set[CodeType] = set()


@dataclass(frozen=True, order=True)
class Function:
    """A function of the product: its file, relative to the checkout, its first line, its name."""

    file: str
    line: int
    name: str


def _hook(frame: FrameType, event: str, _argument: Any) -> None:
    if event == "call" and frame.f_code.co_filename.startswith(OWN):
        _entered.add(frame.f_code)


@contextmanager
def hooked() -> Iterator[None]:
    """Record every call in every thread that begins meanwhile."""
    threading.setprofile(_hook)
    sys.setprofile(_hook)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def step(work: Callable[[], Any]) -> set[CodeType]:
    """The code entered while `work` runs, and until nothing new is entered after it."""
    time.sleep(SETTLED_SECONDS)  # what is cached for a moment expires
    _entered.clear()
    work()
    known = -1
    while known != len(_entered):
        known = len(_entered)
        time.sleep(SETTLED_SECONDS)
    return set(_entered)


class Walk:
    """One client that takes every step of a report, year after year."""

    def __init__(self, client: TestClient, administrator: str) -> None:
        self.journey = Journey(client, administrator)
        self.reporter, self.secretariat = self.journey.key("CIM"), self.journey.secretariat()
        self.id = ""

    def draft(self, year: int) -> None:
        """Create a draft."""
        body = {**BODY, "reporter": "CIM", "payload": {**PAYLOAD, "year": year}}
        answer = self.journey.send(
            "POST", "/reports/submissions", self.reporter, body, f"walk-{year}"
        )
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["id"]

    def review(self) -> None:
        """Lead the draft to where it can be published; not counted."""
        for action, key in (
            ("submit", self.reporter),
            ("start_review", self.secretariat),
            ("accept", self.secretariat),
        ):
            assert self.journey.act(self.id, action, key).status_code == 200
        self.journey.caught_up()

    def publish(self) -> None:
        """Publish it; the relay and the aggregator follow by themselves."""
        assert self.journey.act(self.id, "publish", self.secretariat).status_code == 200

    def read(self, query: str = "") -> None:
        """Read the indicators of an objective that the report counts for."""
        answer = self.journey.client.get(f"/indicators/objectives/SO-07{query}")
        assert answer.status_code == 200, answer.text

    def steps(self, year: int) -> dict[str, set[CodeType]]:
        """Step → code entered in it."""
        position = self.journey.caught_up()
        draft = step(lambda: self.draft(year))
        self.review()
        return {
            "draft": draft,
            "publish": step(self.publish),
            "read anew": step(self.read),
            "read cached": step(self.read),
            "read as of": step(lambda: self.read(f"?as_of={position}")),
        }


def walked() -> dict[str, set[CodeType]]:
    """Step → code entered each time it was taken, less what is entered while nothing is asked."""
    with (
        tempfile.TemporaryDirectory() as folder,
        hooked(),
        TestClient(application(Path(folder) / "data")) as client,
    ):
        walk = Walk(client, (Path(folder) / "data" / "bootstrap.key").read_text().strip())
        rounds = [walk.steps(year) for year in range(2020, 2020 + TIMES)]
        idle = step(lambda: time.sleep(IDLE_SECONDS))
    return {
        name: reduce(set.intersection, [taken[name] for taken in rounds]) - idle
        for name in rounds[0]
    }


def named() -> dict[tuple[str, int], Function]:
    """(file, first line) → every function of the product, those within functions too."""
    return {
        (str(tree.ROOT / path), line): Function(str(path), line, function.name)
        for path in tree.modules()
        for function, _ in tree.functions(path)
        for line in [tree.span(function)[0]]
    }


def passed(steps: dict[str, set[CodeType]]) -> dict[str, set[Function]]:
    """Step → functions passed; `whole`: those of the steps of WHOLE together."""
    known = named()
    functions = {
        name: {
            known[place]
            for code in codes
            if (place := (code.co_filename, code.co_firstlineno)) in known
        }
        for name, codes in steps.items()
    }
    return {**functions, "whole": set[Function]().union(*(functions[name] for name in WHOLE))}


def counts(functions: dict[str, set[Function]]) -> dict[str, dict[str, int]]:
    """Step → {"files", "functions"}."""
    return {
        name: {"files": len({one.file for one in ones}), "functions": len(ones)}
        for name, ones in functions.items()
    }


def listing(functions: set[Function]) -> str:
    """The functions by file."""
    by_file: dict[str, list[Function]] = defaultdict(list)
    for one in sorted(functions):
        by_file[one.file].append(one)
    return "\n".join(
        f"{file} ({len(ones)}): {', '.join(one.name for one in ones)}"
        for file, ones in by_file.items()
    )


def main() -> None:
    """Print the counts as JSON; with --list the functions of the whole by file after it."""
    parser = argparse.ArgumentParser(prog="python -m tests.architecture.walk", description=__doc__)
    parser.add_argument("--list", action="store_true", help="the functions of the whole, by file")
    options = parser.parse_args()
    functions = passed(walked())
    print(json.dumps(counts(functions), indent=1))
    if options.list:
        print(listing(functions["whole"]))


if __name__ == "__main__":
    main()
