"""The envelope is CloudEvents 1.0: an independent reader of Kafka's binary mode understands its
headers.
"""

import pytest
from cloudevents.core.bindings import kafka
from pydantic import ValidationError

from contracts.envelope import Envelope

GIVEN = Envelope(
    id="0190b6f0-0000-7000-8000-000000000001",
    source="/reports",
    type="reports.submission_published",
    subject="SUB-1",
    time="2026-01-02T03:04:05.000006Z",
    typeversion=1,
    position=7,
    recordedtime="2026-01-02T03:04:06.000000Z",
    revision=2,
    traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
)


def test_headers_come_back() -> None:
    assert Envelope.from_headers(GIVEN.headers()) == GIVEN


def test_what_is_absent_has_no_header() -> None:
    bare = GIVEN.model_copy(update={"revision": None, "traceparent": None})
    assert not {"ce_revision", "ce_traceparent"} & set(bare.headers())
    assert Envelope.from_headers(bare.headers()) == bare


def test_the_cloudevents_package_reads_them() -> None:
    headers = {
        name: value.encode()
        for name, value in {**GIVEN.headers(), "content-type": "application/json"}.items()
    }
    read = kafka.from_binary_event(
        kafka.KafkaMessage(headers=headers, key=b"SUB-1", value=b'{"a":1}')
    )
    assert (read.get_specversion(), read.get_id(), read.get_type(), read.get_source()) == (
        "1.0",
        GIVEN.id,
        GIVEN.type,
        "/reports",
    )
    assert (read.get_subject(), read.get_data()) == ("SUB-1", {"a": 1})
    assert (read.get_extension("position"), read.get_extension("recordedtime")) == (
        "7",
        GIVEN.recordedtime,
    )


def test_foreign_headers_are_ignored() -> None:
    assert Envelope.from_headers({**GIVEN.headers(), "other": "x", "ce_later": "y"}) == GIVEN


@pytest.mark.parametrize(
    "name",
    [
        "ce_id",
        "ce_source",
        "ce_type",
        "ce_subject",
        "ce_time",
        "ce_typeversion",
        "ce_position",
        "ce_recordedtime",
    ],
)
def test_a_missing_attribute_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Envelope.from_headers({key: value for key, value in GIVEN.headers().items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce_position", "x"),
        ("ce_position", "0"),
        ("ce_position", "00"),
        ("ce_position", ""),
        ("ce_position", "-1"),
        ("ce_typeversion", "0"),
        ("ce_typeversion", ""),
        ("ce_revision", "one"),
        ("ce_revision", ""),
        ("ce_subject", "SUB\x00"),
        ("ce_recordedtime", "2026" * 7),
    ],
)
def test_a_malformed_attribute_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Envelope.from_headers({**GIVEN.headers(), name: value})


def test_names_without_the_prefix_are_no_attributes() -> None:
    with pytest.raises(ValidationError):
        Envelope.from_headers(GIVEN.model_dump(mode="json"))
