"""What readyz says of a service's needs."""

from kernel import clock
from kernel.auth import Keyring
from kernel.consumer import Consumer, table_of_handlers
from kernel.db import Database
from kernel.eventlog.memory import MemoryLog
from kernel.run import Worker
from kernel.web.ready import standard
from tests.kernel import demo
from tests.kernel.web import shop


async def forever() -> None: ...


async def yes() -> bool:
    return True


async def test_everything_at_hand_and_the_age_of_copies(lite: Database) -> None:
    log, keyring = MemoryLog(), Keyring(lite, demo.kernel, "p")
    worker = Worker("relay", forever, yes)

    async def asked() -> dict[str, dict[str, object]]:
        return await standard(lite, demo.kernel, log, keyring, own_topic="t", copies={"access.v1": "keys"}, more={"edition": yes}, workers=[worker])

    before = await asked()
    assert [before[name]["ready"] for name in ("database", "log", "keys", "edition")] == [True, True, False, True]
    assert before["copy:access.v1"] == {"ready": True, "position": 0, "lag_positions": 0, "age_seconds": 0.0}
    await lite.write(shop.key_rows)
    await log.append("access.v1", [demo.published(1)])
    consumer = Consumer("keys", "access.v1", lite, demo.kernel, log, table_of_handlers({}), "o")
    await consumer.take()
    await consumer.step(0)
    await log.append("access.v1", [demo.published(2)])
    worker.failure = "ValueError: x"
    after = await asked()
    assert after["keys"] == {"ready": True}
    assert (after["copy:access.v1"]["position"], after["copy:access.v1"]["lag_positions"]) == (1, 1)
    assert 0 <= float(str(after["copy:access.v1"]["age_seconds"])) < 5
    assert after["workers"] == {"ready": False, "failed": {"relay": "ValueError: x"}}
    assert clock.stamp()


async def test_a_database_that_is_away_is_said_with_its_reason() -> None:
    db = Database("sqlite+aiosqlite:////nowhere/at/all.db")
    said = await standard(db, demo.kernel, MemoryLog(), Keyring(db, demo.kernel, "p"), own_topic="t", copies={"access.v1": "keys"})
    assert (said["database"]["ready"], said["keys"]["ready"], said["copy:access.v1"]["ready"]) == (False, False, True)
    assert "unable to open" in said["database"]["reason"]
    await db.stop()
