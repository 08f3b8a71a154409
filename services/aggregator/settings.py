"""What can be set of this service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from `AGGREGATOR_…` variables, and `PUBLIC_URL`."""

    model_config = SettingsConfigDict(
        env_prefix="AGGREGATOR_", extra="ignore", populate_by_name=True
    )

    public_url: str = Field(
        default="",
        validation_alias="PUBLIC_URL",
        description="the address by which the public knows this installation, without a path",
    )
    wait_seconds: float = Field(
        default=5.0, ge=0, le=30, description="how long an answer waits for `min_position`"
    )
    look_seconds: float = Field(
        default=0.5, ge=0, le=30, description="how often a worker looks which generation is active"
    )
    streams: int = Field(
        default=5_000, ge=1, description="how many streams one process serves at once"
    )
    streams_per_address: int = Field(
        default=5, ge=1, description="how many of them one address may hold"
    )
    stream_heartbeat_seconds: float = Field(
        default=15.0, gt=0, le=60, description="how often a silent stream shows that it is alive"
    )
    stream_patience_seconds: float = Field(
        default=10.0, gt=0, le=60, description="how long a client that does not read is waited for"
    )
