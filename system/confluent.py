"""The event log on Kafka through confluent-kafka's synchronous client, each client in a thread of
its own. Only here is it known.

The same promises as `kafka`, kept by another implementation: an installation that meets a fault of
one client can change the URL to the other. Both write the same bytes, so they may be mixed and
swapped at any time.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from contracts import topics
from kernel import logging
from kernel.errors import Unavailable
from kernel.eventlog import Record, Stored, wire

REQUEST_SECONDS, APPEND_SECONDS = 10.0, 30.0
STILL_SECONDS = 5.0  # a reader that finds nothing for so long while the log goes on is replaced
SPARE_READERS = 16
# what is wrong comes back as an error of the call
CLIENT: dict[str, Any] = {"reconnect.backoff.max.ms": 1_000, "log_level": 2}
PRODUCER = {
    "acks": "all",
    "enable.idempotence": True,
    "enable.gapless.guarantee": True,
    "max.in.flight.requests.per.connection": 1,
    # librdkafka's own default puts other keys on other partitions than the other clients do
    "partitioner": "murmur2_random",
    "message.max.bytes": wire.LARGEST_MESSAGE,
}
CONSUMER = {
    "group.id": "unused",
    "enable.auto.commit": False,
    "enable.auto.offset.store": False,
    "auto.offset.reset": "error",
}
LASTING = {  # time does not heal these: they stop whoever asked, loudly
    KafkaError.MSG_SIZE_TOO_LARGE,
    KafkaError.INVALID_MSG,
    KafkaError.TOPIC_EXCEPTION,
    KafkaError.INVALID_CONFIG,
    KafkaError.POLICY_VIOLATION,
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    KafkaError.SASL_AUTHENTICATION_FAILED,
    KafkaError._INVALID_ARG,
}

log = logging.get("kafka")


class _Client:
    """A synchronous client and the one thread that calls it: what is asked of it happens in the
    order of asking, its end last.
    """

    def __init__(self, client: Any, end: Callable[[Any], object]) -> None:
        self.client, self._end = client, end
        self._thread = ThreadPoolExecutor(1, "kafka")
        self.still_since = monotonic()  # of a reader: when it found something last

    async def run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        with _outside_trouble():
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, work, self.client, *arguments
            )

    def close(self) -> Future[object]:
        """End it after what it is doing now."""
        ended = self._thread.submit(self._end, self.client)
        self._thread.shutdown(wait=False)
        return ended


class ConfluentLog:
    """Offsets are Kafka's own.

    Readers are kept between reads, by the topic and offset at which each goes on.
    """

    def __init__(self, bootstrap: str) -> None:
        self._connection = {"bootstrap.servers": bootstrap, **CLIENT}
        self._made: set[str] = set()
        self._producing = asyncio.Lock()
        self._producer: _Client | None = None
        self._asker: _Client | None = None
        self._spare: list[tuple[tuple[str, int], _Client]] = []

    async def start(self) -> None:
        """Make the topics there are contracts for; where Kafka is not there yet, at their first
        use.
        """
        try:
            for topic in topics.SETTINGS:
                await self._ensure(topic)
        except Unavailable as error:
            log.warning("kafka is not there yet", reason=str(error))

    async def stop(self) -> None:
        producer, asker, self._producer, self._asker = self._producer, self._asker, None, None
        spare, self._spare = [reader for _, reader in self._spare], []
        await asyncio.gather(
            *(asyncio.wrap_future(client.close()) for client in (producer, asker, *spare) if client)
        )

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        await self._ensure(topic)
        async with self._producing:
            if self._producer is None:
                patience = {"delivery.timeout.ms": int(APPEND_SECONDS * 1000)}
                self._producer = _Client(
                    Producer({**self._connection, **PRODUCER, **patience}), _forget
                )
            try:
                await self._producer.run(_send, topic, records)
            except (
                BaseException
            ):  # after an error its sequence may be broken for good: the next append makes another
                producer, self._producer = self._producer, None
                _forget(producer.client)  # now, so that what its thread waits for ends
                producer.close()
                raise

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        await self._ensure(topic)
        reader = self._reader(topic, offset)
        try:
            found = [_stored(message) for message in await reader.run(_poll, limit, wait)]
            stands_still = (
                not found
                and monotonic() - reader.still_since > STILL_SECONDS
                and await self.end(topic) > offset
            )
        except BaseException:
            reader.close()
            raise
        if stands_still:
            log.warning("a reader stood still and is replaced", topic=topic, offset=offset)
            reader.close()
            return found
        if found:
            offset, reader.still_since = found[-1].offset + 1, monotonic()
        self._spare.append(((topic, offset), reader))
        if len(self._spare) > SPARE_READERS:
            self._spare.pop(0)[1].close()
        return found

    def _reader(self, topic: str, offset: int) -> _Client:
        for n, (place, spare) in enumerate(self._spare):
            if place == (topic, offset):
                del self._spare[n]
                return spare
        reader = _Client(Consumer({**self._connection, **CONSUMER}), Consumer.close)
        reader.client.assign([TopicPartition(topic, 0, offset)])
        return reader

    async def end(self, topic: str) -> int:
        await self._ensure(topic)
        self._asker = self._asker or _Client(
            Consumer({**self._connection, **CONSUMER}), Consumer.close
        )
        return int(await self._asker.run(_end, topic))

    async def _ensure(self, topic: str) -> None:
        """Make the topic unless it is known to be there."""
        if topic in self._made:
            return
        admin = _Client(AdminClient(self._connection), lambda _: None)
        try:
            await admin.run(_make, topic)
        finally:
            admin.close()
        self._made.add(topic)


def _make(admin: Any, topic: str) -> None:
    copies = min(
        wire.COPIES, len(admin.describe_cluster(request_timeout=REQUEST_SECONDS).result().nodes)
    )
    asked = admin.create_topics(
        [NewTopic(topic, 1, copies, config=wire.settings(topic))], request_timeout=REQUEST_SECONDS
    )
    try:
        asked[topic].result()
    except KafkaException as error:
        if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
            raise


def _send(producer: Any, topic: str, records: Sequence[Record]) -> None:
    """Send batch by batch, each awaited before the next. Raises the first error there was."""
    failed: list[KafkaError] = []

    def delivered(error: KafkaError | None, _: object) -> None:
        if error:
            failed.append(error)

    for batch in _batches(records):
        for record in batch:
            producer.produce(
                topic,
                record.value.encode(),
                record.key.encode(),
                partition=0,
                headers=wire.headers(record),
                on_delivery=delivered,
            )
        if producer.flush(APPEND_SECONDS) or failed:
            raise KafkaException(failed[0] if failed else KafkaError(KafkaError._TIMED_OUT))


def _batches(records: Sequence[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    size = 0
    for record in records:
        size += len(record.value)
        if batch and size > wire.BATCH_BYTES:
            yield batch
            batch, size = [], len(record.value)
        batch.append(record)
    yield batch


def _forget(producer: Any) -> None:
    """Drop what was not sent; a batch that arrives late all the same is a repeat, passed over by
    position.
    """
    producer.purge(blocking=False)


def _poll(consumer: Any, limit: int, wait: float) -> list[Any]:
    """The first message within `wait`, and those that are here already with it (`consume` would
    wait for all of `limit`).
    """
    first = consumer.poll(wait)
    messages = [first, *(consumer.consume(limit - 1, 0) if limit > 1 else ())] if first else []
    for message in messages:
        if message.error():
            raise KafkaException(message.error())
    return messages


def _end(consumer: Any, topic: str) -> int:
    return int(consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=REQUEST_SECONDS)[1])


def _stored(message: Any) -> Stored:
    return wire.stored(
        message.topic(), message.offset(), message.key(), message.value(), message.headers() or ()
    )


@contextmanager
def _outside_trouble() -> Iterator[None]:
    """Kafka's errors as ours: what may pass is Unavailable; what will not (too large, not allowed)
    stays what it is and stops loudly.
    """
    try:
        yield
    except KafkaException as error:
        code = error.args[0].code()
        if code in (KafkaError._AUTO_OFFSET_RESET, KafkaError.OFFSET_OUT_OF_RANGE):
            raise wire.truncated(error) from error
        if code in LASTING:
            raise
        raise Unavailable(f"kafka: {error!r}") from error
