"""What a coding workbook is made of: sheets, headings, words and fingerprints."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from coprod_nlp.coding.codebook import Code, Codebook
from coprod_nlp.exceptions import CodingsError, SettingsError
from coprod_nlp.files.words import NO_CODE
from coprod_nlp.text.normalisation import normalise

CODING, CODEBOOK, SUGGESTIONS, ABOUT = "coding", "codebook", "suggestions", "about"
"""Names of the sheets; the last one is hidden."""

RESPONDENT, ANSWER, MEMO = "respondent", "answer", "memo"
"""Headings of the sheet of codings, beside those of the codes."""

SUGGESTION_COLUMNS = ("respondent", "rank", "code", "score", "evidence")
"""Headings of the sheet of suggestions."""

ABOUT_COLUMNS = ("setting", "value", "code", "respondent", "fingerprint", "withheld")
"""Headings of the hidden sheet: settings, then codes offered, then answers."""

NONE = "none"
"""What a coder chooses: read, and no code fits."""


def fingerprint(text: str) -> str:
    r"""Return a short SHA-256 of a normalised text, to notice that it was changed.

    Examples
    --------
    >>> fingerprint("no time") == fingerprint(" no time\r\n")
    True
    """
    return hashlib.sha256(normalise(text).encode()).hexdigest()[:16]


def codebook_sha256(codebook: Codebook) -> str:
    """Return the SHA-256 of all that a codebook says."""
    said = asdict(codebook)
    # How its file was read is not what it says.
    del said["problems"]
    content = json.dumps(said, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def offered_codes(codebook: Codebook, question: str) -> tuple[Code, ...]:
    """Return what a coder may choose for a question: its codes, other, and `NONE`.

    Raises
    ------
    SettingsError
        If no code but other belongs to the question, or a code is called as `NONE` or
        `NO_CODE` are.
    """
    name = codebook.other_name
    own = [code for code in codebook.for_question(question) if code.code != name]
    if not own:
        message = (
            f"No code but {name!r} belongs to question {question!r}; the codebook "
            f"covers {codebook.questions!r}. Name one of these, or add codes."
        )
        raise SettingsError(message)
    names = [name, *(code.code for code in own)]
    reserved = [code for code in names if code.casefold() in (NONE, NO_CODE)]
    if reserved:
        message = (
            f"The codebook has a code {reserved[0]!r}, the word for an answer that no "
            f"code fits. Give it another name."
        )
        raise SettingsError(message)
    if name in codebook:
        other = codebook[name]
    else:
        other = Code(name, "Other", "Says something that none of the codes covers.")
    none = Code(NONE, "No code", "Read, and neither a code nor other fits.")
    return (*own, other, none)


def code_heading(number: int) -> str:
    """Return the heading of a column of codes, counted from 1."""
    return f"code {number}"


def refuse_coding_workbook(headings: Iterable[str], path: Path) -> None:
    """Refuse the sheet of codings where a table of codings is expected.

    Parameters
    ----------
    headings : iterable of str
        Of the table that was read; capitals and outer spaces do not matter.
    path : Path
        The file, named in the message.

    Raises
    ------
    CodingsError
        If these are the headings of a sheet of codings.
    """
    own = {RESPONDENT, ANSWER, code_heading(1)}
    if own <= {heading.strip().casefold() for heading in headings}:
        # A sheet that was saved as CSV is not to be replaced by what is read.
        out = f"{path.stem}_codings" if path.suffix.lower() == ".csv" else path.stem
        message = (
            f"{path.name} is a coding workbook, not a table of codings: it has the "
            f"columns {sorted(own)!r}. Read the workbook first: coprod-nlp codings "
            f"{path.stem}.xlsx --coder NAME --out {out}.csv"
        )
        raise CodingsError(message)
