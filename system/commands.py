"""What the command line does: one coroutine a command, over the operations of the services, beside
a running server or without one.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kernel import chain, run
from kernel.errors import Damaged, Problem, Unavailable
from system import composition, integrity, migrations
from system.operations import Services
from system.resources import SERVICES, CheckFailed, WrongUse, load, resources

T = TypeVar("T")

TIME_LENGTH = 27  # of an instant in the ledger: microseconds, `Z`


def within(
    work: Callable[[Services], Awaitable[T]],
    *,
    settle: bool = True,
    names: tuple[str, ...] = SERVICES,
) -> T:
    """Run a command over services, all unless some are named; it ends when each of them has applied
    what it changed. Raises WrongUse.
    """
    return asyncio.run(_within(work, settle, names))


async def _within(
    work: Callable[[Services], Awaitable[T]], settle: bool, names: tuple[str, ...]
) -> T:
    process = resources(load(), names)
    services = composition.build(process)
    try:
        with _one_line():
            await migrations.upgrade_all(composition.urls(process))
            await process.start()
            if "catalog" in names:
                await services.catalog.load()
            answer = await work(services)
            if settle:
                await run.settle(composition.workers(services))
            return answer
    finally:
        await process.stop()


@contextmanager
def _one_line() -> Iterator[None]:
    """What a service refuses as WrongUse, in one line."""
    try:
        yield
    except Problem as problem:
        fields = [f"{error.pointer} {error.detail}" for error in problem.errors]
        raise WrongUse("; ".join([problem.detail, *fields])) from None
    except ValidationError as error:
        raise WrongUse("; ".join(map(_field, error.errors()))) from None
    except Damaged as error:
        raise CheckFailed(str(error)) from None
    except (Unavailable, TimeoutError) as error:
        raise WrongUse(f"the database or the event log does not answer: {error}") from None


def _field(error: ErrorDetails) -> str:
    return f"{'/'.join(map(str, error['loc']))}: {error['msg']}"


async def migrate() -> list[str]:
    """Bring all tables to the newest revision, and the catalogue to the programme's files."""
    process = resources(load())
    catalog = process.databases["catalog"]
    try:
        migrated = await migrations.upgrade_all(composition.urls(process))
        await catalog.start()
        await composition.build(process).catalog.load()
    except (Problem, Unavailable) as error:
        raise WrongUse(error.detail if isinstance(error, Problem) else str(error)) from None
    finally:
        await catalog.stop()
    return migrated


def import_text(path: Path, lang: str, edition: str) -> dict[str, Any]:
    """Import an official text; the answer names what matched, differed and is missing."""
    text = _read(path)
    return within(
        lambda services: services.catalog.import_text(edition=edition, lang=lang, text=text)
    )


