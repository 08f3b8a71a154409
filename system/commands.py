"""What the command line does: one coroutine a command, over the services' front doors, beside a
running server or without one.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kernel import chain, run
from kernel.errors import Problem, Unavailable
from system import composition
from system.operations import Services
from system.resources import WrongUse, load, resources

T = TypeVar("T")


def within(work: Callable[[Services], Awaitable[T]], *, settle: bool = True) -> T:
    """Run a command over all services; it ends when every service has taken in what it changed."""
    return asyncio.run(_within(work, settle))


async def _within(work: Callable[[Services], Awaitable[T]], settle: bool) -> T:
    with_ = resources(load())
    built = composition.build(with_)
    await composition.migrate(with_)
    await with_.start()
    try:
        await built.catalog.load()
        answer = await work(built)
        if settle:
            await run.settle(composition.workers(built))
        return answer
    except Problem as problem:
        raise WrongUse(
            "; ".join([problem.detail, *(f"{e.pointer} {e.detail}" for e in problem.errors)])
        ) from None
    except ValidationError as error:
        raise WrongUse(
            "; ".join(f"{'/'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        ) from None
    except (Unavailable, TimeoutError) as error:
        raise WrongUse(f"the database or the event log does not answer: {error}") from None
    finally:
        await with_.stop()


async def migrate() -> list[str]:
    """Bring all tables to the newest revision, and the catalogue to the programme's files."""
    with_ = resources(load())
    try:
        changed = await composition.migrate(with_)
        await with_.databases["catalog"].start()
        await composition.build(with_).catalog.load()
    except Problem as problem:
        raise WrongUse(problem.detail) from None
    except Unavailable as error:
        raise WrongUse(str(error)) from None
    finally:
        await with_.databases["catalog"].stop()
    return changed


def import_text(path: Path, lang: str, edition: str) -> dict[str, Any]:
    """Import an official text; the answer names what matched, differed and is missing."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise WrongUse(f"{path} is not UTF-8") from None
    return within(lambda built: built.catalog.import_text(edition=edition, lang=lang, text=text))


def rebuild() -> dict[str, Any]:
    """Fill the indicators anew from the log, compare, switch."""
    return _shown(
        "Rebuilding from the log",
        lambda built, progress: built.aggregator.rebuild(progress=progress),
    )


def republish(topic: str) -> dict[str, Any]:
    """Append the whole ledger to a topic, or what it lacks of it."""
    # nothing to settle: no service follows a new topic, and on a new log their offsets mean nothing
    # yet
    what = f"Republishing to {topic}"
    return _shown(
        what,
        lambda built, progress: built.reports.republish(topic=topic, progress=progress),
        settle=False,
    )


def _shown(
    what: str,
    work: Callable[[Services, Callable[[int, int], None]], Awaitable[T]],
    *,
    settle: bool = True,
) -> T:
    """Run a command over all services with a progress bar."""
    from rich.console import Console  # both imported late: only these commands draw
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=None)
        return within(
            lambda built: work(
                built, lambda done, total: progress.update(task, completed=done, total=total)
            ),
            settle=settle,
        )


def export(path: Path | None) -> int:
    """Write the ledger as JSON Lines; returns how many lines."""

    async def work(built: Services) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        while page := await built.reports.ledger(after=len(items)):
            items += page
        return items

    items = within(work)
    lines = "".join(
        json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n" for item in items
    )
    if path is None:
        print(lines, end="")
    else:
        _write(path, lines)
    return len(items)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"{path} cannot be written: {error.strerror}") from None


def broken_at(items: Iterable[dict[str, Any]]) -> int | None:
    """The first position at which an exported ledger does not hold together; None when it is whole.

    Needs nothing but the items.
    """
    previous = chain.GENESIS
    for expected, item in enumerate(items, start=1):
        try:
            intact = (
                item["position"] == expected
                and item["previous_hash"] == previous
                and _digest(item) == item["digest"]
            )
            previous = chain.link(previous, expected, item["digest"])
            intact = intact and previous == item["hash"]
        except (KeyError, ValueError, TypeError, AttributeError):
            return expected
        if not intact:
            return expected
    return None


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
    try:
        items = [
            json.loads(line)
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise WrongUse(f"{path} is not JSON Lines: {error}") from None
    if not items:
        raise WrongUse(f"{path} is not intact: it holds no event")
    return len(items), broken_at(items)
