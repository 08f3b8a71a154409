"""ETags of submissions: compared whole, of what the caller sees, and ours also when weak."""

from tests.services.reports.conftest import Desk, body


async def saved(desk: Desk, id_: str, tag: str, who: str = "CIM") -> int:
    return (await desk.ask(who, "PUT", f"/submissions/{id_}", body(), If_Match=tag)).status_code


async def test_if_match_compares_the_whole_tag(desk: Desk) -> None:
    id_, other = await desk.draft(), await desk.draft()
    tag = (await desk.ask("CIM", "GET", f"/submissions/{id_}")).headers["etag"]
    version, digest, seal = tag.strip('"').split(".")
    for wrong in (
        f'"{version}"',
        version,
        f'"{version}.{digest}"',
        f'"{version}.{digest}.{"0" * len(seal)}"',
        f'"{version}.{"0" * len(digest)}.{seal}"',
        f'"9.{digest}.{seal}"',
        tag.strip('"'),
        (await desk.ask("CIM", "GET", f"/submissions/{other}")).headers["etag"],
    ):
        assert await saved(desk, id_, wrong) == 412, wrong
    assert await saved(desk, id_, f'"x", {tag}') == 200


async def test_a_tag_that_a_proxy_made_weak_is_ours(desk: Desk) -> None:
    id_ = await desk.draft()
    tag = (await desk.ask("CIM", "GET", f"/submissions/{id_}")).headers["etag"]
    assert await saved(desk, id_, f"W/{tag}") == 200
    assert await saved(desk, id_, f"W/{tag}") == 412


async def test_the_answer_to_a_write_carries_the_next_one(desk: Desk) -> None:
    id_ = await desk.draft()
    tag = (await desk.ask("CIM", "GET", f"/submissions/{id_}")).headers["etag"]
    await desk.draft()  # one that looks like it: named in `similar`, no change of this one
    first = await desk.ask("CIM", "PUT", f"/submissions/{id_}", body(year=2020), If_Match=tag)
    assert first.status_code == 200
    step = await desk.act("CIM", id_, "submit", match=first.headers["etag"])
    assert step.status_code == 200
    assert (
        await desk.act("SG", id_, "start_review", match=step.headers["etag"])
    ).status_code == 200


async def test_a_public_tag_is_good_for_a_confirmation_and_for_no_save(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    tag = (await desk.ask(None, "GET", f"/submissions/{id_}")).headers["etag"]
    await desk.act("CIM", id_, "revise")
    assert await saved(desk, id_, tag) == 412
    path = f"/submissions/{id_}/confirmation"
    assert (await desk.ask("COL", "PUT", path, If_Match=tag)).status_code == 200
    assert (await desk.ask("COL", "DELETE", path, If_Match=tag)).status_code == 412
