"""Nothing that a caller sends in confidence is written into the log, whatever goes wrong: no key
and no text of a draft; and no key into any file.
"""

import json
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.system.journey import Journey
from tests.system.server import Server, until
from tests.system.test_commands import BODY

PATH = "/reports/submissions"
BROKEN = """
CREATE TRIGGER broken BEFORE INSERT ON reports_texts BEGIN SELECT json('not json'); END
"""


@dataclass
class Sender:
    """Sends requests and remembers every key and every confidential text that was in them."""

    journey: Journey
    keys: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def text(self) -> str:
        """A text of its own, to be looked for."""
        self.texts.add(text := f"confidential{uuid.uuid4().hex}")
        return text

    def draft(self) -> dict[str, Any]:
        """A body with a confidential title, detail and evidence."""
        payload = {**BODY["payload"], "planned": self.text(), "difficulties": self.text()}
        return {**BODY, "title": self.text(), "payload": payload}

    def send(self, method: str, path: str, key: str, **given: Any) -> httpx2.Response:
        self.keys.add(key)
        headers = {"Authorization": f"Bearer {key}", "If-Match": "*", **given.pop("headers", {})}
        return self.journey.client.request(method, path, headers=headers, **given)


def broken_json(sender: Sender, key: str, _id: str) -> httpx2.Response:
    content = json.dumps(sender.draft())[:-1]
    json_type = {"Content-Type": "application/json"}
    return sender.send("POST", PATH, key, content=content, headers=json_type)


def wrong_key(sender: Sender, key: str, _id: str) -> httpx2.Response:
    return sender.send("POST", PATH, key[:-4] + "zzzz", json=sender.draft())


def unknown(sender: Sender, key: str, _id: str) -> httpx2.Response:
    return sender.send("PUT", f"{PATH}/{uuid.uuid4()}", key, json=sender.draft())


def already(sender: Sender, key: str, id_: str) -> httpx2.Response:
    body = {"action": "publish", "comment": sender.text()}
    return sender.send("POST", f"{PATH}/{id_}/transitions", key, json={**body, "action": "revise"})


def too_large(sender: Sender, key: str, _id: str) -> httpx2.Response:
    return sender.send("POST", PATH, key, json={**sender.draft(), "title": sender.text() * 100_000})


def not_json(sender: Sender, key: str, _id: str) -> httpx2.Response:
    content = json.dumps(sender.draft())
    return sender.send("POST", PATH, key, content=content, headers={"Content-Type": "text/plain"})


def invalid(sender: Sender, key: str, _id: str) -> httpx2.Response:
    return sender.send("POST", PATH, key, json={**sender.draft(), sender.text(): sender.text()})


def forced(sender: Sender, key: str, _id: str) -> httpx2.Response:
    return sender.send("POST", PATH, key, json=sender.draft())


ERRORS: dict[int, Callable[[Sender, str, str], httpx2.Response]] = {
    400: broken_json,
    401: wrong_key,
    404: unknown,
    409: already,
    413: too_large,
    415: not_json,
    422: invalid,
    500: forced,
}


def files_with(folder: Path, secrets: set[str]) -> list[str]:
    """The files that hold one of them."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(secret.encode() in path.read_bytes() for secret in secrets)
    ]


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_error_writes_a_key_or_a_draft(tmp_path: Path, form: str) -> None:
    server = Server(tmp_path / "data", LOG_FORMAT=form, LOG_LEVEL="DEBUG")
    server.data.mkdir()
    try:
        server.start()
        sender = Sender(Journey.at(server.base, server.data))
        key = sender.journey.key("CIM")
        first = sender.send("POST", PATH, key, json={**sender.draft(), "reporter": "CIM"})
        assert first.status_code == 201, first.text
        answered = {}
        for status, request in ERRORS.items():
            if status == 500:
                break_database(server.data / "reports.db")
            answered[status] = request(sender, key, first.json()["id"]).status_code
        assert answered == {status: status for status in ERRORS}
        # lines are written by a thread of their own
        until(lambda: "Traceback" in server.log(), "the forced error is not in the log")
    finally:
        server.kill()
    sender.journey.client.close()
    log = server.log()
    assert "Traceback" in log, "the forced error was written"
    assert [secret for secret in sender.keys | sender.texts if secret in log] == []
    assert files_with(tmp_path, sender.keys) == []
    administrator = sender.journey.administrator
    assert log.count(administrator) == 1, "shown when it is made, for whoever starts the system"
    assert files_with(server.data, {administrator}) == ["bootstrap.key"]


def break_database(path: Path) -> None:
    """Let every insertion of a text fail in a way that nobody expects."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        connection.execute(BROKEN)
        connection.commit()
