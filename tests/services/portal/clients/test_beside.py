"""Steps, revisions and statements as the portal reads them."""

from services.portal.clients import beside
from tests.services.portal.conftest import client_over
from tests.services.portal.published import ID, PUBLISHED, listed, revision


async def test_steps_with_their_entries() -> None:
    async with client_over(PUBLISHED) as services:
        steps = await beside.list_steps(services, ID)
    assert [(step.action, step.actor, step.position, step.revision) for step in steps] == [
        ("submit", "CIM", 1, 1),
        ("publish", "SG", 2, 1),
        ("publish", "SG", 6, 2),
    ]


async def test_only_texts_that_were_published() -> None:
    path = f"/reports/submissions/{ID}/revisions"
    begun = {**revision(2, {}), "published_at": None}
    async with client_over({path: listed(revision(1, {"year": 2024}), begun)}) as services:
        texts = await beside.list_revisions(services, ID)
    assert [(text.number, dict(text.payload)) for text in texts] == [(1, {"year": 2024})]


async def test_a_statement_may_have_lost_its_text() -> None:
    async with client_over(PUBLISHED) as services:
        (said,) = await beside.list_statements(services, "submissions", "r")
    assert (said.role, said.status, said.text) == ("follow_up", "under_way", None)
