"""What a first start does, by a process of its own, which is this module run by itself: it migrates
the tables and loads the program's files. What it reads would stay in the memory of one that serves.
"""

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from typing import Any, NamedTuple

from kernel.errors import Problem, Unavailable
from system import composition, migrations
from system.resources import Resources, Settings, resources

COMMAND = (sys.executable, "-m", "system.beginning")
UNAVAILABLE = 75  # the exit code of "try again later"


class Begun(NamedTuple):
    """The services whose tables were behind, and what was loaded of the program."""

    migrated: list[str]
    loaded: str | None = None


async def begin_apart(process: Resources) -> Begun:
    """Migrate and load where tables are behind. Raises Unavailable, RuntimeError with what went
    wrong there.
    """
    urls = composition.urls(process)
    behind = {name: url for name, url in urls.items() if await migrations.is_behind(name, url)}
    if not behind:
        return Begun([])
    given = {"urls": behind, "settings": process.settings.model_dump(mode="json")}
    return Begun(*json.loads(await asyncio.to_thread(_run_apart, given)))


def _run_apart(given: dict[str, Any]) -> str:
    # the addresses hold passwords, which an argument would show to everybody on the machine
    done = subprocess.run(  # noqa: S603 -- our own interpreter and module
        COMMAND,
        check=False,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        cwd=migrations.ROOT,
    )
    if done.returncode == UNAVAILABLE:
        raise Unavailable(done.stderr.strip())
    if done.returncode:
        raise RuntimeError(f"the databases were not migrated:\n{done.stderr.strip()}")
    return done.stdout.splitlines()[-1]  # behind what the log says


async def _begin(urls: dict[str, str], settings: Settings) -> Begun:
    migrated = await migrations.upgrade_all(urls)
    return Begun(migrated, await _load(settings))


async def _load(settings: Settings) -> str | None:
    """What was loaded; None also where the files are wrong: who serves says so."""
    process = resources(settings, ("catalog",))
    try:
        await process.databases["catalog"].start()
        with suppress(Problem):
            return await composition.build(process).catalog.load()
    finally:
        await process.databases["catalog"].stop()
    return None


def main() -> int:
    """Begin what the standard input names; says what was done as JSON."""
    given = json.load(sys.stdin)
    try:
        begun = asyncio.run(_begin(given["urls"], Settings(**given["settings"])))
    except Unavailable as error:
        sys.stderr.write(str(error))
        return UNAVAILABLE
    sys.stdout.write(f"\n{json.dumps(begun)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
