"""What can be set of this service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from `REPORTS_…` variables, and `FOUR_EYES`."""

    model_config = SettingsConfigDict(env_prefix="REPORTS_", extra="ignore", populate_by_name=True)

    similar: int = Field(
        default=10, ge=0, le=100, description="how many similar submissions an answer names at most"
    )
    four_eyes: bool = Field(
        default=True,
        validation_alias="FOUR_EYES",
        description="whether the key that wrote a text is kept from reviewing and publishing it",
    )
    public_url: str = Field(
        default="",
        pattern=r"^($|https?://)",
        validation_alias="PUBLIC_URL",
        description="where the system is reached from outside, for the links in dossiers",
    )
