"""What can be set of this service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from `REPORTS_…` variables, and those that have names of their own."""

    model_config = SettingsConfigDict(env_prefix="REPORTS_", extra="ignore", populate_by_name=True)

    similar: int = Field(
        default=10, ge=0, le=100, description="how many similar submissions an answer names at most"
    )
    four_eyes: bool = Field(
        default=True,
        validation_alias="FOUR_EYES",
        description="whether the key that wrote a text is kept from reviewing and publishing it",
    )
    import_days: int = Field(
        default=14,
        ge=1,
        le=366,
        validation_alias="IMPORT_DAYS",
        description="how many days an import is kept, with its file",
    )
    public_url: str = Field(
        default="",
        pattern=r"^($|https?://)",
        validation_alias="PUBLIC_URL",
        description="where the system is reached from outside, for the links in dossiers",
    )
