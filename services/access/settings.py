"""What can be set of this service: where its mail goes, and what links in it begin with."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

SENDER = "noreply@localhost"


class Settings(BaseSettings):
    """Read from the environment."""

    model_config = SettingsConfigDict(extra="ignore")

    data_dir: Path = Path("var")
    mail_url: str = "file:"
    mail_url_file: Path | None = None
    mail_from: str = SENDER
    public_url: str = ""
    focal_point_days: int = Field(default=730, ge=1)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)

    @property
    def links(self) -> str:
        """What the links in notices begin with."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def sender(self) -> str:
        """Whom notices are from."""
        return self.mail_from or SENDER

    @property
    def mail(self) -> str:
        """Where mail goes, with its password; empty: to files in the data folder."""
        return self.mail_url_file.read_text().strip() if self.mail_url_file else self.mail_url

    @property
    def mail_folder(self) -> Path:
        """Where the files of mail stand unless the URL names a folder."""
        return self.data_dir / "mail"
