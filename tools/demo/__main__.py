"""`make demo`: fill a folder of its own with the demonstration, once, and serve it."""

import argparse
import asyncio
import os
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import uvloop

from kernel import clock, logging
from system import data_folder, garbage
from system.resources import Settings, WrongUse, load
from tools.demo import story
from tools.demo.world import Refused, world

SEED, YEARS = 20_160_419, 10
FOLDER = "var/demo"
KEPT = ("HOST", "PORT", "LOG_FORMAT", "LOG_LEVEL")  # of what the environment sets
KEYS, LOADED = "keys.txt", "loaded"
SHOWN = {  # the desk of each, and whose key opens it
    "a State": "COL",
    "an organ": "CIM",
    "the Secretariat": "secretariat",
    "CAM": "chair",
    "the experts": "EXPERTS",
}
WIDTH = 24


def environment(folder: Path) -> dict[str, str]:
    """This process's own, without what would have the system keep or send something elsewhere."""
    ours = {name.upper() for name in Settings.model_fields} - set(KEPT)
    others = {name: value for name, value in os.environ.items() if name.upper() not in ours}
    return {**others, "DATA_DIR": str(folder), "DEMONSTRATION": "true"}


def begun(folder: Path) -> bool:
    """Whether the folder holds a whole demonstration; what is left of one that was broken off is
    removed. Raises WrongUse for a folder with other data.
    """
    if (folder / LOADED).is_file():
        return True
    if data_folder.is_demonstration(folder):
        shutil.rmtree(folder)
    elif folder.is_dir() and any(folder.iterdir()):
        raise WrongUse(f"{folder} holds other data: the demonstration needs a folder of its own")
    return False


async def fill(settings: Settings, seed: int, years: int, thinned: int) -> int:
    """Let the years pass over an empty folder; returns how many requests that took."""
    today, began = clock.today(), time.monotonic()
    told = story.years(today, years)

    def progress(year: int, reports: int) -> None:
        done = WIDTH * (year - told.start) // len(told)
        bar = "#" * done + "." * (WIDTH - done)
        say(f"  {year}  {bar}  {reports:>4} reports, {time.monotonic() - began:.0f} s")

    async with world(settings, story.first_day(today, years), lambda _line: None) as made:
        await story.tell(made, seed, told, progress, thinned)
        await made.settle("catalog", "access", "indicators")
    write_keys(settings.data_dir, made.keys)
    (settings.data_dir / LOADED).write_text(f"seed {seed}, {years} years\n")
    return made.requests


def write_keys(folder: Path, keys: Mapping[str, str]) -> None:
    """A key for each desk: of made-up actors' work, readable by its owner alone."""
    lines = [f"{desk}: {keys[name]}\n" for desk, name in SHOWN.items()]
    (folder / KEYS).write_text("".join(lines))


def say(line: str) -> None:
    """Print a line for the person who started this."""
    print(line, flush=True)


def prepare(folder: Path, chosen: argparse.Namespace) -> None:
    """Fill the folder unless it is filled. Raises WrongUse, Refused."""
    if begun(folder):
        return
    say(f"Filling {folder} with made-up data; this is done once.")
    began = time.monotonic()
    garbage.resume()
    garbage.spare_batches()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        requests = runner.run(fill(load(), chosen.seed, chosen.years, chosen.thinned))
    say(f"{requests:,} requests in {time.monotonic() - began:.0f} s.")


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--years", type=int, default=YEARS, choices=range(1, YEARS + 1))
    parser.add_argument("--thinned", type=int, default=1, help="send each so manieth report")
    parser.add_argument("--fill-only", action="store_true", help="do not serve it")
    return parser.parse_args()


def main() -> None:
    """Fill, then become the server; exit code 2 when there can be no demonstration."""
    chosen = arguments()
    folder = Path(os.environ.get("DATA_DIR") or FOLDER)
    own = environment(folder)
    os.environ.clear()
    os.environ.update(own)
    data_folder.restrict()
    logging.configure(json=False, level="ERROR")
    try:
        prepare(folder, chosen)
    except (WrongUse, Refused) as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
    if not chosen.fill_only:
        say(f"Keys to sign in with, one for each desk: {folder / KEYS}")
        os.execv(sys.executable, [sys.executable, "-m", "system", "embedded"])  # noqa: S606


if __name__ == "__main__":
    main()
