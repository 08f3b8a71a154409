"""The use of keys elsewhere: believed with its proof alone, and never put back."""

import json

import pytest

from kernel import auth
from services.access.api import last_use
from tests.services import desk as shared
from tests.services.access.conftest import Desk

LATER, EARLIER = "2026-11-28T12:00:00.000000Z", "2026-11-28T11:00:00.000000Z"


async def _tell(desk: Desk, body: bytes, proof: str) -> int:
    answer = await desk.client.post(last_use.PATH, content=body, headers={auth.PROOF: proof})
    return answer.status_code


async def _last(desk: Desk, key_id: str) -> object:
    path = f"/keys/{key_id}"
    return (await desk.ask(desk.administrator, "GET", path)).json()["last_used_at"]


async def test_the_latest_use_is_kept_whoever_tells_it(desk: Desk) -> None:
    key = await desk.issued()
    for at in (LATER, EARLIER):
        body = json.dumps({key["id"]: at, "unknown": at}).encode()
        assert await _tell(desk, body, auth.proof(shared.PEPPER, body)) == 204
        assert await _last(desk, key["id"]) == LATER


async def test_without_its_proof_nothing_is_there(desk: Desk) -> None:
    key = await desk.issued()
    body = json.dumps({key["id"]: LATER}).encode()
    for proof in ("", "0" * 64, auth.proof(shared.PEPPER, body + b" ")):
        assert await _tell(desk, body, proof) == 404
    assert await _last(desk, key["id"]) is None


@pytest.mark.parametrize("body", [b"", b"[]", b'{"a": "now"}', b"{" + b" " * last_use.LARGEST])
async def test_nonsense_is_refused(desk: Desk, body: bytes) -> None:
    assert await _tell(desk, body, auth.proof(shared.PEPPER, body)) in (400, 404)
