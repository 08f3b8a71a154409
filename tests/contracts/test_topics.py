"""Topics are kept as their readers need them."""

from contracts import topics


def test_reports_and_catalogue_are_kept_for_ever_and_keys_are_compacted() -> None:
    assert topics.SETTINGS == {
        "catalog.v1": {"retention.ms": "-1"},
        "access.v1": {"cleanup.policy": "compact"},
        "reports.v1": {"retention.ms": "-1"},
    }
