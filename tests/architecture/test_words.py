"""Words that may stand in one place only: how we are wired, who commits, what time it is; and names
that never leave a machine.
"""

import re
from pathlib import Path

from tests.architecture import tree

CLOCK = re.compile(
    r"^(datetime\.(datetime|date)\.(now|utcnow|today)|time\.(time|time_ns|localtime|gmtime|ctime|strftime)|uuid\.(uuid\d|getnode)"
    r"|os\.(urandom|getrandom)|(secrets|random)(\..+)?)$"
)
WIRING = re.compile(r"embedded|is_testing", re.IGNORECASE)

# put together here, so that this file does not name them
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("crates", "io"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("proxy", "golang", "org"),
        ("repo1", "maven", "org"),
        ("repo", "maven", "apache", "org"),
        ("deb", "debian", "org"),
        ("nuget", "org"),
        ("rubygems", "org"),
    )
]
SHAPES = ["/sim" + "ple/", "/packages/[0-9a-f]{2}/", "mav" + "en2/", "/-/[a-z0-9._-]+[.]tgz"]
REGISTRY = re.compile(
    "|".join([*map(re.escape, HOSTS), *(rf"https?://[^ \"']*{shape}" for shape in SHAPES)])
)
MACHINE = re.compile(
    r"(?<![\w.}\])-])/(?:"
    + "|".join(["wo" + "rk", "ro" + "ot", "ho" + r"me/\w+", "tmp/te" + "am"])
    + r")(?:/|\b(?![/\w]))"
)


def outside(allowed: str) -> list[Path]:
    return [
        path
        for path in (*tree.modules(), *tree.migrations())
        if not path.as_posix().startswith(allowed)
    ]


def test_only_system_knows_how_it_is_wired() -> None:
    found = {
        (path, line, word[:60])
        for path in outside("system/")
        for line, word in tree.words(path)
        if WIRING.search(word)
    }
    assert [f"{path}:{line} {word}" for path, line, word in sorted(found)] == []


def test_only_the_database_door_commits() -> None:
    # which ends the transaction of its own lock
    doors = [path for path in outside("kernel/db") if path.as_posix() != "alembic/env.py"]
    found = [
        f"{path}:{line} {name}"
        for path in doors
        for line, name in tree.attributes(path)
        if name == "commit"
    ]
    assert found == []


def test_only_the_clock_tells_time_and_draws_lots() -> None:
    checked = outside("kernel/clock.py")
    used = {
        (path, line, name)
        for path in checked
        for line, name in (*tree.names_used(path), *tree.imports(path))
        if CLOCK.match(name)
    }
    assert [f"{path}:{line} {name}" for path, line, name in sorted(used)] == []


def test_no_tracked_file_names_a_registry() -> None:
    assert [
        f"{path}:{line} {text}"
        for path in tree.tracked()
        for line, text in tree.matches(REGISTRY, path)
    ] == []


def test_no_tracked_file_names_a_path_of_somebodys_machine() -> None:
    assert [
        f"{path}:{line} {text}"
        for path in tree.tracked()
        for line, text in tree.matches(MACHINE, path)
    ] == []


def test_the_patterns_find_what_they_are_for() -> None:
    for name in (
        "datetime.datetime.now",
        "time.time",
        "uuid.uuid4",
        "secrets.token_hex",
        "random",
        "os.urandom",
    ):
        assert CLOCK.match(name), name
    for name in (
        "time.monotonic",
        "time.sleep",
        "time.perf_counter",
        "uuid.UUID",
        "datetime.datetime.fromisoformat",
        "kernel.clock.now",
    ):
        assert not CLOCK.match(name), name
    for text in (" /wo" + "rk/main", "'/ro" + "ot/.x'", "=/ho" + "me/somebody/x"):
        assert MACHINE.search(text), text
    for text in ("net/wo" + "rk/x", "/wo" + "rkers", "https://example.org/wo" + "rk/"):
        assert not MACHINE.search(text), text
    assert REGISTRY.search("https://" + "files.pythonho" + "sted.org/x")
