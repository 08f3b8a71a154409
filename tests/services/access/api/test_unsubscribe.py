"""The link in a notice: it asks a person, and ends the kind for mail programs with one click."""

from pathlib import Path

from tests.services.access.conftest import Desk
from tests.services.access.focal import begin, cycle, mails, notices, returned


async def test_the_link_ends_this_kind_and_no_other(desk: Desk, tmp_path: Path) -> None:
    person = await begin(desk)
    await returned(desk, "s1")
    await desk.settled()
    message = mails(tmp_path)[0]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    written = next((tmp_path / "mail").glob("*.eml")).read_text()
    assert "List-Unsubscribe: <https://oas.example/access/unsubscribe/" in written
    assert message["Content-Language"] == "es"
    link = message["List-Unsubscribe"].strip("<>").removeprefix("https://oas.example")
    page = await desk.client.get(link)
    assert page.status_code == 200
    assert "Este punto focal no recibe" not in page.text
    for _ in range(2):
        done = await desk.client.post(link, content="List-Unsubscribe=One-Click")
        assert "Este punto focal no recibe" in done.text
    stands = await desk.ask(desk.administrator, "GET", f"/focal-points/{person['id']}")
    assert stands.json()["unsubscribed"] == ["returned"]
    await returned(desk, "s2")
    await cycle(desk)
    await desk.settled()
    assert [item["kind"] for item in await notices(desk)] == ["cycle_convened", "returned"]


async def test_a_link_that_is_none_of_ours_is_not_there(desk: Desk) -> None:
    person = await begin(desk)
    forged = f"/access/unsubscribe/{person['id']}/returned/{'0' * 32}"
    assert (await desk.client.get(forged)).status_code == 404
    assert (await desk.client.post(forged)).status_code == 404
