"""Every documented operation over the real server, with the keys that it needs: each answers a
documented 2xx, and every address answers HEAD and OPTIONS.

The list comes from the OpenAPI documents: an operation that nobody calls here fails the test. Reads
are called by themselves, with the VALUES of what the journey has made; a write needs its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from system.resources import PREFIXES
from tests.services.documented import Document
from tests.system.journey import Journey
from tests.system.server import Server, until
from tests.system.test_editions import ACT_12, ACT_43

ROOT = Path(__file__).parents[2]
MECHANISMS, TESTS = ROOT / "docs/mechanisms.md", ROOT / "tests/services"
PARAMETER = re.compile(r"{\w+}")
SUBMISSION = "/reports/submissions/{id}"
EDITION = "/catalog/editions/{id}"
NODE = f"{EDITION}/nodes/{{code}}"
CYCLE = "/reports/cycles/{id}"
REPORT: dict[str, Any] = {
    "kind": "implementation",
    "reporter": "CIM",
    "joint_reporters": ["COL"],
    "language": "es",
    "title": "Un informe",
    "payload": {"activity": "ACT-12", "year": 2024, "status": "under_way"},
}
PROPOSAL: dict[str, Any] = {
    "kind": "proposal",
    "reporter": "COL",
    "language": "es",
    "title": "Dejar una actividad",
    "payload": {
        "change": "amend",
        "node": "ACT-15",
        "texts": {"es": {"title": "Otro título", "summary": "Otro resumen."}},
        "reason": "Se hizo en otra parte.",
    },
}
STATEMENT = {"language": "es", "text": "Estamos de acuerdo."}
MEETING = {"type": "cidi_meeting", "year": 2024, "title": "Reunión anual"}
TABLE = "language,title,activity,year\nes,Un informe,ACT-12,2023\nes,Otro,ACT-12,1999\n"
MODALITIES = {"version": "1", "text": {"es": "Aportes."}, "adopted_on": "2026-03-01"}
ACTOR = {"kind": "other", "code": "OTR", "names": {"en": "Another actor"}, "source": "made up"}
SDMX = {
    "context": "dataflow",
    "kind": "dataflow",
    "agency": "OAS.CAM",
    "resource": "INDICATORS",
    "version": "1.0.0",
    "key": "*",
    "component": "*",
}
#: Queries without which a read is refused.
NEEDED = {f"{EDITION}/diff": {"to": "2026"}}


@dataclass
class World:
    """A running system, its documents, what was called, and what is there to be read."""

    journey: Journey
    documents: dict[str, Document]
    operations: set[str]
    called: set[str] = field(default_factory=set)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, server: Server) -> "World":
        journey = Journey.at(server.base, server.data)
        read = {p: journey.client.get(f"{p}/openapi.json").json() for p in PREFIXES.values()}
        operations = {
            f"{method.upper()} {path}"
            for document in read.values()
            for path, item in document["paths"].items()
            for method in item
        }
        return cls(journey, {p: Document(text) for p, text in read.items()}, operations)

    def call(self, operation: str, key: str, body: Any = None, **values: str) -> Any:
        """One documented operation; returns its body, or None where it has none."""
        assert operation in self.operations, f"{operation} is not documented"
        method, path = operation.split()
        match = "*" if method != "GET" else None
        answer = self.journey.send(method, path.format(**values), key, body, match=match)
        self.held(answer)
        self.called.add(operation)
        return answer.json() if answer.content else None

    def held(self, answer: httpx2.Response) -> None:
        """An answer is a documented 2xx."""
        request = answer.request
        assert answer.is_success, f"{request.method} {request.url}: {answer.text}"
        prefix = "/" + request.url.path.split("/")[1]
        wrong = self.documents[prefix].wrong(answer)
        assert wrong == [], f"{request.method} {request.url}: {wrong}"

    def reads(self) -> list[str]:
        """The paths that are read."""
        return sorted(each.split()[1] for each in self.operations if each.startswith("GET "))

    def address(self, path: str) -> str:
        """A path with what the journey has made."""
        place = max((start for start in self.values if path.startswith(start)), key=len)
        named = {"language": "pt", **self.values[place]}
        unknown = [name for name in re.findall(r"{(\w+)}", path) if name not in named]
        assert unknown == [], f"{path}: say what is there in `world`"
        query = "&".join(f"{name}={value}" for name, value in NEEDED.get(path, {}).items())
        return path.format(**named) + (f"?{query}" if query else "")

    def reader(self, path: str) -> str:
        """Who may read there: the administrator of keys, who imports, or the Secretariat."""
        if path.startswith("/reports/imports"):
            return organ(self)
        keys = path.startswith("/access")
        return self.journey.administrator if keys else self.journey.secretariat()


def keys(world: World) -> None:
    """A key that is issued, and one in its place that is revoked."""
    wanted = {"actor": "CIM", "scopes": ["reports:write"], "label": "spare"}
    administrator = world.journey.administrator
    old = world.call("POST /access/keys", administrator, wanted)
    new = world.call("POST /access/keys/{id}/rotate", administrator, id=old["id"])
    world.call("DELETE /access/keys/{id}", administrator, id=new["id"])
    world.values["/access"] = {"id": new["id"]}


def report(world: World) -> str:
    """A report from its draft to publication; returns its id."""
    organ, state = world.journey.key("CIM"), world.journey.key("COL")
    id_ = world.call("POST /reports/submissions", organ, REPORT)["id"]
    world.call(f"PUT {SUBMISSION}", organ, {**REPORT, "title": "Mi informe"}, id=id_)
    publish(world, id_, organ)
    world.call(f"PUT {SUBMISSION}/confirmation", state, id=id_)
    world.call(f"DELETE {SUBMISSION}/confirmation", state, id=id_)
    world.call(f"POST {SUBMISSION}/comments", organ, {"text": "Gracias."}, id=id_)
    world.call(f"POST {SUBMISSION}/transitions", organ, {"action": "revise"}, id=id_)
    return str(id_)


def publish(world: World, id_: str, reporter: str) -> None:
    for action in ("submit", "start_review", "accept", "publish"):
        key = reporter if action == "submit" else world.journey.secretariat()
        world.call(f"POST {SUBMISSION}/transitions", key, {"action": action}, id=id_)


def proposal(world: World) -> dict[str, str]:
    """A proposal with statements beside it."""
    state = world.journey.key("COL")
    id_ = world.call("POST /reports/submissions", state, PROPOSAL)["id"]
    publish(world, id_, state)
    statement = statements(world, SUBMISSION, id_, "consultation")
    decision = {"decision": "adopted", "reason": "Sirve a las familias."}
    world.call(f"PUT {SUBMISSION}/decision", committee(world), decision, id=id_)
    return {"id": id_, "statement": statement}


def committee(world: World) -> str:
    """A key of the Committee."""
    return str(world.journey.key("CAM", "programme:edit", "programme:adopt"))


def statements(world: World, beside: str, id_: str, role: str) -> str:
    """Three statements: one withdrawn, one withheld, one that stands, whose id is returned."""
    organ, body = world.journey.key("CIM"), {**STATEMENT, "role": role}
    making, one = f"POST {beside}/statements", f"{beside}/statements/{{statement}}"
    first, second, third = (world.call(making, organ, body, id=id_)["id"] for _ in "123")
    world.call(f"DELETE {one}", organ, id=id_, statement=first)
    why = {"comment": "No es de este asunto."}
    world.call(f"POST {one}/withhold", world.journey.secretariat(), why, id=id_, statement=second)
    return str(third)


def cycle(world: World) -> dict[str, str]:
    """An occasion that is closed, with statements beside it and its dossier."""
    secretariat = world.journey.secretariat()
    id_ = world.call("POST /reports/cycles", secretariat, MEETING)["id"]
    world.call(f"PATCH {CYCLE}", secretariat, {"place": "Washington, D.C."}, id=id_)
    for key, action in ((committee(world), "convene"), (secretariat, "open")):
        world.call(f"POST {CYCLE}/transitions", key, {"action": action}, id=id_)
    brought = {"id": id_, "submission": world.values["/reports/submissions"]["id"]}
    for method in ("PUT", "DELETE", "PUT"):
        world.call(f"{method} {CYCLE}/contributions/{{submission}}", organ(world), **brought)
    said = statements(world, CYCLE, id_, "presentation")
    world.call(f"POST {CYCLE}/transitions", secretariat, {"action": "close"}, id=id_)
    address = f"/reports/cycles/{id_}/dossier"
    until(lambda: world.journey.client.get(address).status_code == 200, "there is no dossier")
    return {**brought, "statement": said}


def organ(world: World) -> str:
    """A key of the organ that reports."""
    return str(world.journey.key("CIM"))


def focal_points(world: World) -> None:
    """Two focal points of an organ, of which one has ended."""
    administrator, one = world.journey.administrator, "/access/focal-points/{id}"
    wanted = {"actor": "CIM", "name": "Ana", "email": "ana@example.org", "language": "es"}
    first, second = (
        world.call("POST /access/focal-points", administrator, {**wanted, "role": role})["id"]
        for role in ("first", "second")
    )
    world.call(f"PATCH {one}", administrator, {"name": "Ana Gómez"}, id=first)
    world.call(f"DELETE {one}", administrator, id=second)
    world.values["/access/focal-points"] = {"id": first}


def table(world: World) -> dict[str, str]:
    """An import that is finished."""
    begun = world.journey.client.post(
        "/reports/imports?kind=implementation",
        content=TABLE,
        headers={"Authorization": f"Bearer {organ(world)}", "Content-Type": "text/csv"},
    )
    world.held(begun)
    world.called.add("POST /reports/imports")
    address = begun.headers["location"]
    until(
        lambda: world.journey.send("GET", address, organ(world)).json()["state"] == "done",
        "the import is not finished",
    )
    return {"id": address.rpartition("/")[2]}


def modalities(world: World) -> str:
    """A version of the fund's modalities; returns it."""
    made = world.call("POST /reports/fund/modalities", committee(world), MODALITIES)
    return str(made["version"])


