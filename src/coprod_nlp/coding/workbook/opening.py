"""Opens a coding workbook: its rows as they are, and what its hidden sheet says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import regex
from python_calamine import CalamineError

from coprod_nlp.coding.codebook import Code
from coprod_nlp.coding.workbook.cells import CellProblem, CodedRow
from coprod_nlp.coding.workbook.layout import (
    ABOUT,
    ABOUT_COLUMNS,
    ANSWER,
    CODEBOOK,
    CODING,
    MEMO,
    RESPONDENT,
    SUGGESTION_COLUMNS,
    SUGGESTIONS,
)
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.text.normalisation import normalise

_CODE_HEADING = regex.compile(r"code\s*\d+")
_LONGEST = 60
_Cells = list[list[str]]


@dataclass(frozen=True, slots=True)
class About:
    """What the hidden sheet says of how the workbook was made.

    Parameters
    ----------
    question : str
    codebook_sha256 : str
    codes : tuple of Code
        What could be chosen, with other and none; by title too, as far as the sheet
        of the codebook is there.
    fingerprints : mapping of str to str
        Of the answer of each respondent, in the order of the workbook.
    withheld : frozenset of str
        Respondents whose suggestions were left out.
    """

    question: str
    codebook_sha256: str
    codes: tuple[Code, ...]
    fingerprints: Mapping[str, str]
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """A coding workbook as it was found.

    Parameters
    ----------
    about : About
    rows : tuple of CodedRow
        Of the coding sheet, without blank ones.
    problems : tuple of CellProblem
        Columns that hold something and have no meaning.
    suggestions : DataFrame
        respondent, rank (int), code, score (float): what was shown; no rows where
        nothing was.
    """

    about: About
    rows: tuple[CodedRow, ...]
    problems: tuple[CellProblem, ...]
    suggestions: pd.DataFrame


def open_workbook(path: Path) -> OpenedWorkbook:
    """Read the sheet of codings and the hidden sheet.

    Raises
    ------
    CodingsError
        If it is no coding workbook, or a column is missing or stands twice.
    """
    sheets = _sheets(path)
    missing = [name for name in (CODING, ABOUT) if name not in sheets]
    if missing:
        message = (
            f"{path.name} lacks the sheet(s) {missing!r}; found {list(sheets)!r}. Read "
            f"a workbook that coprod-nlp wrote, with all its sheets as they were named."
        )
        raise CodingsError(message)
    headings = [heading.casefold() for heading in sheets[CODING][0]]
    body = sheets[CODING][1:]
    _check_headings(headings, path.name)
    rows = tuple(
        _row(number, dict(zip(headings, cells, strict=True)))
        for number, cells in enumerate(body, start=2)
        if any(cells)
    )
    return OpenedWorkbook(
        _about(sheets[ABOUT], _titles(sheets.get(CODEBOOK, [])), path.name),
        rows,
        tuple(_unknown(headings, body)),
        _shown(sheets.get(SUGGESTIONS, []), path.name),
    )


def _sheets(path: Path) -> dict[str, _Cells]:
    """Return every sheet as rows of normalised text, all of one width."""
    try:
        # As text: a respondent "007" stays one, and "NA" is no missing cell.
        frames = pd.read_excel(
            path,
            engine="calamine",
            sheet_name=None,
            header=None,
            dtype=str,
            keep_default_na=False,
        )
    except FileNotFoundError:
        message = f"There is no file {str(path)!r}. Check the path."
        raise CodingsError(message) from None
    except (OSError, CalamineError) as error:
        message = (
            f"{path.name} could not be read as a workbook ({type(error).__name__}). "
            f"Expected an .xlsx file that is readable and has no password."
        )
        raise CodingsError(message) from None
    return {
        name: [[normalise(str(cell)) for cell in row] for row in frame.to_numpy()]
        or [[""]]
        for name, frame in frames.items()
    }


def _check_headings(headings: Sequence[str], name: str) -> None:
    codes = [heading for heading in headings if _CODE_HEADING.fullmatch(heading)]
    needed = [RESPONDENT, ANSWER, *codes, MEMO]
    twice = sorted({h for h in needed if headings.count(h) > 1})
    missing = [h for h in (RESPONDENT, ANSWER) if h not in headings]
    missing += [] if codes else ["code 1"]
    if missing or twice:
        message = (
            f"{name}, sheet {CODING!r}: the column(s) {missing!r} are missing and "
            f"{twice!r} stand twice. Name the columns in row 1 as they were written."
        )
        raise CodingsError(message)


def _row(number: int, cells: Mapping[str, str]) -> CodedRow:
    typed = {
        heading: cell
        for heading, cell in cells.items()
        if cell and _CODE_HEADING.fullmatch(heading)
    }
    memo = cells.get(MEMO, "")
    return CodedRow(number, cells[RESPONDENT], cells[ANSWER], memo, typed)


def _unknown(headings: Sequence[str], body: _Cells) -> list[CellProblem]:
    """List columns that were added; their headings may be anything."""
    problems = []
    for place, heading in enumerate(headings):
        filled = sum(bool(cells[place]) for cells in body)
        known = heading in (RESPONDENT, ANSWER, MEMO) or _CODE_HEADING.fullmatch(
            heading
        )
        if filled and not known:
            column = heading[:_LONGEST] or f"column {place + 1}, without a heading"
            expected = f"codes under 'code 1', 'code 2', ...; notes under {MEMO!r}"
            problems.append(
                CellProblem(None, column, "", f"{filled} filled cell(s)", expected)
            )
    return problems


def _shown(cells: _Cells, name: str) -> pd.DataFrame:
    """Return what the sheet of suggestions holds, below its note and its header."""
    respondent, rank, code, score, _ = SUGGESTION_COLUMNS
    read = [respondent, rank, code, score]
    # A workbook that is coded blind has no such sheet.
    header = cells[1] if len(cells) > 1 else read
    missing = [column for column in read if column not in header]
    if missing:
        message = (
            f"{name}, sheet {SUGGESTIONS!r}: row 2 lacks the heading(s) {missing!r}. "
            f"Leave the sheet as it was written."
        )
        raise CodingsError(message)
    places = [header.index(column) for column in read]
    rows = [[row[place] for place in places] for row in cells[2:]]
    body = [row for row in rows if any(row)]
    frame = pd.DataFrame(body, columns=read, dtype="str")
    try:
        return frame.astype({rank: "float64", score: "float64"}).astype({rank: "int64"})
    except ValueError:
        message = (
            f"{name}, sheet {SUGGESTIONS!r}: a rank or a score is no number. Leave the "
            f"sheet as it was written."
        )
        raise CodingsError(message) from None


def _titles(cells: _Cells) -> dict[str, str]:
    """Return the title of each code, if the sheet still has both."""
    header, *body = cells or [[]]
    if not {"code", "title"} <= set(header):
        return {}
    return {row[header.index("code")]: row[header.index("title")] for row in body}


def _about(cells: _Cells, titles: Mapping[str, str], name: str) -> About:
    header, *body = cells
    columns = {
        heading: [row[header.index(heading)] for row in body]
        for heading in ABOUT_COLUMNS
        if heading in header
    }
    if len(columns) < len(ABOUT_COLUMNS):
        raise _spoilt(name)
    settings = dict(zip(columns["setting"], columns["value"], strict=True))
    marks = list(
        zip(
            columns["respondent"],
            columns["fingerprint"],
            columns["withheld"],
            strict=True,
        )
    )
    about = About(
        question=settings.get("question", ""),
        codebook_sha256=settings.get("codebook sha256", ""),
        codes=tuple(Code(c, titles.get(c, "")) for c in columns["code"] if c),
        fingerprints={who: mark for who, mark, _ in marks if who},
        withheld=frozenset(who for who, _, withheld in marks if who and withheld),
    )
    if not (about.question and about.codes and about.fingerprints):
        raise _spoilt(name)
    return about


def _spoilt(name: str) -> CodingsError:
    return CodingsError(
        f"{name}: the hidden sheet {ABOUT!r} lacks what coprod-nlp wrote there. Copy "
        f"the codes into a workbook that is written anew."
    )
