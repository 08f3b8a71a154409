"""Events of access never carry a secret."""

from contracts.access import KeyIssued, KeyRevoked


def test_only_the_keyed_hash_travels() -> None:
    assert set(KeyIssued.model_fields) == {
        "key_id",
        "hash",
        "actor",
        "scopes",
        "expires_at",
        "networks",
        "line",
    }
    assert (KeyIssued.type, KeyRevoked.type) == ("access.key_issued", "access.key_revoked")