def edition(world: World) -> None:
    """An edition is made and adopted, and a text of it changed in one language."""
    editor, proposed = committee(world), world.values[f"{SUBMISSION}/statements"]["id"]
    until(
        lambda: world.journey.send("GET", "/catalog/editions", editor).is_success,
        "the key is not known to the catalogue",
    )
    world.call("POST /catalog/actors", editor, ACTOR)
    world.call("PATCH /catalog/actors/{code}", editor, {"names": {"fr": "Un autre"}}, code="OTR")
    world.call("POST /catalog/editions", editor, {"id": "2026", "from": "2016-draft"})
    world.call(f"PATCH {NODE}", editor, ACT_12, id="2026", code="ACT-12")
    world.call(f"POST {EDITION}/nodes", editor, ACT_43, id="2026")
    world.call(f"DELETE {NODE}", editor, id="2026", code="ACT-13")
    until(lambda: pending(world) == [proposed], "the catalogue does not know the adoption")
    world.call(f"POST {EDITION}/adoptions", editor, {"proposal": proposed}, id="2026")
    adoption = {"resolution": "AG/RES. 1 (LVI-O/26)", "date": "2026-06-05"}
    world.call(f"POST {EDITION}/publish", editor, adoption, id="2026")
    changed = {"title": {"es": {"text": "Otra cosa muy distinta"}}}
    world.call(f"PATCH {NODE}", editor, changed, id="2026", code="ACT-08")
    confirming = f"POST {NODE}/texts/{{language}}/confirm"
    world.call(confirming, editor, id="2026", code="ACT-08", language="pt")
    text = {"edition": "2026", "lang": "fr", "text": "Un texte."}
    world.call("POST /catalog/official-texts", editor, text)


