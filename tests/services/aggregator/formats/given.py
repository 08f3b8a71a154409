"""What is described in the tests of the descriptions."""

from services.aggregator.domain.observations import Foot
from services.aggregator.domain.structure import Actor, Structure
from services.aggregator.formats.about import Described

ACTORS = {"CIM": Actor("CIM", "organ", None), "STATES": Actor("STATES", "group", None)}
STRUCTURE = Structure("e", "2016-04-19", ("SO-1", "GO-1"), {}, {}, ACTORS, {})
OF = Described(STRUCTURE, Foot("e", 3, "2026-01-01T00:00:00.000000Z"))
