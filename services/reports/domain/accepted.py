"""The columns that a table of submissions of one kind may have: what stands under each, and where
in the body of a submission it belongs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Holds = Literal[
    "text", "short", "code", "codes", "integer", "boolean", "date", "amount", "json", "cell"
]
Step = str | int  # the name of a field, or the place in a list
Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A column: its name, what its cells hold, and where in the body that belongs.

    `headers`: what it is called in each language; `also`: other names that are understood;
    `codes`: those it takes, where it has a list; `upper`: whether its codes are capitals; `fixed`:
    what stands beside the value in the item of a list.
    """

    name: str
    path: Path
    holds: Holds
    headers: Mapping[str, str]
    also: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    upper: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Accepted:
    """What a table of a kind may have: its places, and the names of columns that are written by
    exports and say nothing that a reporter fills in.
    """

    kind: str
    places: tuple[Place, ...]
    passed_over: tuple[str, ...] = ()
    few: tuple[str, ...] = ()  # the words for 1 to 4 persons


EXTERNAL_ID = "external_id"
