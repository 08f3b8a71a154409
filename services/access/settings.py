"""What can be set of this service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`KEY_ENV` stands in every key this installation issues."""

    model_config = SettingsConfigDict(extra="ignore")

    key_env: str = Field(default="live", pattern=r"^[a-z0-9]{1,12}$")
