"""Takes the moment of writing out of a Word file."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold."""


def dateless(document: bytes) -> bytes:
    """Return the same zip file with one fixed date on every entry.

    Parameters
    ----------
    document : bytes
        A ``.docx``, which is a zip file.

    Returns
    -------
    bytes
        Equal contents give equal bytes, whenever they were written.
    """
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(document)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return stream.getvalue()
