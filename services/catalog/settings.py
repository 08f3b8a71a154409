"""Settings of the catalogue: where the programme's data files stand, and how much text an import
may bring.
"""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment, prefix `CATALOG_`."""

    model_config = SettingsConfigDict(env_prefix="CATALOG_", frozen=True)

    programme: Path = Path(__file__).parent / "programme"
    import_limit: int = 20 * 1024 * 1024
