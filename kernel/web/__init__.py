"""HTTP manners, once for every service: problems, languages, ETags, pages, kept answers, limits,
probes.

A door reads:   caller → load (404) → caller.require (403) → once.replay → preconditions (428, 412)
→ state (409) → body (422) → db.write where a second try would not be refused for what the first has
changed, `once.first` asks for the kept answer only when it is needed
"""

from kernel.web.answers import answer, json_bytes, require_match
from kernel.web.app import create, include
from kernel.web.bodies import documented, read_bytes, validated
from kernel.web.idempotency import Once
from kernel.web.language import Languages, pick
from kernel.web.paging import decode_cursor, page_links

__all__ = [
    "Languages",
    "Once",
    "answer",
    "create",
    "decode_cursor",
    "documented",
    "include",
    "json_bytes",
    "page_links",
    "pick",
    "read_bytes",
    "require_match",
    "validated",
]
