"""The kinds of submission, by name: the registry of payloads, examples and texts."""

from collections.abc import Mapping
from pathlib import Path

from services.reports.schemas.kind import KindSchema, load_texts
from services.reports.schemas.kinds import implementation, practice

HERE = Path(__file__).parent

KINDS: Mapping[str, KindSchema] = {
    "implementation": KindSchema(
        implementation.Implementation,
        implementation.EXAMPLE,
        load_texts(HERE / "implementation.yaml"),
    ),
    "practice": KindSchema(practice.Practice, practice.EXAMPLE, load_texts(HERE / "practice.yaml")),
}