def _read(path: Path) -> str:
    """The text of a file, its line ends as they are. Raises WrongUse."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise WrongUse(f"{path} is not UTF-8") from None


def load_ratifications(path: Path, instrument: str, source: str) -> dict[str, Any]:
    """File the acts of a file; the answer counts them, and names the lines that are refused."""
    text = _read(path)

    async def work(services: Services) -> dict[str, Any]:
        await run.settle(composition.workers(services))  # the catalogue has reached every service
        try:
            return await services.reports.load_acts(text, instrument, source)
        except ValueError as error:
            raise WrongUse(f"{path}: {error}") from None

    return within(work)


def rebuild() -> dict[str, Any]:
    """Fill the indicators anew from the log, switch, compare."""
    return _with_progress(
        "Rebuilding from the log",
        lambda services, progress: services.aggregator.rebuild(progress=progress),
        names=("aggregator",),
    )


def republish(topic: str) -> dict[str, Any]:
    """Append the whole ledger to a topic, or what it lacks of it."""
    # nothing to settle: no service follows a new topic, and on a new log their offsets mean nothing
    # yet
    what = f"Republishing to {topic}"
    return _with_progress(
        what,
        lambda services, progress: services.reports.republish(topic=topic, progress=progress),
        settle=False,
    )


def _with_progress(
    what: str,
    work: Callable[[Services, Callable[[int, int], None]], Awaitable[T]],
    *,
    settle: bool = True,
    names: tuple[str, ...] = SERVICES,
) -> T:
    """Run a command over services with a progress bar."""
    from rich.console import Console  # both imported late: only these commands draw
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return within(lambda services: work(services, progress), settle=settle, names=names)


def export(path: Path | None) -> int:
    """Write the ledger as JSON Lines; returns how many lines."""

    items = within(_whole_ledger)
    lines = "".join(map(_line, items))
    if path is None:
        print(lines, end="")
    else:
        _write(path, lines)
    return len(items)


async def _whole_ledger(services: Services) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while page := await services.reports.ledger(after=len(items)):
        items += page
    return items


def _line(item: dict[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"{path} cannot be written: {error.strerror}") from None


def verify() -> dict[str, Any]:
    """Recompute the indicators, and check the ledger that they rest on. Raises CheckFailed for a
    damaged file.
    """
    integrity.require_whole(load())
    return within(_verify)


async def _verify(services: Services) -> dict[str, Any]:
    indicators = await services.aggregator.verify()
    return {**indicators, "ledger": await _check_ledger(services)}


def verify_own_ledger() -> dict[str, Any]:
    """Check the ledger of this installation: its chain in the database, and its copy in the log.
    Raises CheckFailed for a damaged file.
    """
    integrity.require_whole(load())
    return within(_check_ledger)


async def _check_ledger(services: Services) -> dict[str, Any]:
    """How many events stand in the ledger, and where it and the log break (None: nowhere)."""
    events, previous, broken = 0, chain.GENESIS, None
    while broken is None and (page := await services.reports.entries(after=events)):
        broken = broken_at(page, events + 1, previous)
        events, previous = events + len(page), page[-1]["hash"]
    in_log = await services.reports.log_broken_at()
    return {"events": events, "broken_at": broken, "log_broken_at": in_log}


def intact(ledger: dict[str, Any]) -> bool:
    """Whether a check found nothing that breaks."""
    return ledger["broken_at"] is None and ledger["log_broken_at"] is None


def broken_at(
    items: Iterable[dict[str, Any]], first: int = 1, previous: str = chain.GENESIS
) -> int | None:
    """The first position at which a ledger does not hold together; None when it is whole.

    Needs nothing but the items, those after the position before `first`, whose hash is `previous`.
    """
    for position, item in enumerate(items, start=first):
        if not _follows(item, position, previous):
            return position
        previous = item["hash"]
    return None


def _follows(item: dict[str, Any], position: int, previous: str) -> bool:
    """Whether an item is the one at this position after the item with this hash."""
    try:
        in_order = item["position"] == position and item["previous_hash"] == previous
        return in_order and _says_what_its_data_say(item) and _is_linked(item)
    except (KeyError, ValueError, TypeError, AttributeError):
        return False


def _is_linked(item: dict[str, Any]) -> bool:
    """Whether its digest and its hash are those of what it says."""
    if _digest(item) != item["digest"] or len(item["time"]) != TIME_LENGTH:
        return False
    before = (item["previous_hash"], item["position"], item["time"])
    return bool(chain.link(*before, item["digest"]) == item["hash"])


def _says_what_its_data_say(item: dict[str, Any]) -> bool:
    """Whether `subject` and `revision`, which no digest covers, are those that the event's data
    name; what the data do not name cannot be compared.
    """
    data = item.get("data") or {}
    about = "cycle" if data.get("cycle") is not None else "submission"
    named = {"subject": about, "revision": "revision"}.items()
    return all(item[name] == data[member] for name, member in named if member in data)


def _digest(item: dict[str, Any]) -> str:
    """The digest recomputed where the event's members are exported, else the one given (the reader
    may not see the rest).
    """
    if item.get("salt") is None or item.get("data") is None:
        return str(item["digest"])
    return chain.digest(chain.canonical(item["data"]), item["id"], item["salt"], item["type"])


def verify_ledger(path: Path) -> tuple[int, int | None]:
    """(number of items, first broken position or None) of an exported ledger.

    Raises WrongUse for a file that cannot be read or holds no event.
    """
    items = _read_items(path)
    if not items:
        raise WrongUse(f"{path} is not intact: it holds no event")
    return len(items), broken_at(items)


def _read_items(path: Path) -> list[dict[str, Any]]:
    """The items of JSON Lines. Raises WrongUse."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise WrongUse(f"{path} is not JSON Lines: {error}") from None
