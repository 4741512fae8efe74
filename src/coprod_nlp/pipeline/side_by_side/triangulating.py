"""Sets what staff say of involvement beside audits and what patients say."""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.pipeline.run.writing import MANIFEST
from coprod_nlp.report import (
    TriangulationPage,
    render_triangulation,
    triangulation_page,
)
from coprod_nlp.survey import CRITERIA, read_audits, read_patient_survey
from coprod_nlp.survey.files import read_table
from coprod_nlp.tables import EVERYBODY, RULES, source_table
from coprod_nlp.tables.triangulation import SOURCE_COLUMNS
from coprod_nlp.text.csvfiles import write_csv

STAFF, AUDIT, PATIENTS = "staff survey", "audit", "patient survey"
"""The three sources."""

TABLE, PAGE = "sources.csv", "sources.html"
"""Names of what is written."""

_NUMBERS = ("n", "base", "share", "share_low", "share_high")


@dataclass(frozen=True, eq=False)
class Triangulation:
    """Involvement in care plans as three sources have it.

    Parameters
    ----------
    table : DataFrame
        See `source_table`; rows of all sources.
    files : tuple of (str, str)
        Source and name of its file.
    synthetic : bool
        Whether the staff survey is the example.
    """

    table: pd.DataFrame
    files: tuple[tuple[str, str], ...]
    synthetic: bool

    def page(self) -> TriangulationPage:
        """Return what the page says, as numbers and sentences."""
        return triangulation_page(
            self.table, files=self.files, synthetic=self.synthetic
        )

    def write(self, folder: Path | str) -> Path:
        """Write table and page into a folder; return the path of the page.

        Files of the same names are replaced.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        page = render_triangulation(self.page())
        write_csv(self.table, folder / TABLE)
        path = folder / PAGE
        path.write_text(page, encoding="utf-8", newline="\n")
        return path


def triangulate(
    run: Path,
    audits: Path,
    *,
    month: str,
    patients: Path | None = None,
    question: str = "q12",
    answer: str = "Yes",
    rule: str = "none",
) -> Triangulation:
    """Read the sources and count them by month and department.

    Parameters
    ----------
    run : Path
        Folder that a run on the staff survey wrote. Its tables are taken as they
        are, so that what they hide stays hidden.
    audits : Path
        See `read_audits`.
    month : str
        Month of the staff survey, such as "2024-05".
    patients : Path, optional
        See `read_patient_survey`.
    question, answer : str, default="q12" and "Yes"
        What staff say when they hold patients to be involved.
    rule : str, default="none"
        Rule for small counts in audits and patients' answers.

    Raises
    ------
    SurveyReadError
        If a file is no table.
    SurveySchemaError
        If the run has no table of the question, or a file lacks a column.
    ValueError
        If the rule is not known.
    """
    if rule not in RULES:
        message = f"rule must be one of {tuple(RULES)}, got {rule!r}."
        raise ValueError(message)
    tables = [
        _staff(run, question, answer, month),
        source_table(read_audits(audits), CRITERIA, AUDIT, rule=rule),
    ]
    files = [(STAFF, run.name), (AUDIT, audits.name)]
    if patients is not None:
        own = read_patient_survey(patients).rename(
            columns={"involved": "patient_involved"}
        )
        tables.append(source_table(own, ["patient_involved"], PATIENTS, rule=rule))
        files.append((PATIENTS, patients.name))
    whole = pd.concat(tables, ignore_index=True)
    return Triangulation(whole, tuple(files), _is_synthetic(run))


def _is_synthetic(run: Path) -> bool:
    """Say whether a run was made on the example, as its manifest has it."""
    manifest = run / MANIFEST
    if not manifest.is_file():
        return False
    return json.loads(manifest.read_text(encoding="utf-8")).get("synthetic") is True


def _staff(run: Path, question: str, answer: str, month: str) -> pd.DataFrame:
    """Return the shares of staff who gave the answer, as the run published them."""
    path = run / "tables" / f"{question}_by_department.csv"
    if not path.is_file():
        message = (
            f"{run} has no table tables/{path.name}; name the folder of a run on the "
            'staff survey with "department" among [tables] by.'
        )
        raise SurveySchemaError(message)
    read = read_table(path)
    table = pd.DataFrame(read.rows, columns=list(read.header), dtype="str")
    own = table[table["value"] == answer]
    if own.empty:
        message = (
            f"{path.name} has no row of the answer {answer!r}; it has "
            f"{sorted(set(table['value']))!r}."
        )
        raise SurveySchemaError(message)
    numbers = {
        name: pd.to_numeric(own[name].where(own[name] != "")) for name in _NUMBERS
    }
    found = own.assign(
        source=STAFF,
        criterion="patient_involved",
        department=own["stratum"],
        month=month,
        **numbers,
    )
    found = found.astype({"n": "Int64", "base": "Int64"})
    whole = found["department"] == EVERYBODY
    ordered = pd.concat([found[whole], found[~whole]])
    return ordered[list(SOURCE_COLUMNS)].reset_index(drop=True)
