"""The kinds of submission, by name: the registry of the rules."""

from collections.abc import Mapping

from services.reports.domain.kind import Kind
from services.reports.domain.kinds import implementation, practice

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (implementation.KIND, practice.KIND)}

__all__ = ["KINDS", "Kind"]
