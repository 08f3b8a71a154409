"""What every service does over HTTP: problems, languages, ETags, pages, the write pipeline, the
response cache, limits and probes.
"""

from kernel.web.answers import answer, json_bytes, require_match
from kernel.web.app import create, include, router
from kernel.web.bodies import documented, read_bytes
from kernel.web.dependencies import Callers
from kernel.web.idempotency import IdempotentWrites
from kernel.web.language import Languages, pick
from kernel.web.paging import cut, decode_cursor, page_links
from kernel.web.writes import Write

__all__ = [
    "Callers",
    "IdempotentWrites",
    "Languages",
    "Write",
    "answer",
    "create",
    "cut",
    "decode_cursor",
    "documented",
    "include",
    "json_bytes",
    "page_links",
    "pick",
    "read_bytes",
    "require_match",
    "router",
]
