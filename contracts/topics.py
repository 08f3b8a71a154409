"""The topics of the event log.

One partition each, so a position is the total order of its topic.
"""

CATALOG = "catalog.v1"
ACCESS = "access.v1"
REPORTS = "reports.v1"

#: Kafka settings a topic is created with: catalog and reports retain everything, access is
#: compacted to the newest event of each key.
SETTINGS: dict[str, dict[str, str]] = {
    CATALOG: {"retention.ms": "-1"},
    ACCESS: {"cleanup.policy": "compact"},
    REPORTS: {"retention.ms": "-1"},
}
