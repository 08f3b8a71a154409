"""The command line: `python -m system …`. Exit codes: 0 done, 1 the check failed, 2 wrong use."""

import gc

if __name__ == "__main__":
    # until all is imported: nothing of it is ever garbage, and looking for some is an eighth of a
    # start
    gc.disable()

import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TextIO, cast

import typer

from kernel import clock, logging
from system import commands, data_folder, garbage, telemetry
from system.background import BackgroundStream
from system.resources import SERVICES, CheckFailed, Settings, WrongUse, load

OWN_WORDS = "our own words? {kind} {code}, {field}: {words} words as on line {line}: {text}"
PLACES = {
    "Pages": "/",
    "Catalogue": "/catalog/docs",
    "Reports": "/reports/docs",
    "Indicators": "/indicators/docs",
    "Keys": "/access/docs",
}
LOADED = "{} filed, {} passed over, {} refused."
IMPORTED = "{matched} nodes match, {differed} differ, {missing} are missing."

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)
keys = typer.Typer(no_args_is_help=True, help="API keys")
programme = typer.Typer(no_args_is_help=True, help="The programme's official text")
ledger = typer.Typer(no_args_is_help=True, help="The ledger: every event in order, hash-chained")
ratifications = typer.Typer(no_args_is_help=True, help="Acts of states with regard to treaties")
app.add_typer(keys, name="keys")
app.add_typer(ratifications, name="ratifications")
app.add_typer(programme, name="programme")
app.add_typer(ledger, name="ledger")


@app.command()
def embedded() -> None:
    """Serve everything from this process."""
    from system import serving
    from system.embedded import Embedded

    settings = load()
    prepare(settings, "embedded")
    listener = serving.bind(settings)
    base = f"http://{settings.host}:{settings.port}"
    say(f"Starting on {base}, data in {settings.data_dir}.")
    at_terminal = sys.stdout.isatty()
    system = Embedded(settings, say, ready=lambda: addresses(base), at_terminal=at_terminal)
    raise typer.Exit(serving.serve(system, listener, trusted_proxies=settings.trusted_proxies))


def prepare(settings: Settings, name: str) -> None:
    """Logs and traces of this process; a line of the log holds up no request."""
    json, level = settings.log_format == "json", settings.log_level
    logging.configure(json=json, level=level, stream=cast(TextIO, BackgroundStream()))
    telemetry.configure(name)


def addresses(base: str) -> None:
    """Print the address of each part."""
    for name, path in PLACES.items():
        say(f"  {name:<11}{base}{path}")
    say("Ready. Ctrl-C stops.")


def say(line: str) -> None:
    """Print a line for the person who started this process."""
    print(line, flush=True)


def show(answer: Any) -> None:
    """Print an answer as readable JSON."""
    say(json.dumps(answer, ensure_ascii=False, indent=2))


def service(name: str) -> typer.Typer:
    """`<service> api` and `<service> worker`."""
    subcommands = typer.Typer(
        no_args_is_help=True, help=f"The {name} service in a process of its own"
    )

    @subcommands.command()
    def api() -> None:
        """Serve its API."""
        raise typer.Exit(serve_api(name))

    @subcommands.command()
    def worker() -> None:
        """Run its relay, its followers and its other background work; with METRICS_PORT its probes
        are served there.
        """
        raise typer.Exit(run_worker(name))

    return subcommands


def serve_api(name: str) -> int:
    """Serve the API of a service until a signal; returns the exit code."""
    from system import serving
    from system.standalone import Api

    settings = load()
    prepare(settings, f"{name}-api")
    listener = serving.bind(settings)
    return serving.serve(Api(settings, name), listener, trusted_proxies=settings.trusted_proxies)


def run_worker(name: str) -> int:
    """Run the background work of a service until a signal; returns the exit code."""
    from system import serving
    from system.standalone import Work, until_signalled

    settings = load()
    prepare(settings, f"{name}-worker")
    if settings.metrics_port is None:
        asyncio.run(until_signalled(Work(settings, name)))
        return 0
    listener = serving.bind(settings, settings.metrics_port)
    return serving.serve(Work(settings, name), listener)


of_service = {name: service(name) for name in SERVICES}
for name, subcommands in of_service.items():
    app.add_typer(subcommands, name=name)


@app.command()
def portal() -> None:
    """Serve the pages over the public addresses of the services (API_URL)."""
    from system import serving
    from system.standalone import pages

    settings = load()
    prepare(settings, "portal")
    pages_app = pages(settings)
    listener, trusted = serving.bind(settings), settings.trusted_proxies
    raise typer.Exit(serving.serve(pages_app, listener, lifespan="off", trusted_proxies=trusted))


@app.command()
def migrate() -> None:
    """Bring every database to the newest revision, and the catalogue to the programme's files."""
    changed = asyncio.run(commands.migrate())
    say(
        f"Migrated: {', '.join(changed)}."
        if changed
        else "Every database is at its newest revision."
    )


@of_service["aggregator"].command()
def rebuild() -> None:
    """Fill the indicators anew from the log beside the ones that serve, switch, compare."""
    garbage.spare_batches()
    show(commands.rebuild())


@of_service["aggregator"].command()
def verify() -> None:
    """Recompute every indicator from the log and compare, and check the ledger and the log; 1 when
    something differs or breaks.
    """
    answer = commands.verify()
    show(answer)
    raise typer.Exit(0 if answer["equal"] and commands.intact(answer["ledger"]) else 1)


