"""What users of the whole system do, in short: issue keys, report, review, publish; and the judge
fed from the API's own answers.
"""

import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx2

from kernel import chain, clock
from tests.reference import indicators as reference

PATIENCE_SECONDS = 180.0  # how long to wait for what must come: a busy machine decides nothing
SECRETARIAT = ["reports:review", "reports:publish", "audit:read"]


@dataclass
class Journey:
    """A client of one running system, with a key for each actor it has needed so far."""

    client: httpx2.Client
    administrator: str
    keys: dict[str, str] = field(default_factory=dict)
    # where reports shows them; behind a proxy that hides them, an address of its own
    metrics: str = "/reports/metrics"

    @classmethod
    def at(cls, base: str, data: Path) -> "Journey":
        return cls(
            httpx2.Client(base_url=base, timeout=60), (data / "bootstrap.key").read_text().strip()
        )

    def key(self, actor: str | None, *scopes: str) -> str:
        """A key of this actor with these scopes (default: what a reporter needs), issued once and
        then known everywhere.
        """
        name = f"{actor} {' '.join(scopes)}"
        if name not in self.keys:
            body = {
                "actor": actor,
                "scopes": list(scopes or ("reports:write",)),
                "expires_at": None,
                "label": "journey",
            }
            answer = self.client.post(
                "/access/keys", json=body, headers=_bearer(self.administrator)
            )
            assert answer.status_code == 201, answer.text
            self.keys[name] = answer.json()["key"]
            self._until_known(self.keys[name])
        return self.keys[name]

    def _until_known(self, key: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if (
                self.client.get("/reports/submissions?limit=1", headers=_bearer(key)).status_code
                == 200
            ):
                return
            time.sleep(0.02)
        raise AssertionError("the key is not known to reports")

    def secretariat(self) -> str:
        return self.key("SG", *SECRETARIAT)

    def send(
        self,
        method: str,
        path: str,
        key: str,
        body: Any = None,
        once: str | None = None,
        match: str | None = None,
    ) -> httpx2.Response:
        """One request with its key; `once`: Idempotency-Key, `match`: If-Match."""
        headers = (
            _bearer(key)
            | ({"Idempotency-Key": once} if once else {})
            | ({"If-Match": match} if match else {})
        )
        return self.client.request(method, path, json=body, headers=headers)

    def act(
        self,
        submission: str,
        action: str,
        key: str,
        comment: str | None = None,
        once: str | None = None,
    ) -> httpx2.Response:
        """One transition, whatever the ETag."""
        body = {"action": action} | ({"comment": comment} if comment else {})
        return self.send(
            "POST", f"/reports/submissions/{submission}/transitions", key, body, once, "*"
        )

    def drafted(self, body: dict[str, Any]) -> str:
        """A submission begun; returns its id."""
        answer = self.send("POST", "/reports/submissions", self.key(body["reporter"]), body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def published(self, body: dict[str, Any]) -> str:
        """A submission taken from draft to publication; returns its id."""
        reporter = self.key(body["reporter"])
        answer = self.send("POST", "/reports/submissions", reporter, body)
        assert answer.status_code == 201, answer.text
        submission = str(answer.json()["id"])
        secretariat = self.secretariat()
        for action, key in (
            ("submit", reporter),
            ("start_review", secretariat),
            ("accept", secretariat),
            ("publish", secretariat),
        ):
            answer = self.act(submission, action, key)
            assert answer.status_code == 200, answer.text
        return submission

    def ledger(self) -> list[dict[str, Any]]:
        """The whole ledger, read page by page, its chain checked on the way."""
        items: list[dict[str, Any]] = []
        while True:
            page = self.client.get(
                "/reports/ledger", params={"after": len(items), "limit": 500}
            ).json()["items"]
            if not page:
                return items
            items += page
            check_chain(items)

    def caught_up(self) -> int:
        """Wait until every outbox row stands in the ledger and in the indicators; returns the last
        position.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if (
                self._waiting() == 0
                and (end := len(self.ledger()))
                == self.client.get("/indicators/status").json()["position"]
            ):
                return end
            time.sleep(0.05)
        raise AssertionError(
            f"{self._waiting()} events wait, the ledger holds {len(self.ledger())}, "
            f"{self.client.get('/indicators/status').text}"
        )

    def _waiting(self) -> int:
        """Events of reports without a position, and positions that are not published, as its own
        metrics count them.
        """
        text = self.client.get(self.metrics).text
        waiting, unpublished = re.findall(
            r'^(?:outbox_waiting|relay_lag_positions){service="reports"} (\S+)$', text, re.M
        )
        return int(float(waiting) + float(unpublished))

    def everything(self) -> list[dict[str, Any]]:
        """Every submission that a reviewer or its reporter may read."""
        found: dict[str, dict[str, Any]] = {}
        for key in {self.secretariat(), *self.keys.values()}:
            url: str | None = "/reports/submissions?limit=500"
            while url:
                page = self.client.get(url, headers=_bearer(key)).json()
                found |= {item["id"]: item for item in page["items"]}
                url = page["next"]
        return list(found.values())


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def check_chain(items: list[dict[str, Any]]) -> None:
    """Positions dense from 1, every hash the one that follows from the one before."""
    previous = chain.GENESIS
    for position, item in enumerate(items, start=1):
        assert item["position"] == position
        assert item["previous_hash"] == previous
        previous = chain.link(previous, position, item["time"], item["digest"])
        assert item["hash"] == previous


def judged(journey: Journey) -> None:
    """Every indicator of every objective equals the reference, fed with what the API says is
    public.
    """
    client = journey.client
    shape, position = structure(client), len(journey.ledger())
    published: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in journey.ledger():
        if item["type"] == "reports.submission_published":
            published[item["subject"]].append(item)
    facts = [
        reference.Fact(
            item["id"],
            item["revision"],
            published[item["id"]][-1]["position"],
            item["reporter"],
            tuple(item["confirmed"]),
            item["payload"],
            item["evidence"],
            item["kind"],
            date.fromisoformat(published[item["id"]][0]["time"][:10]),
        )
        for item in _all(client, "/reports/submissions?limit=500")
    ]
    answer = client.get("/indicators/objectives", params={"min_position": position}).json()
    assert answer["position"] >= position  # the dossier of a closed cycle may come meanwhile
    for entry in answer["objectives"]:
        assert entry["values"] == reference.objective_values(
            shape, facts, entry["code"], reference.Filters(), clock.today()
        ), entry["code"]


def structure(client: httpx2.Client) -> reference.Structure:
    """The structure the judge counts against, read from the catalogue's own pages."""
    activities = _all(client, "/catalog/activities?limit=500")
    actors = _all(client, "/catalog/actors?limit=500")
    edition = next(item for item in _all(client, "/catalog/editions") if item["current"])
    return reference.Structure(
        edition=edition["id"],
        edition_date=date.fromisoformat(edition["date"]),
        objectives=tuple(item["code"] for item in _all(client, "/catalog/objectives?limit=500")),
        activities={item["code"]: tuple(item["addressees"]) for item in activities},
        links=frozenset(
            (item["code"], objective) for item in activities for objective in item["objectives"]
        ),
        actors={item["code"]: _actor(item) for item in actors},
        successors=_successors(client, edition["id"]),
        instruments={
            item["code"]: tuple(each["activity"] for each in item["activities"])
            for item in client.get("/catalog/codelists/instruments").json()["codes"]
        },
    )


def _successors(client: httpx2.Client, edition: str) -> dict[str, tuple[str, ...]]:
    """Which codes of an edition stand for those of earlier ones, as the catalogue tells it."""
    mapped: dict[str, tuple[str, ...]] = {}
    for earlier in _all(client, "/catalog/editions"):
        diff = client.get(f"/catalog/editions/{earlier['id']}/diff", params={"to": edition})
        mapped |= {one["from"]: tuple(one["to"]) for one in diff.json().get("mapping", ())}
    return mapped


def _actor(item: dict[str, Any]) -> reference.Actor:
    memberships = tuple(
        reference.Membership(
            date.fromisoformat(m["from"]),
            date.fromisoformat(m["to"]) if m["to"] else None,
            m["status"],
        )
        for m in item.get("memberships") or ()
    )
    return reference.Actor(item["code"], item["kind"], item["role"], item["parent"], memberships)


def _all(client: httpx2.Client, url: str | None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while url:
        page = client.get(url).json()
        items += page["items"]
        url = page["next"]
    return items
