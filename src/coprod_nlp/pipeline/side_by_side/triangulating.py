"""Sets what staff say of involvement beside audits and what patients say."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.exceptions import SettingsError, SurveySchemaError
from coprod_nlp.pipeline.run.provenance import file_record, versions
from coprod_nlp.pipeline.run.tabulating import SMALLER
from coprod_nlp.pipeline.run.writing import (
    MANIFEST,
    kept_names,
    record_in,
    write_files,
)
from coprod_nlp.report import (
    TriangulationPage,
    render_triangulation,
    triangulation_page,
)
from coprod_nlp.survey import CRITERIA, month_of, read_audits, read_patient_survey
from coprod_nlp.survey.files import read_table
from coprod_nlp.survey.spellings import one_spelling
from coprod_nlp.tables import EVERYBODY, NO_STRATUM, RULES, source_table
from coprod_nlp.tables.triangulation import SOURCE_COLUMNS

STAFF, AUDIT, PATIENTS = "staff survey", "audit", "patient survey"
"""The three sources."""

TABLE, PAGE, OWN_MANIFEST = "sources", "sources.html", "sources_manifest.json"
"""Names of what is written; the table's without ``.csv``."""

WRITTEN = (f"{TABLE}.csv", PAGE)

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
    provenance : mapping
        Hashes, choices and versions that it takes to make the table again.
    notes : tuple of str
        Which departments one source only has.
    """

    table: pd.DataFrame
    files: tuple[tuple[str, str], ...]
    synthetic: bool
    provenance: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def page(self) -> TriangulationPage:
        """Return what the page says, as numbers and sentences."""
        return triangulation_page(
            self.table,
            files=self.files,
            synthetic=self.synthetic,
            notes=self.notes,
        )

    def kept_in(self, folder: Path | str) -> dict[str, str]:
        """Say which files in the folder are not as a run wrote them; see `write_files`.

        By name, with the name under which `write` keeps them.
        """
        return kept_names(Path(folder), WRITTEN, manifest=OWN_MANIFEST)

    def write(self, folder: Path | str) -> Path:
        """Write table, page and manifest into a folder; return the page's path."""
        page = render_triangulation(self.page()).encode()
        write_files(
            Path(folder),
            {TABLE: self.table},
            {PAGE: page},
            self.provenance,
            manifest=OWN_MANIFEST,
        )
        return Path(folder) / PAGE


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
        Month of the staff survey, such as "2024-05", or a day of it.
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
        If the run has no table of the question or a manifest that cannot be read, or
        a file lacks a column.
    SettingsError
        If the rule is not known, or the month is none.
    """
    if rule not in RULES:
        message = f"There is no rule {rule!r} for small counts; use one of {[*RULES]}."
        raise SettingsError(message)
    of_survey = month_of(month.strip())
    if not of_survey:
        message = (
            f"The month of the staff survey is written as 2024-05, got {month!r}. "
            f"Write it that way, so that it stands beside the months of the audits."
        )
        raise SettingsError(message)
    published = _published(run, question)
    staff = _staff(published, answer, of_survey)
    rows = {AUDIT: read_audits(audits)}
    files = {STAFF: published, AUDIT: audits}
    if patients is not None:
        rows[PATIENTS] = read_patient_survey(patients).rename(
            columns={"involved": "patient_involved"}
        )
        files[PATIENTS] = patients
    spelled = list(staff["department"])
    tables = [staff]
    for source, own in rows.items():
        own["department"] = one_spelling(list(own["department"]), spelled)
        spelled += list(own["department"])
        criteria = [name for name in CRITERIA if name in own]
        tables.append(source_table(own, criteria, source, rule=rule))
    found = pd.concat(tables, ignore_index=True)
    synthetic = _is_synthetic(run)
    return Triangulation(
        found,
        tuple((source, path.name) for source, path in {**files, STAFF: run}.items()),
        synthetic,
        {
            "synthetic": synthetic,
            "inputs": {source: file_record(path) for source, path in files.items()},
            "choices": {
                "question": question,
                "answer": answer,
                "month": of_survey,
                "suppression": rule,
            },
            "versions": versions(),
        },
        _of_one_source(found),
    )


def _of_one_source(table: pd.DataFrame) -> tuple[str, ...]:
    """Name the departments that one source only has, so that nothing is beside them."""
    own = table[~table["department"].isin([EVERYBODY, NO_STRATUM, SMALLER])]
    sources = own.groupby("department")["source"].unique()
    notes = []
    for source in table["source"].unique():
        alone = [name for name, among in sources.items() if list(among) == [source]]
        if alone:
            notes.append(f"Only the {source} has the department(s) {alone!r}.")
    if notes and SMALLER in set(table["department"]):
        notes.append(
            f"The {STAFF} has some departments together as {SMALLER!r}; others may be "
            "among them."
        )
    return tuple(notes)


def _is_synthetic(run: Path) -> bool:
    """Say whether a run was made on the example, as its manifest has it."""
    if not (run / MANIFEST).is_file():
        return False
    record = record_in(run)
    if record is None:
        message = (
            f"The {MANIFEST} in {run} is no manifest of a run, so it does not say "
            "whether the survey is the example. Run the staff survey again."
        )
        raise SurveySchemaError(message)
    return record.get("synthetic") is True


def _published(run: Path, question: str) -> Path:
    """Return the table of a question that a run has written."""
    path = run / "tables" / f"{question}_by_department.csv"
    if not path.is_file():
        message = (
            f"{run} has no table tables/{path.name}; name the folder of a run on the "
            'staff survey with "department" among [tables] by.'
        )
        raise SurveySchemaError(message)
    return path


def _staff(path: Path, answer: str, month: str) -> pd.DataFrame:
    """Return the shares of staff who gave the answer, as the run published them."""
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
