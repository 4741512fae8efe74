"""Reads tables of codings in the layout that they have, and says which that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from coprod_nlp.agreement import NO_CODE, codings_from_wide, one_code_per_row
from coprod_nlp.coding import Codings, read_codings
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.pipeline.judging import column_of
from coprod_nlp.survey.files import Table, read_table

UNIT_NAMES = ("unit", "respondent", "id")
"""Headers that name units, where none is given."""

DEFINITION, ELEMENTS = "definition", "definition elements"
"""Names of what our own files of definition codings hold."""

_OWN = {"respondent", "question", "coder"}
_SPAN = ("start", "end")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, where the headers do not say it.

    Parameters
    ----------
    unit : str, optional
        What was coded; by default the first of `UNIT_NAMES` that there is.
    coders : tuple of str, default=()
        One column, which names the coder of each row; or one column per coder, which
        holds that coder's codes. By default ``coder``, if there is such a column,
        else every column that is nothing else.
    code : str, optional
        By default ``code``.
    by : str, optional
        Stratum of each unit.
    text : str, optional
        Words of each unit.
    """

    unit: str | None = None
    coders: tuple[str, ...] = ()
    code: str | None = None
    by: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CodingTables:
    """Codings by what was coded, and what stood beside them.

    Parameters
    ----------
    subjects : mapping of str to DataFrame
        Long tables: ``unit``, ``coder``, ``code``, and where known ``respondent``,
        ``start``, ``end``. A table of no particular kind is named "codes".
    strata, texts : Series or None
        By unit.
    remarks : tuple of str
        How the files were read, in sentences.
    """

    subjects: Mapping[str, pd.DataFrame]
    strata: pd.Series | None = None
    texts: pd.Series | None = None
    remarks: tuple[str, ...] = field(default=())


def read_coding_tables(
    paths: Sequence[Path], columns: Columns | None = None
) -> CodingTables:
    """Read one long table, one wide table, or several files that share their units.

    Parameters
    ----------
    paths : sequence of Path
        CSV or workbooks. Our own files of codings are told by their headers; a long
        table has a column for the coder and one for the code; a wide one has a column
        per coder. Of several files, each is a long table, or the codes of one coder,
        who is named as the file is.
    columns : Columns, optional
        Where headers do not say which column is which.

    Returns
    -------
    CodingTables

    Raises
    ------
    SurveyReadError
        If a file is no table.
    SurveySchemaError
        If a column that was named is missing or doubled.
    CodingsError
        If it cannot be told which column is which, or codings contradict themselves.
    """
    chosen = columns or Columns()
    tables = {path: read_table(path) for path in paths}
    if chosen == Columns() and all(_is_own(table) for table in tables.values()):
        return _own(read_codings(*paths))
    parts = [_Part(path, table, chosen) for path, table in tables.items()]
    _refuse_unclear(parts, chosen)
    if len(parts) == 1 and not parts[0].is_long:
        frames = [parts[0].wide()]
    else:
        frames = [part.long() if part.is_long else part.of_one() for part in parts]
    together = pd.concat(frames, ignore_index=True)
    return CodingTables(
        {"codes": one_code_per_row(together.drop(columns=["by", "text"]))},
        strata=_by_unit(together, "by") if chosen.by else None,
        texts=_texts(together) if chosen.text else None,
        remarks=tuple(part.read_as for part in parts),
    )


def _is_own(table: Table) -> bool:
    names = {title.strip().lower() for title in table.header}
    names |= {"respondent"} if names & {"id", "respondent_id"} else set()
    return names >= _OWN and bool(names & {"code", "label"})


def _own(codings: Codings) -> CodingTables:
    """Take our own codings apart by what was coded; a unit is one answer."""
    subjects = {}
    definitions = codings.definitions.rename(columns={"respondent": "unit"})
    if len(definitions):
        # Who wrote under 4a wrote nothing under 4b: one definition each.
        subjects[DEFINITION] = definitions.rename(columns={"label": "code"})[
            ["unit", "coder", "code"]
        ]
        elements = _elements(definitions)
        if elements is not None:
            subjects[ELEMENTS] = elements
    themes = codings.themes.rename(columns={"respondent": "unit"})
    for question, own in themes.groupby("question", sort=False):
        subjects[str(question)] = own.drop(columns="question").reset_index(drop=True)
    return CodingTables(subjects, remarks=("Read as codings of this package.",))


def _elements(definitions: pd.DataFrame) -> pd.DataFrame | None:
    """Return the elements that each coder saw, as codes; none is "no code"."""
    names = definitions.columns.drop(["unit", "question", "coder", "label"])
    if not len(names):
        return None
    long = definitions.melt(["unit", "coder"], list(names), "code", "held")
    seen = long[long["held"] == 1].drop(columns="held")
    none = definitions[(definitions[list(names)].sum(axis=1) == 0)]
    none = none[["unit", "coder"]].assign(code=NO_CODE)
    return pd.concat([seen, none], ignore_index=True)


