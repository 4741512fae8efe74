"""Locates what travels with the package: trained parts and data."""

from importlib import resources
from pathlib import Path

from coprod_nlp.exceptions import ModelError


def shipped_folder(name: str) -> Path:
    """Locate a trained part by the name of its folder under ``models/``.

    Raises
    ------
    ModelError
        If the installation lacks it.
    """
    package = _package()
    # In a checkout the models lie beside src; a wheel carries them inside.
    inside, beside = package / "models" / name, package.parents[1] / "models" / name
    for folder in (inside, beside):
        if (folder / "config.json").is_file():
            return folder
    message = f"The trained part {inside} is missing. Install the package again."
    raise ModelError(message)


def shipped_data(name: str) -> Path:
    """Locate a file or folder of the package's data by its name."""
    return _package() / "data" / name


def _package() -> Path:
    return Path(str(resources.files("coprod_nlp")))
