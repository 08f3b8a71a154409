"""The kinds of submission, each with the content that its publication carries."""

from contracts.reports.content import Content
from contracts.reports.kinds.implementation import Implementation
from contracts.reports.kinds.practice import Practice

KINDS: dict[str, type[Content]] = {"implementation": Implementation, "practice": Practice}
