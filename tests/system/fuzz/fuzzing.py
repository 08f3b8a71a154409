"""Random requests by the OpenAPI documents of a running system, from seven kinds of caller: no 5xx,
no undocumented status, header or media type, and answers by their schema.
"""

import contextlib
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Flaky
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from system.resources import PREFIXES
from tests.system.journey import Journey
from tests.system.server import until

#: How many requests of an operation, of all callers together.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "300"))
#: How many callers send the same write; a read is sent by all, for it leaves things as they were.
#: To make one up costs three times as much as to send it.
SENDERS = 3
ROUTINE = settings(
    deadline=None,
    database=None,
    derandomize="FUZZ_RANDOM" not in os.environ,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
READS = ("get", "head")
Operation = Any  # an operation of schemathesis
SPARE = "fuzzing"  # the label of a key that nobody calls with
HELD = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
# what is there, by the part of the path before its parameter; the rest is made up
THERE = {
    "activities": ["ACT-12"],
    "actors": ["CIM", "COL", "MUL"],
    "editions": ["2016-draft"],
    "ledger": ["1", "2", "3"],
    "nodes": ["ACT-12", "SO-07", "EXH-1"],
    "objectives": ["SO-07", "GO-1"],
    "structure": ["dataflow", "codelist", "*"],
    "data": ["dataflow", "*"],
    "availability": ["dataflow"],
    "{kind}": ["OAS.CAM", "*"],
    "{context}": ["OAS.CAM", "*"],
    "{agency}": ["INDICATORS", "MIGRATION"],
    "{resource}": ["1.0.0", "~"],
    "{version}": ["*", "SO-07.*.CIM"],
    "{key}": ["*", "REPORTER"],
    "{code}": ["activity_coverage", "beneficiaries_reached"],
}


@dataclass(frozen=True)
class System:
    """A running system, what is in it, and the keys of its callers."""

    base: str
    callers: dict[str, str | None]
    there: dict[str, list[str]]

    @classmethod
    def at(cls, base: str, data: Path, report: dict[str, Any]) -> "System":
        """With one published submission and one draft."""
        journey = Journey.at(base, data)
        published = journey.published(report)
        draft = journey.send("POST", "/reports/submissions", journey.key("CIM"), report).json()
        callers = {
            "nobody": None,
            "organ": journey.key("CIM"),
            "state": journey.key("COL"),
            "multilateral": journey.key(_multilateral(journey)),
            "secretariat": journey.secretariat(),
            "editor": journey.key("CAM", "programme:edit", "programme:adopt"),
            "administrator": journey.administrator,
        }
        keys, lists = (
            journey.send("GET", path, journey.administrator).json()["items"]
            for path in ("/access/keys", "/catalog/codelists")
        )
        there = {
            "submissions": [published, draft["id"]],
            "keys": [key["id"] for key in keys if key["label"] == SPARE],
            "codelists": [each["id"] for each in lists],
        }
        journey.client.close()
        return cls(base, callers, THERE | there)

    def schema(self, prefix: str) -> Any:
        """The document of one service."""
        return schemathesis.openapi.from_url(f"{self.base}{prefix}/openapi.json")

    def operations(self) -> Iterator[Operation]:
        """Every operation of every service that ends its answer."""
        for prefix in PREFIXES.values():
            for found in self.schema(prefix).get_all_operations():
                operation = found.ok()
                if not operation.path.endswith("/stream"):
                    yield operation

    def fuzz_all(self, operations: Sequence[Operation]) -> None:
        """Send EXAMPLES requests to each. Raises AssertionError with all that is wrong."""
        wrong = []
        for operation in operations:
            try:
                statuses = self.fuzz(operation)
            except Exception as error:
                wrong.append(f"{operation.label}: {error}\n{getattr(error, 'exceptions', '')}")
                continue
            assert sum(statuses.values()) >= EXAMPLES, (operation.label, statuses)
            print(operation.label, statuses)
        assert wrong == [], "\n\n".join(wrong)
        assert operations

    def fuzz(self, operation: Operation) -> dict[int, int]:
        """Send EXAMPLES requests; returns how often each status was answered. Raises what is wrong
        with an answer.
        """
        statuses: dict[int, int] = {}
        load_all_checks()
        checks = [CHECKS.get_one(name) for name in HELD]
        session = requests.Session()
        senders = len(self.callers) if operation.method in READS else SENDERS

        @settings(ROUTINE, max_examples=-(-EXAMPLES // senders))
        @given(st.data())
        def run(data: Any) -> None:
            mode = data.draw(st.sampled_from(GENERATION))
            case = data.draw(operation.as_strategy(mode))
            self._make_real(case, data)
            for who in data.draw(st.permutations(list(self.callers)))[:senders]:
                response = self._called(case, session, self.callers[who])
                statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
                case.validate_response(response, checks=checks)

        with session:
            run()
        return statuses

    def _called(self, case: Any, session: requests.Session, key: str | None) -> Any:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return case.call(base_url=self.base, session=session, headers=headers, timeout=60)

    def chain(self, prefix: str, runs: int) -> dict[tuple[str, int], int]:
        """Send so many chains of requests in which one takes what the answer of another told;
        returns how often each operation answered each status. Raises what is wrong with an answer.
        """
        told: dict[tuple[str, int], int] = {}
        load_all_checks()
        checks = [CHECKS.get_one(name) for name in HELD]
        keys = itertools.cycle(self.callers.values())

        class Machine(self.schema(prefix).exclude(path_regex="/stream$").as_state_machine()):  # type: ignore[misc]
            def get_call_kwargs(self, case: Any) -> dict[str, Any]:
                key = next(keys)
                return {"headers": {"Authorization": f"Bearer {key}"} if key else {}, "timeout": 30}

            def before_call(self, case: Any) -> None:
                if isinstance(case.query, dict):
                    case.query.pop("min_position", None)

            def validate_response(self, response: Any, case: Any, **_: Any) -> None:
                met = case.operation.label, response.status_code
                told[met] = told.get(met, 0) + 1
                case.validate_response(response, checks=checks)

        # what is told depends on what is there: a chain that is sent again may go another way
        with contextlib.suppress(Flaky):
            Machine.run(settings=settings(ROUTINE, max_examples=runs, stateful_step_count=12))
        return told

    def _make_real(self, case: Any, data: Any) -> None:
        """Let most of what a path names be there, and nobody wait for a position to come."""
        for name in case.path_parameters or {}:
            before = case.operation.path.partition(f"/{{{name}}}")[0].rpartition("/")[2]
            there = self.there.get(before)
            if there and data.draw(st.integers(0, 3)):
                case.path_parameters[name] = data.draw(st.sampled_from(there))
        if isinstance(case.query, dict):
            case.query.pop("min_position", None)
        if case.headers and "If-Match" in case.headers and data.draw(st.booleans()):
            case.headers["If-Match"] = "*"


def _multilateral(journey: Journey) -> str:
    """A multilateral organization, made now, for which a key can be issued."""
    made = {
        "kind": "multilateral",
        "code": "MUL",
        "names": {"en": "A multilateral organization"},
        "source": "made up",
    }
    answer = journey.send("POST", "/catalog/actors", journey.administrator, made)
    assert answer.status_code == 201, answer.text
    wanted = {"actor": "MUL", "scopes": ["reports:write"], "label": SPARE}
    until(
        lambda: (
            journey.send("POST", "/access/keys", journey.administrator, wanted).status_code == 201
        ),
        "the actor is not known to access",
    )
    return "MUL"


#: Twice as many valid requests as invalid ones.
GENERATION = [GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