def workbook(world: World, address: str) -> dict[str, str]:
    """An export that is there to be read."""
    answer = world.journey.client.get(address)
    return {"id": answer.headers["content-location"].split("/")[-2]}


def pending(world: World) -> list[str]:
    """The adopted proposals that no edition has taken in."""
    listed = world.journey.client.get("/catalog/adoptions?pending=true").json()["items"]
    return [adoption["proposal"] for adoption in listed]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    server = Server(tmp_path_factory.mktemp("operations") / "data")
    server.data.mkdir()
    try:
        server.start()
        made = World.of(server)
        keys(made)
        focal_points(made)
        made.values["/reports/submissions"] = {"id": report(made)}
        made.values[f"{SUBMISSION}/statements"] = proposal(made)
        made.values["/reports/cycles"] = cycle(made)
        made.values["/reports/imports"] = table(made)
        made.values["/reports/fund/modalities"] = {"version": modalities(made)}
        made.values["/reports"] = {"position": str(made.journey.caught_up())}
        made.values["/reports/templates"] = {"kind": "uptake"}
        made.values["/reports/actors"] = {"code": "CIM"}
        made.values["/reports/activities"] = {"code": "ACT-12"}
        edition(made)
        made.values["/catalog"] = {"code": "ACT-12", "id": "2016-draft"}
        made.values["/catalog/objectives"] = {"code": "SO-07"}
        made.values["/catalog/actors"] = {"code": "OTR"}
        made.values["/catalog/codelists"] = {"id": "axis"}
        made.values["/catalog/crosswalks"] = {"id": "gcm"}
        made.values["/indicators/objectives"] = {"code": "SO-07", "indicator": "reports_published"}
        made.values["/indicators"] = {"code": "ACT-12", "indicator": "reports_published"}
        made.values["/indicators/actors"] = {"code": "CIM", "indicator": "reports_published"}
        made.values["/indicators/sdmx"] = SDMX
        for prefix, name in (("/indicators", "data"), ("/reports", "submissions")):
            made.values[f"{prefix}/exports"] = workbook(made, f"{prefix}/{name}.xlsx")
        yield made
        made.journey.client.close()
        assert "Traceback" not in server.log()
    finally:
        server.kill()