class _Part:
    """One file, with its columns found."""

    def __init__(self, path: Path, table: Table, columns: Columns) -> None:
        self.path, self._table, self._columns = path, table, columns
        self.header = [title.strip() for title in table.header]
        self._unit = columns.unit or self._unit_found()
        self._coder = columns.coders[0] if len(columns.coders) == 1 else "coder"
        self._code = columns.code or "code"
        self.is_long = self._coder in self.header and self._code in self.header
        self.read_as = ""

    def long(self) -> pd.DataFrame:
        """Read a table with a row per code."""
        self.read_as = (
            f"{self.path.name} was read as a long table: units in “{self._unit}”, "
            f"coders in “{self._coder}”, codes in “{self._code}”."
        )
        return self._frame(self._cells(self._coder), self._cells(self._code))

    def of_one(self) -> pd.DataFrame:
        """Read the codes of one coder, named as the file is."""
        code = self._code if self._code in self.header else self._only_other()
        self.read_as = (
            f"{self.path.name} was read as the codes of {self.path.stem}: units in "
            f"“{self._unit}”, codes in “{code}”."
        )
        return self._frame([self.path.stem] * len(self._table.rows), self._cells(code))

    def wide(self) -> pd.DataFrame:
        """Read a table with a column per coder."""
        if self._code in self.header and not self._columns.coders:
            message = (
                f"{self.path.name} has the codes of nobody in particular: no column "
                f"{self._coder!r}. Name the column with --coder, or give one file for "
                f"each coder."
            )
            raise CodingsError(message)
        coders = list(self._columns.coders) or self._others()
        if len(coders) < 2:
            message = (
                f"{self.path.name} has codes of fewer than two coders: beside units "
                f"there are the column(s) {coders!r}. Name the columns with --coder, "
                f"or give one file for each coder."
            )
            raise CodingsError(message)
        self.read_as = (
            f"{self.path.name} was read as a wide table: units in “{self._unit}”, "
            f"codes of {', '.join(coders)}."
        )
        cells = {coder: self._cells(coder) for coder in coders}
        long = codings_from_wide(pd.DataFrame(cells, index=self._cells(self._unit)))
        beside = self._frame([""] * len(self._table.rows), [""] * len(self._table.rows))
        return long.merge(beside.drop(columns=["coder", "code"]), on="unit", how="left")

    def _frame(self, coder: list[str], code: list[str]) -> pd.DataFrame:
        """Set codes beside what else is known of each row."""
        columns = {"unit": self._cells(self._unit), "coder": coder, "code": code}
        kept = self._columns
        columns |= {
            "by": self._known(kept.by),
            "text": self._known(kept.text),
        }
        if "respondent" in self.header and self._unit != "respondent":
            columns["respondent"] = self._cells("respondent")
        frame = pd.DataFrame(columns, dtype="object")
        for name in _SPAN:
            if name in self.header:
                frame[name] = self._offsets(name)
        return frame

    def has(self, name: str) -> bool:
        """Tell whether a column of that name is there."""
        return name in self.header

    def _known(self, name: str | None) -> list[str]:
        """Return what one file may know of units, and another not."""
        if name is None or not self.has(name):
            return [""] * len(self._table.rows)
        return self._cells(name)

    def _cells(self, name: str) -> list[str]:
        return [cell.strip() for cell in column_of(self._table, name, self.path)]

    def _offsets(self, name: str) -> pd.Series:
        cells = pd.Series(self._cells(name), dtype="str")
        wrong = ~cells.str.fullmatch(r"[0-9]{0,9}")
        if wrong.any():
            message = (
                f"{self.path.name}: {name!r} should be a whole number or blank; "
                f"{int(wrong.sum())} cell(s) are not, first in row "
                f"{self._table.numbers[int(wrong.argmax())]}. Correct them."
            )
            raise CodingsError(message)
        return pd.to_numeric(cells.replace("", None)).astype("Int64")

    def _unit_found(self) -> str:
        known = {title.lower(): title for title in reversed(self.header)}
        for name in UNIT_NAMES:
            if name in known:
                return known[name]
        message = (
            f"{self.path.name} has no column named {', '.join(UNIT_NAMES)}; found "
            f"{self.header!r}. Name the column of the units with --unit."
        )
        raise CodingsError(message)

    def _others(self) -> list[str]:
        """Return the columns that are nothing else."""
        kept = self._columns
        taken = {self._unit, kept.by, kept.text, "respondent", *_SPAN, ""}
        return [title for title in self.header if title not in taken]

    def _only_other(self) -> str:
        others = self._others()
        if len(others) != 1:
            message = (
                f"{self.path.name} has no column {self._code!r}, and beside units it "
                f"holds {others!r}. Name the column of the codes with --code."
            )
            raise CodingsError(message)
        return others[0]


def _refuse_unclear(parts: Sequence[_Part], columns: Columns) -> None:
    """Refuse files that cannot be told apart, and columns that none of them has."""
    names = [part.path.stem for part in parts if not part.is_long]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = (
            f"Coders are named as their files are, and {twice!r} stands for two files. "
            f"Give the files different names."
        )
        raise CodingsError(message)
    if len(parts) > 1 and len(columns.coders) > 1:
        message = (
            f"Columns of several coders ({', '.join(columns.coders)}) belong to one "
            f"wide table; found {len(parts)} files. Name one file, or one column that "
            f"holds the coders' names."
        )
        raise CodingsError(message)
    for name in (columns.by, columns.text):
        if name and not any(part.has(name) for part in parts):
            message = (
                f"No file has a column {name!r}; the first has "
                f"{list(parts[0].header)!r}."
            )
            raise CodingsError(message)


def _by_unit(together: pd.DataFrame, column: str) -> pd.Series:
    """Return what is known of each unit; a unit may have several rows."""
    known = together[together[column] != ""]
    return pd.Series(known[column].to_numpy(), index=known["unit"].to_numpy())


def _texts(together: pd.DataFrame) -> pd.Series:
    """Return the words of each unit, from its first row that has any."""
    texts = _by_unit(together, "text")
    return texts[~texts.index.duplicated()]
