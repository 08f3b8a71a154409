"""The event log on Kafka through confluent-kafka's synchronous client, each client in a thread of
its own. Only here is it known.

It is a second implementation of what `kafka` promises: an installation that meets a fault of one
client can change the URL to the other. Both write the same bytes, so they may be mixed and swapped
at any time.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep
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
RETRY_SECONDS = 0.1
NEW_TOPIC_SECONDS = 30.0  # within which a broker knows the partitions of a topic that it has made
NOT_YET = {  # of a topic that has just been made
    KafkaError._UNKNOWN_PARTITION,
    KafkaError._UNKNOWN_TOPIC,
    KafkaError.UNKNOWN_TOPIC_OR_PART,
    KafkaError.LEADER_NOT_AVAILABLE,
}
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
GONE = {KafkaError._AUTO_OFFSET_RESET, KafkaError.OFFSET_OUT_OF_RANGE}
PERMANENT = {  # trying again does not help: these errors are raised as they are
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
    """A synchronous client and the one thread that calls it: the calls run in the order in which
    they were made, the closing one last.
    """

    def __init__(self, client: Any, close: Callable[[Any], object]) -> None:
        self.client, self._close = client, close
        self._thread = ThreadPoolExecutor(1, "kafka")
        self.still_since = monotonic()  # of a reader: when it read a record last

    async def run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        with _translate_errors():
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, work, self.client, *arguments
            )

    def close(self) -> Future[object]:
        """Close the client after the call that is running."""
        closed = self._thread.submit(self._close, self.client)
        self._thread.shutdown(wait=False)
        return closed


class ConfluentLog:
    """Offsets are Kafka's own.

    Readers stay open between reads, by the topic and offset at which each goes on.
    """

    def __init__(self, bootstrap: str) -> None:
        self._connection = {"bootstrap.servers": bootstrap, **CLIENT}
        self._topics: set[str] = set()  # those that are known to exist
        self._producing = asyncio.Lock()
        self._producer: _Client | None = None
        self._metadata: _Client | None = None
        self._readers: list[tuple[tuple[str, int], _Client]] = []

    async def start(self) -> None:
        """Create the topics that have contracts; when Kafka does not answer, `_ensure` creates each
        at its first use.
        """
        try:
            for topic in topics.SETTINGS:
                await self._ensure(topic)
        except Unavailable as error:
            log.warning("kafka is not there yet", reason=str(error))

    async def stop(self) -> None:
        clients = [self._producer, self._metadata, *(reader for _, reader in self._readers)]
        self._producer = self._metadata = None
        self._readers = []
        await asyncio.gather(*(asyncio.wrap_future(client.close()) for client in clients if client))

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        await self._ensure(topic)
        async with self._producing:
            self._producer = producer = self._producer or self._new_producer()
            try:
                await producer.run(_send, topic, records)
            except BaseException:
                # its sequence may be broken for good: the next append creates another producer
                self._producer = None
                _purge(producer.client)  # now, so that what its thread waits for ends
                producer.close()
                raise

    def _new_producer(self) -> _Client:
        timeout = {"delivery.timeout.ms": int(APPEND_SECONDS * 1000)}
        return _Client(Producer({**self._connection, **PRODUCER, **timeout}), _purge)

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        await self._ensure(topic)
        reader = self._take_reader(topic, offset)
        try:
            records = [_stored(message) for message in await reader.run(_poll, limit, wait)]
            stands_still = not records and await self._stands_still(reader, topic, offset)
        except BaseException:
            reader.close()
            raise
        if stands_still:
            log.warning("a reader stood still and is replaced", topic=topic, offset=offset)
            reader.close()
        else:
            next_offset = records[-1].offset + 1 if records else offset
            reader.still_since = monotonic() if records else reader.still_since
            self._return_reader(reader, topic, next_offset)
        return records

    async def _stands_still(self, reader: _Client, topic: str, offset: int) -> bool:
        """Whether a reader has read nothing for long although the topic goes on."""
        long = monotonic() - reader.still_since > STILL_SECONDS
        return long and await self.end(topic) > offset

    def _take_reader(self, topic: str, offset: int) -> _Client:
        """The reader that goes on at this offset, else a new one."""
        places = [place for place, _ in self._readers]
        if (topic, offset) in places:
            return self._readers.pop(places.index((topic, offset)))[1]
        reader = self._new_consumer()
        reader.client.assign([TopicPartition(topic, 0, offset)])
        return reader

    def _return_reader(self, reader: _Client, topic: str, offset: int) -> None:
        """Leave a reader open for the read that goes on at this offset; the oldest gives way."""
        self._readers.append(((topic, offset), reader))
        if len(self._readers) > SPARE_READERS:
            self._readers.pop(0)[1].close()

    def _new_consumer(self) -> _Client:
        return _Client(Consumer({**self._connection, **CONSUMER}), Consumer.close)

    async def end(self, topic: str) -> int:
        await self._ensure(topic)
        self._metadata = self._metadata or self._new_consumer()
        return int(await self._metadata.run(_end, topic))

    async def _ensure(self, topic: str) -> None:
        """Create the topic unless it is known to exist."""
        if topic in self._topics:
            return
        admin = _Client(AdminClient(self._connection), lambda _: None)
        try:
            await admin.run(_create, topic)
        finally:
            admin.close()
        self._topics.add(topic)


def _create(admin: Any, topic: str) -> None:
    """Create a topic; one that exists already is left as it is."""
    cluster = admin.describe_cluster(request_timeout=REQUEST_SECONDS).result()
    copies = min(wire.COPIES, len(cluster.nodes))
    new = NewTopic(topic, 1, copies, config=wire.settings(topic))
    try:
        admin.create_topics([new], request_timeout=REQUEST_SECONDS)[topic].result()
    except KafkaException as error:
        if _code(error) != KafkaError.TOPIC_ALREADY_EXISTS:
            raise


def _code(error: KafkaException) -> int:
    return int(error.args[0].code())


def _send(producer: Any, topic: str, records: Sequence[Record]) -> None:
    """Send batch by batch, each awaited before the next. Raises the first error of a batch."""
    errors: list[KafkaError] = []

    def delivered(error: KafkaError | None, _: object) -> None:
        if error:
            errors.append(error)

    for batch in _batches(records):
        for record in batch:
            _produce(producer, topic, record, delivered)
        if producer.flush(APPEND_SECONDS) or errors:
            raise KafkaException(errors[0] if errors else KafkaError(KafkaError._TIMED_OUT))


def _produce(producer: Any, topic: str, record: Record, delivered: Callable[..., None]) -> None:
    producer.produce(
        topic,
        record.value.encode(),
        record.key.encode(),
        partition=0,
        headers=wire.headers(record),
        on_delivery=delivered,
    )


def _batches(records: Sequence[Record]) -> Iterator[list[Record]]:
    batch, size = list[Record](), 0
    for record in records:
        size += len(record.value)
        if batch and size > wire.BATCH_BYTES:
            yield batch
            batch, size = [], len(record.value)
        batch.append(record)
    yield batch


def _purge(producer: Any) -> None:
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
    """The end of a topic. Of one that has just been made the client may keep that it has no
    partitions: it asks for the topic's metadata anew before it tries again.
    """
    partition, until = TopicPartition(topic, 0), monotonic() + NEW_TOPIC_SECONDS
    while True:
        try:
            return int(consumer.get_watermark_offsets(partition, timeout=REQUEST_SECONDS)[1])
        except KafkaException as error:
            if _code(error) not in NOT_YET or monotonic() > until:
                raise
        sleep(RETRY_SECONDS)
        consumer.list_topics(topic, timeout=REQUEST_SECONDS)


def _stored(message: Any) -> Stored:
    return wire.stored(
        message.topic(), message.offset(), message.key(), message.value(), message.headers() or ()
    )


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Raise Unavailable for errors of Kafka that may pass, LogTruncated for an offset that is gone;
    permanent ones (too large, not allowed) are raised as they are.
    """
    try:
        yield
    except KafkaException as error:
        if _code(error) in GONE:
            raise wire.truncated(error) from error
        if _code(error) in PERMANENT:
            raise
        raise Unavailable(f"kafka: {error!r}") from error