def test_every_operation_is_called_and_answers_what_it_documents(world: World) -> None:
    for path in world.reads():
        if path.endswith("/stream"):  # it has no end; see the tests of the service
            continue
        world.held(
            world.journey.client.get(
                world.address(path), headers={"Authorization": f"Bearer {world.reader(path)}"}
            )
        )
    reads = {f"GET {path}" for path in world.reads()}
    assert world.operations - world.called - reads == set(), "a write without a line here"


def test_the_table_of_mechanisms_names_what_is_there(world: World) -> None:
    rows = [line.strip("| ").split(" | ") for line in MECHANISMS.read_text().splitlines()]
    table = [row for row in rows if len(row) == 5 and re.fullmatch(r"M\d+|–", row[0])]
    assert [row[0] for row in table if row[0] != "–"] == [f"M{n}" for n in range(1, 31)]
    there = {PARAMETER.sub("{}", each) for each in world.operations}
    for *_, cell, test in table:
        named = re.findall(r"`([A-Z|\\]+) ([^`?]+)[^`]*`", cell)
        asked = [f"{one} {path}" for methods, path in named for one in methods.split("\\|")]
        assert asked, cell
        assert {PARAMETER.sub("{}", each) for each in asked} <= there, cell
        assert (TESTS / test.strip("`")).is_file(), test


def test_every_address_answers_head_as_get_and_options_with_its_methods(world: World) -> None:
    methods: dict[str, set[str]] = {}
    for operation in world.operations:
        method, path = operation.split()
        methods.setdefault(path, set()).add(method)
    for path, documented in methods.items():
        address = world.address(path)
        key = {"Authorization": f"Bearer {world.reader(path)}"}
        answer = world.journey.client.options(address, headers=key)
        allowed = {each.strip() for each in answer.headers["allow"].split(",")}
        assert allowed >= documented | {"OPTIONS"}, (address, allowed)
        head = world.journey.client.head(address, headers=key)
        assert (head.status_code == 200) == ("GET" in documented), (address, head.status_code)
        assert head.content == b""
