"""Operations in chains of random requests that feed one another, over the real server."""

import pytest

from system.resources import PREFIXES
from tests.system.fuzz.fuzzing import EXAMPLES, System


@pytest.mark.timeout(3600)
def test_no_chain_of_requests_breaks_an_operation(system: System) -> None:
    for prefix in PREFIXES.values():
        told = system.chain(prefix, runs=max(20, EXAMPLES // 10))
        print(prefix, told)
        assert sum(number for (_, status), number in told.items() if status < 300), told
