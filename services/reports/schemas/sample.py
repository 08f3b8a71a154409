"""What the examples of reports have in common: an id, instants, hashes."""

ID = "01a22485-801a-7f4c-ab69-302614225ba4"
PATH = f"/reports/submissions/{ID}"
AT, LATER = "2026-11-28T10:15:00.000000Z", "2026-12-02T14:00:00.000000Z"
NEXT = "/reports/…?cursor=…"
ZEROS, ONES = "0" * 64, "1" * 64
ETAG = f'"3.{"0" * 24}.{"1" * 16}"'
