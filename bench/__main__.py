"""The command line:

`python -m bench [name …]`. Exit codes: 0 done, 1 a check did not hold, 2 something is missing or
the name is wrong.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from bench import load, results
from bench.rounds import Broken, Finding, Missing
from bench.running import Ground
from tools.components import processes

Bench = Callable[[Ground], Finding | int]


def benches() -> dict[str, Bench]:
    """Every bench by its name."""
    # late: a wrong name is answered at once
    from bench import folding, growth, ingest, pages, plans, reads, starting, streaming, visible

    return {
        "ingest-postgresql": ingest.postgresql,
        "ingest-sqlite": ingest.sqlite,
        "ingest-postgresql-rows": ingest.postgresql_rows,
        "ingest-sqlite-rows": ingest.sqlite_rows,
        "ingest-usual": ingest.usual,
        "read-200": reads.changed,
        "read-304": reads.unchanged,
        "page-anew": pages.anew,
        "fold-live": folding.live,
        "rebuild": folding.rebuild,
        "rebuild-decode": folding.rebuild_decode,
        "visible-embedded": visible.embedded,
        "visible-production": visible.production,
        "stream": streaming.update,
        "start": starting.seconds,
        "memory": starting.memory,
        "growth-ingest": growth.ingest,
        "growth-read": growth.read,
        "growth-list": growth.listed,
        "growth-indicator": growth.indicator,
        "growth-as-of": growth.as_of,
        "growth-evidence": growth.evidence,
        "explain": plans.explain,
    }


def main(names: list[str]) -> int:
    """Run these, or all."""
    known = benches()
    if unknown := [name for name in names if name not in known]:
        print(
            f"There is no bench {', '.join(unknown)}. There are: {', '.join(known)}.",
            file=sys.stderr,
        )
        return 2
    print(
        f"{results.machine()}\n"
        + ", ".join(f"{name} {version}" for name, version in results.versions().items()),
        flush=True,
    )
    try:
        load.need_wrk()
        with Ground() as ground:
            for name in names or known:
                began = time.monotonic()
                found = known[name](ground)
                if isinstance(found, Finding):
                    tell(results.save(found))
                print(f"  {name} took {time.monotonic() - began:.0f} s", flush=True)
                ground.clear()
    except (Missing, processes.Missing) as missing:
        print(f"missing: {missing}", file=sys.stderr)
        return 2
    except Broken as broken:
        print(f"broken: {broken}", file=sys.stderr)
        return 1
    return 0


def tell(row: dict[str, Any]) -> None:
    """A result in a line."""
    figure = row["p99_ms"] if row["ratio"] is None else row["ratio"]
    print(
        f"{row['name']}: {figure} (from {row['low']} to {row['high']}) {row['unit']}; p99 "
        f"{row['p99_ms']} ms; beside it {row['limit']}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
