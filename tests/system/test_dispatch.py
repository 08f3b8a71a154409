"""The first segment of the path chooses, and nothing else."""

import httpx2
import pytest
from starlette.responses import PlainTextResponse

from system.dispatch import Dispatch


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/catalog/x", "catalog"),
        ("/catalog", "catalog"),
        ("/catalogue", "rest"),
        ("/", "rest"),
        ("/x/catalog", "rest"),
    ],
)
async def test_who_answers(path: str, told: str) -> None:
    app = Dispatch({"/catalog": PlainTextResponse("catalog")}, PlainTextResponse("rest"))
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://test"
    ) as client:
        assert (await client.get(path)).text == told
