"""A projector by event type."""

from kernel.consumer import dispatch_by_type
from kernel.db import Database
from tests.kernel import demo
from tests.kernel.consumer.tape import Tape, drained, made, parked
from tests.kernel.demo import published


async def test_types_without_handler_are_passed_over(lite: Database) -> None:
    consumer = made(lite, Tape([published(1)]), dispatch_by_type({}))
    await drained(consumer)
    assert (await demo.ids(lite), await parked(lite), await consumer.idle()) == ([], [], True)