@of_service["aggregator"].command()
def retry(position: Annotated[int, typer.Argument(min=1, max=2**63 - 1)]) -> None:
    """Try a parked message again, and those that wait behind it."""
    show(commands.within(lambda services: services.aggregator.retry(position=position)))


@of_service["reports"].command()
def republish(topic: str) -> None:
    """Append the whole ledger to a topic of the log, or what it lacks of it; to the relay's own (a
    new log) only while no relay works.
    """
    show(commands.republish(topic))


@keys.command()
def issue(
    actor: Annotated[
        str, typer.Option(help="the actor it speaks for; none for an administrator's key")
    ] = "",
    scope: Annotated[list[str] | None, typer.Option(help="may be given several times")] = None,
    label: Annotated[str, typer.Option(help="what it is for")] = "command line",
    days: Annotated[int, typer.Option(min=1, max=400)] = 365,
    network: Annotated[
        list[str] | None, typer.Option(help="addresses it may be used from (CIDR)")
    ] = None,
) -> None:
    """Issue a key; it is shown this once."""
    expires = clock.stamp(clock.now() + timedelta(days=days))
    what, networks = (actor or None, scope or [], expires, label), network or []
    show(commands.within(lambda services: services.access.issue(*what, networks)))


@keys.command()
def revoke(key_id: str) -> None:
    """Revoke a key; every service refuses it when this ends."""
    commands.within(lambda services: services.access.revoke(key_id=key_id))
    say(f"{key_id} is revoked.")


@keys.command()
def rotate(key_id: str, overlap_hours: Annotated[int, typer.Option(min=0, max=168)] = 24) -> None:
    """Issue a successor; both are valid during the overlap."""
    show(
        commands.within(
            lambda services: services.access.rotate(key_id=key_id, overlap_hours=overlap_hours)
        )
    )


@programme.command("import-text")
def import_text(
    file: Path, lang: Annotated[str, typer.Option()], edition: str = "2016-draft"
) -> None:
    """Import the official document: stores the nodes that match, names those that do not; 1 when
    there are any. Tells where our own texts have more than ten words of it in a row.
    """
    report = commands.import_text(file, lang, edition)
    for line in _told(report):
        say(line)
    raise typer.Exit(1 if report["differed"] or report["missing"] else 0)


def _told(report: dict[str, Any]) -> Iterator[str]:
    """What an import found, line by line."""
    yield from (f"differs: {node['code']}" for node in report["differed"])
    yield from (f"missing: {code}" for code in report["missing"])
    yield from (OWN_WORDS.format(**run) for run in report["runs"])
    counts = {name: len(found) for name, found in report.items() if isinstance(found, list)}
    yield IMPORTED.format(**counts)


@ratifications.command("load")
def load_ratifications(
    file: Path,
    instrument: Annotated[str, typer.Option(help="code of the treaty")] = "ICRMW",
    source: Annotated[
        str, typer.Option(help="where the dates were read")
    ] = "UN Treaty Collection, chapter IV-13",
) -> None:
    """File the acts of a table as published submissions of the General Secretariat; what was filed
    before is passed over. 1 when lines are refused.
    """
    loaded = commands.load_ratifications(file, instrument, source)
    refused = loaded["refused"]
    for one in refused:
        say(f"line {one['line']}: {one['detail']}")
    say(LOADED.format(loaded["filed"], loaded["passed_over"], len(refused)))
    raise typer.Exit(1 if refused else 0)


@ledger.command("export")
def export(file: Annotated[Path | None, typer.Argument()] = None) -> None:
    """Write the ledger as JSON Lines, to a file or to standard output."""
    count = commands.export(file)
    print(f"{count} events.", file=sys.stderr)


@ledger.command("verify")
def verify_ledger(file: Annotated[Path | None, typer.Argument()] = None) -> None:
    """Check an exported ledger offline, or without a file the one of this installation and its copy
    in the log: intact, or the position at which it breaks (1).
    """
    if file is None:
        raise typer.Exit(_verify_own_ledger())
    count, broken = commands.verify_ledger(file)
    say(f"Intact: {count} events." if broken is None else f"Broken at position {broken}.")
    raise typer.Exit(0 if broken is None else 1)


def _verify_own_ledger() -> int:
    """Say what the check found; returns the exit code."""
    found = commands.verify_own_ledger()
    if commands.intact(found):
        say(f"Intact: {found['events']} events.")
        return 0
    for place, position in (("", found["broken_at"]), (" in the log", found["log_broken_at"])):
        if position is not None:
            say(f"Broken at position {position}{place}.")
    return 1


@app.command()
def backup(archive: Path) -> None:
    """Write everything (databases, secrets) into one archive, beside a running server."""
    from system import backup as backups

    say(f"Kept in {archive}: {', '.join(backups.backup(load(), archive))}.")


@app.command()
def restore(archive: Path) -> None:
    """Put an archive into empty databases and an empty DATA_DIR."""
    from system import backup as backups

    say(f"Restored: {', '.join(backups.restore(load(), archive))}.")


@app.command()
def refill(topic: str) -> None:
    """Have a topic filled again from its ledger when the log has lost it whole."""
    from system import backup as backups

    backups.refill(load(), topic)
    say(f"{topic} is being filled by its relay, and read again by everybody.")


def main() -> None:
    """Run the command; wrong use is one line on standard error and exit 2, a check that
    failed one and exit 1.
    """
    data_folder.restrict()
    garbage.resume()
    try:
        app()
    except (WrongUse, CheckFailed) as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, WrongUse) else 1)


if __name__ == "__main__":
    main()
