"""What can be set of this service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from `AGGREGATOR_…` variables."""

    model_config = SettingsConfigDict(env_prefix="AGGREGATOR_", extra="ignore")

    wait_seconds: float = Field(
        default=5.0, ge=0, le=30, description="how long an answer waits for `min_position`"
    )
    look_seconds: float = Field(
        default=0.5, ge=0, le=30, description="how often a worker looks which generation is active"
    )
