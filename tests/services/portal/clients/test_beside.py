"""Steps, revisions and statements as the portal reads them."""

from services.portal.clients import beside, occasions
from tests.services.portal.conftest import client_over
from tests.services.portal.published import ID, PUBLISHED, revision


async def test_what_stands_beside_a_report() -> None:
    async with client_over(PUBLISHED) as services:
        around = await beside.get_beside(services, ID)
    assert [(step.action, step.actor, step.position, step.revision) for step in around.steps] == [
        ("submit", "CIM", 1, 1),
        ("publish", "SG", 2, 1),
        ("publish", "SG", 6, 2),
    ]
    assert [said.text for said in around.statements["a"]] == ["Gracias."]


async def test_only_texts_that_were_published() -> None:
    path, begun = f"/reports/submissions/{ID}/beside", {**revision(2, {}), "published_at": None}
    told = {**PUBLISHED[path], "revisions": [revision(1, {"year": 2024}), begun]}
    async with client_over({path: told}) as services:
        texts = (await beside.get_beside(services, ID)).revisions
    assert [(text.number, dict(text.payload)) for text in texts] == [(1, {"year": 2024})]


async def test_a_statement_may_have_lost_its_text() -> None:
    async with client_over(PUBLISHED) as services:
        (said,) = (await occasions.get_beside(services, "c")).statements["r"]
    assert (said.role, said.status, said.text) == ("follow_up", "under_way", None)
