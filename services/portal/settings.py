"""What can be set of the portal: the provider that people may sign in with."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment. Without an issuer people sign in with keys alone.

    `oidc_keys_file`: TOML, a table for the issuer with a key for each subject. `public_url`: what
    people reach the portal under, where their requests do not say so.
    """

    model_config = SettingsConfigDict(extra="ignore")

    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_client_secret_file: Path | None = None
    oidc_keys_file: Path = Path("oidc-keys.toml")
    public_url: str = ""

    @property
    def client_secret(self) -> str:
        """What the portal proves itself with."""
        file = self.oidc_client_secret_file
        return file.read_text().strip() if file else self.oidc_client_secret
