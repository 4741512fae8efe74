"""Locates the trained parts that travel with the package."""

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
    package = Path(str(resources.files("coprod_nlp")))
    # In a checkout the models lie beside src; a wheel carries them inside.
    inside, beside = package / "models" / name, package.parents[1] / "models" / name
    for folder in (inside, beside):
        if (folder / "config.json").is_file():
            return folder
    message = f"The trained part {inside} is missing. Install the package again."
    raise ModelError(message)
