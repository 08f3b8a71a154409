"""Random lives of submissions through the real path (HTTP, outbox, relay, log, fold), every
indicator compared after each step.

The judge is `tests/reference`: it reads the definitions of the domain and shares no code with the
fold. Duplicated requests and redelivered events are among the steps. At the end every earlier
position is asked again and must answer what it answered then.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from kernel import clock
from system.embedded import Embedded
from tests.reference import indicators as reference
from tests.reference.lifecycle import Caller, Ledger, Step
from tests.system.journey import SECRETARIAT, Journey, structure
from tests.system.process import application
from tools.components.postgres import Server

NOTED = 1  # the ledger begins with the note of the first edition
# random lives on each database; more by hand
EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "15"))
REPORTERS = ("CIM", "CIDH", "COL", "MEX", "NIC")
STATES = ("COL", "MEX", "NIC")
ACTIVITIES = {
    "CIM": ("ACT-12", "ACT-13"),
    "CIDH": ("ACT-08", "ACT-11"),
    "COL": ("ACT-22", "ACT-12"),
    "MEX": ("ACT-22", "ACT-24"),
    "NIC": ("ACT-22", "ACT-24"),
}
STATUSES = (
    "not_started",
    "planned",
    "under_way",
    "substantially_implemented",
    "completed",
    "permanent",
    "suspended",
    "not_applicable",
)
LIFE = (
    "submit",
    "start_review",
    "return",
    "accept",
    "publish",
    "revise",
    "discard",
    "withhold",
    "release",
    "withdraw",
    "put",
    "confirm",
    "unconfirm",
)
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"year": 2020},
    {"actor": "COL"},
    {"actor_kind": "organ"},
    {"actor_kind": "state", "axis": "gender"},
    {"axis": "human_rights", "year": 2023},
)


OPTIONAL = st.fixed_dictionaries(
    {},
    optional={
        "axes": st.lists(st.sampled_from(reference.AXES), unique=True, max_size=3),
        "execution": st.sampled_from(("unilateral", "bilateral", "multilateral")),
        "partners": st.lists(
            st.builds(
                lambda k: {"kind": k, "name": "Socio"},
                st.sampled_from(("igo", "academia", "migrants")),
            ),
            max_size=2,
        ),
        "beneficiaries": st.lists(
            st.tuples(
                st.sampled_from(("female", "male")),
                st.sampled_from(("child", "adult")),
                st.sampled_from((None, 0, 5, 9)),
            ),
            max_size=3,
            unique_by=lambda b: b[:2],
        ).map(
            lambda cells: [
                {"sex": s, "age_group": a} | ({"small": True} if n is None else {"count": n})
                for s, a, n in cells
            ]
        ),
        "resources": st.lists(st.sampled_from(("0.10", "15000.00", "7")), max_size=2).map(
            lambda m: [{"currency": "USD", "amount": a} for a in m]
        ),
    },
)


@st.composite
def bodies(draw: st.DrawFn, reporter: str) -> dict[str, Any]:
    """A valid submission of a reporter, complete or not, with whatever a report may carry."""
    payload: dict[str, Any] = {
        "activity": draw(st.sampled_from(ACTIVITIES[reporter])),
        "year": draw(st.sampled_from((2019, 2020, 2023))),
    }
    if draw(st.integers(0, 9)):
        payload["status"] = draw(st.sampled_from(STATUSES))
    payload |= draw(OPTIONAL)
    joint = draw(
        st.lists(st.sampled_from([s for s in STATES if s != reporter]), unique=True, max_size=2)
    )
    evidence = draw(st.lists(st.sampled_from(("public", "restricted")), max_size=1))
    return {
        "kind": "implementation",
        "reporter": reporter,
        "joint_reporters": joint,
        "language": "es",
        "title": "Informe",
        "payload": payload,
        "evidence": [
            {"url": "https://example.org/e", "title": "E", "access": access} for access in evidence
        ],
    }


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[str, int, Any]]:
    """(action, which submission, argument): mostly steps that go on with a life, some that do not
    fit.
    """
    steps: list[tuple[str, int, Any]] = []
    for number in range(draw(st.integers(1, 3))):
        reporter = draw(st.sampled_from(REPORTERS))
        steps.append(("create", number, draw(bodies(reporter))))
        whole_life = [
            (action, number, None) for action in ("submit", "start_review", "accept", "publish")
        ]
        more = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(LIFE),
                    st.just(number),
                    st.tuples(bodies(reporter), st.sampled_from(STATES)),
                ),
                max_size=5,
            )
        )
        steps += [*whole_life, *more] if draw(st.booleans()) else more
    trouble = draw(st.lists(st.sampled_from(("duplicate", "redeliver")), max_size=2))
    for what in trouble:
        steps.insert(draw(st.integers(1, len(steps))), (what, 0, None))
    return steps


@dataclass
class Trial:
    """The system under test and the model beside it, kept in step.

    `forget`: runs a statement on the reports' database.
    """

    journey: Journey
    forget: Callable[[str], object]
    structure: reference.Structure
    ledger: Ledger = field(default_factory=Ledger)
    ids: dict[int, str] = field(default_factory=dict)
    last: tuple[str, str, str, Any, str | None, str | None] | None = None
    answers: dict[tuple[int, int], list[Any]] = field(default_factory=dict)

    def take(self, number: int, step: tuple[str, int, Any]) -> None:
        action, which, argument = step
        if action == "redeliver":
            self._redeliver()
        elif action == "duplicate":
            self._repeat()
        elif action == "create":
            self._create(number, which, argument)
        elif which in self.ids:
            self._go_on(number, self.ids[which], action, argument)
        self._compare()

    def _create(self, number: int, which: int, body: dict[str, Any]) -> None:
        answer = self._send(
            "POST",
            "/reports/submissions",
            self.journey.key(body["reporter"]),
            body,
            f"once-{number}",
        )
        assert answer.status_code == 201, answer.text
        self.ids[which] = answer.json()["id"]
        assert self.ledger.do(Step("create", _caller(body["reporter"]), self.ids[which], body)).ok

    def _go_on(self, number: int, id_: str, action: str, argument: Any) -> None:
        path = f"/reports/submissions/{id_}"
        reporter = self.ledger.submissions[id_].reporter
        body, state = argument or (None, None)
        if action == "put":
            answer = self._send("PUT", path, self.journey.key(reporter), body, f"once-{number}")
            outcome = self.ledger.do(Step("put", _caller(reporter), id_, body))
        elif action in ("confirm", "unconfirm"):
            answer = self._send(
                "PUT" if action == "confirm" else "DELETE",
                f"{path}/confirmation",
                self.journey.key(state),
                None,
                None,
            )
            outcome = self.ledger.do(Step(action, _caller(state), id_))
        else:
            mine = action in ("submit", "revise", "discard", "withdraw")
            key = self.journey.key(reporter) if mine else self.journey.secretariat()
            answer = self._send(
                "POST",
                f"{path}/transitions",
                key,
                {"action": action, "comment": "Por favor"},
                f"once-{number}",
            )
            outcome = self.ledger.do(
                Step(action, _caller(reporter if mine else None), id_, comment="Por favor")
            )
        assert (answer.status_code < 300) == outcome.ok, (
            action,
            answer.status_code,
            answer.text,
            outcome,
        )
        assert outcome.ok or answer.status_code == outcome.status, (action, answer.text, outcome)

    def _send(self, method: str, path: str, key: str, body: Any, once: str | None) -> Any:
        match = "*" if path != "/reports/submissions" else None
        self.last = (method, path, key, body, match, once)
        return self.journey.send(method, path, key, body, once, match)

    def _repeat(self) -> None:
        """The last request again with its Idempotency-Key: the same answer, no second effect."""
        if self.last is None or self.last[5] is None:
            return
        method, path, key, body, match, once = self.last
        first, second = (self.journey.send(method, path, key, body, once, match) for _ in "12")
        assert (first.status_code, first.content) == (second.status_code, second.content)

    def _redeliver(self) -> None:
        """The relay forgets that it published, as one does that died before marking; the fold has
        seen it all already.
        """
        fewer = "published = CASE WHEN published > 3 THEN published - 3 ELSE 0 END"
        self.forget(
            f"UPDATE reports_relay SET {fewer}, epoch = epoch + 1, owner = 'another', "
            "lease_until = ''"
        )

    def _compare(self) -> None:
        position = NOTED + len(self.ledger.events)
        facts = self.ledger.facts()
        on = clock.today()
        for number, asked in enumerate(FILTERS):
            answer = self.journey.client.get(
                "/indicators/objectives", params={**asked, "min_position": position}
            )
            assert answer.status_code == 200, answer.text
            assert answer.json()["position"] == position
            values = [entry["values"] for entry in answer.json()["objectives"]]
            expected = [
                reference.objective_values(self.structure, facts, o, reference.Filters(**asked), on)
                for o in self.structure.objectives
            ]
            assert values == expected, (asked, position)
            self.answers[position, number] = values

    def look_back(self) -> None:
        """Every earlier position answers what it answered then."""
        for (position, number), values in self.answers.items():
            answer = self.journey.client.get(
                "/indicators/objectives", params={**FILTERS[number], "as_of": str(position)}
            )
            assert [entry["values"] for entry in answer.json()["objectives"]] == values, (
                position,
                FILTERS[number],
            )


def _caller(actor: str | None) -> Caller:
    return (
        Caller(actor, frozenset({"reports:write"}))
        if actor
        else Caller("SG", frozenset(SECRETARIAT))
    )


@dataclass
class Prepared:
    """A system with the keys the lives need, stopped: each trial goes on with a copy of it."""

    data: Path
    server: Server | None
    database: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    shape: Any = None

    def copy(self, folder: Path) -> tuple[Embedded, Callable[[str], object]]:
        """(a copy of the system, how to run a statement on its reports' database)."""
        data = Path(shutil.copytree(self.data, folder / "data"))
        if self.server is None:
            return application(data), partial(_sqlite, data / "reports.db")
        url = self.server.create_database(self.database.rpartition("/")[2])
        return application(data, url), partial(self.server.run_sql, database=url.rpartition("/")[2])


def _sqlite(file: Path, statement: str) -> None:
    with sqlite3.connect(file, timeout=15) as connection:
        connection.execute(statement)
    connection.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    server = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
    made = Prepared(
        tmp_path_factory.mktemp("model") / "data",
        server,
        server.create_database() if server else "",
    )
    with TestClient(application(made.data, made.database)) as client:
        journey = Journey(client, (made.data / "bootstrap.key").read_text().strip())
        for reporter in REPORTERS:
            journey.key(reporter)
        journey.secretariat()
        made.keys, made.shape = journey.keys, structure(client)
    return made


def test_every_indicator_equals_the_reference(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(lives())
    def check(steps: list[tuple[str, int, Any]]) -> None:
        system, forget = prepared.copy(tmp_path_factory.mktemp("trial"))
        with TestClient(system) as client:
            trial = Trial(Journey(client, "", dict(prepared.keys)), forget, prepared.shape)
            for number, step in enumerate(steps):
                trial.take(number, step)
            trial.look_back()

    check()
