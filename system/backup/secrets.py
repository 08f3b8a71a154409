"""The secrets of an installation in an archive: the pepper, and the first administrator's key."""

from pathlib import Path

from system.backup import archive
from system.resources import Settings, WrongUse

BOOTSTRAP, PEPPER = "bootstrap.key", "pepper"


def copy(settings: Settings, folder: Path) -> list[str]:
    """Copy the secrets into the archive's folder; returns the names of their files."""
    (folder / PEPPER).write_text(_pepper(settings) + "\n")
    if not settings.bootstrap_key.exists():
        return [PEPPER]
    archive.place(settings.bootstrap_key, folder / BOOTSTRAP)
    return [PEPPER, BOOTSTRAP]


def _pepper(settings: Settings) -> str:
    """The pepper, wherever it is set; it is never created here. Raises WrongUse."""
    path = settings.key_pepper_file or settings.data_dir / PEPPER
    if not settings.key_pepper and not path.exists():
        raise WrongUse(
            f"the key pepper is not in {path}: set KEY_PEPPER or KEY_PEPPER_FILE as the services "
            "have it; without it no key works again"
        )
    return settings.key_pepper or path.read_text().strip()


def check_pepper(settings: Settings, folder: Path) -> None:
    """A pepper that is set from outside must be the archive's, else no key would work.

    Raises WrongUse.
    """
    own, archived = _pepper_from_outside(settings), folder / PEPPER
    if own and archived.exists() and own != archived.read_text().strip():
        raise WrongUse(
            "KEY_PEPPER or KEY_PEPPER_FILE is not the archive's: no key would work. Unset it to "
            "take the archive's"
        )


def _pepper_from_outside(settings: Settings) -> str:
    path = settings.key_pepper_file
    return settings.key_pepper or (path.read_text().strip() if path and path.exists() else "")


def place(settings: Settings, names: list[str], folder: Path) -> None:
    """Copy those of the archive's files that are secrets to where the services read them."""
    if PEPPER in names and not settings.key_pepper:
        archive.place(folder / PEPPER, settings.key_pepper_file or settings.data_dir / PEPPER)
    if BOOTSTRAP in names:
        archive.place(folder / BOOTSTRAP, settings.bootstrap_key)
