"""Settings → adapters: which databases, which event log, which pepper.

The only place that knows the alternatives.
"""

import ipaddress
import os
import socket
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from files import private
from kernel import clock
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.eventlog.database import DatabaseLog
from kernel.web.limits import PORTAL_HEADER, Rates
from system import data_folder

if TYPE_CHECKING:  # most processes need no client
    import httpx2

SERVICES = ("catalog", "access", "reports", "aggregator")
PREFIXES = {
    "catalog": "/catalog",
    "access": "/access",
    "reports": "/reports",
    "aggregator": "/indicators",
}


class WrongUse(Exception):
    """The command was used wrongly, or its surroundings do not allow it: one line for a person,
    exit 2.
    """


class CheckFailed(Exception):
    """What was to be checked or kept is not whole: one line for a person, exit 1."""


class Settings(BaseSettings):
    """What the environment says.

    Empty values mean the default: one process, SQLite files under `data_dir`.
    """

    model_config = SettingsConfigDict(extra="ignore")

    data_dir: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    database_url: str = ""
    database_url_file: Path | None = None
    catalog_database_url: str = ""
    access_database_url: str = ""
    reports_database_url: str = ""
    aggregator_database_url: str = ""
    event_log_url: str = ""
    api_url: str = ""
    access_url: str = ""
    last_use_seconds: float = Field(default=20.0, gt=0, le=60)
    key_env: str = Field(default="live", pattern=r"^[a-z0-9]{1,12}$")
    key_pepper: str = ""
    key_pepper_file: Path | None = None
    portal_secret: str = ""
    portal_secret_file: Path | None = None
    forwarded_allow_ips: str = ""
    demonstration: bool = False  # made-up data, in a DATA_DIR of its own
    four_eyes: bool = True  # of reports: a word that is no truth value ends the start
    mail_url: str = Field(default="", pattern=r"^($|file:|smtps?://)")
    mail_url_file: Path | None = None
    mail_from: str = ""
    focal_point_days: int = Field(default=730, ge=1)  # of access
    import_days: int = Field(default=14, ge=1, le=366)  # of reports
    public_url: str = Field(default="", pattern=r"^($|https?://)")
    oidc_issuer: str = Field(
        default="", pattern=r"^($|https://|http://(localhost|127\.0\.0\.1)[:/])"
    )
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_client_secret_file: Path | None = None
    oidc_keys_file: Path | None = None
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    rate_reads: int = Field(default=6_000, ge=1)
    rate_writes: int = Field(default=3_000, ge=1)
    rate_address: int = Field(default=12_000, ge=1)

    def url(self, name: str) -> str:
        """The database URL of a service (or of `eventlog`)."""
        own = str(getattr(self, f"{name}_database_url", ""))
        return (
            own or self.database_url or f"sqlite+aiosqlite:///{self.data_dir.resolve() / name}.db"
        )

    def in_folder(self, name: str) -> bool:
        """Whether the database of a service is a file in `data_dir`."""
        return not (self.database_url or getattr(self, f"{name}_database_url", ""))

    @field_validator("forwarded_allow_ips")
    @classmethod
    def _addresses(cls, text: str) -> str:
        # "*" would have the client itself choose the address it is taken for
        for address in _words(text):
            ipaddress.ip_network(address)
        return text

    @property
    def trusted_proxies(self) -> list[str]:
        """The addresses and networks whose `X-Forwarded-For` is believed; none by default."""
        return _words(self.forwarded_allow_ips)

    @property
    def rates(self) -> Rates:
        """Requests a minute."""
        return Rates(self.rate_reads, self.rate_writes, self.rate_address, self.portal_secret)

    @property
    def portal_headers(self) -> dict[str, str]:
        """What the portal sends with each call, so that none counts as a visitor's."""
        return {PORTAL_HEADER: self.portal_secret} if self.portal_secret else {}

    @property
    def bootstrap_key(self) -> Path:
        """The path of the first administrator's key."""
        return self.data_dir / "bootstrap.key"


def _words(text: str) -> list[str]:
    """The words of a list separated by commas or spaces."""
    return text.replace(",", " ").split()


