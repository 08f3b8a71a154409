"""What changed since a moment, what has gone among it."""

from typing import Any

from tests.services.reports.conftest import Desk


async def changes(desk: Desk, after: Any, who: str | None = None, **more: str) -> list[Any]:
    query = "&".join(f"{name}={value}" for name, value in {"updated_after": after, **more}.items())
    answer = await desk.ask(who, "GET", f"/submissions?{query}")
    assert answer.status_code == 200, answer.text
    return [(one["id"], one.get("gone", False)) for one in answer.json()["items"]]


async def end(desk: Desk) -> int:
    await desk.settled()
    return int((await desk.ask(None, "GET", "/fund")).json()["position"])


async def test_changes_since_a_position_with_what_has_gone(desk: Desk) -> None:
    stays, goes, hidden = [await desk.published(title=f"Texto {n}") for n in range(3)]
    start = await end(desk)
    assert await changes(desk, start) == []
    await desk.act("CIM", goes, "withdraw", "Era de otro año.")
    await desk.act("SG", hidden, "withhold", "Nombra a una persona.")
    new = await desk.published()
    assert await changes(desk, start) == [(new, False), (hidden, True), (goes, True)]
    assert set(await changes(desk, start, q="texto")) == {(hidden, True), (goes, True)}
    assert await changes(desk, start, state="withdrawn") == [(goes, True)]
    assert await changes(desk, await end(desk)) == []
    assert {id_ for id_, _ in await changes(desk, 0)} == {stays, goes, hidden, new}
    (gone,) = [
        one
        for one in (await desk.ask(None, "GET", f"/submissions?updated_after={start}")).json()[
            "items"
        ]
        if one["id"] == goes
    ]
    assert gone == {
        "id": goes,
        "kind": "implementation",
        "code": None,
        "state": "withdrawn",
        "revision": 1,
        "reporter": "CIM",
        "updated_at": gone["updated_at"],
        "gone": True,
    }
    assert (goes, False) in await changes(desk, start, "CIM")
    assert (goes, False) in await changes(desk, start, "reviewer")
    assert [id_ for id_, _ in await changes(desk, gone["updated_at"])] == [new, hidden]


async def test_what_the_public_does_not_see_is_no_change(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    start = await end(desk)
    await desk.ask("reviewer", "POST", f"/submissions/{id_}/comments", {"text": "Falta algo."})
    await desk.act("CIM", id_, "revise")
    await end(desk)
    assert await changes(desk, start) == []
    assert await changes(desk, start, "CIM") == [(id_, False)]
    answer = await desk.ask("COL", "PUT", f"/submissions/{id_}/confirmation", If_Match="*")
    assert answer.status_code == 200, answer.text
    await end(desk)
    assert (await desk.ask(None, "GET", "/submissions?updated_after=99")).status_code == 422
