"""The memory log keeps the promises of a log, and its own: no holes."""

import pytest

from kernel.errors import LogConflict
from kernel.eventlog.memory import MemoryLog
from tests.kernel.eventlog import behaviour


class TestMemory(behaviour.Behaviour):
    @pytest.fixture
    def make(self) -> behaviour.Make:
        return MemoryLog

    async def test_refuses_a_hole(self, log: MemoryLog) -> None:
        with pytest.raises(LogConflict, match="hole"):
            await log.append("t", behaviour.records("t", [2]))
