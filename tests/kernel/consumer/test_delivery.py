"""Decoding: data of the newest version, and reasons that quote nothing of what was sent."""

import pytest

from contracts.access import KeyRevoked
from kernel.consumer import decode
from kernel.errors import PoisonMessage
from kernel.eventlog import Record
from tests.kernel.demo import published


def test_decode_gives_data_of_the_newest_version() -> None:
    delivery = decode(published(3, text="then"))
    assert (delivery.record.position, delivery.data) == (
        3,
        KeyRevoked(key_id="k1", revoked_at="then"),
    )
    with pytest.raises(PoisonMessage):
        decode(published(3, ce_type="never.heard"))


def test_why_something_cannot_be_decoded_is_told_without_what_was_sent() -> None:
    record = published(3)
    with pytest.raises(PoisonMessage) as refused:
        decode(
            Record(
                record.topic, 3, record.key, record.headers, '{"key_id": {"secret": "of somebody"}}'
            )
        )
    assert (
        str(refused.value)
        == "undecodable: key_id: Input should be a valid string; revoked_at: Field required"
    )
