"""Every reading operation under random requests over the real server."""

import pytest

from tests.system.fuzz.fuzzing import READS, System


@pytest.mark.timeout(3600)
def test_no_request_breaks_a_read(system: System) -> None:
    system.fuzz_all([each for each in system.operations() if each.method in READS])
