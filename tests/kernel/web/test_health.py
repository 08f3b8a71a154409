"""How a service fares: what readyz says of its needs, what its gauges say of what waits."""

import asyncio
from typing import Any

from kernel.auth import Keyring
from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import Database
from kernel.eventlog.memory import MemoryLog
from kernel.relay import Relay
from kernel.run import Worker
from kernel.web.health import HealthChecks
from tests.kernel import demo
from tests.kernel.web import shop


async def forever() -> None: ...


async def yes() -> bool:
    return True


def checks_of(db: Database, log: MemoryLog, **more: Any) -> HealthChecks:
    return HealthChecks(
        db, demo.kernel, log, Keyring(db, demo.kernel, "p"), "t", {"access.v1": "keys"}, **more
    )


async def test_everything_at_hand_and_the_age_of_copies(lite: Database) -> None:
    log, worker = MemoryLog(), Worker("relay", forever, yes)
    checks = checks_of(lite, log, more={"edition": yes}, workers=[worker])
    before = await checks.ready()
    assert [before[name]["ready"] for name in ("database", "log", "keys", "edition")] == [
        True,
        True,
        False,
        True,
    ]
    assert before["copy:access.v1"] == {
        "ready": True,
        "position": 0,
        "lag_positions": 0,
        "age_seconds": 0.0,
    }
    await lite.write(shop.key_rows)
    await log.append("access.v1", [demo.published(1)])
    consumer = Consumer("keys", "access.v1", lite, demo.kernel, log, dispatch_by_type({}), "o")
    await consumer.take()
    await consumer.step(0)
    await log.append("access.v1", [demo.published(2)])
    worker.failure = "ValueError: x"
    after = await checks.ready()
    assert after["keys"] == {"ready": True}
    assert (after["copy:access.v1"]["position"], after["copy:access.v1"]["lag_positions"]) == (1, 1)
    assert 0 <= after["copy:access.v1"]["age_seconds"] < 5
    assert after["workers"] == {"ready": False, "failed": {"relay": "ValueError: x"}}


async def test_a_database_that_is_away_is_said_with_its_reason() -> None:
    db = Database("sqlite+aiosqlite:////nowhere/at/all.db")
    checks = checks_of(db, MemoryLog())
    said = await checks.ready()
    assert (said["database"]["ready"], said["keys"]["ready"], said["copy:access.v1"]["ready"]) == (
        False,
        False,
        True,
    )
    assert "unable to open" in said["database"]["reason"]
    await checks.measure()
    await db.stop()


async def test_gauges_of_what_waits_in_the_outbox_at_the_relay_and_before_a_consumer(
    lite: Database,
) -> None:
    log, worker = MemoryLog(), Worker("relay", forever, yes, failure="x")
    checks = checks_of(lite, log, workers=[worker])

    def shown(name: str, **labels: str) -> float | None:
        return lite.metrics.registry.get_sample_value(name, {"service": "demo", **labels})

    await lite.write(demo.tell, "a")
    await lite.write(demo.tell, "b")
    await log.append("access.v1", [demo.published(1), demo.published(2)])
    consumer = Consumer("keys", "access.v1", lite, demo.kernel, log, dispatch_by_type({}), "o")
    await consumer.take()
    await checks.measure()
    assert shown("outbox_waiting") == 2
    assert shown("outbox_age_seconds") is not None
    assert shown("consumer_lag_positions", consumer="keys", topic="access.v1") == 2
    assert shown("worker_failed", worker="relay") == 1
    await consumer.step(0)
    relay = Relay(lite, demo.kernel, "t", log, "o")
    await relay.hold()
    while await relay.step():  # once more than there is to publish: the last step marks
        pass
    worker.failure = None
    await checks.measure()
    assert [
        shown(name) for name in ("outbox_waiting", "outbox_age_seconds", "relay_lag_positions")
    ] == [0, 0, 0]
    assert shown("relay_publish_seconds_count") == 1
    assert shown("consumer_apply_seconds_count", consumer="keys") == 1
    assert (shown("commit_seconds_count") or 0) >= 5
    assert shown("commit_commands_total") == shown("commit_seconds_count")  # one by one here
    assert shown("consumer_lag_positions", consumer="keys", topic="access.v1") == 0
    assert shown("copy_age_seconds", topic="access.v1") == 0
    assert shown("worker_failed", worker="relay") == 0


async def test_a_log_that_does_not_answer_holds_up_no_probe(
    lite: Database,
) -> None:
    class Silent(MemoryLog):
        async def end(self, topic: str) -> int:
            return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]

    checks = checks_of(lite, Silent(), patience=0.3)
    said = await checks.ready()
    assert (said["log"]["ready"], said["copy:access.v1"]["ready"]) == (False, True)
    assert "no answer" in said["log"]["reason"]
    await checks.measure()


async def test_keys_that_are_not_followed_make_it_unready(lite: Database) -> None:
    """Whatever the clock says: what counts is for how long this process has seen them lag."""
    log = MemoryLog()
    checks = checks_of(lite, log, keys_allowance=0.05)
    await lite.write(shop.key_rows)
    await log.append("access.v1", [demo.published(1)])
    assert (await checks.ready())["copy:access.v1"]["ready"]
    await asyncio.sleep(0.1)
    copy = (await checks.ready())["copy:access.v1"]
    assert (copy["ready"], copy["lag_positions"]) == (False, 1)
    assert "keys have not been followed" in copy["reason"]
    consumer = Consumer("keys", "access.v1", lite, demo.kernel, log, dispatch_by_type({}), "o")
    await consumer.take()
    await consumer.step(0)
    assert (await checks.ready())["copy:access.v1"]["ready"]