def load() -> Settings:
    """The settings of this process.

    Raises WrongUse naming the variable that is wrong, or the folder that cannot be written.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise WrongUse(f"{str(first['loc'][0]).upper()}: {first['msg']}") from None
    _read_secrets(settings)
    _check_provider(settings)
    _writable(settings.data_dir)
    data_folder.tighten(settings.data_dir)
    _never_mixed(settings)
    return settings


def _read_secrets(settings: Settings) -> None:
    """Those that stand in files, where they are not set otherwise. Raises WrongUse."""
    for name in ("database_url", "portal_secret"):
        path = getattr(settings, f"{name}_file")
        if path and not getattr(settings, name):
            setattr(settings, name, _secret(f"{name}_file".upper(), path))
    if settings.mail_url_file:
        _secret("MAIL_URL_FILE", settings.mail_url_file)


def _never_mixed(settings: Settings) -> None:
    """Mark the folder of a demonstration, and know it by its mark. Raises WrongUse for one that
    holds real data, or would have its data elsewhere.
    """
    if settings.demonstration and not data_folder.is_demonstration(settings.data_dir):
        _begin_demonstration(settings)
    settings.demonstration = data_folder.is_demonstration(settings.data_dir)


def _begin_demonstration(settings: Settings) -> None:
    folder = settings.data_dir
    if settings.event_log_url or not all(map(settings.in_folder, SERVICES)):
        raise WrongUse("DEMONSTRATION: made-up data are kept in DATA_DIR alone")
    if data_folder.in_use(folder):
        raise WrongUse(f"DEMONSTRATION: DATA_DIR {folder} holds other data")
    data_folder.mark_demonstration(folder)


def _secret(variable: str, path: Path) -> str:
    """What a file holds that must not stand in the environment; an empty one is a mistake, never
    the default.
    """
    try:
        text = path.read_text().strip()
    except OSError as error:
        raise WrongUse(f"{variable} {path} cannot be read: {error.strerror}") from None
    if not text:
        raise WrongUse(f"{variable} {path} is empty")
    return text


def _check_provider(settings: Settings) -> None:
    """Whoever names a provider names all of it. Raises WrongUse."""
    if not settings.oidc_issuer:
        return
    if settings.oidc_client_secret_file:
        settings.oidc_client_secret = _secret(
            "OIDC_CLIENT_SECRET_FILE", settings.oidc_client_secret_file
        )
    for name in ("oidc_client_id", "oidc_client_secret", "oidc_keys_file"):
        if not getattr(settings, name):
            raise WrongUse(f"OIDC_ISSUER is set, but not {name.upper()}")


def _writable(folder: Path) -> None:
    """Try it with a file that has no name: processes that start at once must not take one another's
    probe away.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise WrongUse(f"DATA_DIR {folder} cannot be written: {error.strerror}") from None


def pepper(settings: Settings) -> str:
    """The installation's secret for keyed hashes: from the settings, or created once in the data
    folder (0600). Raises WrongUse.
    """
    if settings.key_pepper:
        return settings.key_pepper
    path = settings.key_pepper_file or settings.data_dir / "pepper"
    try:
        if settings.key_pepper_file is None and not path.exists():
            _write_secret(path, clock.salt() + clock.salt())
        return path.read_text().strip()
    except OSError as error:
        raise WrongUse(f"the key pepper {path} cannot be read: {error.strerror}") from None


def _write_secret(path: Path, text: str) -> None:
    """Create the file whole or not at all; whoever was faster wins."""
    temporary = path.with_name(f"{path.name}.{clock.salt()}")
    with private.create(temporary) as file:
        file.write(f"{text}\n".encode())
    try:
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()


def event_log(settings: Settings) -> EventLog:
    """The log the URL names:

    Kafka by one client (`kafka://host:port`) or the other (`confluent://…`), else a table in a
    database.
    """
    scheme, _, brokers = settings.event_log_url.partition("://")
    if scheme == "kafka":
        # imported late, as below: one process does not need the client
        from kernel.eventlog.kafka import KafkaLog

        log: EventLog = KafkaLog(brokers)
        return log
    if scheme == "confluent":
        from system.confluent import ConfluentLog

        return ConfluentLog(brokers)
    return DatabaseLog(Database(log_database(settings)))


def log_database(settings: Settings) -> str:
    """The URL of the database that holds the log, empty when the log is Kafka."""
    return (
        ""
        if settings.event_log_url.startswith(("kafka://", "confluent://"))
        else settings.event_log_url or settings.url("eventlog")
    )


@dataclass(frozen=True, slots=True)
class Resources:
    """What one process works with: a database for each of its services, the log, and its name as a
    lease owner. `client`: its base is the public address of all services, where it is known.
    """

    settings: Settings
    databases: dict[str, Database]
    log: EventLog
    pepper: str
    owner: str
    client: "httpx2.AsyncClient | None" = None

    async def start(self) -> None:
        """Open everything."""
        for database in self.databases.values():
            await database.start()
        await self.log.start()

    async def stop(self) -> None:
        """Close everything."""
        await self.log.stop()
        for database in self.databases.values():
            await database.stop()


def resources(settings: Settings, services: tuple[str, ...] = SERVICES) -> Resources:
    """Adapters for these services; nothing is opened yet."""
    owner = f"{socket.gethostname()}-{os.getpid()}-{clock.salt()[:8]}"
    return Resources(
        settings,
        {name: Database(settings.url(name), name) for name in services},
        event_log(settings),
        pepper(settings),
        owner,
    )
