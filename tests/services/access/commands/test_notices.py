"""A notice is queued for each focal point of the actors, unless it wants none of this kind."""

from dataclasses import replace

from services.access.commands import notices as commands
from services.access.domain.notices import FocalPoint, Occasion, about_submission
from tests.services.access.conftest import Desk
from tests.services.access.focal import notices


def person(id_: str, actor: str, *unsubscribed: str) -> FocalPoint:
    email = f"{id_}@example.org"
    return FocalPoint(id_, actor, "2020-01-01", None, frozenset(unsubscribed), "", email)


async def test_a_notice_for_each_reader_of_the_actors(desk: Desk) -> None:
    occasion = Occasion("1:returned", "returned", ["CIM"], about_submission("s"))
    readers = [
        person("a", "CIM"),
        person("b", "CIM", "returned"),
        person("c", "CIM", "accepted"),
        person("d", "COL"),
        replace(person("e", "CIM"), email="A@example.org"),  # the first once more
    ]
    await desk.db.write(commands.queue, occasion, readers)
    found = await notices(desk)
    assert {(item["focal_point"], item["submission"]) for item in found} == {("a", "s"), ("c", "s")}
    assert {item["state"] for item in found} == {"queued"}
