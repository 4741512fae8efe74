"""Sets the figures of this year's survey beside last year's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from coprod_nlp.config import Settings
from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.pipeline.run.matcher import matcher_of
from coprod_nlp.pipeline.run.provenance import made_with, survey_record
from coprod_nlp.pipeline.run.tabulating import SMALLER, tabulate
from coprod_nlp.pipeline.run.writing import kept_names, write_files
from coprod_nlp.report import ChangePage, change_page, render_changes
from coprod_nlp.survey import Survey
from coprod_nlp.survey.spellings import one_spelling
from coprod_nlp.tables import change_table
from coprod_nlp.typing import Progress

TABLE, PAGE, MANIFEST = "changes", "changes.html", "changes_manifest.json"
"""Names of what is written; the table's without ``.csv``."""

WRITTEN = (f"{TABLE}.csv", PAGE)


class StoredJudge(Protocol):
    """Whatever judges definitions; a `DefinitionMatcher` does."""

    @property
    def model_sha256(self) -> str:
        """Tell one model from others; "" where it is not stored."""
        ...

    def judge(self, texts: pd.Series, /) -> pd.DataFrame:
        """Return verdicts on the index of the definitions."""
        ...


@dataclass(frozen=True, eq=False)
class TwoSurveys:
    """The figures of two surveys with the same questions, side by side.

    Parameters
    ----------
    last, this : Survey
        The earlier and the later one.
    changes : DataFrame
        See `change_table`.
    rule : str
        The rule for small counts.
    notes : tuple of str
        What could not be compared.
    provenance : mapping
        Hashes and versions that it takes to compare them again.
    """

    last: Survey
    this: Survey
    changes: pd.DataFrame
    rule: str
    notes: tuple[str, ...]
    provenance: Mapping[str, Any]

    def page(self) -> ChangePage:
        """Return what the page says, as numbers and sentences."""
        return change_page(
            self.changes,
            instrument=self.this.instrument,
            sources=(self.last.source, self.this.source),
            sizes=(len(self.last), len(self.this)),
            synthetic=self.last.synthetic or self.this.synthetic,
            notes=self.notes,
        )

    def kept_in(self, folder: Path | str) -> dict[str, str]:
        """Say which files in the folder are not as a run wrote them; see `write_files`.

        By name, with the name under which `write` keeps them.
        """
        return kept_names(Path(folder), WRITTEN, manifest=MANIFEST)

    def write(self, folder: Path | str) -> Path:
        """Write table, page and manifest into a folder; return the page's path."""
        page = render_changes(self.page()).encode()
        write_files(
            Path(folder),
            {TABLE: self.changes},
            {PAGE: page},
            self.provenance,
            manifest=MANIFEST,
        )
        return Path(folder) / PAGE


def compare_surveys(
    last: Survey,
    this: Survey,
    *,
    settings: Settings | None = None,
    judge: StoredJudge | None = None,
    progress: Progress | None = None,
) -> TwoSurveys:
    """Count both surveys alike, and say how far the later differs from the earlier.

    Parameters
    ----------
    last, this : Survey
        Read with the same instrument.
    settings : Settings, optional
    judge : StoredJudge, optional
        By default the matcher that the settings name.
    progress : callable, optional
        Told what is being done.

    Returns
    -------
    TwoSurveys
        The same for the same input.

    Raises
    ------
    SurveySchemaError
        If the instruments differ, or both are one file.
    NotEnoughDataError
        If the two have no figure in common.
    """
    settings = settings or Settings()
    _check(last, this)
    told = progress or (lambda what, done, total: None)
    judge = judge or matcher_of(this, settings)
    tables = []
    counted = ((_spelled_as(this, last), "last"), (this, "this"))
    for step, (survey, which) in enumerate(counted):
        told(f"judging the definitions of {which} year", step, 3)
        verdicts = judge.judge(survey.definitions())
        tables.append(tabulate(survey, verdicts, settings.tables, seed=settings.seed))
    told("comparing", 2, 3)
    return TwoSurveys(
        last=last,
        this=this,
        changes=change_table(*map(_comparable, tables)),
        rule=settings.tables.suppression,
        notes=_notes(*tables),
        provenance={
            "synthetic": last.synthetic or this.synthetic,
            "inputs": [survey_record(survey) for survey in (last, this)],
            **made_with(judge.model_sha256, settings),
        },
    )


def _check(last: Survey, this: Survey) -> None:
    """Refuse surveys that cannot be compared."""
    if last.instrument != this.instrument:
        message = (
            f"{last.source} was read against {last.instrument.name!r}, {this.source} "
            f"against {this.instrument.name!r} with other questions or options; read "
            "both with one instrument."
        )
        raise SurveySchemaError(message)
    if last.sha256 == this.sha256:
        message = (
            f"{last.source} and {this.source} are the same file; name the earlier "
            "survey first and the later one second."
        )
        raise SurveySchemaError(message)


def _spelled_as(this: Survey, last: Survey) -> Survey:
    """Return last year's survey with its names spelled as this year's are.

    What is a closed question has options, which are no spellings of each other.
    """
    purposes = this.instrument.purposes
    asked = {"department": purposes.department, "job_title": purposes.job_title}
    closed = {q.id for q in this.instrument.questions if q.is_closed}
    typed = [
        name
        for name in ("department", "job_title", "survey")
        if asked.get(name) not in closed and name in last.strata and name in this.strata
    ]
    joined = {
        name: one_spelling(list(last.strata[name]), list(this.strata[name].unique()))
        for name in typed
    }
    return replace(last, strata=last.strata.assign(**joined).astype(last.strata.dtypes))


def _comparable(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Leave out strata that were pooled: each year others may be among them."""
    return {
        name: table[table["stratum"] != SMALLER] if "stratum" in table else table
        for name, table in tables.items()
    }


def _notes(
    before: Mapping[str, pd.DataFrame], now: Mapping[str, pd.DataFrame]
) -> tuple[str, ...]:
    """Say which tables and strata only one of the surveys has."""
    found = []
    for here, other, which in ((before, now, "last"), (now, before, "this")):
        alone = [name for name in here if name not in other and "_by_" not in name]
        if alone:
            found.append(f"Only {which} year's survey has: {', '.join(alone)}.")
        strata = sorted(
            {
                str(stratum)
                for name in here
                if name.startswith("knowledge_by_") and name in other
                for stratum in here[name]["stratum"].unique()
                if stratum not in set(other[name]["stratum"])
            }
        )
        if strata:
            names = "; ".join(strata)
            found.append(f"Only {which} year's survey has the strata: {names}.")
    tables = [*before.values(), *now.values()]
    if any(SMALLER in set(table.get("stratum", ())) for table in tables):
        found.append(
            "Groups too small to stand alone are not compared: other departments may "
            "be among them each year."
        )
    return tuple(found)
