"""The event log on Kafka: one partition a topic, an idempotent producer, readers that are placed by
hand. Only here is aiokafka known.

Kafka cannot see that a position is given twice: what a relay publishes again stands there again,
and consumers pass over it by position. Records go out batch by batch, each awaited before the next,
so a failure never leaves a hole behind it.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition, errors
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from contracts import topics
from kernel import logging
from kernel.errors import Unavailable
from kernel.eventlog import Record, Stored, wire

REQUEST_SECONDS, APPEND_SECONDS = 10, 30
STILL_SECONDS = 5.0  # a reader that finds nothing for so long while the log goes on is replaced
SPARE_READERS = 16

log = logging.get("kafka")


@dataclass(slots=True)
class _Reader:
    consumer: Any  # assigned to one topic
    still_since: float


class KafkaLog:
    """Offsets are Kafka's own.

    Readers are kept between reads, by the topic and offset at which each goes on.
    """

    def __init__(self, bootstrap: str) -> None:
        self._connection = {
            "bootstrap_servers": bootstrap,
            "request_timeout_ms": REQUEST_SECONDS * 1000,
        }
        self._made: set[str] = set()
        self._producing, self._asking = asyncio.Lock(), asyncio.Lock()
        self._producer: Any = None
        self._asker: Any = None
        self._spare: list[tuple[tuple[str, int], _Reader]] = []

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
        spare, self._spare = [reader.consumer for _, reader in self._spare], []
        if producer:
            await producer.stop()
        for consumer in filter(None, (asker, *spare)):
            await _ended(consumer)

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        await self._ensure(topic)
        async with self._producing:
            try:
                with _outside_trouble():
                    async with asyncio.timeout(APPEND_SECONDS):
                        await self._send(topic, records)
            except BaseException:
                # after an error its sequence may be broken for good: the next append makes another
                await self._drop_producer()
                raise

    async def _send(self, topic: str, records: Sequence[Record]) -> None:
        if self._producer is None:
            settings = {
                "acks": "all",
                "enable_idempotence": True,
                "max_batch_size": wire.BATCH_BYTES,
            }
            self._producer = await _started(AIOKafkaProducer(**self._connection, **settings))
        batch = self._producer.create_batch()
        for record in records:
            if _add(batch, record) is None:  # full
                await (await self._producer.send_batch(batch, topic, partition=0))
                batch = self._producer.create_batch()
                _add(batch, record)
        if batch.record_count():
            await (await self._producer.send_batch(batch, topic, partition=0))

    async def _drop_producer(self) -> None:
        """Close it without sending what it still holds; a batch that arrives late all the same is a
        repeat, passed over by position.
        """
        producer, self._producer = self._producer, None
        if producer is not None:
            producer._closed = True
            with suppress(errors.KafkaError, OSError):
                await producer._sender.close()
            await producer.client.close()

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        await self._ensure(topic)
        with _outside_trouble():
            reader = await self._reader(topic, offset)
            try:
                found = await reader.consumer.getmany(
                    timeout_ms=int(wait * 1000), max_records=limit
                )
                stored = [_stored(message) for messages in found.values() for message in messages]
                stands_still = (
                    not stored
                    and monotonic() - reader.still_since > STILL_SECONDS
                    and await self.end(topic) > offset
                )
            except BaseException:
                await asyncio.shield(_ended(reader.consumer))
                raise
            if stands_still:
                log.warning("a reader stood still and is replaced", topic=topic, offset=offset)
                await _ended(reader.consumer)
                return stored
            if stored:
                offset, reader.still_since = stored[-1].offset + 1, monotonic()
            self._spare.append(((topic, offset), reader))
            if len(self._spare) > SPARE_READERS:
                await _ended(self._spare.pop(0)[1].consumer)
            return stored

    async def _reader(self, topic: str, offset: int) -> _Reader:
        for n, (place, spare) in enumerate(self._spare):
            if place == (topic, offset):
                del self._spare[n]
                return spare
        consumer = await _started(
            AIOKafkaConsumer(**self._connection, enable_auto_commit=False, auto_offset_reset="none")
        )
        consumer.assign([TopicPartition(topic, 0)])
        consumer.seek(TopicPartition(topic, 0), offset)
        return _Reader(consumer, monotonic())

    async def end(self, topic: str) -> int:
        await self._ensure(topic)
        with _outside_trouble():
            async with self._asking:
                self._asker = self._asker or await _started(
                    AIOKafkaConsumer(**self._connection, enable_auto_commit=False)
                )
            partition = TopicPartition(topic, 0)
            return int((await self._asker.end_offsets([partition]))[partition])

    async def _ensure(self, topic: str) -> None:
        """Make the topic unless it is known to be there."""
        if topic in self._made:
            return
        with _outside_trouble():
            admin = AIOKafkaAdminClient(**self._connection)
            try:
                await admin.start()
                copies = min(wire.COPIES, len((await admin.describe_cluster())["brokers"]))
                answer = await admin.create_topics(
                    [NewTopic(topic, 1, copies, topic_configs=wire.settings(topic))]
                )
            finally:
                await admin.close()
            error = errors.for_code(answer.topic_errors[0][1])
            if error not in (errors.NoError, errors.TopicAlreadyExistsError):
                raise error(topic)
            self._made.add(topic)


async def _started(client: Any) -> Any:
    """Start a client; one that could not start is closed again."""
    try:
        await client.start()
    except BaseException:
        await client.stop()
        raise
    return client


async def _ended(consumer: Any) -> None:
    """Stop a consumer. While its broker is away its fetcher raises the cancellation of its own task
    at whoever stops it, half done; taken for ours, that would end a worker without a word.
    """
    await asyncio.gather(consumer.stop(), return_exceptions=True)
    await consumer._client.close()


def _add(batch: Any, record: Record) -> Any:
    return batch.append(
        key=record.key.encode(),
        value=record.value.encode(),
        timestamp=None,
        headers=wire.headers(record),
    )


def _stored(message: ConsumerRecord) -> Stored:
    return wire.stored(message.topic, message.offset, message.key, message.value, message.headers)


FATAL_TO_A_PRODUCER = (
    errors.OutOfOrderSequenceNumber,
    errors.InvalidProducerEpoch,
    errors.UnknownProducerId,
    errors.InvalidProducerIdMapping,
)


@contextmanager
def _outside_trouble() -> Iterator[None]:
    """Kafka's errors as ours: what may pass is Unavailable; what will not (too large, not allowed)
    stays what it is and stops loudly.
    """
    try:
        yield
    except errors.OffsetOutOfRangeError as error:
        raise wire.truncated(error) from error
    except (errors.KafkaError, OSError) as error:
        if (
            isinstance(error, errors.BrokerResponseError)
            and not error.retriable
            and not isinstance(error, FATAL_TO_A_PRODUCER)
        ):
            raise
        raise Unavailable(f"kafka: {error!r}") from error
