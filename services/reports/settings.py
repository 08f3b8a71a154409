"""What can be set of this service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from `REPORTS_…` variables."""

    model_config = SettingsConfigDict(env_prefix="REPORTS_", extra="ignore")

    similar: int = Field(
        default=10, ge=0, le=100, description="how many similar submissions an answer names at most"
    )
