"""Both clients put a key on the same partition, so an operator's tool built on either finds what
the other wrote.
"""

import uuid

import confluent_kafka
from aiokafka.partitioner import DefaultPartitioner
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from system import confluent

PARTITIONS = 7
KEYS = [
    *(f"SUB-{n}" for n in range(2_000)),
    *(str(uuid.UUID(int=n * 7919 << 64 | n)) for n in range(2_000)),
    *("ñ移" * (n % 9 + 1) + str(n) for n in range(2_003)),
]


def test_6003_keys_go_where_the_other_client_puts_them(kafka_broker: str) -> None:
    connection = {"bootstrap.servers": kafka_broker}
    topic = f"partitions-{uuid.uuid4().hex}"
    admin = AdminClient(connection)
    admin.create_topics([NewTopic(topic, PARTITIONS, 1)])[topic].result(20)
    chosen: dict[str, int] = {}

    def delivered(
        error: confluent_kafka.KafkaError | None, message: confluent_kafka.Message
    ) -> None:
        assert error is None, error
        chosen[message.key().decode()] = message.partition()

    producer = confluent_kafka.Producer({**connection, **confluent.PRODUCER})
    for key in KEYS:
        producer.produce(topic, b"", key.encode(), on_delivery=delivered)
    assert producer.flush(60) == 0

    partitions = list(range(PARTITIONS))
    partitioner = DefaultPartitioner()
    assert len(chosen) == 6_003
    assert {key: partitioner(key.encode(), partitions, partitions) for key in KEYS} == chosen
    assert set(chosen.values()) == set(partitions)
