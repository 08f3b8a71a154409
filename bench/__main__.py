"""The command line: `python -m bench [name …]`. Exit codes: 0 done, 1 a check did not hold, 2 something is missing or the name is wrong."""

import sys
from collections.abc import Callable

from bench import results
from bench.rounds import Broken, Finding, Missing
from tests.components import processes

Bench = Callable[[], Finding]


def benches() -> dict[str, Bench]:
    """Every bench by its name."""
    from bench import ingest, reads

    return {
        "ingest-postgresql": ingest.postgresql, "ingest-sqlite": ingest.sqlite, "read-200": reads.changed, "read-304": reads.unchanged,
    }


def main(names: list[str]) -> int:
    """Run these, or all."""
    known = benches()
    if unknown := [name for name in names if name not in known]:
        print(f"There is no bench {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    print(f"{results.machine()}\n{', '.join(f'{name} {version}' for name, version in results.versions().items())}", flush=True)
    for name in names or known:
        try:
            row = results.keep(known[name]())
        except (Missing, processes.Missing) as missing:
            print(f"missing: {missing}", file=sys.stderr)
            return 2
        except Broken as broken:
            print(f"broken: {broken}", file=sys.stderr)
            return 1
        print(f"{name}: {row['ratio']} (from {row['low']} to {row['high']}) {row['unit']}, p99 {row['p99_ms']} ms; {row['limit']}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
